/**
 * The spend stop: what the model took for all customers within 24 h, in tokens and in dollars. Past the shop's limit it is
 * not asked; customers have a notice and staff an entry, until enough of it is older than 24 h.
 *
 * The 24 h roll: no time zone has to be known, and no midnight is there at which it could be spent twice. What it took is
 * known when an answer comes, so judgements under way may pass the limit.
 *
 * What it took of an earlier process is read from the turns. Where those are being made anew (a restored backup, a lost
 * index) what is there counts, and they are read again until they are whole.
 */
import type { Usage } from '../core/judgement.ts'
import { costOf, type ModelPrice } from '../core/model-price.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Spending, SpendingLimits } from '../ports/spending.ts'
import type { Store } from '../ports/store.ts'

const day = 24 * 3_600_000
/** What was spent is kept in slots of this length (ms), and leaves with the slot. */
const slotLength = 5 * 60_000
/** Turns that are not whole are read again after this time (ms), when somebody wants to know. */
const readAgainAfter = 1_000
/** The owner hears of it once this much of the limit is gone. */
const nearly = 0.8
/** A stop that ends and begins again is not called out more often than this (ms). */
const calmFor = 3_600_000

export interface SpendingParts {
  limits: SpendingLimits
  /** By the model's name. */
  prices?: ReadonlyMap<string, ModelPrice>
  store: Pick<Store, 'eachTurn' | 'list'>
  clock: Pick<Clock, 'now'>
  log: Log
}

interface Sum {
  tokens: number
  dollars: number
}

/** By the slot's number. */
type Slots = Map<number, Sum>

/** Counts on from what the turns of the last 24 h took, so that a restart is no way round the limit. */
export async function openSpending({ limits, prices, store, clock, log }: SpendingParts): Promise<Spending> {
  const openedAt = clock.now()
  /** What turns tell of an earlier process, and what was spent since. */
  let before: Slots = new Map()
  const since: Slots = new Map()
  const slots = (): [number, Sum][] => [...before, ...since]
  let isWhole = limits.tokens === undefined && limits.dollars === undefined
  let isReading = false
  let readAt = -Infinity
  let stoppedAt: number | undefined
  let calledOutAt = -Infinity
  let warnedAt = -Infinity

  /** A model without a price of its own is taken for the dearest: too early a stop is the lesser harm. */
  const priceOf = (model: string | undefined): ModelPrice | undefined =>
    prices?.get(model ?? '') ?? [...(prices?.values() ?? [])].toSorted((a, b) => b.output - a.output)[0]
  const add = (to: Slots, at: number, model: string | undefined, usage: Usage): void => {
    const price = priceOf(model)
    addTo(to, Math.floor(at / slotLength), {
      tokens: usage.input + usage.output,
      dollars: price ? costOf(usage, price) : 0,
    })
  }
  /** Lets go of what is over; what lies in the future is of a clock that had jumped. */
  const tidy = (now: number): void => {
    const current = Math.floor(now / slotLength)
    for (const some of [before, since]) {
      for (const [slot, sum] of some) {
        if (slot > current) addTo(some, current, sum)
        if (slot > current || endOf(slot) <= now) some.delete(slot)
      }
    }
  }
  const total = (): Sum =>
    slots().reduce(
      (sum, [, { tokens, dollars }]) => ({ tokens: sum.tokens + tokens, dollars: sum.dollars + dollars }),
      {
        tokens: 0,
        dollars: 0,
      },
    )
  /** When so much has left that this limit is not reached any more (ms). */
  const endsAt = (limit: keyof SpendingLimits, most: number): number => {
    let left = total()[limit]
    for (const [slot, sum] of slots().toSorted(([a], [b]) => a - b)) {
      left -= sum[limit]
      if (left < most) return endOf(slot)
    }
    return clock.now()
  }
  const reached = (): { limit: keyof SpendingLimits; until: number } | undefined => {
    const sum = total()
    const over = (['tokens', 'dollars'] as const).flatMap((limit) => {
      const most = limits[limit]
      return most !== undefined && sum[limit] >= most ? [{ limit, until: endsAt(limit, most) }] : []
    })
    return over.toSorted((a, b) => b.until - a.until)[0]
  }
  const look = (): { limit: keyof SpendingLimits; until: number } | undefined => {
    const now = clock.now()
    void readAgain()
    tidy(now)
    const stop = reached()
    if (stop && stoppedAt === undefined) {
      stoppedAt = now
      const name = stop.limit === 'tokens' ? 'TOKENS_PER_DAY' : 'SPEND_PER_DAY'
      const fields = { ...total(), limit: limits[stop.limit], until: new Date(stop.until).toISOString() }
      const message = `${name} IS REACHED: the model is not asked; customers have a notice and staff see them under Waiting. It goes on by itself; to go on at once, set ${name} higher and start again`
      if (now - calledOutAt >= calmFor || now < calledOutAt) log.error(fields, message)
      else log.info(fields, message)
      calledOutAt = now
    }
    if (!stop && stoppedAt !== undefined) {
      stoppedAt = undefined
      log.info(total(), 'enough of what the model took is older than 24 h: it is asked again')
    }
    return stop
  }
  /** Once in a day. */
  const warn = (): void => {
    const now = clock.now()
    const sum = total()
    const near = (['tokens', 'dollars'] as const).find((limit) => sum[limit] >= (limits[limit] ?? Infinity) * nearly)
    if (!near || now - warnedAt < day) return
    warnedAt = now
    const name = near === 'tokens' ? 'TOKENS_PER_DAY' : 'SPEND_PER_DAY'
    log.warn({ ...sum, limit: limits[near] }, `80 % of ${name} is spent; past it the model is not asked`)
  }

  const readTurns = async (now: number): Promise<void> => {
    const found: Slots = new Map()
    await store.eachTurn({ from: now - day, until: now + 1 }, ({ at, model, input, output }) =>
      add(found, at, model, { input, output }),
    )
    before = found
  }
  const readAgain = async (): Promise<void> => {
    if (isWhole || isReading || Math.abs(clock.now() - readAt) < readAgainAfter) return
    isReading = true
    readAt = clock.now()
    try {
      // Turns and lists are made anew together.
      const { incomplete } = await store.list({ list: 'all', limit: 1 })
      await readTurns(openedAt)
      isWhole = !incomplete
      if (!look()) warn()
    } catch (error) {
      log.debug({ err: error }, 'what the model took could not be read again yet')
    } finally {
      isReading = false
    }
  }

  if (!isWhole) {
    await readTurns(openedAt)
    if (!look()) warn()
  }

  return {
    mayAsk: () => look() === undefined,
    spent(model, usage) {
      if (!usage) return
      const now = clock.now()
      tidy(now)
      add(since, now, model, usage)
      if (!look()) warn()
    },
    state() {
      const stop = look()
      const stopped = stop && { ...stop, since: stoppedAt ?? clock.now() }
      return { ...total(), limits, ...(stopped ? { stopped } : {}) }
    },
  }
}

const endOf = (slot: number): number => (slot + 1) * slotLength + day

function addTo(slots: Slots, slot: number, { tokens, dollars }: Sum): void {
  const sum = slots.get(slot) ?? { tokens: 0, dollars: 0 }
  slots.set(slot, { tokens: sum.tokens + tokens, dollars: sum.dollars + dollars })
}
