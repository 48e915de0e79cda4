/**
 * What enters a conversation: one webhook event as LINE sent it, read with a schema and reduced to what kidoku goes by,
 * or what staff did in the console. Its identity is `webhookEventId`.
 */
import { z } from 'zod'
import { mentionsAccount, readContent, type Content } from './content.ts'
import { isWellFormed, orNone, textUpTo, wordsUpTo } from './outside-shapes.ts'
import { staffPressed, type StaffPress } from './staff-buttons.ts'

/**
 * The chat a conversation is held in. Only one-to-one chats (`user`) show a loading indicator. What LINE says of the
 * account itself (`account`: it was suspended, a module was switched on) has a ledger of its own.
 */
export interface Chat {
  type: 'user' | 'group' | 'room' | 'account'
  id: string
}

interface Entering {
  /** `webhookEventId`, or for the console an id of its own making. */
  id: string
  conversation: string
  destination: string
  chat: Chat
  /** The user who did it; in a group LINE leaves it out for some. */
  by?: string
  /** LINE's time of the event (ms): it orders. */
  timestamp: number
  /** Our own time of receipt (ms): it times. */
  receivedAt: number
  /** It comes from a backup, and may have been answered since: nothing is said about it. */
  restored?: true
}

/** Most events bring a token for a free reply, once, within a minute. */
interface Repliable {
  replyToken?: string
}

export type MessageEvent = Entering &
  Repliable & {
    type: 'message'
    messageId: string
    content: Content
    redelivery: boolean
    /** LINE's `markAsReadToken`; the field is optional there. */
    readToken?: string
    /** By which a reply can quote it. */
    quoteToken?: string
    /** The message it quotes. */
    quotes?: string
  }
export type UnsendEvent = Entering & { type: 'unsend'; messageId: string }
/** A button was tapped: ours (see buttons.ts), or one of the shop's own, such as a rich menu's. */
export type PostbackEvent = Entering & Repliable & { type: 'postback'; data: string }
export type FollowEvent = Entering & Repliable & { type: 'follow'; again: boolean }
/**
 * The customer has signed in at the shop, and LINE has looked whether it was them: `nonce` tells the shop's system whose
 * account that was. Missing: LINE says that it failed, as when somebody else opened the page that was meant for them.
 */
export type LinkEvent = Entering & Repliable & { type: 'link'; nonce?: string }
/** The user blocked the account, or the account was taken out of the group. */
export type LeftEvent = Entering & { type: 'left'; event: 'unfollow' | 'leave' }
/** An event that is recorded and left alone: another module has the chat, or there is nothing for us to do. */
export type NotedEvent = Entering & Repliable & { type: 'noted'; event: string; why: 'standby' | 'nothing_to_do' }
/**
 * take       it is theirs; the assistant is silent
 * done       they have handled it: it ends, and the assistant has the conversation again
 * hand_back  the assistant has it again, without a word on whether it is handled
 * read       what they have seen is marked Read
 * forget     all that was said is erased
 */
export const staffActions = ['take', 'done', 'hand_back', 'read', 'forget'] as const
export type StaffAction = (typeof staffActions)[number]

/** What staff did about a conversation: in the console, or by a button of a card in LINE. */
export type StaffEvent = Entering & {
  type: 'staff'
  action: StaffAction
  /** A name, for the ledger. */
  by: string
  /** In the console: the version of the hand-off that was on the page. */
  seen?: number
  /** In LINE: the entry whose card was pressed. */
  entry?: string
  /** The newest message that was on the page: what came after it is not theirs. */
  upTo?: string
}

/** What staff write down about a conversation; it holds whatever has happened meanwhile. */
export type StaffNote =
  /** The chat's own address in OA Manager, which no API tells; empty to forget it. */
  | { what: 'chat_address'; address: string }
  /** Whether the assistant was right to call a turn resolved. */
  | { what: 'grade'; turn: string; right: boolean }
  /** Nobody of the staff is answering: the suspicion was wrong. */
  | { what: 'not_answering' }

