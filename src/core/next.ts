/**
 * next(conversation, policy, now) → step: what is to be done about a conversation. It only looks; the flow performs the
 * step, commits what came of it, and asks again. An event that arrives asks again too: a different step aborts the
 * running one. That is the one rule for races.
 */
import type { Action, ReplyAction } from './action.ts'
import { announcement } from './announce.ts'
import type { Conversation, CustomerMessage, Linking, Pending } from './conversation.ts'
import { decideStale } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Change } from './facts.ts'
import { resume, resumesAt } from './hand-back.ts'
import { linksAt } from './linking.ts'
import { conclude } from './outcome.ts'
import { isLeftAlone, type Policy } from './policy.ts'
import { readAction, readTarget } from './read.ts'
import { expiredRecord, mayBeRecorded } from './recorded.ts'
import { expiring } from './retention.ts'
import { remind, remindsAt } from './remind.ts'
import { endReplies, tokenLife } from './reply.ts'
import { closesAt, idsOf, sameIds, turnOf, type Turn } from './turn.ts'
import { expired, expiresAt, giveUp, overdue, overdueAt } from './undelivered.ts'

export type Step =
  /** Nothing before this time; `dots` says whether the loading indicator should show. */
  | { type: 'wait'; until: number; dots: boolean }
  | { type: 'judge'; turn: Turn; dots: boolean }
  | { type: 'do'; action: Action }
  /** The shop's system is asked whose account it is that a customer has signed in with. */
  | { type: 'link'; linking: Linking }
  | { type: 'record'; changes: Change[] }
  | { type: 'nothing' }

/**
 * How long an action may hold back those after it, from its first attempt (ms). A reply holds back for its token's life, a
 * record until it has ended: nothing is Read or said of what may not stand there.
 */
const budgets = { read: 5_000, notify: 10_000, reply: 60_000, record: Infinity } as const

/**
 * In this order: what a crash left open; what a timer or an event has made untrue; the decision that waits for its first
 * attempt; the judging under way; what was never tried; a turn that has closed; and only then what is tried again, since
 * a retry holds back neither later actions nor judging.
 */
export function next(conversation: Conversation, policy: Policy, now: number): Step {
  const changes = mending(conversation, policy, now)
  if (changes.length > 0) return { type: 'record', changes }

  const turn = turnOf(conversation)
  const dots = showsDots(conversation, turn, policy)
  if (conversation.pending) return pendingStep(conversation.pending, conversation, policy, now)

  const due = dueActions(conversation, conversation.outbox, policy, now)
  const urgent = due.find((action) => action.kind === 'reply' && action.announces && !action.tries)
  if (urgent) return { type: 'do', action: urgent }
  // What comes while a request is being recorded may ask for the same again: it is judged once that has ended.
  const recording = conversation.outbox.some(({ kind }) => kind === 'record')
  if (conversation.judging && turn && !recording) return { type: 'judge', turn, dots }

  const first = due.find((action) => !action.tries)
  if (first) return { type: 'do', action: first }
  // Before a turn is judged: it may be about what is theirs.
  const links = linksAt(conversation, policy, now)
  if (conversation.linking && links !== undefined && links <= now)
    return { type: 'link', linking: conversation.linking }
  const until = turn && closesAt(turn, policy, now)
  if (turn && until !== undefined && until <= now && !recording) return { type: 'judge', turn, dots }
  if (due[0]) return { type: 'do', action: due[0] }
  if (turn && until !== undefined && !recording) return { type: 'wait', until, dots }
  const old = policy.retention ? expiring(conversation, policy.retention, now) : []
  if (old.length > 0) return { type: 'record', changes: old }
  const seen = conversation.outbox.map((action) => overdueAt(conversation, action, policy))
  const held = conversation.outbox.map((action) => heldUntil(conversation, action, policy, now))
  const timers = [...seen, ...held, links, resumesAt(conversation, policy, now), remindsAt(conversation, policy, now)]
  const later = Math.min(
    nextDue(conversation, conversation.outbox, policy, now) ?? Infinity,
    ...timers.map((time) => time ?? Infinity),
  )
  return later === Infinity ? { type: 'nothing' } : { type: 'wait', until: later, dots: dots && recording }
}

