/**
 * What enters a conversation: one webhook event as LINE sent it, read with a schema and reduced to what kidoku goes by,
 * or what staff did in the console. Its identity is `webhookEventId`.
 */
import { z } from 'zod'

/** The chat a conversation is held in. Only one-to-one chats (`user`) show a loading indicator. */
export interface Chat {
  type: 'user' | 'group' | 'room'
  id: string
  userId?: string
}

/** What a message holds. `other` is a type that LINE has and we do not know. */
export type Content =
  | { type: 'text'; text: string }
  | { type: 'sticker'; keywords: string[]; text?: string }
  | { type: 'location'; title?: string; address?: string; latitude: number; longitude: number }
  | { type: 'image' | 'video' | 'audio' | 'file' | 'other' }

interface Entering {
  /** `webhookEventId`, or for the console an id of its own making. */
  id: string
  conversation: string
  destination: string
  chat: Chat
  /** LINE's time of the event (ms): it orders. */
  timestamp: number
  /** Our own time of receipt (ms): it times. */
  receivedAt: number
}

export type MessageEvent = Entering & {
  type: 'message'
  messageId: string
  content: Content
  redelivery: boolean
  replyToken?: string
  /** LINE's `markAsReadToken`; the field is optional there. */
  readToken?: string
}
export type UnsendEvent = Entering & { type: 'unsend'; messageId: string }
/** An event that is recorded and left alone: another module has the chat, a group, or nothing for us to do. */
export type NotedEvent = Entering & { type: 'noted'; event: string; why: 'standby' | 'group' | 'nothing_to_do' }
/** What staff did in the console, with the version of the hand-off they saw when they did it. */
export type StaffEvent = Entering & { type: 'staff'; action: 'take' | 'hand_back'; by: string; seen: number }

export type InboxEvent = MessageEvent | UnsendEvent | NotedEvent | StaffEvent

/** An id goes into file names, addresses and pages: half a character in it is not an id of LINE's. */
const lineId = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed(), 'not well-formed')
/** The last time (ms) a date can hold. */
const lastTime = 8_640_000_000_000_000

const source = z.union([
  z.object({ type: z.literal('user'), userId: lineId }),
  z.object({ type: z.literal('group'), groupId: lineId, userId: lineId.optional() }),
  z.object({ type: z.literal('room'), roomId: lineId, userId: lineId.optional() }),
])

const header = z.object({
  webhookEventId: lineId,
  type: z.string().min(1).max(100),
  timestamp: z.number().int().nonnegative().max(lastTime),
  mode: z.string().optional(),
  source,
  deliveryContext: z.object({ isRedelivery: z.boolean() }).optional(),
  replyToken: z.string().min(1).max(1_000).optional(),
})

const message = z.object({
  id: lineId,
  type: z.string().min(1),
  markAsReadToken: z.string().min(1).max(4_000).optional(),
})
// Made once: zod compiles a schema at its first use, which for one made at every event was a third of intake.
const messageBody = z.object({ message })
const unsendBody = z.object({ unsend: z.object({ messageId: lineId }) })
const text = z.object({ message: z.object({ text: z.string().max(20_000) }) })
const sticker = z.object({
  message: z.object({ keywords: z.array(z.string()).optional(), text: z.string().optional() }),
})
const location = z.object({
  message: z.object({
    title: z.string().optional(),
    address: z.string().optional(),
    latitude: z.number(),
    longitude: z.number(),
  }),
})

export type ParsedEvent = { ok: true; event: InboxEvent } | { ok: false; why: string }

/** The id of a conversation: a chat of one channel. Example: `Ubot:user:Ucustomer`. */
export const conversationId = (destination: string, chat: Chat): string => `${destination}:${chat.type}:${chat.id}`

/**
 * Reads one element of a webhook's `events`. A failure says what is missing, never what was in it.
 * @param raw one event as LINE sent it
 * @param destination the webhook's `destination`: the user id of the bot
 * @param receivedAt when the request came in (ms)
 */
export function parseEvent(raw: unknown, destination: string, receivedAt: number): ParsedEvent {
  const head = header.safeParse(raw)
  if (!head.success) return refuse(head.error)
  const { webhookEventId: id, timestamp, mode, type } = head.data
  const chat = chatOf(head.data.source)
  const entering = { id, conversation: conversationId(destination, chat), destination, chat, timestamp, receivedAt }
  const noted = (why: NotedEvent['why']): ParsedEvent => ({
    ok: true,
    event: { ...entering, type: 'noted', event: type, why },
  })

  // A message that is taken back is taken back, whoever has the chat.
  if (type === 'unsend') {
    const unsend = unsendBody.safeParse(raw)
    if (!unsend.success) return refuse(unsend.error)
    return { ok: true, event: { ...entering, type: 'unsend', messageId: unsend.data.unsend.messageId } }
  }
  // LINE: `standby` means another module has the chat; store it, do nothing.
  if (mode === 'standby') return noted('standby')
  if (type !== 'message') return noted('nothing_to_do')

  const body = messageBody.safeParse(raw)
  if (!body.success) return refuse(body.error)
  if (chat.type !== 'user') return noted('group')
  const content = readContent(body.data.message.type, raw)
  if (!content.success) return refuse(content.error)
  return {
    ok: true,
    event: {
      ...entering,
      type: 'message',
      messageId: body.data.message.id,
      content: content.data,
      redelivery: head.data.deliveryContext?.isRedelivery ?? false,
      replyToken: head.data.replyToken,
      readToken: body.data.message.markAsReadToken,
    },
  }
}

function chatOf(from: z.infer<typeof source>): Chat {
  switch (from.type) {
    case 'user':
      return { type: 'user', id: from.userId, userId: from.userId }
    case 'group':
      return { type: 'group', id: from.groupId, userId: from.userId }
    case 'room':
      return { type: 'room', id: from.roomId, userId: from.userId }
    default:
      return from satisfies never
  }
}

type ContentResult = { success: true; data: Content } | { success: false; error: z.ZodError }

function readContent(type: string, raw: unknown): ContentResult {
  switch (type) {
    case 'text': {
      const parsed = text.safeParse(raw)
      return parsed.success ? { success: true, data: { type, text: parsed.data.message.text } } : parsed
    }
    case 'sticker': {
      const parsed = sticker.safeParse(raw)
      if (!parsed.success) return parsed
      return {
        success: true,
        data: { type, keywords: parsed.data.message.keywords ?? [], text: parsed.data.message.text },
      }
    }
    case 'location': {
      const parsed = location.safeParse(raw)
      return parsed.success ? { success: true, data: { type, ...parsed.data.message } } : parsed
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return { success: true, data: { type } }
    default:
      return { success: true, data: { type: 'other' } }
  }
}

function refuse(error: z.ZodError): ParsedEvent {
  const issue = error.issues[0]
  return { ok: false, why: `${issue?.path.join('.') || 'the event'}: ${issue?.message ?? 'not an event'}` }
}

/** A message as text for the model and for staff: a sticker by its keywords, a location by its address. Undefined for what has no text. */
export function contentText(content: Content): string | undefined {
  switch (content.type) {
    case 'text':
      return content.text
    case 'sticker':
      return `[sticker: ${content.text ?? (content.keywords.slice(0, 5).join(', ') || 'no words')}]`
    case 'location': {
      const place = [content.title, content.address].filter(Boolean).join(', ')
      return `[location: ${place ? `${place} ` : ''}(${content.latitude}, ${content.longitude})]`
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
    case 'other':
      return undefined
    default:
      return content satisfies never
  }
}
