/** The customers' side: each thing a person does on the phone becomes a signed webhook. */
import { insert, type Chat } from './chats.ts'
import { nextMessageId, type EventOptions, type LineEvent, type MessageEvent } from './events.ts'
import { bodyOf, canBeRepliedTo, isOfTheAccount, isOfTheChat, type Happenings } from './happenings.ts'
import type { CustomerMessage, ImageSet } from './messages.ts'
import type { Platform } from './platform.ts'
import { findTappable, type Which } from './taps.ts'
import { post, sign } from './webhooks.ts'

/** What became of something a customer did. */
export interface Sent {
  messageId: string
  webhookEventId: string
  replyToken: string
  markAsReadToken: string
  /** The HTTP status the bot server answered to the webhook; 0 for none. */
  delivered: number
}

export interface DeliverOptions {
  /** Instead of the right signature. */
  signature?: string
  /** Instead of the JSON of the events; signed as it is. */
  rawBody?: string
  /** Instead of the account's own. */
  destination?: string
}

export interface Sticker {
  packageId?: string
  stickerId?: string
  keywords?: string[]
  /** The words on a message sticker. */
  text?: string
  /** An emoji that stands for the picture on the phone. */
  face?: string
}

/** A picture, film, sound or file, as far as each has it. */
export interface Media {
  /** What LINE's data host gives for it. Without: the event alone. */
  bytes?: Uint8Array
  mime?: string
  fileName?: string
  /** Default: that of the bytes. */
  fileSize?: number
  /** In milliseconds; `null` leaves it out. */
  duration?: number | null
  externalUrl?: string
  imageSet?: ImageSet
}

export interface PhonesOptions {
  /** Where webhooks go just now; '' while there is no bot. */
  webhookUrl: () => string
  channelSecret: string
  webhookTimeoutMs: number
}

export type Phones = ReturnType<typeof createPhones>

const KYOTO = { title: 'Kyoto Station', address: 'Shimogyo Ward, Kyoto' }