/** What must be recorded before anything else is looked at. */
function mending(conversation: Conversation, policy: Policy, now: number): Change[] {
  const left = leftOpen(conversation)
  if (left) {
    const died = { type: 'no_answer', why: 'no outcome was recorded', died: true } as const
    return conclude(conversation, left, died, policy, now)
  }
  const alone = policy.observe || policy.testers ? quieten(conversation, policy, now) : []
  if (alone.length > 0) return alone
  const forgone = expiredRecord(conversation, policy, now)
  if (forgone.length > 0) return forgone
  const old = expired(conversation, policy, now)
  if (old.length > 0) return old
  const late = overdue(conversation, policy, now)
  if (late.length > 0) return late

  // While staff have the conversation only the hand-off's own reply is sent; what did not go out with it is theirs to say.
  const stray = conversation.mode === 'staff' ? strayReply(conversation) : undefined
  if (stray) return giveUp(conversation, stray, stray.tries?.unknown ? 'uncertain' : 'undelivered', policy, now)

  // With no notifier any more the entry is the telling.
  const untold = policy.notifier ? undefined : conversation.outbox.find((action) => action.kind === 'notify')
  if (untold) return [{ type: 'ended', at: now, action: untold.id, what: 'notify', how: 'nothing_to_do' }]

  const stale = conversation.mode === 'assistant' ? staleMessages(conversation, policy, now) : []
  if (stale.length > 0) return decideStale({ conversation, policy, now }, stale)

  const turn = turnOf(conversation)
  // What a judgement came to, and nobody has heard of yet, is not said while the assistant is paused.
  const unwanted = policy.paused && conversation.pending?.text ? conversation.pending : undefined
  if (unwanted) return [{ type: 'dropped', at: now, messages: unwanted.messages, why: 'paused' }]

  const back = resume(conversation, policy, now)
  if (back.length > 0) return back
  const reminders = remind(conversation, policy, now)
  if (reminders.length > 0) return reminders

  const thought = conversation.pending ?? conversation.judging
  if (thought && !(turn && sameIds(thought.messages, idsOf(turn.messages)))) {
    const { messages } = thought
    return [{ type: 'dropped', at: now, messages, why: whyDropped(conversation, messages) }]
  }
  const announced = turn && !conversation.pending ? announcement(conversation, turn, policy, now) : undefined
  if (announced) return [announced]

  // Whatever made it possible (an unsend, say): Read that is due and that nothing holds is given.
  const marks = isQuiet(conversation, policy) || conversation.outbox.some((action) => action.kind === 'read')
  const target = marks ? undefined : readTarget(conversation, policy)
  if (!target) return []
  const actions = readAction(conversation, `read-${target.id}`)
  return [{ type: 'read_due', at: now, messages: [target.id], actions }]
}

/** `MODE` says that nothing is said, marked or handed over in this conversation. */
const isQuiet = ({ chat }: Conversation, policy: Policy): boolean =>
  policy.observe === true || (chat.type === 'user' && isLeftAlone(policy, chat.id))

/** What was still to be done when `MODE` was changed is not done; whom it leaves alone is not judged either. */
function quieten(conversation: Conversation, policy: Policy, now: number): Change[] {
  const { outbox, pending, chat } = conversation
  const isAlone = ({ by }: CustomerMessage) => isLeftAlone(policy, chat.type === 'user' ? chat.id : by)
  const alone = policy.observe ? [] : idsOf(conversation.messages.filter((m) => m.state === 'new' && isAlone(m)))
  const left: Change[] =
    alone.length === 0
      ? []
      : [{ type: 'closed', at: now, turn: `alone-${alone[0]}`, messages: alone, as: 'observed', read: false }]
  if (!isQuiet(conversation, policy)) return left
  if (pending && pending.actions.length > 0) {
    return [{ type: 'dropped', at: now, messages: pending.messages, why: 'left_alone' }]
  }
  const others = outbox.filter((action) => action.kind !== 'reply')
  const ended = others.map((action): Change => ({
    type: 'ended',
    at: now,
    action: action.id,
    what: action.kind,
    how: 'left_alone',
  }))
  return [...endReplies(conversation, 'left_alone', now), ...ended, ...left]
}

/** Whether two steps are the same thing to do, so that one being done may go on. */
export function sameStep(a: Step, b: Step): boolean {
  if (a.type === 'judge' && b.type === 'judge') return sameIds(idsOf(a.turn.messages), idsOf(b.turn.messages))
  if (a.type === 'do' && b.type === 'do') return a.action.id === b.action.id
  if (a.type === 'link' && b.type === 'link') return a.linking.event === b.linking.event
  if (a.type === 'wait' && b.type === 'wait') return a.until === b.until && a.dots === b.dots
  return a.type === 'nothing' && b.type === 'nothing'
}

/** An action whose attempt was stored and never answered: the process died in between, so the outcome is unknown. */
const leftOpen = (conversation: Conversation): Action | undefined =>
  conversation.outbox.find((action) => action.tries?.open !== undefined)

function staleMessages(conversation: Conversation, policy: Policy, now: number): string[] {
  const isStale = (m: CustomerMessage) => now - m.timestamp > policy.stale_after || m.restored === true
  return idsOf(conversation.messages.filter((m) => m.state === 'new' && isStale(m)))
}

function whyDropped(conversation: Conversation, messages: readonly string[]): 'message' | 'unsend' | 'staff' {
  if (conversation.mode === 'staff') return 'staff'
  const gone = conversation.messages.some((message) => messages.includes(message.id) && message.state === 'unsent')
  return gone ? 'unsend' : 'message'
}

/** The first attempt of a decision; with none to be made, it takes effect by itself. */
function pendingStep(pending: Pending, conversation: Conversation, policy: Policy, now: number): Step {
  const begun: Change = { type: 'begun', at: now, turn: pending.turn }
  const after = evolve(conversation, begun)
  const actions = after.outbox.filter((action) => action.turn === pending.turn)
  const first = dueActions(after, actions, policy, now)[0]
  if (first) return { type: 'do', action: first }
  const until = nextDue(after, actions, policy, now)
  return until === undefined ? { type: 'record', changes: [begun] } : { type: 'wait', until, dots: false }
}

