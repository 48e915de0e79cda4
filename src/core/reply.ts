/** A reply while it is in the outbox: whether anything of it was said, by which way it goes, and with what it goes out. */
import type { Action, Conversation, ReplyAction } from './conversation.ts'
import type { Change } from './facts.ts'
import { maxMessages } from './text.ts'

/** LINE: a reply token lives one minute from receipt. */
export const tokenLife = 60_000

/** Surely nothing of it has reached the customer. */
export const isUnsaid = (action: ReplyAction): boolean => !action.tries?.unknown && !action.tries?.open

/** It may have been said; nobody will know better. */
export const endUncertain = (action: ReplyAction, now: number): Change => ({
  type: 'ended',
  at: now,
  action: action.id,
  what: 'reply',
  how: 'uncertain',
  words: action.body,
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
 * Notices are not repeated. From the second attempt on a body never changes.
 */
export function joinsOf(conversation: Conversation, action: Action): string[] {
  if (action.kind !== 'reply' || action.tries) return []
  let room = maxMessages - action.body.length
  const joins: string[] = []
  for (const one of conversation.outbox.toReversed()) {
    if (one.id === action.id || one.kind !== 'reply' || one.notice || one.joinedBy || !isUnsaid(one)) continue
    if (one.body.length > room) break
    room -= one.body.length
    joins.unshift(one.id)
  }
  return joins
}
