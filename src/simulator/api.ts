/** The bot's side over HTTP: `https://api.line.me` and `https://api-data.line.me` in one. */
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { getRawBody } from 'raw-body'
import { z } from 'zod'
import { answer, chatIdOf, newRequestId, type Answer, type BotCall } from './bot-calls.ts'
import { sendHalf, zeros } from './broken-answers.ts'
import type { ChannelTokens } from './channel-tokens.ts'
import type { ContentCalls } from './content-calls.ts'
import type { CallKind, Failure, Faults } from './faults.ts'
import type { Platform } from './platform.ts'
import { tellWebhook, testWebhook, type WebhookTesting } from './webhook-settings.ts'

/** One call of the bot, in the order of arrival. */
export interface ApiCall {
  /** When it arrived, in epoch milliseconds. */
  at: number
  call: CallKind
  /** The user or group it is about, when LINE can tell. */
  chatId?: string
  body: unknown
  /** The texts it says (reply and push). */
  texts: string[]
  retryKey?: string
  /** Whether the bearer token was right. */
  authorized: boolean
  /** What was answered: a status, a broken connection, silence, or nothing yet. */
  status: number | 'reset' | 'never' | 'pending'
  answer?: unknown
  /** Whether LINE did what was asked. */
  effect: boolean
  /** How many bytes of a made-up body went out. */
  bytes?: number
  /** The failure that was made of it on demand. */
  struck?: Failure
}

const ROUTES: [CallKind, 'get' | 'post', string][] = [
  ['reply', 'post', '/v2/bot/message/reply'],
  ['push', 'post', '/v2/bot/message/push'],
  ['markAsRead', 'post', '/v2/bot/chat/markAsRead'],
  ['markAllAsRead', 'post', '/v2/bot/message/markAsRead'],
  ['loading', 'post', '/v2/bot/chat/loading/start'],
  ['info', 'get', '/v2/bot/info'],
  ['profile', 'get', '/v2/bot/profile/:id'],
  ['group', 'get', '/v2/bot/group/:id/summary'],
  ['groupCount', 'get', '/v2/bot/group/:id/members/count'],
  ['groupMember', 'get', '/v2/bot/group/:id/member/:userId'],
  ['roomCount', 'get', '/v2/bot/room/:id/members/count'],
  ['roomMember', 'get', '/v2/bot/room/:id/member/:userId'],
  ['linkToken', 'post', '/v2/bot/user/:id/linkToken'],
  ['content', 'get', '/v2/bot/message/:id/content'],
  ['transcoding', 'get', '/v2/bot/message/:id/content/transcoding'],
  ['quota', 'get', '/v2/bot/message/quota'],
  ['consumption', 'get', '/v2/bot/message/quota/consumption'],
  ['webhook', 'get', '/v2/bot/channel/webhook/endpoint'],
  ['webhookTest', 'post', '/v2/bot/channel/webhook/test'],
  ['statelessToken', 'post', '/oauth2/v3/token'],
  ['assertedToken', 'post', '/oauth2/v2.1/token'],
  ['tokenKeys', 'get', '/oauth2/v2.1/tokens/kid'],
]

export interface BotApi {
  platform: Platform
  faults: Faults
  calls: ApiCall[]
  /** The long-lived one. */
  channelAccessToken: string
  tokens: ChannelTokens
  contents: ContentCalls
  webhook: WebhookTesting
}

export function botApi(api: BotApi): Router {
  const router = new Router()
  for (const [call, method, path] of ROUTES)
    router[method](path, async (ctx) => {
      await handle(api, ctx, call, ctx.params)
    })
  return router
}