/** LINE shows the loading indicator in one-to-one chats only; a sticker alone deserves none. */
function showsDots({ chat }: Conversation, turn: Turn | undefined, policy: Policy): boolean {
  const deserves = turn?.fresh.some((message) => message.kind !== 'sticker') ?? false
  return chat.type === 'user' && deserves && !policy.observe && !policy.paused
}

/** The actions that may be tried now: not held, not put off, and with nothing of their own turn still before them. */
function dueActions(conversation: Conversation, actions: readonly Action[], policy: Policy, now: number): Action[] {
  const able = actions.filter((action) => mayTry(conversation, action, policy))
  return able.filter((action, index) => dueAt(able, action, index, now) <= now)
}

function nextDue(
  conversation: Conversation,
  actions: readonly Action[],
  policy: Policy,
  now: number,
): number | undefined {
  const able = actions.filter((action) => mayTry(conversation, action, policy))
  const times = able.map((action, index) => dueAt(able, action, index, now))
  return times.length === 0 ? undefined : Math.min(...times)
}

/** An answer left over at a hand-off, once the notice that could have taken it along has been tried or is gone. */
function strayReply(conversation: Conversation): ReplyAction | undefined {
  const replies = conversation.outbox.filter(
    (action): action is ReplyAction => action.kind === 'reply' && !action.tokenOnly,
  )
  const own = replies.find((action) => isOfHandoff(conversation, action))
  if (own && !own.tries) return undefined
  return replies.find((action) => action !== own && !action.joinedBy)
}

/** While staff have it: the hand-off's own notice, and that nobody is forgotten as long as nobody has taken it. */
const maySayWhileStaff = (conversation: Conversation, action: ReplyAction): boolean =>
  isOfHandoff(conversation, action) ||
  (action.whileWaiting === true && conversation.entries.some((entry) => entry.state === 'waiting'))

const isReminder = (action: Action): boolean => action.kind === 'notify' && action.reminder === true
const isClosed = ({ office }: Policy): boolean => office !== undefined && !office.open

/** When something may be tried that only waits for the pause or the night to end, or is too old by then (ms). */
function heldUntil(conversation: Conversation, action: Action, policy: Policy, now: number): number | undefined {
  if (isReminder(action) && isClosed(policy)) return policy.office?.opensAt
  // A word back for a tap, which is not said while staff have the conversation, ends with its token.
  const isUnsayable = action.kind === 'reply' && action.tokenOnly && !mayTry(conversation, action, policy)
  if (isUnsayable && action.token && !action.tries?.unknown) return action.token.receivedAt + tokenLife
  if (isUnsayable) return expiresAt(conversation, action, policy, now)
  const isPaused =
    action.kind === 'reply' && waitsForPause(conversation, action, policy) && !action.deferred && !action.joinedBy
  return isPaused ? expiresAt(conversation, action, policy, now) : undefined
}

const isOfHandoff = ({ entries }: Conversation, action: Action): boolean =>
  entries.some((entry) => entry.kind === 'handoff' && entry.turn === action.turn)

/** What the assistant thought of is not said while it is paused. What the shop's system has recorded is no thought. */
const waitsForPause = (conversation: Conversation, { notice, turn }: ReplyAction, { paused }: Policy): boolean =>
  paused === true && !notice && !mayBeRecorded(conversation, turn)

function mayTry(conversation: Conversation, action: Action, policy: Policy): boolean {
  if (action.kind === 'read') return readTarget(conversation, policy) !== undefined
  // What may have been said is found out.
  if (action.kind === 'reply' && waitsForPause(conversation, action, policy) && !action.tries?.unknown) return false
  // Nobody is there to be reminded at night.
  if (isReminder(action) && isClosed(policy)) return false
  if (action.kind === 'reply' && conversation.mode === 'staff' && !maySayWhileStaff(conversation, action)) return false
  return action.kind !== 'reply' || !(action.deferred || action.joinedBy)
}

/** When an action may be tried (ms): after its own wait, and after whatever of its turn still holds it back. */
function dueAt(able: readonly Action[], action: Action, index: number, now: number): number {
  // Telling staff waits for nothing.
  const before = action.kind === 'notify' ? [] : able.slice(0, index).filter((one) => one.turn === action.turn)
  return Math.max(waitEnds(action, now), ...before.map((one) => holdsUntil(one, now)))
}

/** A wait stores its length: if more than that remains, the clock has jumped, and it is due now. */
function waitEnds({ wait }: Action, now: number): number {
  return wait === undefined || wait.until - now > wait.length ? -Infinity : wait.until
}

/** Until when an action holds back later ones: while it can still be tried within its budget. */
function holdsUntil(action: Action, now: number): number {
  const budget = budgets[action.kind]
  if (!action.tries || budget === Infinity) return Infinity
  const left = action.tries.firstAt + budget - now
  // More than the budget left means that the clock has jumped.
  if (left <= 0 || left > budget || waitEnds(action, now) >= now + left) return -Infinity
  return now + left
}
