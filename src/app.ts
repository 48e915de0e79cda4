/**
 * createApp(parts): the Koa application. It assembles routes and never listens; `main` chooses the parts and the port.
 */
import { Router } from '@koa/router'
import Koa from 'koa'
import type { createConsole } from './console/console.ts'
import type { Conversation } from './core/conversation.ts'
import { explain } from './core/explain.ts'
import { addWebhook, type WebhookParts } from './webhook.ts'

/** A browser that leaves a page while it still gets something; a peer that goes. */
const hangUps: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

export type AppParts = WebhookParts & {
  /** What staff see, at /console; when it is off it says so itself. */
  console?: ReturnType<typeof createConsole>
  /** Where the simulator plays LINE: its address, and a conversation as it is now, for its ledger. */
  simulator?: {
    url: () => string
    /** Where staff answer this customer, in what plays OA Manager. */
    chatUrl: (user: string) => string
    look: (conversation: string) => Promise<Conversation | undefined>
  }
}

export function createApp(parts: AppParts): Koa {
  const app = new Koa()
  app.on('error', (error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    // Bytes that are no HTTP are anybody's to send.
    const hungUp = hangUps.has(code) || code.startsWith('HPE_')
    if (hungUp) parts.log.debug({ err: error }, 'a client hung up')
    else parts.log.error({ err: error }, 'a request failed')
  })
  const router = new Router({ sensitive: true })
  addWebhook(router, parts)

  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'alive' }
  })
  router.get('/readyz', async (ctx) => {
    const ready = !parts.draining() && (await parts.store.ready())
    ctx.status = ready ? 200 : 503
    ctx.body = { status: ready ? 'ready' : 'not ready' }
  })

  const { simulator } = parts
  if (simulator) {
    router.get('/', (ctx) => ctx.redirect(simulator.url()))
    router.get('/simulator', (ctx) => ctx.redirect(simulator.url()))
    router.get('/simulator/oa/:user', (ctx) => ctx.redirect(simulator.chatUrl(ctx.params['user'] ?? '')))
    router.get('/ledger/:conversation', async (ctx) => {
      const conversation = await simulator.look(ctx.params['conversation'] ?? '')
      if (conversation) ctx.body = explain(conversation)
    })
  }

  app.use(async (ctx, next) => {
    // Nothing here is anything else than what it says it is.
    ctx.set('x-content-type-options', 'nosniff')
    await next()
  })
  app.use(router.routes()).use(router.allowedMethods())
  if (parts.console) app.use(parts.console)
  return app
}
