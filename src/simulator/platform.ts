/** The state of a LINE Platform with one Official Account: chats, tokens, keys, quota. No HTTP here. */
import { z } from 'zod'
import { BOT_USER_ID } from './bot-calls.ts'
import { Chat, insert, markRead, unsend, type ShownMessage } from './chats.ts'
import {
  nextMessageId,
  token,
  ulid,
  type EventOptions,
  type LineEvent,
  type MessageEvent,
  type Place,
  type Source,
} from './events.ts'
import { withMention } from './mentions.ts'
import { bytesOf, messageContent, shownText, type CustomerMessage } from './messages.ts'

/** Everything that outlives a restart of `npm start`. What came later has a default, so that older files still load. */
export const Saved = z.object({
  chats: z.array(Chat),
  /** `since`: when the bot received it; a reply token lives a minute from then. */
  replyTokens: z.record(
    z.string(),
    z.object({ chatId: z.string(), since: z.number(), received: z.boolean(), used: z.boolean() }),
  ),
  readTokens: z.record(z.string(), z.object({ chatId: z.string(), at: z.number(), id: z.string() })),
  /** Which message each quote token stands for. They do not end. */
  quoteTokens: z.record(z.string(), z.object({ chatId: z.string(), messageId: z.string() })).default({}),
  /** Each once, for ten minutes, by the user for whom it was issued. */
  linkTokens: z.record(z.string(), z.object({ userId: z.string(), at: z.number(), used: z.boolean() })).default({}),
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
  /** A corporate account with the old read endpoint: with Chat off nothing is read until that is called. */
  corporate?: boolean
  /** Pushes a month; undefined means no limit. */
  monthlyLimit?: number
}

const Delivered = z.object({ replyToken: z.string().optional(), message: z.object({ id: z.string() }).optional() })
/** Pictures and films are large; a toy that runs for days keeps the newest. */
const KEPT_CONTENTS = 200

export class Platform {
  readonly saved: Saved = {
    chats: [],
    replyTokens: {},
    readTokens: {},
    quoteTokens: {},
    linkTokens: {},
    retryKeys: {},
    events: {},
    pushesThisMonth: 0,
  }
  readonly settings: AccountSettings
  /** The account's own user id: every webhook's `destination`. */
  readonly botUserId: string
  /** Where the simulator is itself, and serves its pictures. Known once it listens. */
  origin = ''
  /** What customers sent that is not text, by message id. In memory only. */
  readonly contents = new Map<string, { bytes: Uint8Array; mime: string }>()
  readonly now: () => number
  readonly #listeners = new Set<() => void>()

  constructor(displayName: string, now: () => number, botUserId = BOT_USER_ID) {
    this.botUserId = botUserId
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
  open(chatId: string, details: Partial<Pick<Chat, 'kind' | 'name' | 'language' | 'members' | 'staff'>> = {}): Chat {
    const known = this.find(chatId)
    if (known) return known
    const { kind = 'user', language = 'en', name = `Customer ${chatId.slice(0, 6)}`, members, staff } = details
    const chat: Chat = { id: chatId, kind, name, language, blocked: false, messages: [] }
    if (staff) chat.staff = true
    if (kind !== 'user') chat.members = members ?? []
    this.saved.chats.push(chat)
    return chat
  }

  /** Where a user does something: the group or room named, of which the user then is a member, else the own chat. */
  place(userId: string, { groupId, roomId }: Place): Chat {
    const user = this.open(userId)
    const chatId = groupId ?? roomId
    if (chatId === undefined) return user
    const chat = this.open(chatId, groupId ? { kind: 'group', name: 'Group' } : { kind: 'room', name: 'Room' })
    const members = (chat.members ??= [])
    if (!members.includes(userId)) members.push(userId)
    return chat
  }

  /** A customer writes: the phone shows it, the tokens come to life, and the event is ready to be delivered. */
  write(userId: string, written: CustomerMessage, options: EventOptions = {}): MessageEvent {
    const chat = this.place(userId, options)
    const message = this.#mentioning(written, options)
    const id = nextMessageId()
    const at = options.timestamp ?? this.now()
    const shown: ShownMessage = { id, from: 'customer', kind: message.type, text: shownText(message), at, userId }
    if (message.type === 'text' && message.mention) shown.mention = message.mention
    const content = { id, ...messageContent(message) }
    const event: MessageEvent = {
      ...this.event('message', chat, { ...options, timestamp: at }, userId),
      type: 'message',
      source: sourceOf(chat, userId, options),
      message: content,
    }
    const { quotedMessageId } = options
    if (quotedMessageId && (message.type === 'text' || message.type === 'sticker')) {
      event.message.quotedMessageId = quotedMessageId
      Object.assign(shown, this.quote(quotedMessageId))
    }
    insert(chat, shown)
    // With Chat off, or automatic reading on, LINE marks everything Read by itself.
    const { chatMode, markAsReadMode, corporate } = this.settings
    if (markAsReadMode === 'auto' || (chatMode === 'bot' && !corporate)) markRead(chat, { at, id }, this.now())
    const bytes = bytesOf(message)
    if (bytes) this.keepContent(id, bytes)
    if (event.message.quoteToken) this.saved.quoteTokens[event.message.quoteToken] = { chatId: chat.id, messageId: id }
    if (!options.withoutReadToken) {
      event.message.markAsReadToken = token(32)
      this.saved.readTokens[event.message.markAsReadToken] = { chatId: chat.id, at, id }
    }
    if (!options.withoutReplyToken) event.replyToken = this.replyToken(chat)
    this.changed()
    return event
  }

  /** An event's common fields, kept so that it can be delivered again. Without a chat it has no source. */
  event(type: string, chat: Chat | undefined, options: EventOptions = {}, userId?: string): LineEvent {
    const webhookEventId = ulid(this.now())
    if (chat) chat.lastEventId = webhookEventId
    return {
      type,
      ...(chat ? { source: sourceOf(chat, userId, options) } : {}),
      timestamp: options.timestamp ?? this.now(),
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
    if (done) {
      this.contents.delete(messageId)
      this.changed()
    }
    return done
  }

  keepContent(messageId: string, content: { bytes: Uint8Array; mime: string }): void {
    this.contents.set(messageId, content)
    for (const oldest of this.contents.keys()) {
      if (this.contents.size <= KEPT_CONTENTS) break
      this.contents.delete(oldest)
    }
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

  /** How a phone shows that a message quotes another. Of a template LINE shows what stands for it. */
  quote(messageId: string): Pick<ShownMessage, 'quotedMessageId' | 'quotedText'> {
    const quoted = this.message(messageId)
    return { quotedMessageId: messageId, quotedText: quoted?.altText ?? quoted?.text }
  }

  #mentioning(message: CustomerMessage, { mentionsBot }: EventOptions): CustomerMessage {
    if (!mentionsBot || message.type !== 'text' || message.mention) return message
    const account = { userId: this.botUserId, name: this.settings.displayName, isSelf: true }
    const { text, mention } = withMention(message.text, account)
    const moved = text.length - message.text.length
    const emojis = message.emojis?.map((emoji) => ({ ...emoji, index: emoji.index + moved }))
    return { ...message, text, mention, emojis }
  }
}

function sourceOf(chat: Chat, userId: string | undefined, { withoutUserId }: EventOptions): Source {
  if (chat.kind === 'user') return { type: 'user', userId: chat.id }
  const who = userId === undefined || withoutUserId ? {} : { userId }
  return chat.kind === 'group' ? { type: 'group', groupId: chat.id, ...who } : { type: 'room', roomId: chat.id, ...who }
}
