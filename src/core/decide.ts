/**
 * decide(conversation, judgement, …): what a judgement comes to, by DESIGN.md "When a message turns Read".
 *
 *   resolved     mark read, reply                                          nothing is open
 *   needs_info   reply with the question, not read                         waits for the customer
 *   handoff      entry, tell staff, mark read (held by telling), notice    staff has it
 *   failed       entry, tell staff, notice (once in ten minutes), not read the next message is judged again
 *
 * What comes out is *pending*: nothing in it holds before the first attempt is made. Code can only lower a judgement.
 * Where nothing is to be said (`MODE=observe`) a decision is made all the same, and nothing comes of it.
 */
import type { Pressed } from './buttons.ts'
import type { Conversation, Entry, JudgedText, RecordText } from './conversation.ts'
import { evolveAll } from './evolve.ts'
import type { Change, Unseen } from './facts.ts'
import { fixedLanguage } from './fixed-language.ts'
import { closed, enter, handedOff, type Deciding, type Outcome } from './handoff.ts'
import type { Judgement, Origin } from './judgement.ts'
import type { Limit } from './limits.ts'
import { withAskedBy } from './look-ups/asked-by.ts'
import type { LookedUp, Proofs } from './look-ups/looked-up.ts'
import { recordsSaid, type WantedRecord } from './look-ups/recording.ts'
import { lowering } from './lowering.ts'
import type { Notices } from './notices.ts'
import { promiseText } from './notice-hours.ts'
import { givesRead, noticeText, type Policy } from './policy.ts'
import { givenInOrder, readAction } from './read.ts'
import { afterReading } from './reading-time.ts'
import { recordAction } from './recorded.ts'
import { answer, hasToken, reply } from './reply.ts'
import type { Passage } from './request.ts'
import { timesSaid } from './same-answer.ts'
import { withSignIn } from './sign-in.ts'
import { limitSentences } from './sentences/limits.ts'
import type { Told } from './told.ts'
import { idsOf, type Turn } from './turn.ts'
import { supersedeNotices } from './undelivered.ts'

export type { Deciding } from './handoff.ts'

const minute = 60_000
/** A notice of a failed model goes out once in this time (ms). */
const noticeEvery = 10 * minute
/** "Did that solve it?" is asked once in this time (ms). */
const outcomeEvery = 24 * 60 * minute

/** A judgement, and what it rests on. */
export interface Verdict {
  judgement: Judgement
  origin: Origin
  /** The passages that the model was given, by their ids: only those count as sources. */
  passages: ReadonlyMap<string, Passage>
  /** What else it was told; missing: nothing. */
  told?: Told
  /** Which notice a hand-off gives. */
  notice?: keyof Notices
  /** What could not be looked at, and why. */
  unseen?: readonly { message: string; why: Unseen }[]
  /** The limit that was reached. */
  limit?: Limit
  /** What was judged by a rule of ours is said in our own words: no source is asked for. */
  fixed?: boolean
  /** The customer says whether an earlier answer solved it. */
  outcome?: { turn: string; solved: boolean }
  /** The customer asks for Read of these, beside the turn's own. */
  reads?: readonly string[]
  /** What was looked up for it, in order. */
  lookUps?: readonly LookedUp[]
  /** Ids of the passages that were found by it. */
  found?: ReadonlySet<string>
  /** What is remembered of look-ups that want a proof. */
  proofs?: Proofs
  /** Something could be shown once the customer has signed in; without an address there is no way to do so now. */
  signIn?: { address?: string }
  /** What is to be recorded before it is said and Read. */
  records?: readonly WantedRecord[]
  /** What LINE calls who asked; empty or missing where that is not known. */
  askedBy?: string
  /** It wants something recorded that no record takes. */
  notRecordable?: boolean
}

