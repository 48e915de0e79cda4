/** What the page calls: one stream of what the phones show, one address for everything a person does. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { getRawBody } from 'raw-body'
import { z } from 'zod'
import { contentRoutes } from './content-api.ts'
import { Deed, perform, type DeedParts } from './deeds.ts'
import { readLedger } from './ledger.ts'
import { pictureOf, type PictureParts } from './picture.ts'

export type PhoneApi = DeedParts & PictureParts

/** Changes within this time travel together. */
const TOGETHER_MS = 25

export function phoneApi(api: PhoneApi): Router {
  const router = new Router({ prefix: '/api' })
  router.get('/stream', (ctx) => stream(api, ctx))
  router.get('/ledger/:chatId', async (ctx) => {
    ctx.set('cache-control', 'no-store')
    const id = ctx.params.chatId ?? ''
    ctx.body = await readLedger(api.appUrl(), api.platform.botUserId, {
      id,
      kind: api.platform.find(id)?.kind ?? 'user',
    })
  })
  router.post('/do', async (ctx) => {
    // Only JSON: a form or image on another site cannot send that without asking the browser first.
    if (!ctx.is('application/json')) ctx.throw(415)
    const deed = read(await getRawBody(ctx.req, { limit: '100kb', encoding: 'utf-8' }))
    if (!deed?.success) return refuse(ctx, 400, deed ? z.prettifyError(deed.error) : 'nothing that can be read')
    try {
      ctx.body = (await perform(api, deed.data)) ?? {}
    } catch (error) {
      refuse(ctx, 409, error instanceof Error ? error.message : String(error))
    }
  })
  contentRoutes(router, api)
  return router
}

function refuse(ctx: Context, status: number, message: string): void {
  ctx.status = status
  ctx.body = { message }
}

/** Server-sent events: the whole picture at once and after every change; it is small. */
function stream(api: PhoneApi, ctx: Context): void {
  const { res } = ctx
  ctx.respond = false
  const send = (): void => void res.write(`data: ${JSON.stringify(pictureOf(api))}\n\n`)
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  send()
  let timer: NodeJS.Timeout | undefined
  const stop = api.platform.onChange(() => {
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

/** Undefined for what is no JSON, and for an object made to look as if it had a length, which zod trips over. */
function read(raw: string): ReturnType<typeof Deed.safeParse> | undefined {
  try {
    return Deed.safeParse(JSON.parse(raw))
  } catch {
    return undefined
  }
}
