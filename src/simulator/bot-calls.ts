/** LINE's rules for each call of the bot: what is asked for, what LINE answers, and whether it took effect. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { issueLinkToken } from './account-links.ts'
import { markRead } from './chats.ts'
import type { CallKind } from './faults.ts'
import { bodyErrors, checkMessages } from './message-limits.ts'
import type { Platform } from './platform.ts'
import { group, member, memberCount, profile } from './people-calls.ts'
import { quotesElsewhere, show } from './show.ts'

export interface BotCall {
  call: CallKind
  body: unknown
  /** The id in the path, where there is one; of a group's or room's member both. */
  id?: string
  userId?: string
  retryKey?: string
  requestId: string
}

/** The calls answered here; what is sent as content, tokens and the webhook have files of their own. */
export type PlatformCall = Exclude<
  CallKind,
  'content' | 'transcoding' | 'webhook' | 'webhookTest' | 'statelessToken' | 'assertedToken' | 'tokenKeys'
>

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
  effect: boolean
}

/** A reply token is valid for one minute from the receipt of the webhook, and once. */
const REPLY_TOKEN_LIFE_MS = 60_000
/** LINE remembers a retry key for 24 hours. */
const RETRY_KEY_LIFE_MS = 24 * 60 * 60_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const refuse = (status: number, message: string): Answer => ({ status, body: { message }, effect: false })
const badProperty = (property: string, message = 'May not be empty'): Answer => ({
  status: 400,
  body: bodyErrors([{ message, property }]),
  effect: false,
})
const done = (body: unknown = {}, status = 200): Answer => ({ status, body, effect: true })
const look = (body: unknown): Answer => ({ status: 200, body, effect: false })

const ReplyBody = z.object({ replyToken: z.string(), messages: z.unknown() })
const PushBody = z.object({ to: z.string(), messages: z.unknown() })
const ReadBody = z.object({ markAsReadToken: z.string() })
const ReadAllBody = z.object({ chat: z.object({ userId: z.string() }) })
const LoadingBody = z.object({ chatId: z.string(), loadingSeconds: z.number().default(20) })

/** The chat a call is about, as far as its body says. */
export function chatIdOf(platform: Platform, { body, id }: Pick<BotCall, 'body' | 'id'>): string | undefined {
  const parsed = z
    .object({
      replyToken: z.string(),
      to: z.string(),
      markAsReadToken: z.string(),
      chatId: z.string(),
      chat: z.object({ userId: z.string() }),
    })
    .partial()
    .safeParse(body)
  const { replyToken, to, markAsReadToken, chatId, chat } = parsed.data ?? {}
  if (replyToken) return platform.saved.replyTokens[replyToken]?.chatId
  if (markAsReadToken) return platform.saved.readTokens[markAsReadToken]?.chatId
  return to ?? chatId ?? chat?.userId ?? id
}

export function answer(platform: Platform, call: BotCall & { call: PlatformCall }): Answer {
  switch (call.call) {
    case 'reply':
      return reply(platform, call)
    case 'push':
      return push(platform, call)
    case 'markAsRead':
      return markAsRead(platform, call)
    case 'markAllAsRead':
      return markAllAsRead(platform, call)
    case 'loading':
      return loading(platform, call)
    case 'info':
      return info(platform)
    case 'profile':
      return profile(platform, call)
    case 'group':
      return group(platform, call)
    case 'groupCount':
      return memberCount(platform, 'group', call)
    case 'groupMember':
      return member(platform, 'group', call)
    case 'roomCount':
      return memberCount(platform, 'room', call)
    case 'roomMember':
      return member(platform, 'room', call)
    case 'linkToken':
      return issueLinkToken(platform, call)
    case 'quota':
      return look(quota(platform))
    case 'consumption':
      return look({ totalUsage: platform.saved.pushesThisMonth })
    default:
      return call.call satisfies never
  }
}

function reply(platform: Platform, { body, retryKey }: BotCall): Answer {
  // Only push, multicast, narrowcast and broadcast take the header; elsewhere it is a bad request.
  if (retryKey !== undefined) return refuse(400, 'The X-Line-Retry-Key header is not supported by this API')
  const parsed = ReplyBody.safeParse(body)
  if (!parsed.success) return badProperty('replyToken')
  const checked = checkMessages(parsed.data.messages, platform.origin)
  if ('error' in checked) return { status: 400, body: checked.error, effect: false }
  const entry = platform.saved.replyTokens[parsed.data.replyToken]
  const chat = entry && platform.find(entry.chatId)
  if (!entry || !chat || entry.used || platform.now() - entry.since >= REPLY_TOKEN_LIFE_MS)
    return refuse(400, 'Invalid reply token')
  const elsewhere = quotesElsewhere(platform, chat, checked.ok)
  if (elsewhere) return { status: 400, body: elsewhere, effect: false }
  entry.used = true
  return done({ sentMessages: show(platform, chat, checked.ok) })
}

