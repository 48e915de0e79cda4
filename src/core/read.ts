/**
 * When Read may be given, and by which token.
 *
 * LINE marks everything up to and including a token's message. So a token is sent only if no message at or below it is
 * known to be open, or with staff and not to be Read yet, and of the tokens that are due only the newest is sent.
 */
import type { ReadAction } from './action.ts'
import { compare, isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Policy } from './policy.ts'

/** Read has been decided for it, is not confirmed, and it has a token that LINE may still take. */
export const isReadDue = (message: CustomerMessage): boolean =>
  message.state === 'closed' &&
  message.readDue &&
  message.readAt === undefined &&
  message.readToken !== undefined &&
  !message.tokenRefused

/**
 * The message whose token is to be sent now: the newest that is due, above the watermark, and below every message that
 * is open, held, or with staff unread. Undefined when there is none. The old endpoint (`readsAll`) marks every message of the user whatever
 * is sent: there nothing at all may be open or held.
 */
export function readTarget(
  conversation: Conversation,
  { readsAll }: Pick<Policy, 'readsAll'>,
): CustomerMessage | undefined {
  const { messages, watermark } = conversation
  const barrier = messages
    .filter((message) => isOpen(message) || isHeld(message) || isUnreadWithStaff(conversation, message))
    .toSorted(compare)[0]
  if (readsAll && (barrier || isOvertaken(conversation))) return undefined
  return messages
    .filter(
      (message) =>
        isReadDue(message) &&
        (!watermark || compare(message, watermark) > 0) &&
        (!barrier || compare(message, barrier) < 0),
    )
    .toSorted(compare)
    .at(-1)
}

/** A newer message has come that is not to be Read: marking all would mark it too. */
function isOvertaken({ messages }: Conversation): boolean {
  const newest = messages
    .filter((message) => message.state !== 'unsent')
    .toSorted(compare)
    .at(-1)
  return newest !== undefined && newest.readAt === undefined && !newest.readDue
}

const isHeld = (message: CustomerMessage): boolean => message.heldBy !== undefined && message.state === 'closed'

/**
 * It was given to staff without Read: nobody has it before they take it, or the shop gives Read at other moments. What
 * came after it, and is due, waits until the entry has ended.
 */
function isUnreadWithStaff({ entries }: Conversation, { id, state, readDue, readAt }: CustomerMessage): boolean {
  if (state !== 'closed' || readDue || readAt !== undefined) return false
  return entries.some(({ messages }) => messages.includes(id))
}

/** The action that marks read, if anything is due, now or once what holds it is over. There is one at a time. */
export function readAction(conversation: Conversation, turn: string): ReadAction[] {
  const due = conversation.messages.filter(
    (message) => isReadDue(message) && (!conversation.watermark || compare(message, conversation.watermark) > 0),
  )
  return due.length > 0 ? [{ kind: 'read', id: `${turn}.read`, turn, messages: due.map(({ id }) => id) }] : []
}

/**
 * The ids of the messages of a turn that are given Read. LINE marks everything up to a token's message, so what is not to
 * be Read (by its type, say) keeps back what came after it in the same turn.
 */
export function givenInOrder(
  messages: readonly CustomerMessage[],
  gives: (message: CustomerMessage) => boolean,
): string[] {
  const ordered = messages.toSorted(compare)
  const first = ordered.findIndex((message) => !gives(message))
  return (first === -1 ? ordered : ordered.slice(0, first)).map(({ id }) => id)
}
