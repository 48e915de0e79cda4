/**
 * runConversation: ask `next`, perform the step, commit what came of it, ask again. One at a time per conversation.
 *
 * The one rule for races: a decision or a first attempt commits only if `next`, asked again with what entered meanwhile,
 * still gives that step. Outcomes always commit.
 *
 * A commit waits for the disk, so a decision goes into that of its first attempt, if that is the next step: a crash before
 * it has said nothing yet, and judges again. What came of marking as read goes into that of the attempt to answer.
 */
import type { Action } from '../core/action.ts'
import { evolveAll } from '../core/evolve.ts'
import type { Change } from '../core/facts.ts'
import { next, sameStep, type Step } from '../core/next.ts'
import { conclude } from '../core/outcome.ts'
import type { Policy } from '../core/policy.ts'
import { readTarget } from '../core/read.ts'
import { joinsOf, viaOf } from '../core/reply.ts'
import type { Prompt } from '../core/request.ts'
import { defer } from '../core/undelivered.ts'
import { isAbort } from './abort.ts'
import type { Dots } from './dots.ts'
import { judge } from './judge.ts'
import { linkStep } from './linking.ts'
import type { Mailbox } from './mailbox.ts'
import type { Pace } from './pace.ts'
import type { Parts } from './parts.ts'
import type { People } from './people.ts'
import { createPerson } from './person.ts'
import { perform } from './perform.ts'
import { promptFor } from './prompt-for.ts'
import { remembering } from './seeing.ts'
import type { Gate, Sending } from './sending.ts'
import type { Session } from './session.ts'

/** A wait longer than this (ms) is the waker's; a shorter one keeps the conversation in memory and uncommitted. */
const shortWait = 10_000

export interface Running extends Parts {
  dots: Dots
  people: People
  sending: Sending
  pace: Pick<Pace, 'turn'>
  /** Told which events a commit has made part of their conversation. */
  entered: (ids: readonly string[]) => void
  /** Aborted when the process is to end: what runs is parked, to be resumed by the next start. */
  parked: AbortSignal
}

/**
 * Runs a conversation until it has nothing to do for now.
 * @param resumed it was found due at start-up: even with nothing to do, that is committed
 * @returns when it is to be run again (ms), or undefined when something must happen first
 */
export async function runConversation(
  session: Session,
  running: Running,
  mailbox: Mailbox,
  resumed: boolean,
): Promise<number | undefined> {
  // What was fetched is kept in memory for this run alone.
  const parts = { ...running, contents: remembering(running.contents) }
  await parts.pace.turn(false)
  if (!(await session.open())) return undefined
  const dots = parts.dots.of(session.conversation.chat.id)
  // What was due and is at rest leaves the list of what is due; what staff have stays on it.
  let mustCommit = resumed && session.conversation.mode === 'assistant' && session.conversation.entries.length === 0
  const rest = async (wakeAt: number | undefined): Promise<number | undefined> => {
    if (session.isDirty || mustCommit) await session.commit(wakeAt)
    mustCommit = false
    return wakeAt
  }
  const person = createPerson(session, parts, () => session.commit(wakeAfter(session, parts)))
  let begun = false
  for (;;) {
    await parts.pace.turn(begun)
    mailbox.take()
    await session.enter(policyOf(session, parts))
    session.evolve(person.told())
    const now = parts.clock.now()
    const step = next(session.conversation, policyOf(session, parts), now)
    if (step.type === 'record') {
      session.evolve(step.changes)
      await session.commit(wakeAfter(session, parts))
      continue
    }
    if (parts.parked.aborted && step.type !== 'nothing') return rest(now)
    if (session.owes && step.type !== 'do') {
      await session.commit(wakeAfter(session, parts))
      continue
    }
    if ('dots' in step && step.dots) dots.show()
    begun = step.type === 'judge' || step.type === 'do'
    switch (step.type) {
      case 'wait':
        if (step.until - now > shortWait) {
          if (await person.comesBefore(mailbox)) break
          return rest(step.until)
        }
        await waitFor(step.until - now, parts, mailbox)
        break
      case 'judge':
        await judgeStep(session, step, parts, mailbox, step.dots ? dots.show : undefined)
        break
      case 'do':
        await doStep(session, step, parts)
        // LINE takes the dots away at the next message to the user.
        if (step.action.kind === 'reply') dots.gone()
        break
      case 'link':
        await linkStep(session, step.linking, parts, () => policyOf(session, parts))
        break
      case 'nothing':
        if (await person.comesBefore(mailbox)) break
        return rest(undefined)
      default:
        step satisfies never
    }
  }
}

/** @param prompt the one judged by; else the one the conversation would be judged by now */
const policyOf = (
  { conversation }: Session,
  parts: Running,
  { policy }: Prompt = promptFor(conversation, parts).prompt,
): Policy => ({
  ...policy,
  notifier: parts.notifier !== undefined && (parts.canTell?.() ?? true),
  paused: parts.service?.current().paused !== undefined,
  office: parts.office?.at(parts.clock.now()),
  observe: parts.observe,
  testers: parts.testers,
  readsAll: parts.readsAll,
  retention: parts.retention,
  links: parts.live?.accountLinking?.() !== undefined,
  mayPush: policy.push === 'when_needed' && parts.sending.mayPush(),
})

async function waitFor(length: number, parts: Running, mailbox: Mailbox): Promise<void> {
  const over = new AbortController()
  const timer = parts.clock.after(length, AbortSignal.any([over.signal, parts.parked]))
  await Promise.race([timer, mailbox.arrived()])
  over.abort()
}

