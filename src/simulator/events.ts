/** Webhook events as LINE writes them (see @line/bot-sdk, webhook/model), and the ids and tokens in them. */
import { randomBytes } from 'node:crypto'

export type Source = { type: 'user'; userId: string } | { type: 'group'; groupId: string; userId: string }

export interface LineEvent {
  type: string
  source: Source
  timestamp: number
  mode: 'active' | 'standby'
  webhookEventId: string
  deliveryContext: { isRedelivery: boolean }
  replyToken?: string
  [detail: string]: unknown
}

/** A message event as a test needs it: its message and tokens can be read. */
export interface MessageEvent extends LineEvent {
  type: 'message'
  message: { id: string; type: string; markAsReadToken?: string; quoteToken?: string; [detail: string]: unknown }
}

/** What a customer can send; a plain string is a text. */
export type CustomerMessage =
  | { type: 'text'; text: string }
  | { type: 'sticker'; packageId: string; stickerId: string; keywords?: string[]; text?: string; face?: string }
  | { type: 'location'; title?: string; address?: string; latitude: number; longitude: number }
  | { type: 'image' | 'video' | 'audio'; duration?: number; externalUrl?: string }
  | { type: 'file'; fileName: string; fileSize: number }

export interface EventOptions {
  /** When the customer wrote, in epoch milliseconds. Default: now. An earlier one arrives late. */
  timestamp?: number
  /** Written in this group instead of the one-to-one chat. */
  groupId?: string
  /** The text mentions the bot (groups). */
  mentionsBot?: boolean
  /** `standby`: another module has the chat. */
  mode?: 'active' | 'standby'
  /** The field is optional in LINE's description. */
  withoutReadToken?: boolean
  withoutReplyToken?: boolean
  quotedMessageId?: string
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID: 10 characters of time, 16 of chance; `webhookEventId` has this form. */
export function ulid(now: number): string {
  let time = ''
  for (let rest = Math.max(0, Math.floor(now)), i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = CROCKFORD.charAt(rest % 32) + time
  return time + Array.from(randomBytes(16), (byte) => CROCKFORD.charAt(byte % 32)).join('')
}

export const token = (bytes = 16): string => randomBytes(bytes).toString('hex')

let lastMessageId = 0n
/** Numbers of 18 digits that grow; taken from the clock so that a restart without a state file repeats none. */
export function nextMessageId(): string {
  const fromClock = BigInt(Date.now()) * 100_000n
  lastMessageId = fromClock > lastMessageId ? fromClock : lastMessageId + 1n
  return String(lastMessageId)
}

/** The part of LINE's message object that depends on its type. */
export function messageContent(message: CustomerMessage): Record<string, unknown> & { type: string } {
  switch (message.type) {
    case 'text':
      return { type: 'text', text: message.text, quoteToken: token(24) }
    case 'sticker': {
      const { packageId, stickerId, keywords, text } = message
      return {
        type: 'sticker',
        packageId,
        stickerId,
        stickerResourceType: 'STATIC',
        keywords,
        text,
        quoteToken: token(24),
      }
    }
    case 'location':
      return { ...message }
    case 'file':
      return { ...message }
    case 'audio':
      return { type: 'audio', duration: message.duration ?? 4000, contentProvider: provider(message.externalUrl) }
    case 'image':
      return { type: 'image', contentProvider: provider(message.externalUrl), quoteToken: token(24) }
    case 'video': {
      const contentProvider = provider(message.externalUrl)
      return { type: 'video', duration: message.duration ?? 9000, contentProvider, quoteToken: token(24) }
    }
    default:
      return message satisfies never
  }
}

const provider = (externalUrl: string | undefined): Record<string, string> =>
  externalUrl ? { type: 'external', originalContentUrl: externalUrl, previewImageUrl: externalUrl } : { type: 'line' }

/** How a phone shows a customer's message. */
export function shownText(message: CustomerMessage): string {
  switch (message.type) {
    case 'text':
      return message.text
    case 'sticker':
      return message.face ?? message.text ?? message.keywords?.[0] ?? ''
    case 'location':
      return [message.title, message.address].filter(Boolean).join('\n') || `${message.latitude}, ${message.longitude}`
    case 'file':
      return message.fileName
    case 'image':
    case 'video':
    case 'audio':
      return message.type
    default:
      return message satisfies never
  }
}