async function handle(api: BotApi, ctx: Context, kind: CallKind, path: Pick<BotCall, 'id' | 'userId'>): Promise<void> {
  const { platform, faults, calls } = api
  const requestId = newRequestId()
  ctx.set('x-line-request-id', requestId)
  const raw = ctx.method === 'POST' ? await getRawBody(ctx.req, { limit: '2mb', encoding: 'utf-8' }) : '{}'
  const isForm = ctx.is('application/x-www-form-urlencoded') !== false
  const form = ctx.method === 'POST' ? new URLSearchParams(isForm ? raw : '') : ctx.URL.searchParams
  const issues = kind === 'statelessToken' || kind === 'assertedToken' || kind === 'tokenKeys'
  // A link token is asked for without a body.
  const body = issues ? Object.fromEntries(form) : parseJson(kind === 'linkToken' && raw === '' ? '{}' : raw)
  const { id, userId } = path
  const request: BotCall = {
    call: kind,
    body,
    id,
    userId,
    retryKey: ctx.get('x-line-retry-key') || undefined,
    requestId,
  }
  const record: ApiCall = {
    at: platform.now(),
    call: kind,
    chatId: chatIdOf(platform, request),
    body,
    texts: textsOf(body),
    retryKey: request.retryKey,
    authorized: issues || isKnown(api, ctx.get('authorization')),
    status: 'pending',
    effect: false,
  }
  calls.push(record)

  const act = async (): Promise<Answer> => {
    const given = !record.authorized ? UNAUTHORIZED : body === undefined ? NOT_JSON : await answerTo(api, request)
    record.effect = given.effect
    return given
  }
  const end = (status: ApiCall['status'], given?: Answer): void => {
    record.status = status
    record.answer = Buffer.isBuffer(given?.body) ? `${given.body.length} bytes` : given?.body
    if (given) {
      ctx.status = given.status
      ctx.set(given.headers ?? {})
      ctx.body = given.body
    } else ctx.respond = false
    platform.changed()
  }

  const failure = faults.strike(kind, record.chatId)
  if (failure) record.struck = failure
  if (failure === 'reset-after' || failure === 'never-after') await act()
  if (failure === 'reset-before' || failure === 'reset-after') {
    end('reset')
    ctx.req.socket.destroy()
  } else if (failure === 'never' || failure === 'never-after') {
    end('never')
  } else if (failure === 'reset-midway' || failure === 'never-midway') {
    const breaks = failure === 'reset-midway'
    const half = await act()
    end(breaks ? 'reset' : 'never')
    sendHalf(ctx, half, () => breaks && ctx.req.socket.destroy())
  } else if (failure && 'status' in failure) {
    const effect = failure.effect ? (await act()).effect : false
    const { status } = failure
    const isPage = 'page' in failure
    const headers = isPage ? { 'content-type': 'text/html; charset=utf-8' } : failure.headers
    const body = isPage ? failure.page : { message: failure.message ?? DEFAULT_MESSAGES[status] ?? 'Error' }
    end(status, { status, headers, body, effect })
  } else if (failure && 'bytes' in failure) {
    end(200, { status: 200, body: Readable.from(zeros(failure.bytes, record)), effect: false })
  } else {
    if (failure) {
      platform.changed()
      await delay(failure.delayMs, undefined, { ref: false })
    }
    const given = await act()
    end(given.status, given)
  }
}

function answerTo(api: BotApi, request: BotCall): Answer | Promise<Answer> {
  const { call, body } = request
  switch (call) {
    case 'content':
      return api.contents.content(request)
    case 'transcoding':
      return api.contents.transcoding(request)
    case 'webhook':
      return tellWebhook(api.webhook)
    case 'webhookTest':
      return testWebhook(api.webhook, body)
    case 'statelessToken':
      return api.tokens.issueStateless(body)
    case 'assertedToken':
      return api.tokens.issueForAssertion(body)
    case 'tokenKeys':
      return api.tokens.listKeyIds(body)
    case 'reply':
    case 'push':
    case 'markAsRead':
    case 'markAllAsRead':
    case 'loading':
    case 'info':
    case 'profile':
    case 'group':
    case 'groupCount':
    case 'groupMember':
    case 'roomCount':
    case 'roomMember':
    case 'linkToken':
    case 'quota':
    case 'consumption':
      return answer(api.platform, { ...request, call })
    default:
      return call satisfies never
  }
}

function isKnown({ channelAccessToken, tokens }: BotApi, authorization: string): boolean {
  const value = /^Bearer (.+)$/.exec(authorization)?.[1] ?? ''
  return value === channelAccessToken || tokens.isAlive(value)
}

const DEFAULT_MESSAGES: Record<number, string> = {
  400: 'The request body has 1 error(s)',
  401: 'Authentication failed. Confirm that the access token in the authorization header is valid.',
  429: 'The API rate limit has been exceeded. Try again later.',
  500: 'Internal server error',
}
const UNAUTHORIZED: Answer = { status: 401, body: { message: DEFAULT_MESSAGES[401] }, effect: false }
const NOT_JSON: Answer = {
  status: 400,
  body: { message: 'The request body could not be parsed as JSON (line: 1, column: 1)' },
  effect: false,
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}

const Said = z.looseObject({
  text: z.string().optional(),
  altText: z.string().optional(),
  template: z.looseObject({ text: z.string().optional() }).optional(),
})

function textsOf(body: unknown): string[] {
  const parsed = z.object({ messages: z.array(Said) }).safeParse(body)
  return (parsed.data?.messages ?? []).flatMap(({ text, template, altText }) => text ?? template?.text ?? altText ?? [])
}
