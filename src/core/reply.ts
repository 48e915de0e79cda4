/** A reply while it is in the outbox: whether anything of it was said, by which way it goes, and with what it goes out. */
import type { Action, Conversation, OutgoingMessage, ReplyAction } from './conversation.ts'
import type { Change } from './facts.ts'
import { maxMessages } from './text.ts'

/** LINE: a reply token lives one minute from receipt. */
export const tokenLife = 60_000

/** Surely nothing of it has reached the customer, neither by itself nor with the reply it went out with. */
export function isUnsaid(outbox: readonly Action[], action: ReplyAction): boolean {
  if (action.tries?.unknown || action.tries?.open) return false
  const by = outbox.find((one) => one.kind === 'reply' && one.id === action.joinedBy)
  return by?.kind !== 'reply' || isUnsaid(outbox, by)
}

/** A reply and, in front of it, the answers that go out in the same call. */
export const withJoined = (outbox: readonly Action[], action: ReplyAction): ReplyAction[] => [
  ...outbox.flatMap((one) => (one.kind === 'reply' && one.joinedBy === action.id ? [one] : [])),
  action,
]

/** All the words of the call. They stay with their own actions until they are said, so that each can be taken back. */
export const bodyOf = (outbox: readonly Action[], action: ReplyAction): OutgoingMessage[] =>
  withJoined(outbox, action).flatMap((one) => one.body)

/** It may have been said; nobody will know better. */
export const endUncertain = (outbox: readonly Action[], action: ReplyAction, now: number): Change => ({
  type: 'ended',
  at: now,
  action: action.id,
  what: 'reply',
  how: 'uncertain',
  words: bodyOf(outbox, action),
})

/** Whether a reply goes by its token, which lives one minute, or by push. After an unknown attempt the token alone can tell. */
export function viaOf(action: ReplyAction, now: number): 'reply' | 'push' {
  if (action.via === 'push' || !action.token) return 'push'
  const ended = now >= action.token.receivedAt + tokenLife
  return ended && !action.tries?.unknown ? 'push' : 'reply'
}

/**
 * The older answers that go out in front of a reply, in the same call, at its first attempt: those of which nothing was
 * said (they wait for LINE, or for a push that costs too much), newest first as far as LINE's five messages reach.
 * Notices are not repeated.
 */
export function joinsOf({ outbox }: Conversation, action: Action): string[] {
  if (action.kind !== 'reply' || action.tries) return []
  let room = maxMessages - action.body.length
  const joins: string[] = []
  for (const one of outbox.toReversed()) {
    if (one.id === action.id || one.kind !== 'reply' || one.notice || !isUnsaid(outbox, one)) continue
    if (one.body.length > room) continue
    room -= one.body.length
    joins.unshift(one.id)
  }
  return joins
}
