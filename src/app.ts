/**
 * createApp(parts): the Koa application. It assembles routes and never listens; `main` chooses the parts and the port.
 */
import { Router } from '@koa/router'
import Koa from 'koa'
import type { createConsole } from './console/console.ts'
import type { Conversation } from './core/conversation.ts'
import { explain } from './core/explain.ts'
import { createBodies } from './flow/bodies.ts'
import { takeIn, type IntakeParts } from './flow/intake.ts'

/** LINE's webhook bodies are small; past this (bytes) it is not LINE. */
const maxBody = 1_000_000

/** What bodies under way may hold together (bytes). Past it LINE is asked to deliver again. */
const maxBodies = 64_000_000

/** What `x-line-signature` can be: 32 bytes in base64. For anything else no body has to be read. */
const signatureShape = /^[A-Za-z0-9+/]{43}=$/

/** Whoever knocks without a signature fills no log: so often (ms) it is said, with how many there were. */
const unsignedSaidEvery = 60_000

/** A browser that leaves a page while it still gets something; a peer that goes. */
const hangUps: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

export interface AppParts extends IntakeParts {
  /** Whether the signature is that of the raw body by one of the channel's secrets. */
  validSignature: (body: Buffer, signature: string | undefined) => boolean
  /** Told the status of every webhook's answer. */
  webhookAnswered?: (status: number) => void
  /** True once the process is to end: not ready, and no intake where nobody else would go on with it. */
  draining: () => boolean
  /** Other processes share the store: what this one stores at its end they go on with. */
  shared?: boolean
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
  const sayUnsigned = unsignedTeller(parts)
  const bodies = createBodies({ most: maxBody, mostTogether: maxBodies })

  router.post('/webhook', async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      // What Koa answers then.
      ctx.status = 500
      throw error
    } finally {
      parts.webhookAnswered?.(ctx.status)
    }
  })
  router.post('/webhook', async (ctx) => {
    const announced = ctx.request.length ?? 0
    if (announced <= maxBody && !signatureShape.test(ctx.get('x-line-signature'))) {
      // What still comes of its body is not kept.
      sayUnsigned(announced)
      ctx.status = 401
      return
    }
    const read = await bodies.read(ctx.req, announced)
    if (read.type !== 'whole') {
      ctx.status = statusOfBody[read.type]
      ctx.set('connection', 'close')
      return
    }
    const body = read.bytes
    if (!parts.validSignature(body, ctx.get('x-line-signature') || undefined)) {
      sayUnsigned(body.length)
      ctx.status = 401
      return
    }
    if (parts.draining() && !parts.shared) {
      ctx.status = 503
      return
    }
    const intake = await takeIn(body, parts)
    switch (intake.type) {
      case 'stored':
        ctx.body = {}
        break
      case 'bad_request':
        ctx.status = 400
        ctx.body = { message: intake.why }
        break
      case 'unavailable':
        ctx.status = 503
        break
      default:
        intake satisfies never
    }
  })

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

const statusOfBody = { too_large: 413, broken_off: 400, too_many: 503 }

/** Told how long the body is, or says it is. */
function unsignedTeller({ clock, log }: Pick<AppParts, 'clock' | 'log'>): (bytes: number) => void {
  let saidAt = -Infinity
  let times = 0
  return (bytes) => {
    times += 1
    const now = clock.now()
    // A clock that was set back must not silence it for long.
    if (now >= saidAt && now - saidAt < unsignedSaidEvery) return
    log.warn({ bytes, times }, 'a webhook with no or a wrong signature: refused')
    saidAt = now
    times = 0
  }
}
