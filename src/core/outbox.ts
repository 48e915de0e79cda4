/**
 * The outbox within the state: what attempts, outcomes and endings do to the actions decided and not yet ended, and to the
 * messages they are about.
 */
import type { Action, ReplyAction } from './action.ts'
import type { Conversation, CustomerMessage } from './conversation.ts'
import type { Change, Fact } from './facts.ts'
import { isReadDue } from './read.ts'
import { bodyOf, hasToken, withJoined } from './reply.ts'

type Of<Type extends Fact['type']> = Extract<Change, { type: Type }>

/** Answers kept for the history. */
const keep = 100

/** An attempt: stored before its call. A reply's token is used by it, and waiting words go out in the same call. */
export function attempted(c: Conversation, change: Of<'attempted'>): Conversation {
  const joins = new Set(change.joins)
  const tried = onAction(c, change.action, (action) => {
    const { count, firstAt, pushedAt, unknown } = action.tries ?? { count: 0, firstAt: change.at, unknown: false }
    const open = { at: change.at, via: change.via, upTo: change.upTo }
    const pushed = change.via === 'push' ? (pushedAt ?? change.at) : pushedAt
    return { ...action, wait: undefined, tries: { count: count + 1, firstAt, unknown, pushedAt: pushed, open } }
  })
  const action = c.outbox.find((one) => one.id === change.action)
  const used = action?.kind === 'reply' && change.via === 'reply' ? action.token?.value : undefined
  // What went along with one of these, and finds no room beside it now, waits by itself again.
  const { outbox } = waitAgain(tried, [...joins])
  return {
    ...tried,
    outbox: outbox.map((one) => (joins.has(one.id) ? { ...one, joinedBy: change.action } : one)),
    messages: tried.messages.map((m) =>
      m.replyToken !== undefined && m.replyToken === used ? { ...m, replyToken: undefined } : m,
    ),
  }
}

/**
 * An action's end. What was said, or may have been, is kept for the history, unless something it answered has been unsent;
 * answers that went out with it end too. If it was not said they wait again.
 */
export function ended(c: Conversation, change: Of<'ended'>): Conversation {
  const action = c.outbox.find((one) => one.id === change.action)
  if (!action) return c
  if (action.kind !== 'reply') {
    const isKept = change.how === 'done' || (action.kind !== 'record' && change.how !== 'left_alone')
    const told = isKept ? c : withoutRead(c, [action.id])
    const entries =
      action.kind === 'notify' && change.how === 'done'
        ? c.entries.map((entry) => (entry.id === action.entry ? { ...entry, toldAt: change.at } : entry))
        : c.entries
    const after = endActions({ ...told, entries }, (one) => one.id === action.id)
    const answer = action.kind === 'record' ? unsaidAnswer(after, action.turn, change.at) : undefined
    return answer === undefined ? after : held(after, answer)
  }
  const all = withJoined(c.outbox, action)
  if (change.how !== 'done' && change.how !== 'uncertain') {
    // An answer that did not reach the customer gives no Read with it; where it is cancelled, none at all.
    const cancelled = change.how === 'left' || change.how === 'left_alone'
    const unsaid = { ...c, ...once(c, action) }
    const kept =
      change.how === 'superseded' ? unsaid : withoutRead(unsaid, [action.id], cancelled ? action.messages : [])
    return waitAgain(
      endActions(kept, (one) => one.id === action.id),
      [action.id],
    )
  }
  const gone = new Set(all.map((one) => one.id))
  const messages = all.flatMap((one) => one.messages)
  const unsent = c.messages.some((message) => messages.includes(message.id) && message.state === 'unsent')
  const texts = unsent
    ? []
    : bodyOf(c.outbox, action).flatMap((message) => (message.type === 'text' ? [message.text] : []))
  const answer = { at: change.at, turn: action.turn, messages, texts, sent: change.sent }
  const kept = change.how === 'done' ? c : withoutRead(c, [...gone])
  return {
    ...waitAgain(
      endActions(kept, (one) => gone.has(one.id)),
      [...gone],
    ),
    introduced: c.introduced || all.some((one) => one.introduces),
    answers: [...c.answers, answer].slice(-keep),
  }
}

/** What was recorded is Read once the answer has a way to the customer: without a token it may have to wait for one. */
const unsaidAnswer = ({ outbox }: Conversation, turn: string, now: number): string | undefined =>
  outbox.find((one) => one.kind === 'reply' && one.turn === turn && !hasToken(one, now))?.id