export type NoteEvent = Entering & { type: 'note'; note: StaffNote; by: string }

export type InboxEvent =
  | MessageEvent
  | UnsendEvent
  | PostbackEvent
  | FollowEvent
  | LinkEvent
  | LeftEvent
  | NotedEvent
  | StaffEvent
  | NoteEvent

/** An id goes into file names, addresses and pages: half a character in it is not an id of LINE's. */
const lineId = wordsUpTo(200).refine(isWellFormed, 'not well-formed')
/** The last time (ms) a date can hold. */
const lastTime = 8_640_000_000_000_000

const source = z.union([
  z.object({ type: z.literal('user'), userId: lineId }),
  z.object({ type: z.literal('group'), groupId: lineId, userId: orNone(lineId) }),
  z.object({ type: z.literal('room'), roomId: lineId, userId: orNone(lineId) }),
])

const token = (longest: number) => orNone(wordsUpTo(longest).refine(isWellFormed))

const header = z.object({
  webhookEventId: lineId,
  // It stands in the ledger.
  type: wordsUpTo(100).refine(isWellFormed, 'not well-formed'),
  timestamp: z.number().int().nonnegative().max(lastTime),
  mode: orNone(z.string()),
  source: source.optional(),
  deliveryContext: orNone(z.object({ isRedelivery: z.boolean() })),
  replyToken: token(1_000),
})

const message = z.looseObject({
  id: lineId,
  type: wordsUpTo(100),
  markAsReadToken: token(4_000),
  quoteToken: token(4_000),
  quotedMessageId: orNone(lineId),
})
const messageBody = z.object({ message })
const unsendBody = z.object({ unsend: z.object({ messageId: lineId }) })
// LINE: at most 300 characters.
const postbackBody = z.object({ postback: z.object({ data: textUpTo(3_000) }) })
// LINE: a nonce has at most 255 characters.
const linkBody = z.object({
  link: z.object({ result: z.string(), nonce: orNone(wordsUpTo(1_000).refine(isWellFormed)) }),
})
const followBody = z.object({ follow: orNone(z.object({ isUnblocked: z.boolean().default(false) })) })

/**
 * `left_alone`: not even recorded. What people in a group say to each other is not ours to keep, and the staff's own
 * group is never a conversation.
 */
export type ParsedEvent =
  | { type: 'event'; event: InboxEvent }
  | { type: 'staff_press'; pressed: Pressing }
  | { type: 'left_alone' }
  | { type: 'unreadable'; why: string }

/** A button of a card, pressed by one of the staff in LINE. It becomes an event of the conversation it is about. */
export interface Pressing {
  /** `webhookEventId` */
  id: string
  press: StaffPress
  destination: string
  /** Who pressed; LINE leaves it out for a member of a group who has not agreed to it. */
  user?: string
  /** The staff's group; undefined when it was pressed in a chat of their own. */
  group?: string
  timestamp: number
  receivedAt: number
  replyToken?: string
}

/** The id of a conversation: a chat of one channel. Example: `Ubot:user:Ucustomer`. */
export const conversationId = (destination: string, chat: Chat): string => `${destination}:${chat.type}:${chat.id}`

/** The `destination` of a conversation: the LINE account it is with. */
export const destinationOf = (conversation: string): string =>
  conversation.slice(0, Math.max(0, conversation.indexOf(':')))

export interface Receiving {
  /** The webhook's `destination`: the user id of the bot. */
  destination: string
  /** When the request came in (ms). */
  receivedAt: number
  /** The group in which staff are told of hand-offs, and users who are told by themselves: their cards' buttons count. */
  staffGroup?: string
  staffUsers?: readonly string[]
}

/** Reads one element of a webhook's `events`. A failure says what is missing, never what was in it. */
export function parseEvent(raw: unknown, receiving: Receiving): ParsedEvent {
  try {
    return read(raw, receiving)
  } catch (error) {
    // One bad event never costs its neighbours, not even one that a schema trips over.
    if (!(error instanceof z.ZodError)) return { type: 'unreadable', why: 'the event: no schema can read it' }
    const issue = error.issues[0]
    return { type: 'unreadable', why: `${issue?.path.join('.') || 'the event'}: ${issue?.message ?? 'not an event'}` }
  }
}

