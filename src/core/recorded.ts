/**
 * Records: requests that are stored in a system of the shop before the customer is told so and their messages are Read. The
 * record goes first; what follows it in its turn waits until the sink has confirmed it.
 *
 *   confirmed                  the next record of the turn, then Read, then the reply
 *   not recorded, no answer    again, always with the same key, as long as the customer can still have word in time
 *   declined, or past that     a person's: an entry that says what is to be done, Read by the rule of hand-offs, a notice
 *
 * What may have been recorded is never tried again with another key, and never judged again: it could stand there twice.
 */
import type { Action, RecordAction } from './action.ts'
import { backoff, describeResult, isUnknown, outcomeOf, second, waitFor, type AttemptResult } from './attempt-result.ts'
import type { Conversation, RecordText } from './conversation.ts'
import { evolveAll } from './evolve.ts'
import type { Change, Ending } from './facts.ts'
import { enter, handedOff } from './handoff.ts'
import type { WantedRecord } from './look-ups/recording.ts'
import { promiseText } from './notice-hours.ts'
import { withActions } from './outbox.ts'
import type { Policy } from './policy.ts'
import { idsOf, type Turn } from './turn.ts'
import { end } from './undelivered.ts'

/** When a customer is to have word after the newest message (ms). */
const wordWithin = 40 * second
/** A try may begin so long after it (ms): one takes 8 s, and what follows a moment. */
const within = 30 * second
/** What is first tried later than this (ms) is late in any case, and is tried for at least so long. */
const late = 32 * second
const least = 5 * second

export const recordAction = (
  { declared, given, same }: WantedRecord,
  index: number,
  { turn, messages }: { turn: string; messages: string[] },
): RecordAction => ({
  kind: 'record',
  id: `${turn}.record-${index + 1}`,
  turn,
  messages,
  record: declared.name,
  given,
  ...(same !== undefined && { same }),
})

/** Whether anything of a turn may have been recorded by now. */
export const mayBeRecorded = ({ facts }: Conversation, turn: string): boolean =>
  facts.some((fact) => fact.type === 'attempted' && fact.what === 'record' && isOf(fact.action, turn))

const isOf = (action: string, turn: string): boolean => action.startsWith(`${turn}.record-`)

export function concludeRecord(
  conversation: Conversation,
  action: RecordAction,
  result: AttemptResult,
  policy: Policy,
  now: number,
): Change[] {
  if (result.type === 'confirmed') {
    const done = [outcomeOf(action, result, 'done', now), end(action, 'done', now)]
    return [...done, ...leftOver(evolveAll(conversation, done), action, policy, now)]
  }
  const means = isUnknown(result) ? 'unknown' : 'refused'
  const declined = result.type === 'declined' ? { declined: true as const } : {}
  const outcome: Change = { ...outcomeOf(action, result, means, now), ...declined }
  const unknown = means === 'unknown' || action.tries?.unknown === true
  if (result.type === 'declined') return [outcome, ...notRecorded(conversation, action, unknown, policy, now)]
  // After a restart the outcome is asked for at once, however long it took: the same key tells.
  const died = result.type === 'no_answer' && result.died === true
  const wait = backoff(second / 2, action.tries?.count ?? 1, result)
  if (died || now + wait < triedUntil(conversation, action, now)) {
    return [outcome, waitFor(action, wait, now, describeResult(result))]
  }
  return [outcome, ...notRecorded(conversation, action, unknown, policy, now)]
}

/** The next of a turn has no time left before its customer is to have word: what there was went for this one. */
function leftOver(conversation: Conversation, action: RecordAction, policy: Policy, now: number): Change[] {
  const { outbox, mode, gone } = conversation
  const next = outbox.find(({ kind, turn }) => kind === 'record' && turn === action.turn)
  // To whom staff speak, and who has left, no word is due.
  if (mode === 'staff' || gone) return []
  const waited = now - newestOf(conversation, action, now)
  // Past that, as after a restart, it makes no difference any more.
  if (next?.kind !== 'record' || waited < within || waited >= wordWithin) return []
  return notRecorded(conversation, next, false, policy, now)
}

/** Until when it is tried (ms). */
function triedUntil(conversation: Conversation, action: RecordAction, now: number): number {
  const newest = newestOf(conversation, action, now)
  const first = action.tries?.firstAt ?? now
  return first < newest + late ? newest + within : first + least
}

function newestOf({ messages }: Conversation, action: RecordAction, now: number): number {
  const about = messages.filter(({ id }) => action.messages.includes(id))
  return about.length === 0 ? now : Math.max(...about.map(({ receivedAt }) => receivedAt))
}

