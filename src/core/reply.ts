/** A reply: how it is made, whether anything of it was said, by which way it goes, and with what it goes out. */
import type { Action, OutgoingMessage, ReplyAction, ReplyToken } from './action.ts'
import { withQuickReplies, type Pressed } from './buttons.ts'
import type { Conversation } from './conversation.ts'
import type { Change } from './facts.ts'
import type { Judgement } from './judgement.ts'
import { givesRead, noticeText, type Policy } from './policy.ts'
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
export const endUncertain = (action: ReplyAction, now: number): Change => ({
  type: 'ended',
  at: now,
  action: action.id,
  what: 'reply',
  how: 'uncertain',
})

/** A notice that still waits is not said any more: after a newer answer, or a hand-back, it would not be true. */
export function endNotices({ outbox }: Conversation, now: number): Change[] {
  return outbox.flatMap((action): Change[] => {
    if (action.kind !== 'reply' || !action.notice || action.joinedBy) return []
    return isUnsaid(outbox, action)
      ? [{ type: 'ended', at: now, action: action.id, what: 'reply', how: 'superseded' }]
      : [endUncertain(action, now)]
  })
}

/** All replies still waiting (or `which` of them) are ended, those that may have gone out as uncertain. */
export function endReplies(
  { outbox }: Conversation,
  how: 'taken' | 'left' | 'left_alone',
  now: number,
  which: (action: ReplyAction) => boolean = () => true,
): Change[] {
  return outbox.flatMap((action): Change[] => {
    if (action.kind !== 'reply' || !which(action)) return []
    if (isUnsaid(outbox, action)) return [{ type: 'ended', at: now, action: action.id, what: 'reply', how }]
    // What went out with another ends with that one.
    return action.joinedBy ? [] : [endUncertain(action, now)]
  })
}

export const hasToken = ({ token }: { token?: { receivedAt: number } }, now: number): boolean =>
  token !== undefined && now < token.receivedAt + tokenLife

/** Whether a reply goes by its token, which lives one minute, or by push. After an unknown attempt the token alone can tell. */
export function viaOf(action: ReplyAction, now: number): 'reply' | 'push' {
  // What was pushed once is pushed again: only the same key tells whether it arrived.
  if (action.via === 'push' || !action.token || action.tries?.pushedAt !== undefined) return 'push'
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
    // Not said before what it tells of is recorded.
    if (outbox.some(({ kind, turn }) => kind === 'record' && turn === one.turn)) continue
    if (one.body.length > room) continue
    room -= one.body.length
    joins.unshift(one.id)
  }
  return joins
}

/**
 * The model's words, with the one-time sentence that a machine answers in front of the first.
 * @param after a sentence of ours behind them
 */
export function answer(
  replying: Replying,
  id: string,
  judgement: Judgement,
  offered: readonly Pressed[],
  after?: string,
): ReplyAction {
  const { conversation, policy } = replying
  const { language } = judgement
  const waits = conversation.outbox.some((action) => action.kind === 'reply' && action.introduces)
  const introduces = !conversation.introduced && !waits
  const introduction = introduces ? [noticeText(policy, 'introduction', language)] : []
  const texts = [...introduction, judgement.reply, ...(after === undefined ? [] : [after])]
  return reply(replying, id, texts, { introduces, offered, language, quotes: introduction.length })
}

export interface As {
  language: string
  introduces?: boolean
  notice?: boolean
  /** Which of the texts is the answer, where that is not the last. */
  quotes?: number
  /** The buttons under it. */
  offered?: readonly Pressed[]
  /** Of the event it answers, when that is not a message of the turn. */
  token?: ReplyToken
}

/** A reply by the token given, else by the turn's newest that is left, else a push. */
export function reply(replying: Replying, id: string, texts: string[], as: As): ReplyAction {
  const { turn, policy } = replying
  const token = as.token ?? newestToken(turn)
  const offered = [...(as.offered ?? []), ...readButton(replying)]
  return {
    kind: 'reply',
    id: `${id}.reply`,
    turn: id,
    messages: idsOf(turn.messages),
    body: withQuickReplies(outgoing(texts, policy.sender_name, quoteOf(replying), as.quotes), offered, as.language),
    via: token ? 'reply' : 'push',
    token,
    introduces: as.introduces ?? false,
    notice: as.notice ?? false,
    deferred: false,
  }
}

/** The turn's newest reply token that has not been used. */
export function newestToken({ messages }: Pick<Turn, 'messages'>): ReplyToken | undefined {
  const newest = messages.findLast((message) => message.replyToken !== undefined)
  return newest?.replyToken === undefined
    ? undefined
    : { value: newest.replyToken, receivedAt: newest.receivedAt, timestamp: newest.timestamp, ...newest.tokenFrom }
}

/** "Mark as Read", where the customer decides (`read_on: customer`): it stands for the turn's newest message. */
function readButton({ turn, policy }: Replying): Pressed[] {
  const newest = turn.messages.findLast((message) => message.readToken !== undefined)
  return newest && givesRead(policy, newest.kind, 'customer') ? [{ button: 'read', about: newest.id }] : []
}

/** Where several people write, a reply quotes the newest message it answers. */
function quoteOf({ conversation, turn }: Replying): string | undefined {
  return conversation.chat.type === 'user' ? undefined : turn.messages.findLast((one) => one.quoteToken)?.quoteToken
}

/** The answer gets what room the others leave of LINE's five messages, and the quote. */
function outgoing(
  texts: string[],
  name: string | undefined,
  quoteToken: string | undefined,
  answerAt: number = texts.length - 1,
): OutgoingMessage[] {
  const sender = name === undefined ? undefined : { name }
  const room = maxMessages - (texts.length - 1)
  const pieces = texts.map((text) => split(plainText(text), maxUnits, room))
  return pieces.flatMap((parts, index) =>
    parts.map((text, part): OutgoingMessage => {
      const quotes = quoteToken !== undefined && index === answerAt && part === 0
      return { type: 'text', text, sender, ...(quotes ? { quoteToken } : {}) }
    }),
  )
}