export function createPhones(platform: Platform, options: PhonesOptions) {
  async function deliver(events: readonly unknown[], wish: DeliverOptions = {}): Promise<number> {
    const rawBody = wish.rawBody ?? JSON.stringify({ destination: wish.destination ?? platform.botUserId, events })
    for (const event of events) if (isKeepable(event)) platform.saved.events[event.webhookEventId] = event
    platform.handOver(events)
    const signature = wish.signature ?? sign(rawBody, options.channelSecret)
    const status = await post(options.webhookUrl(), rawBody, signature, options.webhookTimeoutMs)
    platform.delivery(events, status)
    return status
  }

  async function send(event: LineEvent | MessageEvent): Promise<Sent> {
    const delivered = await deliver([event])
    const { webhookEventId, replyToken = '' } = event
    const message = 'message' in event && isMessage(event) ? event.message : undefined
    return {
      messageId: message?.id ?? '',
      webhookEventId,
      replyToken,
      markAsReadToken: message?.markAsReadToken ?? '',
      delivered,
    }
  }

  /** Builds a message event and shows it on the phone, but does not deliver it. A plain string is a text. */
  function makeMessageEvent(userId: string, message: string | CustomerMessage, wish?: EventOptions): MessageEvent {
    return platform.write(userId, typeof message === 'string' ? { type: 'text', text: message } : message, wish)
  }

  const write = (userId: string, message: string | CustomerMessage, wish?: EventOptions): Promise<Sent> =>
    send(makeMessageEvent(userId, message, wish))

  /**
   * Any event but a message, in LINE's documented shape, with the reply token where LINE gives one.
   * @param chatId of a user, group or room; '' for what is about the account (module, botSuspended, botResumed)
   * @param wish `userId`: who did it, in a group; `withoutSource`: LINE's description calls the source optional
   */
  function makeEvent<T extends keyof Happenings>(
    chatId: string,
    type: T,
    details: Partial<Happenings[T]> = {},
    wish: EventOptions & { userId?: string; withoutSource?: boolean } = {},
  ): LineEvent {
    const chat = chatId === '' ? undefined : (platform.find(chatId) ?? openFor(platform, chatId, type))
    const told = chat ? follows(chat, type, details) : details
    const about = isOfTheAccount(type) || wish.withoutSource ? undefined : chat
    const event = {
      ...platform.event(type, about, wish, isOfTheChat(type) ? undefined : wish.userId),
      ...bodyOf(type, told, platform.now()),
    }
    if (chat && canBeRepliedTo(type, told) && !wish.withoutReplyToken) event.replyToken = platform.replyToken(chat)
    platform.changed()
    return event
  }

  const happens = <T extends keyof Happenings>(
    chatId: string,
    type: T,
    details?: Partial<Happenings[T]>,
    wish?: EventOptions & { userId?: string; withoutSource?: boolean },
  ): Promise<Sent> => send(makeEvent(chatId, type, details, wish))

  return {
    deliver,
    makeMessageEvent,
    makeEvent,
    happens,
    write,

    say: (userId: string, text: string, wish?: EventOptions): Promise<Sent> => write(userId, text, wish),

    sayInGroup: (groupId: string, userId: string, text: string, wish?: EventOptions): Promise<Sent> =>
      write(userId, text, { ...wish, groupId }),

    sayInRoom: (roomId: string, userId: string, text: string, wish?: EventOptions): Promise<Sent> =>
      write(userId, text, { ...wish, roomId }),

    sticker(userId: string, sticker: Sticker = {}, wish?: EventOptions): Promise<Sent> {
      const { packageId = '446', stickerId = '1988', keywords, text, face } = sticker
      return write(userId, { type: 'sticker', packageId, stickerId, keywords, text, face }, wish)
    },

    /** Without a place: one with a title and an address. Both are optional in LINE. */
    location(
      userId: string,
      place: { title?: string; address?: string; latitude?: number; longitude?: number } = KYOTO,
      wish?: EventOptions,
    ): Promise<Sent> {
      const { title, address, latitude = 34.9858, longitude = 135.7588 } = place
      return write(userId, { type: 'location', title, address, latitude, longitude }, wish)
    },

    media(userId: string, type: 'image' | 'video' | 'audio' | 'file', wish: EventOptions & Media = {}): Promise<Sent> {
      const { bytes, mime, fileName = 'receipt.pdf', duration, externalUrl, imageSet } = wish
      const fileSize = wish.fileSize ?? bytes?.length ?? 48_213
      if (type === 'file') return write(userId, { type, fileName, fileSize, bytes, mime }, wish)
      if (type === 'image') return write(userId, { type, bytes, mime, externalUrl, imageSet }, wish)
      return write(userId, { type, bytes, mime, externalUrl, duration }, wish)
    },

    /** The customer takes a message back: the phone forgets its words and content, the bot hears of it. */
    unsend(userId: string, messageId: string, wish?: EventOptions): Promise<Sent> {
      const chat = platform.saved.chats.find((chat) => chat.messages.some((message) => message.id === messageId))
      if (chat) platform.takeBack(chat, messageId)
      const event = platform.event('unsend', chat ?? platform.open(userId), wish, userId)
      return send({ ...event, unsend: { messageId } })
    },

    /** The same event once more, as LINE does when redelivery is on: same ids and tokens, `isRedelivery: true`. */
    async redeliver(webhookEventId: string): Promise<number> {
      const event = platform.saved.events[webhookEventId]
      if (!event) throw new Error(`The simulator knows no event ${webhookEventId} to deliver again`)
      return deliver([{ ...event, deliveryContext: { isRedelivery: true } }])
    },

    /**
     * Taps a quick reply under the last message, or a template's or Flex Message's button. What it shows as the customer's words is a
     * bubble, not a message: it has no event and no tokens, only the postback has.
     * @param which its label, or its place: see taps.ts
     * @throws Error when there is no such button, or it only opens a link
     */
    async tap(userId: string, which: Which, wish: EventOptions & { messageId?: string } = {}): Promise<Sent> {
      const chat = platform.place(userId, wish)
      const { message, button, goes } = findTappable(chat, which, wish.messageId)
      const { text, data, uri, label } = button
      if (uri !== undefined) throw new Error(`“${label}” opens a link; the bot hears nothing of it`)
      if (goes) message.tapped = true
      if (data === undefined) return write(userId, text ?? label, wish)
      if (text) {
        const at = wish.timestamp ?? platform.now()
        insert(chat, { id: nextMessageId(), from: 'customer', kind: 'text', text, at, userId, byTap: true })
      }
      return happens(chat.id, 'postback', { data }, { ...wish, userId })
    },

    /** A postback as such, of a button on the phone or not. */
    postback(userId: string, data: string, wish?: EventOptions & { params?: Record<string, string> }): Promise<Sent> {
      const { params, ...rest } = wish ?? {}
      const chat = platform.place(userId, rest)
      return happens(chat.id, 'postback', { data, ...(params ? { params } : {}) }, { ...rest, userId })
    },

    /** The customer adds the account as a friend, or unblocks it. */
    follow: (userId: string, wish?: EventOptions): Promise<Sent> => happens(userId, 'follow', {}, wish),

    /** The customer blocks the account: LINE still answers 200 to the bot, and the phone shows nothing. */
    unfollow: (userId: string, wish?: EventOptions): Promise<Sent> => happens(userId, 'unfollow', {}, wish),
  }
}

/** What the chat is like afterwards. Returns the details, with what the chat itself tells. */
function follows<T extends keyof Happenings>(
  chat: Chat,
  type: T,
  details: Partial<Happenings[T]>,
): Partial<Happenings[T]> {
  const members = 'members' in details && Array.isArray(details.members) ? details.members : []
  const wasBlocked = chat.blocked
  if (type === 'follow' || type === 'join') chat.blocked = false
  if (type === 'unfollow' || type === 'leave') chat.blocked = true
  if (type === 'memberJoined') chat.members = [...new Set([...(chat.members ?? []), ...members])]
  if (type === 'memberLeft') chat.members = chat.members?.filter((userId) => !members.includes(userId))
  return type === 'follow' ? { isUnblocked: wasBlocked, ...details } : details
}

/** An unknown chat is a room by LINE's "R…", a group by "C…" or because only groups have such an event. */
function openFor(platform: Platform, chatId: string, type: keyof Happenings): Chat {
  if (chatId.startsWith('R')) return platform.open(chatId, { kind: 'room', name: 'Room' })
  const group = chatId.startsWith('C') || isOfTheChat(type)
  return platform.open(chatId, group ? { kind: 'group', name: 'Group' } : {})
}

const isKeepable = (event: unknown): event is { webhookEventId: string } =>
  typeof event === 'object' && event !== null && 'webhookEventId' in event && typeof event.webhookEventId === 'string'

const isMessage = (event: LineEvent | MessageEvent): event is MessageEvent => event.type === 'message'