/** What a judgement comes to. */
export function decide(deciding: Deciding, verdict: Verdict): Change {
  const { conversation, turn, policy, now } = deciding
  const { judgement, origin, fixed = false } = verdict
  const id = turnId(conversation)
  const messages = idsOf(turn.messages)
  const topic = [...policy.topics, ...policy.always_human].includes(judgement.topic) ? judgement.topic : 'other'
  // Who asks for the same twice has it recorded twice, and is told so in the same words.
  const isAnswer = !fixed && !judgement.small_talk && (verdict.records ?? []).length === 0
  const again = isAnswer ? timesSaid(deciding, judgement.reply) : 0
  const repeated = judgement.decision === 'resolved' && again > 1 ? ('same_answer' as const) : undefined
  // It asks for a sign-in, and there is no way to it.
  const shut =
    verdict.signIn && verdict.signIn.address === undefined && judgement.decision === 'needs_info'
      ? ('look_up_gave_nothing' as const)
      : undefined
  const lowered = fixed
    ? undefined
    : (lowering(conversation, { ...verdict, judgement: { ...judgement, topic } }, policy) ?? repeated ?? shut)
  const decision = lowered ? 'handoff' : judgement.decision
  const language = judgement.language || fixedLanguage(conversation, turn, policy)
  const { lookUps } = verdict
  const records = withAskedBy(verdict.records ?? [], verdict.askedBy)
  const text: JudgedText = {
    turn: id,
    messages,
    reason: judgement.reason,
    summary: judgement.summary,
    ...(lookUps && { lookUps: lookUps.map((one) => one.text) }),
    ...(records.length > 0 && { records: records.map(textOf) }),
  }
  const before = verdictFacts(policy.observe ? { ...verdict, outcome: undefined, reads: [] } : verdict, now)
  const outcome = (): Outcome => {
    switch (decision) {
      case 'resolved':
        return resolved(deciding, id, { ...verdict, records }, again > 0)
      case 'needs_info':
        return asked(deciding, id, verdict)
      case 'handoff': {
        const notice = promiseText(policy, verdict.notice ?? 'handoff', language, now)
        return handedOff(deciding, id, { notice, language, unseen: (verdict.unseen ?? []).length > 0 })
      }
      default:
        return decision satisfies never
    }
  }
  const { changes, actions } = policy.observe ? observed(id, messages, now) : outcome()
  return {
    type: 'judged',
    at: now,
    turn: id,
    messages,
    said: judgement.decision,
    decision,
    lowered,
    limit: verdict.limit,
    confidence: judgement.confidence,
    sources: judgement.sources,
    smallTalk: judgement.small_talk,
    topic,
    language,
    ...(lookUps && { lookUps: lookUps.map((one) => one.fact) }),
    ...(records.length > 0 && { records: records.map(({ declared }) => declared.name) }),
    origin,
    ...(verdict.proofs && { proofs: verdict.proofs }),
    decided: {
      changes: [...before, ...changes, ...supersedeNotices(conversation, policy, now)],
      actions,
      text: policy.observe && decision !== 'handoff' ? { ...text, reply: judgement.reply } : text,
    },
  }
}

const textOf = ({ declared: { name, askedBy }, given }: WantedRecord): RecordText => ({
  record: name,
  given,
  ...(askedBy !== undefined && { askedBy }),
})

/** What was noticed on the way to the judgement; it holds with the decision. */
function verdictFacts({ unseen = [], outcome, reads = [] }: Verdict, now: number): Change[] {
  return [
    ...unseen.map((one): Change => ({ type: 'unseen', at: now, ...one })),
    ...(outcome ? [{ type: 'told_outcome' as const, at: now, ...outcome }] : []),
    ...(reads.length > 0 ? [{ type: 'asked_to_read' as const, at: now, messages: [...reads] }] : []),
  ]
}

/** Nothing is said, marked or handed over. */
const observed = (id: string, messages: string[], now: number): Outcome => ({
  changes: [{ type: 'closed', at: now, turn: id, messages, as: 'observed', read: false }],
  actions: [],
})

/** What it comes to when the model failed for good: staff see it, the customer is told, nothing is Read. */
export const decideFailed = (
  deciding: Deciding,
  why: string,
  origin: Origin,
  { lookUps, proofs }: Pick<Verdict, 'lookUps' | 'proofs'> = {},
): Change => ({
  ...unanswered(deciding, 'no_judgement', why, origin),
  ...(lookUps && { lookUps: lookUps.map(({ fact }) => fact) }),
  ...(proofs && { proofs }),
})

/** While the assistant is paused for everybody the same happens without asking the model. */
export const decidePaused = (deciding: Deciding): Change =>
  unanswered(deciding, 'paused', 'the assistant is paused', { by: 'rule' })

/** The model may not be asked now, or its time for this turn is over: it is judged again with the next message. */
export const decideLimited = (deciding: Deciding, limit: Limit, origin: Origin): Change => ({
  ...unanswered(deciding, 'limit', limitSentences.en[limit], origin),
  limit,
})

type Unanswered = Extract<Change, { type: 'failed' }>

function unanswered(
  deciding: Deciding,
  kind: 'no_judgement' | 'paused' | 'limit',
  why: string,
  origin: Origin,
): Unanswered {
  const { conversation, turn, policy, now } = deciding
  const id = turnId(conversation)
  const messages = idsOf(turn.messages)
  const failed = { type: 'failed' as const, at: now, turn: id, messages, why, origin }
  if (policy.observe) return { ...failed, decided: observed(id, messages, now) }
  const listed = conversation.entries.find(isUnanswered)
  const entering = listed ? [] : [enter(deciding, id, kind)]
  const telling = entering.flatMap(({ actions = [] }) => actions)
  const told = conversation.noticeAt !== undefined && now - conversation.noticeAt < noticeEvery
  const language = fixedLanguage(conversation, turn, policy)
  const notice = promiseText(policy, kind === 'paused' ? 'paused' : 'no_judgement', language, now)
  const said = reply(deciding, id, [notice], { notice: true, offered: [{ button: 'person' }], language })
  const words = told ? [] : [{ ...said, saysUnanswered: true as const }]
  const changes: Change[] = [
    { type: 'unanswered', at: now, turn: id, messages, notice: !told },
    ...entering.map((entry) => ({ ...entry, actions: [] })),
    ...(listed ? [{ type: 'entry_grown' as const, at: now, entry: listed.id, messages }] : []),
  ]
  return { ...failed, decided: { changes, actions: [...words, ...telling] } }
}

