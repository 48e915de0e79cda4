/**
 * LINE's webhook: `/webhook` for the only channel, `/webhook/NAME` for each of several. What is not signed by the channel's
 * secret is refused, as far as possible before it is read. Where there are several, `/webhook` alone tells them apart by the
 * account that the body names, so that an address set in LINE before there were several goes on to work.
 */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { createBodies } from './flow/bodies.ts'
import { takeIn, type IntakeParts } from './flow/intake.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'

/** LINE's webhook bodies are small; past this (bytes) it is not LINE. */
const maxBody = 1_000_000

/** What bodies under way may hold together (bytes), and those of one of several channels. Past it LINE is asked to deliver again. */
const [maxBodies, maxOfOne] = [64_000_000, 16_000_000]

/** What `x-line-signature` can be: 32 bytes in base64. For anything else no body has to be read. */
const signatureShape = /^[A-Za-z0-9+/]{43}=$/

/** So many channels' secrets are tried on a body whose account nobody knows: each costs a look at all of it. */
const mostTried = 8

/** Whoever knocks without a signature fills no log: so often (ms) it is said, with how many there were. */
const unsignedSaidEvery = 60_000

/** A channel as its webhook needs it. */
export interface ReceivingChannel extends Pick<
  IntakeParts,
  'staffGroup' | 'staffUsers' | 'presses' | 'testers' | 'isOf'
> {
  /** Whether the signature is that of the raw body by one of the channel's secrets. */
  validSignature: (body: Buffer, signature: string | undefined) => boolean
}

export interface ReceivingChannels {
  /** By the name in the address. `closed`: it is not served for now. */
  named(name: string): ReceivingChannel | 'closed' | undefined
  /** Who may have sent a body for this account: whose it is, or all whose account is not known yet. */
  at(destination: string): readonly ReceivingChannel[] | 'closed'
}

/** One channel, or several. */
export type WebhookParts = Pick<IntakeParts, 'store' | 'wake'> &
  (ReceivingChannel | { channels: ReceivingChannels }) & {
    /** Told when one has come that is signed, and when what it brought is stored. */
    came?: () => void
    clock: Clock
    log: Log
    /** Told the status of every webhook's answer. */
    webhookAnswered?: (status: number) => void
    /** True once the process is to end: no intake where nobody else would go on with it. */
    draining: () => boolean
    /** Other processes share the store: what this one stores at its end they go on with. */
    shared?: boolean
  }

export function addWebhook(router: Router, parts: WebhookParts): void {
  const several = 'channels' in parts ? parts.channels : undefined
  const alone = 'channels' in parts ? undefined : parts
  const bodies = createBodies({ most: maxBody, mostTogether: maxBodies, mostOfOne: several ? maxOfOne : undefined })
  const sayUnsigned = unsignedTeller(parts)

  /** @param name of one of several channels */
  const receive = async (
    ctx: Context,
    name: string,
    channelsOf: (body: Buffer) => readonly ReceivingChannel[] | 'closed',
  ) => {
    const announced = ctx.request.length ?? 0
    const signature = ctx.get('x-line-signature')
    if (announced <= maxBody && !signatureShape.test(signature)) {
      // What still comes of its body is not kept.
      sayUnsigned(announced)
      ctx.status = 401
      return
    }
    const read = await bodies.read(ctx.req, announced, name)
    if (read.type !== 'whole') {
      ctx.status = statusOfBody[read.type]
      ctx.set('connection', 'close')
      return
    }
    const body = read.bytes
    const candidates = channelsOf(body)
    if (candidates === 'closed' || candidates.length > mostTried) {
      // LINE delivers again; by then it has told whose accounts these are, or the channel is served again.
      ctx.status = 503
      return
    }
    const channel = candidates.find((one) => one.validSignature(body, signature))
    if (!channel) {
      sayUnsigned(body.length)
      ctx.status = 401
      return
    }
    if (parts.draining() && !parts.shared) {
      ctx.status = 503
      return
    }
    parts.came?.()
    const intake = await takeIn(body, { ...parts, ...channel })
    parts.came?.()
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
  }

  router.post(['/webhook', '/webhook/:channel'], async (ctx, next) => {
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
  router.post('/webhook', (ctx) =>
    receive(ctx, '', several ? (body) => several.at(destinationIn(body)) : () => (alone ? [alone] : [])),
  )
  if (!several) return
  router.post('/webhook/:channel', async (ctx) => {
    const name = ctx.params['channel'] ?? ''
    const channel = several.named(name)
    if (channel === 'closed') ctx.status = 503
    else if (channel) await receive(ctx, name, () => [channel])
  })
}

const statusOfBody = { too_large: 413, broken_off: 400, too_many: 503 }

/** LINE names it first. What nobody may have signed is not read further. */
const naming = /^\s*\{\s*"destination"\s*:\s*"(U[0-9a-f]{32})"/
const namedWithin = 200

/** The account that a body names, which nobody may have signed; empty when it names none. */
const destinationIn = (body: Buffer): string => naming.exec(body.subarray(0, namedWithin).toString('latin1'))?.[1] ?? ''

/** Told how long the body is, or says it is. */
function unsignedTeller({ clock, log }: Pick<WebhookParts, 'clock' | 'log'>): (bytes: number) => void {
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
