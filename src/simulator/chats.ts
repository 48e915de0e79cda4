/**
 * What the phones show. A chat is one user's or one group's talk with the bot; its messages stand in LINE's order
 * (time, then id); its *watermark* is the newest message marked Read: LINE marks everything up to and including it.
 */
import { z } from 'zod'

export const QuickReply = z.object({
  label: z.string(),
  /** A message action: tapping says this text. */
  text: z.string().optional(),
  /** A postback action: tapping sends this to the bot, without a message unless there is a text too. */
  data: z.string().optional(),
})

export const ShownMessage = z.object({
  id: z.string(),
  from: z.enum(['customer', 'bot']),
  kind: z.string(),
  text: z.string(),
  at: z.number(),
  readAt: z.number().optional(),
  unsent: z.boolean().optional(),
  /** The webhook was not taken by the bot: a status other than 200, or 0 for no answer. */
  undelivered: z.number().optional(),
  sender: z.string().optional(),
  /** In a group: who wrote. */
  userId: z.string().optional(),
  quickReplies: z.array(QuickReply).optional(),
})
export type ShownMessage = z.infer<typeof ShownMessage>

export const Chat = z.object({
  id: z.string(),
  kind: z.enum(['user', 'group']),
  name: z.string(),
  language: z.string(),
  blocked: z.boolean(),
  messages: z.array(ShownMessage),
  watermark: z.object({ at: z.number(), id: z.string(), readAt: z.number() }).optional(),
  /** Until when the loading dots show, in epoch milliseconds. */
  dotsUntil: z.number().optional(),
  lastEventId: z.string().optional(),
})
export type Chat = z.infer<typeof Chat>

interface Place {
  at: number
  id: string
}

/** LINE's order in a chat. Ids are numbers of 18 digits, written as strings. */
export function comesAfter(a: Place, b: Place): boolean {
  return a.at === b.at ? BigInt(a.id) > BigInt(b.id) : a.at > b.at
}

/** Puts a message in its place; one that arrives below the watermark shows Read from the first moment. */
export function insert(chat: Chat, message: ShownMessage): void {
  const { watermark } = chat
  if (message.from === 'customer' && watermark && !comesAfter(message, watermark)) message.readAt = watermark.readAt
  const index = chat.messages.findLastIndex((other) => comesAfter(message, other))
  chat.messages.splice(index + 1, 0, message)
}

/** Marks everything up to and including this message Read. One that is Read keeps its first time; an unsent one is gone. */
export function markRead(chat: Chat, upTo: Place, now: number): void {
  if (!chat.watermark || comesAfter(upTo, chat.watermark)) chat.watermark = { at: upTo.at, id: upTo.id, readAt: now }
  for (const message of chat.messages)
    if (message.from === 'customer' && !message.readAt && !message.unsent && !comesAfter(message, upTo))
      message.readAt = now
}

/** Takes a message back: the line stays ("unsent a message"), its words go. */
export function unsend(chat: Chat, messageId: string): ShownMessage | undefined {
  const message = chat.messages.find((message) => message.id === messageId && message.from === 'customer')
  if (!message || message.unsent) return undefined
  message.unsent = true
  message.text = ''
  return message
}
