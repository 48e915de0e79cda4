/** The bot's side over HTTP: `https://api.line.me` and `https://api-data.line.me` in one. */
import { setTimeout as delay } from 'node:timers/promises'
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { getRawBody } from 'raw-body'
import { z } from 'zod'
import { answer, chatIdOf, newRequestId, type Answer, type BotCall } from './bot-calls.ts'
import type { CallKind, Faults } from './faults.ts'
import type { Platform } from './platform.ts'

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
}

const ROUTES: [CallKind, 'get' | 'post', string][] = [
  ['reply', 'post', '/v2/bot/message/reply'],
  ['push', 'post', '/v2/bot/message/push'],
  ['markAsRead', 'post', '/v2/bot/chat/markAsRead'],
  ['loading', 'post', '/v2/bot/chat/loading/start'],
  ['info', 'get', '/v2/bot/info'],
  ['profile', 'get', '/v2/bot/profile/:id'],
  ['content', 'get', '/v2/bot/message/:id/content'],
  ['transcoding', 'get', '/v2/bot/message/:id/content/transcoding'],
  ['quota', 'get', '/v2/bot/message/quota'],
  ['consumption', 'get', '/v2/bot/message/quota/consumption'],
]

export interface BotApi {
  platform: Platform
  faults: Faults
  calls: ApiCall[]
  channelAccessToken: string
}

export function botApi(api: BotApi): Router {
  const router = new Router()
  for (const [call, method, path] of ROUTES)
    router[method](path, async (ctx) => {
      await handle(api, ctx, call, ctx.params.id)
    })
  return router
}

async function handle(api: BotApi, ctx: Context, kind: CallKind, id: string | undefined): Promise<void> {
  const { platform, faults, calls } = api
  const requestId = newRequestId()
  ctx.set('x-line-request-id', requestId)
  const raw = ctx.method === 'POST' ? await getRawBody(ctx.req, { limit: '2mb', encoding: 'utf-8' }) : '{}'
  const body = parseJson(raw)
  const request: BotCall = { call: kind, body, id, retryKey: ctx.get('x-line-retry-key') || undefined, requestId }
  const record: ApiCall = {
    at: platform.now(),
    call: kind,
    chatId: chatIdOf(platform, request),
    body,
    texts: textsOf(body),
    retryKey: request.retryKey,
    authorized: ctx.get('authorization') === `Bearer ${api.channelAccessToken}`,
    status: 'pending',
    effect: false,
  }
  calls.push(record)

  const act = (): Answer => {
    const given = !record.authorized ? UNAUTHORIZED : body === undefined ? NOT_JSON : answer(platform, request)
    record.effect = given.effect
    return given
  }
  const end = (status: ApiCall['status'], given?: Answer): void => {
    record.status = status
    record.answer = given?.body
    if (given) {
      ctx.status = given.status
      ctx.set(given.headers ?? {})
      ctx.body = given.body
    } else ctx.respond = false
    platform.changed()
  }

  const failure = faults.strike(kind, record.chatId)
  if (failure === 'reset-after' || failure === 'never-after') act()
  if (failure === 'reset-before' || failure === 'reset-after') {
    end('reset')
    ctx.req.socket.destroy()
  } else if (failure === 'never' || failure === 'never-after') {
    end('never')
  } else if (failure && 'status' in failure) {
    const effect = failure.effect ? act().effect : false
    const { status, headers, message = DEFAULT_MESSAGES[status] ?? 'Error' } = failure
    end(status, { status, headers, body: { message }, effect })
  } else {
    if (failure) {
      platform.changed()
      await delay(failure.delayMs, undefined, { ref: false })
    }
    const given = act()
    end(given.status, given)
  }
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

function textsOf(body: unknown): string[] {
  const parsed = z.object({ messages: z.array(z.looseObject({ text: z.string().optional() })) }).safeParse(body)
  return (parsed.data?.messages ?? []).flatMap((message) => message.text ?? [])
}
