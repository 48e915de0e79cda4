/** The state of a LINE Platform with one Official Account: chats, tokens, keys, quota. No HTTP here. */
import { z } from 'zod'
import { Chat, insert, markRead, unsend, type ShownMessage } from './chats.ts'
import {
  messageContent,
  nextMessageId,
  shownText,
  token,
  ulid,
  type CustomerMessage,
  type EventOptions,
  type LineEvent,
  type MessageEvent,
  type Source,
} from './events.ts'

/** Everything that outlives a restart of `npm start`. */
export const Saved = z.object({
  chats: z.array(Chat),
  /** `since`: when the bot received it; a reply token lives a minute from then. */
  replyTokens: z.record(
    z.string(),
    z.object({ chatId: z.string(), since: z.number(), received: z.boolean(), used: z.boolean() }),
  ),
  readTokens: z.record(z.string(), z.object({ chatId: z.string(), at: z.number(), id: z.string() })),
  retryKeys: z.record(
    z.string(),
    z.object({ requestId: z.string(), at: z.number(), sentMessages: z.array(z.object({ id: z.string() })) }),
  ),
  /** Events kept for redelivery. */
  events: z.record(z.string(), z.looseObject({ webhookEventId: z.string() })),
  pushesThisMonth: z.number(),
})
export type Saved = z.infer<typeof Saved>

/** The account's settings, to be changed freely by tests. */
export interface AccountSettings {
  displayName: string
  /** `chat`: Chat is On in the response settings, the only mode in which the bot times Read. */
  chatMode: 'chat' | 'bot'
  markAsReadMode: 'manual' | 'auto'
  /** Pushes a month; undefined means no limit. */
  monthlyLimit?: number
}

const Delivered = z.object({ replyToken: z.string().optional(), message: z.object({ id: z.string() }).optional() })

export class Platform {
  readonly saved: Saved = { chats: [], replyTokens: {}, readTokens: {}, retryKeys: {}, events: {}, pushesThisMonth: 0 }
  readonly settings: AccountSettings
  readonly now: () => number
  readonly #listeners = new Set<() => void>()

  constructor(displayName: string, now: () => number) {
    this.settings = { displayName, chatMode: 'chat', markAsReadMode: 'manual' }
    this.now = now
  }

  /** Calls back after every change of state; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  changed(): void {
    for (const listener of this.#listeners) listener()
  }

  find(chatId: string): Chat | undefined {
    return this.saved.chats.find((chat) => chat.id === chatId)
  }

  /** The chat of this id, opened when it is new. */
  open(chatId: string, details: { kind?: 'user' | 'group'; name?: string; language?: string } = {}): Chat {
    const known = this.find(chatId)
    if (known) return known
    const { kind = 'user', language = 'en', name = `Customer ${chatId.slice(0, 6)}` } = details
    const chat: Chat = { id: chatId, kind, name, language, blocked: false, messages: [] }
    this.saved.chats.push(chat)
    return chat
  }

  /** A customer writes: the phone shows it, the tokens come to life, and the event is ready to be delivered. */
  write(userId: string, message: CustomerMessage, options: EventOptions = {}): MessageEvent {
    const user = this.open(userId)
    const chat = options.groupId ? this.open(options.groupId, { kind: 'group', name: 'Group' }) : user
    const id = nextMessageId()
    const at = options.timestamp ?? this.now()
    insert(chat, { id, from: 'customer', kind: message.type, text: shownText(message), at, userId })
    // With Chat off, or automatic reading on, LINE marks everything Read by itself.
    if (this.settings.chatMode === 'bot' || this.settings.markAsReadMode === 'auto')
      markRead(chat, { at, id }, this.now())
    const event: MessageEvent = {
      ...this.event('message', chat, { ...options, timestamp: at }, userId),
      type: 'message',
      message: { id, ...messageContent(message) },
    }
    if (options.quotedMessageId) event.message.quotedMessageId = options.quotedMessageId
    if (options.mentionsBot)
      event.message.mention = { mentionees: [{ index: 0, length: 4, type: 'user', isSelf: true }] }
    if (!options.withoutReadToken) {
      event.message.markAsReadToken = token(32)
      this.saved.readTokens[event.message.markAsReadToken] = { chatId: chat.id, at, id }
    }
    if (!options.withoutReplyToken) event.replyToken = this.replyToken(chat)
    this.changed()
    return event
  }

  /** An event's common fields, kept so that it can be delivered again. */
  event(type: string, chat: Chat, options: EventOptions = {}, userId = chat.id): LineEvent {
    const source: Source =
      chat.kind === 'group' ? { type: 'group', groupId: chat.id, userId } : { type: 'user', userId }
    const webhookEventId = ulid(this.now())
    const timestamp = options.timestamp ?? this.now()
    chat.lastEventId = webhookEventId
    return {
      type,
      source,
      timestamp,
      mode: options.mode ?? 'active',
      webhookEventId,
      deliveryContext: { isRedelivery: false },
    }
  }

  replyToken(chat: Chat): string {
    const replyToken = token()
    this.saved.replyTokens[replyToken] = { chatId: chat.id, since: this.now(), received: false, used: false }
    return replyToken
  }

  takeBack(chat: Chat, messageId: string): boolean {
    const done = unsend(chat, messageId) !== undefined
    if (done) this.changed()
    return done
  }

  /** The bot is being given these events: the minute of their reply tokens runs from now. A repeat does not prolong it. */
  handOver(events: readonly unknown[]): void {
    for (const event of events) {
      const { replyToken } = Delivered.safeParse(event).data ?? {}
      const entry = replyToken === undefined ? undefined : this.saved.replyTokens[replyToken]
      if (entry && !entry.received) Object.assign(entry, { received: true, since: this.now() })
    }
  }

  /** How it went. What did not reach the bot was not received by it, and the page says so under the message. */
  delivery(events: readonly unknown[], status: number): void {
    for (const event of events) {
      const { replyToken, message } = Delivered.safeParse(event).data ?? {}
      const entry = replyToken === undefined ? undefined : this.saved.replyTokens[replyToken]
      if (entry && status === 0) entry.received = false
      const shown = message && this.message(message.id)
      if (shown) shown.undelivered = status === 200 ? undefined : status
    }
    this.changed()
  }

  message(messageId: string): ShownMessage | undefined {
    for (const chat of this.saved.chats) {
      const found = chat.messages.findLast((message) => message.id === messageId)
      if (found) return found
    }
    return undefined
  }
}
