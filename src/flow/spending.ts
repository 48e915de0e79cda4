/**
 * The spend stop: what the model took for all customers within 24 h, in tokens and in dollars. Past the shop's limit it is
 * not asked; customers have a notice and staff an entry, until enough of it is older than 24 h.
 *
 * The 24 h roll: no time zone has to be known, and no midnight is there at which it could be spent twice. What it took is
 * known when an answer comes, so judgements under way may pass the limit.
 *
 * What it took of an earlier process is read from the turns. Where those are being made anew (a restored backup, a lost
 * index) what is there counts, and they are read again until they are whole.
 *
 * Where processes share the store it is one limit for all of them: the turns of all are looked at every so often, and what
 * this one spent since is added, until its turn is among them.
 */
import type { Usage } from '../core/judgement.ts'
import { costOf, type ModelPrice } from '../core/model-price.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Spending, SpendingLimits } from '../ports/spending.ts'
import type { Store } from '../ports/store.ts'
import { addTo, day, endOf, isOver, slotWith, tidy, totalOf, type Slots, type Spend, type Sum } from './spent-slots.ts'
import { openTold } from './spent-told.ts'

/** Turns that are not whole, or could not be read, are read again after this time (ms), when somebody wants to know. */
const readAgainAfter = 1_000
/** And those of all processes that share the store after this time (ms). */
const lookAgainAfter = 15_000
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
  /** Other processes spend from the same limit: their turns are in the same store. */
  shared?: boolean
  log: Log
}

/** Counts on from what the turns of the last 24 h took, so that a restart is no way round the limit. */
export async function openSpending(parts: SpendingParts): Promise<Spending> {
  const { limits, prices, store, shared = false, clock, log } = parts
  /** What this one spent, and no turn that is read will tell. */
  const since: Slots = new Map()
  /** What this one spent for turns that were not in the store yet when it looked. */
  let untold: (Spend & { conversation: string })[] = []
  const isLimited = limits.tokens !== undefined || limits.dollars !== undefined
  const openedAt = clock.now()
  let readAt = openedAt
  /** How long what was read is good (ms). */
  let goodFor = !isLimited ? Infinity : shared ? lookAgainAfter : 0
  let isReading = false
  let stoppedAt: number | undefined
  let calledOutAt = -Infinity
  let warnedAt = -Infinity

  /** A model without a price of its own is taken for the dearest: too early a stop is the lesser harm. */
  const priceOf = (model: string | undefined): ModelPrice | undefined =>
    prices?.get(model ?? '') ?? [...(prices?.values() ?? [])].toSorted((a, b) => b.output - a.output)[0]
  const sumOf = (model: string | undefined, usage: Usage): Sum => {
    const price = priceOf(model)
    return { tokens: usage.input + usage.output, dollars: price ? costOf(usage, price) : 0 }
  }
  const told = openTold({ store, shared, openedAt, sumOf })
  const slots = (): [number, Sum][] => [...told.slots(), ...since, ...untold.map(slotWith)]
  const total = (): Sum => totalOf(slots())
  const letGo = (now: number): void => {
    told.tidy(now)
    tidy(since, now)
    for (const spend of untold) spend.at = Math.min(spend.at, now)
    untold = untold.filter((spend) => !isOver(spend, now))
  }
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
    letGo(now)
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

  const read = async (): Promise<void> => {
    const upTo = await told.read(clock.now())
    untold = untold.filter(({ conversation, at }) => at > (upTo.get(conversation) ?? -Infinity))
  }
  const readAgain = async (): Promise<void> => {
    if (isReading || Math.abs(clock.now() - readAt) < goodFor) return
    isReading = true
    readAt = clock.now()
    try {
      // Turns and lists are made anew together; those that processes share never are.
      const { incomplete } = shared ? {} : await store.list({ list: 'all', limit: 1 })
      await read()
      goodFor = shared ? lookAgainAfter : incomplete ? readAgainAfter : Infinity
      if (!look()) warn()
    } catch (error) {
      goodFor = readAgainAfter
      log.debug({ err: error }, 'what the model took could not be read again yet')
    } finally {
      isReading = false
    }
  }

  if (isLimited) {
    await read()
    if (!look()) warn()
  }

  return {
    mayAsk: () => look() === undefined,
    spent(model, usage, conversation) {
      if (!usage) return
      const now = clock.now()
      letGo(now)
      const spend = { at: now, ...sumOf(model, usage) }
      if (shared && conversation !== undefined) untold.push({ ...spend, conversation })
      else addTo(since, spend)
      if (!look()) warn()
    },
    state() {
      const stop = look()
      const stopped = stop && { ...stop, since: stoppedAt ?? clock.now() }
      return { ...total(), limits, ...(stopped ? { stopped } : {}) }
    },
  }
}
