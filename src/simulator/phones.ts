/** The customers' side: each thing a person does on the phone becomes a signed webhook. */
import type { CustomerMessage, EventOptions, LineEvent, MessageEvent } from './events.ts'
import { BOT_USER_ID } from './bot-calls.ts'
import type { Platform } from './platform.ts'
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
  /** An emoji that stands for the picture on the phone. */
  face?: string
}

export interface PhonesOptions {
  /** Where webhooks go just now; '' while there is no bot. */
  webhookUrl: () => string
  channelSecret: string
  webhookTimeoutMs: number
}

export type Phones = ReturnType<typeof createPhones>

export function createPhones(platform: Platform, options: PhonesOptions) {
  async function deliver(events: readonly unknown[], wish: DeliverOptions = {}): Promise<number> {
    const rawBody = wish.rawBody ?? JSON.stringify({ destination: wish.destination ?? BOT_USER_ID, events })
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

  return {
    deliver,
    makeMessageEvent,

    say: (userId: string, text: string, wish?: EventOptions): Promise<Sent> => write(userId, text, wish),

    sticker(userId: string, sticker: Sticker = {}, wish?: EventOptions): Promise<Sent> {
      const { packageId = '446', stickerId = '1988', keywords, face } = sticker
      return write(userId, { type: 'sticker', packageId, stickerId, keywords, face }, wish)
    },

    location(userId: string, place: { title?: string; address?: string } = {}, wish?: EventOptions): Promise<Sent> {
      const { title = 'Kyoto Station', address = 'Shimogyo Ward, Kyoto' } = place
      return write(userId, { type: 'location', title, address, latitude: 34.9858, longitude: 135.7588 }, wish)
    },

    media(userId: string, type: 'image' | 'video' | 'audio' | 'file', wish?: EventOptions): Promise<Sent> {
      return write(userId, type === 'file' ? { type, fileName: 'receipt.pdf', fileSize: 48_213 } : { type }, wish)
    },

    sayInGroup: (groupId: string, userId: string, text: string, wish?: EventOptions): Promise<Sent> =>
      write(userId, text, { ...wish, groupId }),

    /** The customer takes a message back: the phone forgets its words, the bot hears of it. */
    unsend(userId: string, messageId: string): Promise<Sent> {
      const chat = platform.saved.chats.find((chat) => chat.messages.some((message) => message.id === messageId))
      if (chat) platform.takeBack(chat, messageId)
      const event = platform.event('unsend', chat ?? platform.open(userId), {}, userId)
      return send({ ...event, unsend: { messageId } })
    },

    /** The same event once more, as LINE does when redelivery is on: same ids and tokens, `isRedelivery: true`. */
    async redeliver(webhookEventId: string): Promise<number> {
      const event = platform.saved.events[webhookEventId]
      if (!event) throw new Error(`The simulator knows no event ${webhookEventId} to deliver again`)
      return deliver([{ ...event, deliveryContext: { isRedelivery: true } }])
    },

    /** A quick reply with a postback action was tapped. */
    postback(userId: string, data: string): Promise<Sent> {
      const chat = platform.open(userId)
      return send({ ...platform.event('postback', chat), replyToken: platform.replyToken(chat), postback: { data } })
    },

    follow(userId: string): Promise<Sent> {
      const chat = platform.open(userId)
      const isUnblocked = chat.blocked
      chat.blocked = false
      return send({ ...platform.event('follow', chat), replyToken: platform.replyToken(chat), follow: { isUnblocked } })
    },

    /** The customer blocks the account: LINE still answers 200 to the bot, and the phone shows nothing. */
    unfollow(userId: string): Promise<Sent> {
      const chat = platform.open(userId)
      chat.blocked = true
      return send(platform.event('unfollow', chat))
    },
  }
}

const isKeepable = (event: unknown): event is { webhookEventId: string } =>
  typeof event === 'object' && event !== null && 'webhookEventId' in event && typeof event.webhookEventId === 'string'

const isMessage = (event: LineEvent | MessageEvent): event is MessageEvent => event.type === 'message'