/** Events that happen in a chat, and cannot be told apart without one. Others may be about the account itself. */
const ofChats = new Set([
  'message',
  'unsend',
  'postback',
  'follow',
  'unfollow',
  'join',
  'leave',
  'memberJoined',
  'memberLeft',
  'accountLink',
  'beacon',
  'videoPlayComplete',
  'membership',
])

/** @throws z.ZodError */
function read(raw: unknown, { destination, receivedAt, staffGroup, staffUsers = [] }: Receiving): ParsedEvent {
  const { webhookEventId: id, timestamp, mode, type, replyToken, source: from, deliveryContext } = header.parse(raw)
  if (!from && ofChats.has(type)) return { type: 'unreadable', why: 'source: missing' }
  const chat = chatOf(from, destination)
  const isOfStaff = chat.id === staffGroup || (chat.type === 'user' && staffUsers.includes(chat.id))
  const press = type === 'postback' ? staffPressed(postbackBody.parse(raw).postback.data) : undefined
  // A card's button means nothing in anybody else's chat: somebody made it up, and it leaves no trace.
  if (press && !isOfStaff) return { type: 'left_alone' }
  if (press) {
    const group = chat.type === 'group' ? chat.id : undefined
    const who = { user: from?.userId, group, timestamp, receivedAt, replyToken }
    return { type: 'staff_press', pressed: { id, press, destination, ...who } }
  }
  if (chat.id === staffGroup) return { type: 'left_alone' }
  const conversation = conversationId(destination, chat)
  const entering = { id, conversation, destination, chat, by: from?.userId, timestamp, receivedAt }
  const event = (one: InboxEvent): ParsedEvent => ({ type: 'event', event: one })
  const noted = (why: NotedEvent['why'], token?: string): ParsedEvent =>
    event({ ...entering, type: 'noted', event: type, why, replyToken: token })

  // What is taken back is taken back, and who left has left, whoever has the chat.
  if (type === 'unsend') return event({ ...entering, type, messageId: unsendBody.parse(raw).unsend.messageId })
  if (type === 'unfollow' || type === 'leave') return event({ ...entering, type: 'left', event: type })
  // LINE: `standby` means another module has the chat; store it, do nothing.
  if (mode === 'standby') return noted('standby')
  switch (type) {
    case 'message': {
      const body = messageBody.parse(raw).message
      const content = readContent(body.type, body)
      const { id: messageId, markAsReadToken: readToken, quoteToken, quotedMessageId: quotes } = body
      // Whether a quoted message is ours only the conversation knows.
      if (chat.type !== 'user' && !mentionsAccount(content) && quotes === undefined) return { type: 'left_alone' }
      const redelivery = deliveryContext?.isRedelivery ?? false
      return event({
        ...entering,
        type,
        messageId,
        content,
        redelivery,
        replyToken,
        readToken,
        quoteToken,
        quotes,
      })
    }
    case 'postback':
      return event({ ...entering, type, data: postbackBody.parse(raw).postback.data, replyToken })
    case 'follow':
      return event({ ...entering, type, again: followBody.parse(raw).follow?.isUnblocked ?? false, replyToken })
    case 'accountLink': {
      const { result, nonce } = linkBody.parse(raw).link
      if (chat.type !== 'user') return noted('nothing_to_do', replyToken)
      return event({ ...entering, type: 'link', nonce: result === 'ok' ? nonce : undefined, replyToken })
    }
    default:
      return noted('nothing_to_do', replyToken)
  }
}

function chatOf(from: z.infer<typeof source> | undefined, destination: string): Chat {
  switch (from?.type) {
    case 'user':
      return { type: 'user', id: from.userId }
    case 'group':
      return { type: 'group', id: from.groupId }
    case 'room':
      return { type: 'room', id: from.roomId }
    case undefined:
      return { type: 'account', id: destination }
    default:
      return from satisfies never
  }
}
