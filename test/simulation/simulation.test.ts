/** Simulated worlds, each by its seed: whatever goes wrong in them, every invariant holds. Many more: npm run simulate. */
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { planned } from './chaos.ts'
import type { History } from './history.ts'
import { figuresOf } from './many.ts'
import { runSeed, usualCustomers, type SeedResult } from './seed.ts'
import { traceOf } from './trace.ts'
import { live } from './world.ts'

const seeds = 200
/** Fewer than `npm run simulate` has, so that all tests together stay within their time. */
const customers = 6

describe(`${seeds} seeds`, () => {
  test('every invariant holds in every one of them', { timeout: 180_000 }, async () => {
    const results: SeedResult[] = []
    for (let seed = 1; seed <= seeds; seed += 1) results.push(await runSeed({ seed, customers }))
    expect(results.flatMap(({ story }) => story ?? []).join('\n\n')).toBe('')
    const figures = figuresOf(results, seeds * customers)
    // A world in which nothing happens breaks nothing.
    expect(figures.answers).toBeGreaterThan(seeds * customers)
    expect(figures.reads).toBeGreaterThan(seeds * customers)
    expect(figures.crashes).toBeGreaterThan(seeds / 2)
    expect(figures.look_ups).toBeGreaterThan(seeds)
    expect(figures.requests).toBeGreaterThan(seeds / 2)
    expect(planned.filter((name) => !figures[`fault.${name}`])).toEqual([])
  })
})

describe('a seed', () => {
  test('replays exactly, and another is another world', async () => {
    const trace = async (seed: number) => traceOf((await live({ seed, customers: usualCustomers })).history)
    const [first, again, other] = [await trace(16), await trace(16), await trace(17)]
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  test('lets one customer live alone as among the others, as far as the others are not in it', async () => {
    const among = (await live({ seed: 5, customers: usualCustomers })).history
    for (const customer of [3, 7]) {
      const { history: alone } = await live({ seed: 5, customers: usualCustomers, only: [customer] })
      const deeds = deedsOf(among, customer)
      expect(deeds.length).toBeGreaterThanOrEqual(5)
      expect(deedsOf(alone, customer)).toEqual(deeds)
      expect(check(alone).broken).toEqual([])
    }
  })
})

/** All that a customer did; LINE numbers its messages for all customers together, so they are named by their marks. */
function deedsOf({ records }: History, customer: number): object[] {
  const marks = new Map(
    records.flatMap((one) =>
      one.type === 'deed' && one.what === 'message' ? [[one.message.id, one.message.mark]] : [],
    ),
  )
  return records.flatMap((one): object[] => {
    if (one.type !== 'deed' || one.customer !== customer) return []
    if (one.what === 'unsend') return [{ ...one, message: marks.get(one.message) }]
    if (one.what !== 'message') return [one]
    const { id: _id, readToken, ...message } = one.message
    return [{ ...one, message: { ...message, readable: readToken !== undefined } }]
  })
}
