/** Simulated worlds, each by its seed: whatever goes wrong in them, every invariant holds. Many more: npm run simulate. */
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { planned } from './chaos.ts'
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
    expect(figures.crashes).toBeGreaterThan(seeds)
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
    const deeds = async (only?: number[]) => {
      const { history } = await live({ seed: 5, customers: usualCustomers, only })
      const first = history.records.find((one) => one.customer === 3 && one.type === 'deed')
      return { first: first?.at, broken: check(history).broken }
    }
    const [among, alone] = [await deeds(), await deeds([3])]
    expect(among.first).toBeDefined()
    expect(alone).toEqual(among)
  })
})
