/** What the page calls: one stream of what the phones show, one address for everything a person does. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { getRawBody } from 'raw-body'
import { z } from 'zod'
import type { ApiCall } from './api.ts'
import type { Chat } from './chats.ts'
import { SUGGESTIONS, userIdFor } from './customers.ts'
import { readLedger } from './ledger.ts'
import type { Phones } from './phones.ts'
import type { Platform } from './platform.ts'
import { TroubleSwitch, type Troubles } from './troubles.ts'

export interface PhoneApi {
  platform: Platform
  phones: Phones
  calls: readonly ApiCall[]
  troubles: Troubles
  appUrl: () => string
}

const userId = z.string().min(1)
const Deed = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), userId, text: z.string().trim().min(1).max(5000) }),
  z.object({ do: z.literal('sticker'), userId, face: z.string(), keywords: z.array(z.string()) }),
  z.object({ do: z.literal('location'), userId }),
  z.object({ do: z.literal('media'), userId, kind: z.enum(['image', 'video', 'audio', 'file']) }),
  z.object({ do: z.literal('postback'), userId, data: z.string() }),
  z.object({ do: z.literal('unsend'), userId, messageId: z.string() }),
  z.object({ do: z.literal('redeliver'), userId, messageId: z.string().optional() }),
  z.object({ do: z.literal('follow'), userId }),
  z.object({ do: z.literal('unfollow'), userId }),
  z.object({ do: z.literal('arrive'), name: z.string().trim().min(1).max(40), language: z.string() }),
  z.object({ do: z.literal('trouble'), wish: TroubleSwitch }),
  z.object({ do: z.literal('end trouble') }),
])

const SHOWN_MESSAGES = 200
const SHOWN_CALLS = 14
/** Changes within this time travel together. */
const TOGETHER_MS = 25

export function phoneApi(api: PhoneApi): Router {
  const router = new Router({ prefix: '/api' })
  router.get('/stream', (ctx) => stream(api, ctx))
  router.get('/ledger/:userId', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    ctx.body = await readLedger(api.appUrl(), ctx.params.userId ?? '')
  })
  router.post('/do', async (ctx) => {
    // Only JSON: a form or image on another site cannot send that without asking the browser first.
    if (!ctx.is('application/json')) ctx.throw(415)
    const deed = Deed.safeParse(parse(await getRawBody(ctx.req, { limit: '100kb', encoding: 'utf-8' })))
    if (deed.success) ctx.body = (await perform(api, deed.data)) ?? {}
    else {
      ctx.status = 400
      ctx.body = { message: z.prettifyError(deed.error) }
    }
  })
  return router
}

async function perform(api: PhoneApi, deed: z.infer<typeof Deed>): Promise<unknown> {
  const { phones, platform, troubles } = api
  switch (deed.do) {
    case 'say':
      return phones.say(deed.userId, deed.text)
    case 'sticker':
      return phones.sticker(deed.userId, deed)
    case 'location':
      return phones.location(deed.userId)
    case 'media':
      return phones.media(deed.userId, deed.kind)
    case 'postback':
      return phones.postback(deed.userId, deed.data)
    case 'unsend':
      return phones.unsend(deed.userId, deed.messageId)
    case 'redeliver': {
      const { messageId } = deed
      const eventId = messageId === undefined ? platform.find(deed.userId)?.lastEventId : eventOf(platform, messageId)
      return { delivered: eventId === undefined ? 0 : await phones.redeliver(eventId) }
    }
    case 'follow':
      return phones.follow(deed.userId)
    case 'unfollow':
      return phones.unfollow(deed.userId)
    case 'arrive': {
      const id = userIdFor(`${deed.name} ${platform.saved.chats.length} ${Date.now()}`)
      platform.open(id, { name: deed.name, language: deed.language })
      platform.changed()
      return { userId: id }
    }
    case 'trouble':
      return troubles.turn(deed.wish)
    case 'end trouble':
      return troubles.endAll()
    default:
      return deed satisfies never
  }
}

const OfMessage = z.object({ type: z.literal('message'), message: z.object({ id: z.string() }) })

function eventOf(platform: Platform, messageId: string): string | undefined {
  const event = Object.values(platform.saved.events).find(
    (event) => OfMessage.safeParse(event).data?.message.id === messageId,
  )
  return event?.webhookEventId
}

/** Server-sent events: the whole picture at once and after every change; it is small. */
function stream({ platform, calls, troubles, appUrl }: PhoneApi, ctx: Context): void {
  const { res } = ctx
  ctx.respond = false
  const picture = (): unknown => ({
    shop: platform.settings.displayName,
    appUrl: appUrl(),
    customers: platform.saved.chats
      .filter(({ kind }) => kind === 'user')
      .map((chat) => customerView(chat, platform.now())),
    troubles: troubles.state,
    calls: calls
      .slice(-SHOWN_CALLS)
      .map(({ at, call, chatId, status, effect }) => ({ at, call, chatId, status, effect })),
  })
  const send = (): void => void res.write(`data: ${JSON.stringify(picture())}\n\n`)
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  send()
  let timer: NodeJS.Timeout | undefined
  const stop = platform.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      send()
    }, TOGETHER_MS)
  })
  res.on('close', () => {
    clearTimeout(timer)
    stop()
  })
}

function customerView(chat: Chat, now: number): unknown {
  const { id, name, language, blocked, messages, dotsUntil } = chat
  return {
    id,
    name,
    language,
    blocked,
    messages: messages.slice(-SHOWN_MESSAGES),
    dots: dotsUntil !== undefined && dotsUntil > now,
    suggestions: messages.length === 0 ? (SUGGESTIONS[language] ?? SUGGESTIONS.en) : [],
  }
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}
