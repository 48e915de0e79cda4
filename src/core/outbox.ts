/**
 * The outbox within the state: what attempts, outcomes and endings do to the actions decided and not yet ended, and to the
 * messages they are about.
 */
import type { Action, Conversation } from './conversation.ts'
import type { Change, Fact } from './facts.ts'
import { isReadDue } from './read.ts'

type Of<Type extends Fact['type']> = Extract<Change, { type: Type }>

/** Answers kept for the history. */
const keep = 100

/** An attempt: stored before its call. A reply's token is used by it, and waiting words go out in the same call. */
export function attempted(c: Conversation, change: Of<'attempted'>): Conversation {
  const joins = new Set(change.joins)
  const front = c.outbox.flatMap((action) => (action.kind === 'reply' && joins.has(action.id) ? action.body : []))
  const tried = onAction(c, change.action, (action) => {
    const { count, firstAt, pushedAt, unknown } = action.tries ?? { count: 0, firstAt: change.at, unknown: false }
    const open = { at: change.at, via: change.via, upTo: change.upTo }
    const pushed = change.via === 'push' ? (pushedAt ?? change.at) : pushedAt
    const tries = { count: count + 1, firstAt, unknown, pushedAt: pushed, open }
    return action.kind === 'reply'
      ? { ...action, wait: undefined, tries, body: [...front, ...action.body] }
      : { ...action, wait: undefined, tries }
  })
  const action = c.outbox.find((one) => one.id === change.action)
  const used = action?.kind === 'reply' && change.via === 'reply' ? action.token?.value : undefined
  return {
    ...tried,
    outbox: tried.outbox.map((one) => (joins.has(one.id) ? { ...one, joinedBy: change.action } : one)),
    messages: tried.messages.map((m) =>
      m.replyToken !== undefined && m.replyToken === used ? { ...m, replyToken: undefined } : m,
    ),
  }
}

/** An action's end. Words that were said are kept for the history, unless what they answered has been unsent. */
export function ended(c: Conversation, change: Of<'ended'>): Conversation {
  const action = c.outbox.find((one) => one.id === change.action)
  if (!action) return c
  const said = change.how === 'done' || change.how === 'uncertain'
  const joined = (one: Action) => one.kind === 'reply' && one.joinedBy === action.id
  const rest = endActions(c, (one) => one.id === action.id || (said && joined(one)))
  const outbox = rest.outbox.map((one) => (joined(one) ? { ...one, joinedBy: undefined } : one))
  if (action.kind !== 'reply' || !change.words) return { ...rest, outbox }
  const messages = [...c.outbox.filter(joined).flatMap((one) => one.messages), ...action.messages]
  const unsent = c.messages.some((message) => messages.includes(message.id) && message.state === 'unsent')
  const texts = unsent ? [] : change.words.map((message) => message.text)
  const answer = { at: change.at, turn: action.turn, messages, texts }
  const introduced =
    c.introduced || action.introduces || c.outbox.some((one) => joined(one) && one.kind === 'reply' && one.introduces)
  return { ...rest, outbox, introduced, answers: [...c.answers, answer].slice(-keep) }
}

/** Adds to the outbox. There is one mark-read action at a time, since only the newest due token is ever sent. */
export function addActions(c: Conversation, { actions = [] }: { actions?: readonly Action[] }): Conversation {
  if (actions.length === 0) return c
  const superseded = actions.some((action) => action.kind === 'read')
  return { ...c, outbox: [...c.outbox.filter((action) => !(superseded && action.kind === 'read')), ...actions] }
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
