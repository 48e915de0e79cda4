/**
 * Hand-off: the conversation passes to staff. An entry for them, the telling, Read for what was handed over (held by the
 * telling), and a notice to the customer. From here on the assistant is silent.
 */
import type { Action, NotifyAction, ReplyAction, ReplyToken } from './action.ts'
import type { Pressed } from './buttons.ts'
import type { Conversation, Entry } from './conversation.ts'
import { evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import { givesRead, givesReadAtTake, type Policy } from './policy.ts'
import { givenInOrder, readAction } from './read.ts'
import { afterReading } from './reading-time.ts'
import { endUncertain, isUnsaid, reply, withJoined } from './reply.ts'
import { idsOf, type Turn } from './turn.ts'

/** Why a conversation passes to staff after an answer that was Read: tapped or typed. */
export const notSolved = 'The customer says that the assistant’s answer did not solve it.'

/** What one decision is made by. */
export interface Deciding {
  conversation: Conversation
  turn: Turn
  policy: Policy
  now: number
}

/** What a decision comes to: facts in order, and what is to be done in the outside world. */
export interface Outcome {
  changes: Change[]
  actions: Action[]
}

export interface HandOff {
  /** The notice to the customer. */
  notice: string
  language: string
  /** Nobody could look at it yet: no Read before staff take it. */
  unseen?: boolean
  /** Of the event it answers, when that is not a message of the turn. */
  token?: ReplyToken
  /** The messages it is about beyond those of the turn: answered once, and not solved by that. */
  about?: readonly string[]
}

export function handedOff(deciding: Deciding, id: string, how: HandOff): Outcome {
  const { notice, language, unseen, token, about = [] } = how
  const { conversation, turn, policy, now } = deciding
  // What may have been said already is not tried again: from here on the assistant is silent, and it is staff's.
  const unknown = conversation.outbox.filter(
    (action): action is ReplyAction =>
      action.kind === 'reply' && !action.notice && !action.joinedBy && !isUnsaid(conversation.outbox, action),
  )
  const unsure = unknown.flatMap((action) => withJoined(conversation.outbox, action).flatMap((one) => one.messages))
  const messages = [...new Set([...about, ...unsure, ...idsOf(turn.messages)])]
  const { actions: telling = [], ...listed } = enter({ ...deciding, about: messages }, id, 'handoff')
  const given = unseen
    ? []
    : givenInOrder(
        turn.messages,
        (message) => givesRead(policy, message.kind, 'handoff') || message.readWanted === true,
      )
  const changes: Change[] = [
    listed,
    { type: 'handed_off', at: now, turn: id },
    ...closed(id, turn, given, { at: now, as: 'handoff', heldBy: telling[0]?.id }),
    ...unknown.map((action) => endUncertain(action, now)),
  ]
  const marks = readAction(evolveAll(conversation, changes), id)
  const back: Pressed[] = [{ button: 'back' }]
  const words = reply(deciding, id, [notice], { notice: true, offered: back, language, token })
  return { changes, actions: [...telling, ...marks.map((mark) => afterReading(mark, deciding)), words] }
}

/**
 * A turn's messages closed: those that are given Read and those that are not are told apart.
 * @param how `holdsAll`: what is not given Read, and may be asked to be, is held too
 */
export function closed(
  id: string,
  turn: Pick<Turn, 'messages'>,
  given: readonly string[],
  { at, as, heldBy, holdsAll }: { at: number; as: 'resolved' | 'handoff'; heldBy?: string; holdsAll?: boolean },
): Change[] {
  const read = idsOf(turn.messages).filter((message) => given.includes(message))
  const unread = idsOf(turn.messages).filter((message) => !given.includes(message))
  const parts = [
    { messages: read, read: true, heldBy },
    { messages: unread, read: false, heldBy: holdsAll ? heldBy : undefined },
  ]
  return parts.flatMap((part): Change[] =>
    part.messages.length === 0 ? [] : [{ type: 'closed', at, turn: id, as, ...part }],
  )
}

/** An entry for staff and, when they can be told, the telling. With no notifier the entry is the telling. */
export function enter(
  { conversation, turn, policy, now, about }: Deciding & { about?: readonly string[] },
  id: string,
  kind: Entry['kind'],
): Change & { type: 'entered' } {
  const messages = [...(about ?? idsOf(turn.messages))]
  const entryId = `${id}.${kind}`
  const kinds = conversation.messages.filter((message) => messages.includes(message.id))
  const readWhenTaken = kinds.some((message) => givesReadAtTake(policy, message.kind))
  const entry: Entry = { id: entryId, kind, at: now, turn: id, messages, state: 'waiting', readWhenTaken }
  const telling: NotifyAction = { kind: 'notify', id: `${entryId}.notify`, turn: id, messages, entry: entryId }
  return { type: 'entered', at: now, entry: entryId, kind, listed: entry, actions: policy.notifier ? [telling] : [] }
}
