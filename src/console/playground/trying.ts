/** Trying: what was written under both prompts at the same time, as often as a member may. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Context } from 'koa'
import { conversationOf } from '../../core/scene.ts'
import { describe } from '../../core/content.ts'
import type { Conversation } from '../../core/conversation.ts'
import { remembered, type Proofs } from '../../core/look-ups/looked-up.ts'
import type { Tried } from '../../core/tried.ts'
import type { PlaygroundParts } from './parts.ts'
import type { Results, SideResult } from './results-part.ts'
import type { Side } from './side.ts'
import { filled, isSameWords, sceneOf, sides, type KnownBefore, type SideName, type Written } from './written.ts'

/** A model is paid by the token: so many tries of one member in so many seconds. */
const limit = { points: 20, duration: 60 }

export interface Trying {
  /** Counts a try. @returns how long to wait (s) when that was one too many */
  tooMany(member: string): Promise<number | undefined>
  /**
   * Asks for both. One that fails leaves the other as it is.
   * @param known where it comes from a customer's conversation
   */
  both(written: Written, of: Record<SideName, Side>, by: By, signal: AbortSignal): Promise<Results>
}

interface By {
  member: string
  known?: KnownBefore
}

export function createTrying(parts: PlaygroundParts): Trying {
  const { tryOut, clock, log, knowledge, prices, model, drafts } = parts
  const limiter = new RateLimiterMemory({ keyPrefix: 'try', ...limit })
  const guesses = guessesOf(clock)
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

    async both(written, of, { member, known }, signal) {
      const conversation = guesses.put(member, conversationOf(sceneOf(written, known), clock.now()))
      // A customer's own words are theirs to show whose it is: nobody else asks a system with them.
      const then = { lookUps: known?.lookUps ?? [], isSameWords: known !== undefined && isSameWords(written, known) }
      const kept = written.from === undefined ? undefined : then
      const tryOne = async ({ read }: Side): Promise<SideResult> => {
        if (!read?.ok) return { type: 'mistakes' }
        try {
          const tried = await tryOut(conversation, read.prompt, signal, kept)
          guesses.add(member, tried)
          return { type: 'tried', tried }
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

/** Guesses at whose something is count for a member as they do in a chat: else one could guess on, try by try. */
function guessesOf({ now }: Pick<PlaygroundParts['clock'], 'now'>) {
  const made = new Map<string, Proofs>()
  return {
    put(member: string, scene: Conversation): Conversation {
      const proofs = remembered(made.get(member), undefined, now())
      return proofs ? { ...scene, proofs } : scene
    },
    add(member: string, { proofs }: Tried): void {
      // What was given belongs to its scene, and each scene is another chat.
      const all = remembered(made.get(member), proofs && { given: [], tries: proofs.tries }, now())
      if (all) made.set(member, all)
      else made.delete(member)
    },
  }
}

/** Aborts when the browser has gone, or the server is to end. */
export function untilGone(ctx: Context, ending: AbortSignal | undefined): AbortSignal {
  const gone = new AbortController()
  ctx.res.once('close', () => gone.abort())
  return ending ? AbortSignal.any([gone.signal, ending]) : gone.signal
}