/**
 * What is too old to be tried any more, such as after a long outage of ours: a sink keeps its keys for a time, and past that
 * the same request would stand there twice. By then it is for a person, as any message of that age is.
 */
export function expiredRecord(conversation: Conversation, policy: Policy, now: number): Change[] {
  const old = conversation.outbox.find(
    (action) =>
      action.kind === 'record' &&
      (action.restored === true || now - newestOf(conversation, action, now) > policy.stale_after),
  )
  if (old?.kind !== 'record') return []
  return notRecorded(conversation, old, old.tries?.unknown === true, policy, now)
}

const reasons = {
  not_recorded: (record: string) => `It could not be recorded in ${record}: record it yourself.`,
  maybe_recorded: (record: string) =>
    `It may be recorded in ${record} already: look there before you record it yourself.`,
}

/**
 * A person does it. What else the turn was to have recorded is not tried, and its answer is not given.
 * @param unknown it may stand there
 */
function notRecorded(
  conversation: Conversation,
  action: RecordAction,
  unknown: boolean,
  policy: Policy,
  now: number,
): Change[] {
  const { outbox, messages, entries, judged, mode, gone, language = policy.language } = conversation
  const how: Ending = unknown ? 'uncertain' : 'undelivered'
  const others = outbox.filter((one) => one.turn === action.turn && one.id !== action.id && isWithdrawn(one))
  // An answer without a living token may hold Read by now, and takes it along: it is not true any more.
  const endings = [
    end(action, how, now),
    ...others.map((one) => end(one, one.kind === 'reply' ? 'not_said' : 'superseded', now)),
  ]
  const about = messages.filter(({ id, state }) => action.messages.includes(id) && state !== 'unsent')
  const id = `${action.turn}.unrecorded`
  // Staff have it, and are silent about nothing: their entry says that this is theirs too. Who has left is told nothing.
  if (mode === 'staff' || gone) {
    const listed = entries.some((entry) => entry.id === `${action.turn}.${how}`)
    const turn: Turn = { messages: about, fresh: [] }
    return [...endings, enter({ conversation, turn, policy, now }, listed ? id : action.turn, how)]
  }
  const open = messages.filter((message) => message.state === 'new' || message.state === 'asked')
  const turn: Turn = { messages: [...about, ...open.filter((one) => !about.includes(one))], fresh: open }
  if (turn.messages.length === 0) return endings
  const notice = promiseText(policy, 'handoff', language, now)
  const { changes, actions } = handedOff({ conversation, turn, policy, now }, id, { notice, language })
  const before = judged.findLast((one) => one.turn === action.turn)
  const summary = [before?.summary ?? '', ...howTheyStand(conversation, action, unknown, before?.records)]
    .join(' ')
    .trim()
  const reason = reasons[unknown ? 'maybe_recorded' : 'not_recorded'](action.record)
  const text = { turn: id, messages: idsOf(turn.messages), reason, summary }
  const told = changes.map((change) => (change.type === 'handed_off' ? { ...change, text } : change))
  return [...endings, ...withActions(told, actions)]
}

/** Of several, which stand in the shop's system: whoever goes on with it is not to do them once more, nor to leave one out. */
function howTheyStand(
  { facts }: Conversation,
  failed: RecordAction,
  unknown: boolean,
  records: readonly RecordText[] = [],
): string[] {
  if (records.length < 2) return []
  const done = new Set(
    facts.flatMap((fact) =>
      fact.type === 'ended' && fact.what === 'record' && fact.how === 'done' ? fact.action : [],
    ),
  )
  const inWords = ({ record, given }: RecordText): string => `${record} (${Object.values(given).join(', ')})`
  const states: Record<string, string[]> = { 'Recorded already': [], 'Perhaps recorded': [], 'Not recorded': [] }
  for (const [index, one] of records.entries()) {
    const id = `${failed.turn}.record-${index + 1}`
    const state = done.has(id) ? 'Recorded already' : id === failed.id && unknown ? 'Perhaps recorded' : 'Not recorded'
    states[state]?.push(inWords(one))
  }
  return Object.entries(states).flatMap(([state, all]) => (all.length > 0 ? [`${state}: ${all.join('; ')}.`] : []))
}

/** What of a turn goes with a record that failed. Telling staff of something goes on, and so does Read, by itself. */
const isWithdrawn = ({ kind }: Action): boolean => kind === 'record' || kind === 'reply'
