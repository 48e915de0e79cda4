/** What a customer can send, as LINE's message objects and as a phone shows it. */
import { token } from './events.ts'
import type { Mention } from './mentions.ts'

/** A LINE emoji within a text. `index` and `length` count UTF-16 units. */
export interface Emoji {
  index: number
  length: number
  productId: string
  emojiId: string
}

/** Pictures sent together: which of them this is, from 1. Older phones leave out everything but the id. */
export interface ImageSet {
  id: string
  index?: number
  total?: number
}

/** What is behind a picture, film, sound or file. Without bytes there is nothing but the event. */
interface Content {
  bytes?: Uint8Array
  /** Default: what LINE's phones mostly send. */
  mime?: string
}

interface Recording extends Content {
  /** In milliseconds; LINE's description calls it optional, `null` leaves it out. */
  duration?: number | null
  /** Somebody else's address (`contentProvider: external`) instead of LINE's own. */
  externalUrl?: string
}

/** A plain string stands for a text. */
export type CustomerMessage =
  | { type: 'text'; text: string; emojis?: Emoji[]; mention?: Mention }
  | { type: 'sticker'; packageId: string; stickerId: string; keywords?: string[]; text?: string; face?: string }
  | { type: 'location'; title?: string; address?: string; latitude: number; longitude: number }
  | ({ type: 'image'; imageSet?: ImageSet; externalUrl?: string } & Content)
  | ({ type: 'video' | 'audio' } & Recording)
  | ({ type: 'file'; fileName: string; fileSize?: number } & Content)

/** The part of LINE's message object that depends on its type. LINE gives a quote token to what can be quoted. */
export function messageContent(message: CustomerMessage): Record<string, unknown> & { type: string } {
  const quoteToken = token(24)
  switch (message.type) {
    case 'text': {
      const { type, text, emojis, mention } = message
      return { type, text, emojis, mention, quoteToken }
    }
    case 'sticker': {
      const { type, packageId, stickerId, keywords, text } = message
      const stickerResourceType = text === undefined ? 'STATIC' : 'MESSAGE'
      return { type, packageId, stickerId, stickerResourceType, keywords, text, quoteToken }
    }
    case 'location': {
      const { type, title, address, latitude, longitude } = message
      return { type, title, address, latitude, longitude }
    }
    case 'image': {
      const { type, imageSet, externalUrl } = message
      return { type, contentProvider: provider(externalUrl), imageSet, quoteToken }
    }
    case 'video': {
      const { type, duration = 9000, externalUrl } = message
      return { type, duration: duration ?? undefined, contentProvider: provider(externalUrl), quoteToken }
    }
    case 'audio': {
      const { type, duration = 4000, externalUrl } = message
      return { type, duration: duration ?? undefined, contentProvider: provider(externalUrl) }
    }
    case 'file': {
      const { type, fileName, bytes, fileSize = bytes?.length ?? 0 } = message
      return { type, fileName, fileSize }
    }
    default:
      return message satisfies never
  }
}

const provider = (externalUrl: string | undefined): Record<string, string> =>
  externalUrl ? { type: 'external', originalContentUrl: externalUrl, previewImageUrl: externalUrl } : { type: 'line' }

const MIMES = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/x-m4a', file: 'application/octet-stream' }

/** The bytes behind a message, for LINE's data host. */
export function bytesOf(message: CustomerMessage): { bytes: Uint8Array; mime: string } | undefined {
  if (!('bytes' in message) || !message.bytes) return undefined
  return { bytes: message.bytes, mime: message.mime ?? MIMES[message.type] }
}

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