/** Judges the turn while listening: what arrives meanwhile and changes the step aborts it. */
async function judgeStep(
  session: Session,
  step: Step & { type: 'judge' },
  parts: Running,
  mailbox: Mailbox,
  goesOn: (() => void) | undefined,
): Promise<void> {
  const { prompt, part, experiment } = promptFor(session.conversation, parts)
  const policy = policyOf(session, parts, prompt)
  const ids = step.turn.messages.map((message) => message.id)
  if (part && !session.conversation.assigned) {
    session.evolve([{ type: 'assigned', at: parts.clock.now(), ...part }])
  }
  if (!session.conversation.judging) session.evolve([{ type: 'judging', at: parts.clock.now(), messages: ids }])

  const unwanted = new AbortController()
  const signal = AbortSignal.any([unwanted.signal, parts.parked])
  const { conversation } = session
  const verdict = judge({ conversation, turn: step.turn, prompt, policy, experiment, goesOn }, parts, signal)
  const stillWanted = async (): Promise<boolean> => {
    await session.enter(policy)
    return sameStep(next(session.conversation, policy, parts.clock.now()), step)
  }
  try {
    for (;;) {
      const judged = await Promise.race([verdict, mailbox.arrived().then(() => undefined)])
      mailbox.take()
      if (!(await stillWanted())) return
      if (!judged) continue
      // What is set for everybody, and whether the office is open, is as it is now; the prompt is the one judged by.
      session.owe(judged(session.conversation, policyOf(session, parts, prompt), parts.clock.now()))
      return
    }
  } catch (error) {
    // Parked: it is judged again after the next start.
    if (!isAbort(error, signal)) throw error
  } finally {
    unwanted.abort()
    verdict.catch(() => undefined)
  }
}

/** Makes one attempt: recorded before the call, its outcome after it. */
async function doStep(session: Session, step: Step & { type: 'do' }, parts: Running): Promise<void> {
  const { action } = step
  const via = action.kind === 'reply' ? viaOf(action, parts.clock.now()) : undefined
  const mayPush = policyOf(session, parts).push !== 'never'
  const gate: Gate = via === 'push' && !mayPush ? { type: 'defer', why: 'off' } : await parts.sending.gate(action, via)

  // The gate may have asked LINE: what was set meanwhile counts.
  const policy = policyOf(session, parts)
  await session.enter(policy)
  const now = parts.clock.now()
  if (!sameStep(next(session.conversation, policy, now), step)) return
  const { pending } = session.conversation
  const begun: Change[] = pending ? [{ type: 'begun', at: now, turn: pending.turn }] : []
  if (gate.type === 'wait') {
    const { length, why } = gate
    session.evolve([
      { type: 'waiting', at: now, action: action.id, what: action.kind, until: now + length, length, why },
    ])
    return session.commit(now)
  }
  // A push that may have been said costs nothing more: the same key is accepted once.
  if (gate.type === 'defer' && action.kind === 'reply' && !action.tries?.unknown) {
    session.evolve(begun)
    session.evolve(defer(session.conversation, action, gate.why, policy, now))
    return session.commit(wakeAfter(session, parts))
  }

  const during = evolveAll(session.conversation, begun)
  const upTo = action.kind === 'read' ? readTarget(during, policy)?.id : undefined
  if (action.kind === 'read' && upTo === undefined) {
    session.evolve([...begun, { type: 'ended', at: now, action: action.id, what: 'read', how: 'nothing_to_do' }])
    return session.commit(now)
  }
  const attempt = (action.tries?.count ?? 0) + 1
  const joins = policy.paused ? [] : joinsOf(during, action)
  session.evolve([
    ...begun,
    { type: 'attempted', at: now, action: action.id, what: action.kind, via, upTo, joins, ...named(action), attempt },
  ])
  await session.commit(now)

  const result = await perform(session.conversation, action, { via, upTo }, parts)
  parts.sending.saw(action, via, result)
  log(parts, session.conversation.id, action, result)
  // The outcome comes first, before anything that entered meanwhile: it always commits.
  const attempted = session.conversation.outbox.find((one) => one.id === action.id)
  if (!attempted) return
  const outcome = conclude(session.conversation, attempted, result, policy, parts.clock.now())
  // A crash before the next commit marks as read once more, as one before this line always did: LINE takes a token again.
  if (action.kind === 'read') return session.owe(outcome)
  session.evolve(outcome)
  await session.commit(wakeAfter(session, parts))
}

const named = (action: Action): { record?: string } => (action.kind === 'record' ? { record: action.record } : {})

/** When the conversation, as it is now, is to be looked at again (ms); undefined when nothing is left to do. */
function wakeAfter(session: Session, parts: Running): number | undefined {
  const now = parts.clock.now()
  const step = next(session.conversation, policyOf(session, parts), now)
  if (step.type === 'nothing') return undefined
  return step.type === 'wait' ? step.until : now
}

function log(parts: Running, conversation: string, action: Action, result: object): void {
  const fields = { conversation, action: action.id, kind: action.kind, result }
  const answered = 'status' in result && typeof result.status === 'number' && result.status < 300
  const ok = answered || ('type' in result && result.type === 'confirmed')
  if (ok) parts.log.info(fields, `${action.kind}: done`)
  else if (action.kind === 'notify' && isRefused(result)) {
    parts.log.error(fields, 'STAFF ARE NOT TOLD: the webhook refused it; copy the address of NOTIFY_WEBHOOK_URL again')
  } else parts.log.warn(fields, `${action.kind}: not done`)
}

/** Refused for what it is, which no second try mends. 408 and 429 are about the moment. */
function isRefused(result: object): boolean {
  const status = 'status' in result && typeof result.status === 'number' ? result.status : 0
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}