function push(platform: Platform, { body, retryKey, requestId }: BotCall): Answer {
  const { saved, settings, now } = platform
  if (retryKey !== undefined && !UUID.test(retryKey)) return refuse(400, 'Invalid retry key')
  const accepted = retryKey === undefined ? undefined : saved.retryKeys[retryKey.toLowerCase()]
  if (accepted && now() - accepted.at < RETRY_KEY_LIFE_MS) {
    const { sentMessages, requestId } = accepted
    const body = { message: 'The retry key is already accepted', sentMessages }
    return { status: 409, body, headers: { 'x-line-accepted-request-id': requestId }, effect: false }
  }
  const parsed = PushBody.safeParse(body)
  if (!parsed.success) return badProperty('to')
  const checked = checkMessages(parsed.data.messages, platform.origin)
  if ('error' in checked) return { status: 400, body: checked.error, effect: false }
  const chat = platform.find(parsed.data.to)
  if (!chat) return refuse(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
  const elsewhere = quotesElsewhere(platform, chat, checked.ok)
  if (elsewhere) return { status: 400, body: elsewhere, effect: false }
  // A group or room that has put the account out takes nothing from it.
  if (chat.kind !== 'user' && chat.blocked) return refuse(400, 'Failed to send messages')
  // The quota counts recipients, not bubbles: each member of a group is one. Somebody who blocked the account is not
  // counted, and sees nothing.
  const recipients = chat.kind === 'user' ? 1 : (chat.members?.length ?? 0)
  if (settings.monthlyLimit !== undefined && saved.pushesThisMonth + recipients > settings.monthlyLimit)
    return refuse(429, 'You have reached your monthly limit.')
  if (!chat.blocked) saved.pushesThisMonth += recipients
  const sentMessages = show(platform, chat, checked.ok)
  if (retryKey !== undefined) saved.retryKeys[retryKey.toLowerCase()] = { requestId, at: now(), sentMessages }
  return done({ sentMessages })
}

function markAsRead(platform: Platform, { body }: BotCall): Answer {
  const parsed = ReadBody.safeParse(body)
  const place = parsed.success ? platform.saved.readTokens[parsed.data.markAsReadToken] : undefined
  const chat = place && platform.find(place.chatId)
  if (!place || !chat) return refuse(400, 'Invalid markAsReadToken')
  markRead(chat, place, platform.now())
  return done()
}

/** The old endpoint, for corporate accounts whose Chat is off: it marks all that the user has written. */
function markAllAsRead(platform: Platform, { body }: BotCall): Answer {
  if (platform.settings.chatMode === 'chat') return refuse(403, 'Access to this API is not available for your account')
  const parsed = ReadAllBody.safeParse(body)
  const chat = parsed.success ? platform.find(parsed.data.chat.userId) : undefined
  if (!chat || chat.kind !== 'user') return badProperty('chat.userId')
  const newest = chat.messages.findLast((message) => message.from === 'customer')
  if (newest) markRead(chat, newest, platform.now())
  return done()
}

function loading(platform: Platform, { body }: BotCall): Answer {
  const parsed = LoadingBody.safeParse(body)
  if (!parsed.success) return badProperty('chatId')
  const { chatId, loadingSeconds } = parsed.data
  // From 5 to 60 in steps of five.
  if (loadingSeconds < 5 || loadingSeconds > 60 || loadingSeconds % 5 !== 0)
    return badProperty('loadingSeconds', 'Must be a multiple of 5 between 5 and 60')
  const chat = platform.find(chatId)
  // One-to-one chats only.
  if (!chat || chat.kind !== 'user') return badProperty('chatId', 'Must be the user ID of a friend')
  chat.dotsUntil = platform.now() + loadingSeconds * 1000
  setTimeout(() => platform.changed(), loadingSeconds * 1000 + 50).unref()
  return done({}, 202)
}

function info({ settings, botUserId }: Platform): Answer {
  const { displayName, chatMode, markAsReadMode } = settings
  return look({ userId: botUserId, basicId: '@kidoku', displayName, chatMode, markAsReadMode })
}

function quota({ settings: { monthlyLimit } }: Platform): unknown {
  return monthlyLimit === undefined ? { type: 'none' } : { type: 'limited', value: monthlyLimit }
}

/** The account's own user id, when none is given: always the same, so that kidoku's files fit after a restart. */
export const BOT_USER_ID = 'U6b69646f6b7573696d756c61746f7200'

export const newRequestId = (): string => randomUUID()
