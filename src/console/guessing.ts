/**
 * Against guessing. Behind a tunnel all visitors have one address, so a limit for an address alone would let one guesser
 * lock everybody out. Therefore:
 * - what is counted in the first place is tries of one name: five a minute from one address, and ten minutes' worth of
 *   that from all addresses together. Past it that account itself is being guessed, and even its right password waits;
 * - past the limits for an address and over all, the right password still gets in; but few such tries are looked at at a
 *   time, since each costs a third of a second and 128 MB, and a wrong one is told nothing but to wait;
 * - a browser from which somebody has signed in under that name before (`known-browser.ts`) is counted by itself, so
 *   that guessers keep nobody out who is at their own counter.
 * A try is counted before it is looked at, or many at once would all pass; the right password gives it back.
 */
import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Tries, and for how long (s). */
const limits = {
  browser: { points: 5, duration: 60 },
  pair: { points: 5, duration: 60 },
  name: { points: 60, duration: 600 },
  address: { points: 20, duration: 60 },
  all: { points: 60, duration: 60 },
}
type Limit = keyof typeof limits

/** How many strangers' tries are looked at or wait for it: past the limits of address and all, and ever. */
const atOnce = { crowded: 2, ever: 12 }
/** Who finds no place there may come again so soon (s). */
const soon = 5

export interface Try {
  /** `nameKey` of what was typed. */
  name: string
  address: string
  /** The browser, when somebody has signed in from it under this name. */
  browser?: string
}

/** `wait` in seconds; `first`: of those that were refused for this, so that a flood is told once. */
export type Tried<T> =
  | { type: 'right'; value: T }
  | { type: 'wrong' }
  | { type: 'too_many'; wait: number; first: boolean }

export type Guarded = <T>(tried: Try, check: () => Promise<T | undefined>) => Promise<Tried<T>>

export function createGuard(): Guarded {
  const make = (keyPrefix: Limit) => new RateLimiterMemory({ keyPrefix, ...limits[keyPrefix] })
  const limiters = {
    browser: make('browser'),
    pair: make('pair'),
    name: make('name'),
    address: make('address'),
    all: make('all'),
  }
  let strangers = 0

  /** Counts it; what is over, if anything. */
  const count = async (limit: Limit, key: string): Promise<{ wait: number; first: boolean } | undefined> => {
    try {
      await limiters[limit].consume(key)
      return undefined
    } catch (over) {
      if (!(over instanceof RateLimiterRes)) throw over
      const wait = Math.max(1, Math.ceil(over.msBeforeNext / 1_000))
      return { wait, first: over.consumedPoints === limits[limit].points + 1 }
    }
  }

  return async (tried, check) => {
    const keys = keysOf(tried)
    const giveBack = async (): Promise<void> => {
      for (const [limit, key] of keys) await limiters[limit].reward(key)
    }
    let crowded: { wait: number; first: boolean } | undefined
    for (const [limit, key] of keys) {
      const over = await count(limit, key)
      if (!over) continue
      if (limit !== 'address' && limit !== 'all') return { type: 'too_many', ...over }
      crowded ??= over
    }

    const isStranger = tried.browser === undefined
    if (isStranger && strangers >= (crowded ? atOnce.crowded : atOnce.ever)) {
      await giveBack()
      return { type: 'too_many', wait: soon, first: crowded?.first ?? false }
    }
    if (isStranger) strangers += 1
    try {
      const value = await check()
      if (value === undefined) return crowded ? { type: 'too_many', ...crowded } : { type: 'wrong' }
      await giveBack()
      return { type: 'right', value }
    } catch (error) {
      await giveBack()
      throw error
    } finally {
      if (isStranger) strangers -= 1
    }
  }
}

/** In the order in which they are counted: a try that is refused for its own name and address counts for nobody else. */
function keysOf({ name, address, browser }: Try): [Limit, string][] {
  // Whatever was typed, the key is short.
  const short = createHash('sha256').update(name).digest('base64url')
  if (browser !== undefined) return [['browser', `${browser} ${short}`]]
  return [
    ['pair', `${address} ${short}`],
    ['name', short],
    ['address', address],
    ['all', 'all'],
  ]
}
