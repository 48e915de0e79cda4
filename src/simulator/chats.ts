/**
 * What the phones show. A chat is one user's, group's or room's talk with the bot; its messages stand in LINE's order
 * (time, then id); its *watermark* is the newest message marked Read: LINE marks everything up to and including it.
 */
import { z } from 'zod'
import { ShownFlex } from './flex-shown.ts'
import { Mention } from './mentions.ts'

/** A quick reply, or a button of a template or Flex Message. */
export const Button = z.object({
  label: z.string(),
  /** A message action: a tap says this text. With `data` too: what the phone shows as the customer's words. */
  text: z.string().optional(),
  /** A postback action: a tap sends this to the bot, and no message. */
  data: z.string().optional(),
  /** A link: a tap opens it, and the bot hears nothing. */
  uri: z.string().optional(),
})
export type Button = z.infer<typeof Button>

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
  mention: Mention.optional(),
  /** Which message it quotes, and the words of that one as long as they are there. */
  quotedMessageId: z.string().optional(),
  quotedText: z.string().optional(),
  /** A template's or Flex Message's: what stands for it where it cannot be shown. */
  altText: z.string().optional(),
  /** Its buttons. They stay. */
  buttons: z.array(Button).optional(),
  /** A Flex Message's bubbles. */
  flex: ShownFlex.optional(),
  /** From the account, written by its staff in OA Manager: the bot knows nothing of it. */
  byStaff: z.boolean().optional(),
  /** They show under the last message only, until one is tapped: see `quickRepliesOf`. */
  quickReplies: z.array(Button).optional(),
  /** One of its quick replies was tapped. */
  tapped: z.boolean().optional(),
  /** The words of a button that was tapped (`displayText`): no message, the bot hears of the tap only. */
  byTap: z.boolean().optional(),
})
export type ShownMessage = z.infer<typeof ShownMessage>

export const Chat = z.object({
  id: z.string(),
  kind: z.enum(['user', 'group', 'room']),
  /** Of a group or room: the user ids, in the order in which they came. */
  members: z.array(z.string()).optional(),
  name: z.string(),
  language: z.string(),
  /** The customer blocked the account; a group has put it out. */
  blocked: z.boolean(),
  /** The staff's own group, or one of its members: no customers. */
  staff: z.boolean().optional(),
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

/** Takes a message back: the line stays ("unsent a message"), its words go, and so they do where it is quoted. */
export function unsend(chat: Chat, messageId: string): ShownMessage | undefined {
  const message = chat.messages.find((message) => message.id === messageId && message.from === 'customer')
  if (!message || message.unsent) return undefined
  message.unsent = true
  message.text = ''
  message.mention = undefined
  for (const other of chat.messages) if (other.quotedMessageId === messageId) other.quotedText = ''
  return message
}

/** LINE shows quick replies under the last message only, and takes them away with a tap. */
export function quickRepliesOf({ messages, blocked }: Pick<Chat, 'messages' | 'blocked'>): Button[] {
  const last = messages.at(-1)
  return blocked || last?.from !== 'bot' || last.tapped ? [] : (last.quickReplies ?? [])
}
