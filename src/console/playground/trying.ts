/** Trying: what was written under both prompts at the same time, as often as a member may. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Context } from 'koa'
import { conversationOf } from '../../core/scene.ts'
import { describe } from '../../core/content.ts'
import type { PlaygroundParts } from './parts.ts'
import type { Results, SideResult } from './results-part.ts'
import type { Side } from './side.ts'
import { filled, sceneOf, sides, type KnownBefore, type SideName, type Written } from './written.ts'

/** A model is paid by the token: so many tries of one member in so many seconds. */
const limit = { points: 20, duration: 60 }

export interface Trying {
  /** Counts a try. @returns how long to wait (s) when that was one too many */
  tooMany(member: string): Promise<number | undefined>
  /** Asks for both. One that fails leaves the other as it is. */
  both(
    written: Written,
    of: Record<SideName, Side>,
    known: KnownBefore | undefined,
    signal: AbortSignal,
  ): Promise<Results>
}

export function createTrying(parts: PlaygroundParts): Trying {
  const { tryOut, clock, log, knowledge, prices, model, drafts } = parts
  const limiter = new RateLimiterMemory({ keyPrefix: 'try', ...limit })
  return {
    async tooMany(member) {
      try {
        await limiter.consume(member)
        return undefined
      } catch (over) {
        if (!(over instanceof RateLimiterRes)) throw over
        return Math.max(1, Math.ceil(over.msBeforeNext / 1_000))
      }
    },

    async both(written, of, known, signal) {
      const conversation = conversationOf(sceneOf(written, known), clock.now())
      const tryOne = async ({ read }: Side): Promise<SideResult> => {
        if (!read?.ok) return { type: 'mistakes' }
        try {
          return { type: 'tried', tried: await tryOut(conversation, read.prompt, signal) }
        } catch (error) {
          if (!signal.aborted) log.error({ err: error }, 'a prompt could not be tried in the playground')
          return { type: 'failed' }
        }
      }
      const [a, b] = await Promise.all([tryOne(of.a), tryOne(of.b)])
      const results: Results['sides'] = {
        a: { prompt: of.a, result: a },
        b: { prompt: of.b, result: b },
      }
      const judged = new Set(sides.flatMap((side) => idsOf(results[side].result)))
      const price = prices?.models.get(model)
      return {
        sides: results,
        tried: filled(written),
        messages: conversation.messages
          .filter(({ id, state }) => judged.has(id) || state === 'new')
          .map((message) => ({ id: message.id, text: describe(message) })),
        passages: knowledge?.passages() ?? [],
        price: price && prices && { currency: prices.currency, ...price },
        cases: drafts !== undefined,
        redacts: written.from !== undefined,
      }
    },
  }
}

const idsOf = (result: SideResult): string[] => (result.type === 'tried' ? Object.keys(result.tried.read) : [])

/** Aborts when the browser has gone, or the server is to end. */
export function untilGone(ctx: Context, ending: AbortSignal | undefined): AbortSignal {
  const gone = new AbortController()
  ctx.res.once('close', () => gone.abort())
  return ending ? AbortSignal.any([gone.signal, ending]) : gone.signal
}
