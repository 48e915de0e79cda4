/**
 * When Read may be given, and by which token.
 *
 * LINE marks everything up to and including a token's message. So a token is sent only if no message at or below it is
 * known to be open, and of the tokens that are due only the newest is sent.
 */
import { compare, isOpen, type Conversation, type CustomerMessage, type ReadAction } from './conversation.ts'

/**
 * The message whose token is to be sent now: the newest for which Read is due, that is not unsent, has a token that LINE
 * has not refused, lies above the watermark and below every open message. Undefined when there is none.
 */
export function readTarget(conversation: Conversation): CustomerMessage | undefined {
  const open = conversation.messages.filter(isOpen).toSorted(compare)[0]
  return conversation.messages
    .filter(
      (message) =>
        message.state === 'closed' &&
        message.readDue &&
        message.readAt === undefined &&
        message.readToken !== undefined &&
        !message.tokenRefused &&
        (!conversation.watermark || compare(message, conversation.watermark) > 0) &&
        (!open || compare(message, open) < 0),
    )
    .toSorted(compare)
    .at(-1)
}

/** The action that marks read, if there is anything to mark; `heldBy` names the notification that must succeed first. */
export function readAction(conversation: Conversation, turn: string, heldBy?: string): ReadAction[] {
  const target = readTarget(conversation)
  return target ? [{ kind: 'read', id: `${turn}.read`, turn, messages: [target.id], heldBy }] : []
}