/** Staff see it because nobody judged it: an answer that resolves it later ends that. */
const isUnanswered = ({ kind }: { kind: Entry['kind'] }): boolean =>
  kind === 'no_judgement' || kind === 'paused' || kind === 'limit'

/** Messages too old for the machine: entry and telling, no answer, unread until taken. */
export function decideStale(deciding: Omit<Deciding, 'turn'>, messages: string[]): Change[] {
  const { conversation, policy, now } = deciding
  const id = turnId(conversation)
  if (policy.observe) return observed(id, messages, now).changes
  const turn: Turn = { messages: conversation.messages.filter((m) => messages.includes(m.id)), fresh: [] }
  return [{ type: 'stale', at: now, turn: id, messages }, enter({ ...deciding, turn }, id, 'stale')]
}

/** Each decision has a turn of its own, so that its actions, and their retry keys, are never those of another. */
const turnId = (conversation: Conversation): string => `t${conversation.turns + 1}`

/** @param again the same words were said to them a moment ago, and they ask again: a person is offered */
function resolved(
  deciding: Deciding,
  id: string,
  { judgement, passages, fixed = false, reads = [], records = [] }: Verdict,
  again: boolean,
): Outcome {
  const { conversation, turn, policy, now } = deciding
  // Small talk closes only its own messages: "thanks" does not answer the question before it.
  const own = judgement.small_talk && records.length === 0 ? turn.fresh : turn.messages
  const left = own.length < turn.messages.length
  const answered = left ? [] : conversation.entries.filter(isUnanswered)
  const recorded = records.map((record, index) => recordAction(record, index, { turn: id, messages: idsOf(own) }))
  // What is recorded is not solved as yet: whoever does it will hear of it.
  const asks = !again && !fixed && !judgement.small_talk && recorded.length === 0 && asksOutcome(deciding)
  const askedWhether: Pressed[] = [
    { button: 'solved', about: id },
    { button: 'not_solved', about: id },
  ]
  const offered: Pressed[] = again ? [{ button: 'person' }] : asks ? askedWhether : []
  const offer = again ? noticeText(policy, 'offer_person', judgement.language) : undefined
  // That it is recorded the shop's system has confirmed; whatever else a model adds to it nobody has.
  const isOurs = records.length > 0 && !judgement.sources.some((source) => passages.has(source))
  const said = isOurs ? { ...judgement, reply: recordedWords(policy, records, judgement.language) } : judgement
  const words = answer(deciding, id, said, offered, offer)
  const given = givenInOrder(
    own,
    (message) => givesRead(policy, message.kind, 'resolved') || message.readWanted === true || reads.length > 0,
  )
  const changes: Change[] = [
    // No Read before what is to be recorded is. An answer without a token of its own may have to wait for the customer's
    // next sign; Read then goes with it.
    ...closed(id, { messages: own }, given, {
      at: now,
      as: 'resolved',
      heldBy: recorded.at(-1)?.id ?? (hasToken(words, now) ? undefined : words.id),
      holdsAll: recorded.length > 0,
    }),
    ...answered.map((entry): Change => ({ type: 'entry_ended', at: now, entry: entry.id, why: 'answered' })),
    ...(asks ? [{ type: 'outcome_asked' as const, at: now, turn: id }] : []),
  ]
  const marks = readAction(evolveAll(conversation, changes), id)
  return { changes, actions: [...recorded, ...marks.map((mark) => afterReading(mark, deciding)), words] }
}

const recordedWords = (policy: Policy, records: readonly WantedRecord[], language: string): string =>
  [noticeText(policy, 'recorded', language), ...recordsSaid(records)].join('\n')

function asksOutcome({ conversation, policy, now }: Deciding): boolean {
  const last = conversation.outcomes?.at(-1)
  return policy.ask_outcome && conversation.chat.type === 'user' && (!last || now - last.at >= outcomeEvery)
}

function asked(deciding: Deciding, id: string, { judgement, signIn }: Verdict): Outcome {
  const { turn, policy, now } = deciding
  const about = { at: now, turn: id, messages: idsOf(turn.messages) }
  const words = answer(deciding, id, judgement, [{ button: 'person' }])
  if (signIn?.address === undefined) return { changes: [{ type: 'asked', ...about }], actions: [words] }
  return {
    changes: [
      { type: 'asked', ...about },
      { type: 'link_offered', ...about },
    ],
    actions: [withSignIn(words, signIn.address, policy, judgement.language)],
  }
}
