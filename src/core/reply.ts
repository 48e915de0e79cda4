/** A reply: how it is made, whether anything of it was said, by which way it goes, and with what it goes out. */
import type { Action, Conversation, OutgoingMessage, ReplyAction } from './conversation.ts'
import type { Change } from './facts.ts'
import type { Judgement } from './judgement.ts'
import { noticeText, type Policy } from './policy.ts'
import { maxMessages, maxUnits, plainText, split } from './text.ts'
import { idsOf, type Turn } from './turn.ts'

/** What a reply is made from. */
export interface Replying {
  conversation: Conversation
  turn: Turn
  policy: Policy
}

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

/** The model's words, with the one-time sentence that a machine answers in front of the first. */
export function answer(deciding: Replying, id: string, judgement: Judgement): ReplyAction {
  const { conversation, policy } = deciding
  const waits = conversation.outbox.some((action) => action.kind === 'reply' && action.introduces)
  const introduces = !conversation.introduced && !waits
  const introduction = introduces ? [noticeText(policy, 'introduction', judgement.language)] : []
  return reply(deciding, id, [...introduction, judgement.reply], { introduces })
}

/** A reply by the turn's newest token that is left, else a push. The last of the texts is the answer. */
export function reply(
  { turn, policy }: Replying,
  id: string,
  texts: string[],
  as: { introduces?: boolean; notice?: boolean },
): ReplyAction {
  const newest = turn.messages.findLast((message) => message.replyToken !== undefined)
  const token = newest?.replyToken
    ? { value: newest.replyToken, receivedAt: newest.receivedAt, timestamp: newest.timestamp }
    : undefined
  return {
    kind: 'reply',
    id: `${id}.reply`,
    turn: id,
    messages: idsOf(turn.messages),
    body: outgoing(texts, policy.sender_name),
    via: token ? 'reply' : 'push',
    token,
    introduces: as.introduces ?? false,
    notice: as.notice ?? false,
    deferred: false,
  }
}

/** The last text is the answer: it gets what room the others leave of LINE's five messages. */
function outgoing(texts: string[], name: string | undefined): OutgoingMessage[] {
  const sender = name === undefined ? undefined : { name }
  const room = maxMessages - (texts.length - 1)
  return texts.flatMap((text) => split(plainText(text), maxUnits, room)).map((text) => ({ type: 'text', text, sender }))
}