/** Words that are said once in a time, and were not: the next occasion counts. */
function once({ noticeAt, reassuredIn }: Conversation, action: ReplyAction): Partial<Conversation> {
  return {
    noticeAt: action.saysUnanswered ? undefined : noticeAt,
    reassuredIn: action.whileWaiting ? undefined : reassuredIn,
  }
}

/** What one of these had taken along in vain waits again. */
function waitAgain(c: Conversation, carriers: readonly string[]): Conversation {
  const free = (one: Action): Action =>
    one.kind === 'reply' && one.joinedBy !== undefined && carriers.includes(one.joinedBy)
      ? { ...one, joinedBy: undefined }
      : one
  return { ...c, outbox: c.outbox.map(free) }
}

/** An answer that nobody may push is not on the phone yet, nor is what went along with it: Read that was not given yet goes with them. */
export function held(c: Conversation, action: string): Conversation {
  const reply = c.outbox.find((one) => one.id === action)
  if (reply?.kind !== 'reply' || reply.notice) return c
  const answers = withJoined(c.outbox, reply)
  const holding = (one: CustomerMessage) =>
    one.state === 'closed' && one.readDue && one.readAt === undefined
      ? answers.find(({ messages }) => messages.includes(one.id))
      : undefined
  const messages = c.messages.map((one) => {
    const by = holding(one)
    return by ? { ...one, heldBy: by.id } : one
  })
  return { ...c, messages }
}

/** Read that was to go with these answers is not given: what they were about waits for a person. */
export function withoutRead(c: Conversation, actions: readonly string[], too: readonly string[] = []): Conversation {
  const isHeld = (one: CustomerMessage) => one.heldBy !== undefined && actions.includes(one.heldBy)
  const goes = (one: CustomerMessage) => isHeld(one) || (one.readAt === undefined && too.includes(one.id))
  if (!c.messages.some(goes)) return c
  const messages = c.messages.map((one) =>
    goes(one) ? { ...one, heldBy: isHeld(one) ? undefined : one.heldBy, readDue: false } : one,
  )
  return { ...c, messages }
}

/** Adds to the outbox. There is one mark-read action at a time, since only the newest due token is ever sent. */
export function addActions(c: Conversation, { actions = [] }: { actions?: readonly Action[] }): Conversation {
  if (actions.length === 0) return c
  const superseded = actions.some((action) => action.kind === 'read')
  return { ...c, outbox: [...c.outbox.filter((action) => !(superseded && action.kind === 'read')), ...actions] }
}

/** Actions that follow from several changes come with the last of them, when all that they rest on holds. */
export function withActions(changes: readonly Change[], actions: readonly Action[]): Change[] {
  return changes.map((change, index) =>
    index === changes.length - 1 ? { ...change, actions: [...(change.actions ?? []), ...actions] } : change,
  )
}

/** Takes actions out of the outbox, and lets go of the messages that a telling held. */
export function endActions(c: Conversation, which: (action: Action) => boolean): Conversation {
  const gone = new Set(c.outbox.filter(which).map((action) => action.id))
  const held = c.messages.some((message) => message.heldBy !== undefined && gone.has(message.heldBy))
  const outbox = c.outbox.filter((action) => !gone.has(action.id))
  if (!held) return { ...c, outbox }
  const messages = c.messages.map((m) =>
    m.heldBy !== undefined && gone.has(m.heldBy) ? { ...m, heldBy: undefined } : m,
  )
  return { ...c, outbox, messages }
}

/** A mark-read action with nothing left to mark is none. */
export function tidy(c: Conversation): Conversation {
  const idle = c.outbox.some((action) => action.kind === 'read' && !action.tries?.open) && !c.messages.some(isReadDue)
  return idle ? { ...c, outbox: c.outbox.filter((action) => action.kind !== 'read' || action.tries?.open) } : c
}

/** Changes one action, wherever it is: in the outbox, or pending when it is put off before its first attempt. */
export function onAction(c: Conversation, id: string, change: (action: Action) => Action): Conversation {
  const within = (actions: Action[]) => actions.map((action) => (action.id === id ? change(action) : action))
  return {
    ...c,
    outbox: within(c.outbox),
    pending: c.pending && { ...c.pending, actions: within(c.pending.actions) },
  }
}
