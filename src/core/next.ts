/**
 * next(conversation, policy, now) → step: what is to be done about a conversation. It only looks; the flow performs the
 * step, commits what came of it, and asks again. An event that arrives asks again too: a different step aborts the
 * running one. That is the one rule for races.
 */
import type { Action, Conversation } from './conversation.ts'
import { decideStale } from './decide.ts'
import type { Change } from './facts.ts'
import { conclude } from './outcome.ts'
import type { Policy } from './policy.ts'
import { closesAt, idsOf, sameIds, turnOf, type Turn } from './turn.ts'

export type Step =
  /** Nothing before this time; `dots` says whether the loading indicator should show. */
  | { type: 'wait'; until: number; dots: boolean }
  | { type: 'judge'; turn: Turn; dots: boolean }
  | { type: 'do'; action: Action }
  | { type: 'record'; changes: Change[] }
  | { type: 'nothing' }

/** How long an action may hold back those after it, from its first attempt (ms). A reply holds back for its token's life. */
const budgets = { read: 5_000, notify: 10_000, reply: 60_000 } as const

export function next(conversation: Conversation, policy: Policy, now: number): Step {
  const left = leftOpen(conversation)
  if (left) {
    const died = { type: 'no_answer', why: 'the process ended before the answer', died: true } as const
    return { type: 'record', changes: conclude(conversation, left, died, policy, now) }
  }

  const stale = conversation.mode === 'assistant' ? staleMessages(conversation, policy, now) : []
  if (stale.length > 0) return { type: 'record', changes: decideStale({ conversation, policy, now }, stale) }

  const turn = turnOf(conversation)
  const thought = conversation.pending ?? conversation.judging
  if (thought && !(turn && sameIds(thought.messages, idsOf(turn.messages)))) {
    return {
      type: 'record',
      changes: [
        { type: 'dropped', at: now, messages: thought.messages, why: whyDropped(conversation, thought.messages) },
      ],
    }
  }
  if (conversation.pending) return pendingStep(conversation.pending, conversation, now)
  if (conversation.judging && turn) return { type: 'judge', turn, dots: dots(conversation, turn) }

  const due = dueAction(conversation.outbox, now)
  if (due) return { type: 'do', action: due }
  if (turn) {
    const until = closesAt(turn, policy, now)
    const show = dots(conversation, turn)
    return until <= now ? { type: 'judge', turn, dots: show } : { type: 'wait', until, dots: show }
  }
  const until = nextDue(conversation.outbox, now)
  return until === undefined ? { type: 'nothing' } : { type: 'wait', until, dots: false }
}

/** Whether two steps are the same thing to do, so that one being done may go on. */
export function sameStep(a: Step, b: Step): boolean {
  if (a.type === 'judge' && b.type === 'judge') return sameIds(idsOf(a.turn.messages), idsOf(b.turn.messages))
  if (a.type === 'do' && b.type === 'do') return a.action.id === b.action.id
  if (a.type === 'wait' && b.type === 'wait') return a.until === b.until && a.dots === b.dots
  return a.type === 'nothing' && b.type === 'nothing'
}

/** An action whose attempt was stored and never answered: the process died in between, so the outcome is unknown. */
const leftOpen = (conversation: Conversation): Action | undefined =>
  conversation.outbox.find((action) => action.tries?.open !== undefined)

function staleMessages(conversation: Conversation, policy: Policy, now: number): string[] {
  return idsOf(conversation.messages.filter((m) => m.state === 'new' && now - m.timestamp > policy.stale_after))
}

function whyDropped(conversation: Conversation, messages: readonly string[]): 'message' | 'unsend' | 'staff' {
  if (conversation.mode === 'staff') return 'staff'
  const gone = conversation.messages.some((message) => messages.includes(message.id) && message.state === 'unsent')
  return gone ? 'unsend' : 'message'
}

function pendingStep(pending: { actions: Action[]; turn: string }, conversation: Conversation, now: number): Step {
  const first = dueAction(pending.actions, now)
  if (first) return { type: 'do', action: first }
  const until = nextDue(pending.actions, now)
  if (until !== undefined) return { type: 'wait', until, dots: false }
  return { type: 'record', changes: [{ type: 'begun', at: now, turn: conversation.pending?.turn ?? pending.turn }] }
}

/** LINE shows the loading indicator in one-to-one chats only; a sticker alone deserves none. */
function dots(conversation: Conversation, turn: Turn): boolean {
  return conversation.chat.type === 'user' && turn.fresh.some((message) => message.kind !== 'sticker')
}

/** The first action that may be tried now: not held, not put off, and with nothing of its own turn still before it. */
function dueAction(actions: readonly Action[], now: number): Action | undefined {
  return actions.find((action, index) => mayTry(action) && dueAt(actions, action, index, now) <= now)
}

function nextDue(actions: readonly Action[], now: number): number | undefined {
  const times = actions.flatMap((action, index) => (mayTry(action) ? [dueAt(actions, action, index, now)] : []))
  return times.length === 0 ? undefined : Math.min(...times)
}

const isHeld = (action: Action): boolean => action.kind === 'read' && action.heldBy !== undefined
const mayTry = (action: Action): boolean => !isHeld(action) && !(action.kind === 'reply' && action.deferred)

/** When an action may be tried (ms): after its own wait, and after whatever of its turn still holds it back. */
function dueAt(actions: readonly Action[], action: Action, index: number, now: number): number {
  const before = actions.slice(0, index).filter((one) => one.turn === action.turn && mayTry(one))
  return Math.max(waitEnds(action, now), ...before.map((one) => holdsUntil(one, now)))
}

/** A wait stores its length: if more than that remains, the clock has jumped, and it is due now. */
function waitEnds({ wait }: Action, now: number): number {
  return wait === undefined || wait.until - now > wait.length ? -Infinity : wait.until
}

/** Until when an action holds back later ones: while it can still be tried within its budget. */
function holdsUntil(action: Action, now: number): number {
  if (!action.tries) return Infinity
  const budgetEnds = action.tries.firstAt + budgets[action.kind]
  const retry = waitEnds(action, now)
  if (retry >= budgetEnds || now >= budgetEnds) return -Infinity
  return budgetEnds
}
