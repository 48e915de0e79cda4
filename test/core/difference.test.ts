/** Newcombe's interval for two groups, and the verdict that may be looked at every day. */
import { describe, expect, test } from 'vitest'
import { differenceOf, verdictOf, zOfAllLooks, type Counted } from '../../src/core/difference.ts'

describe('the interval of a difference of two groups', () => {
  // The first less the second, as the sources have it.
  test.for([
    // Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10, contrasts (a), (b) and (d): as R packages
    // propint (a, b) and ratesci, tests/testthat/test3.R (d), hold it too.
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    // Perondi et al. (2004): R package contingencytables, tests/testthat/test-ch4.R.
    [7, 34, 1, 34, 0.0189, 0.3404],
  ] as const)('%i/%i − %i/%i is between %f and %f, as published', ([x1, n1, x2, n2, low, high]) => {
    const interval = differenceOf({ count: x2, n: n2 }, { count: x1, n: n1 })
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('the other way round it is the same, mirrored', () => {
    const [a, b] = [
      { count: 3, n: 40 },
      { count: 9, n: 50 },
    ]
    const { low, high } = differenceOf(a, b)
    expect(differenceOf(b, a)).toEqual({ low: expect.closeTo(-high, 12), high: expect.closeTo(-low, 12) })
  })

  test('all of none against none of all is certain at that end only', () => {
    expect(differenceOf({ count: 0, n: 10 }, { count: 10, n: 10 }).high).toBe(1)
    expect(differenceOf({ count: 10, n: 10 }, { count: 0, n: 10 }).low).toBe(-1)
  })

  test('with nobody on a side it may be anything', () => {
    expect(differenceOf({ count: 0, n: 0 }, { count: 5, n: 10 })).toEqual({ low: -1, high: 1 })
  })
})

test('the bound of all looks is the published mixture', () => {
  // Package confseq of Howard et al., test/uniform_boundaries_unittest.cpp: two-sided normal mixture, v = v_opt = 100,
  // α = 0.05: 30.35209; a z is that ÷ √v.
  expect(zOfAllLooks(100, 100)).toBeCloseTo(30.35209 / Math.sqrt(100), 5)
})

describe('the verdict', () => {
  test('under 30 conversations on a side there is none, whatever was counted', () => {
    expect(verdictOf({ count: 0, n: 400 }, { count: 29, n: 29 })).toEqual({ type: 'thin', need: 1 })
    expect(verdictOf({ count: 0, n: 0 }, { count: 0, n: 0 })).toEqual({ type: 'thin', need: 30 })
  })

  test('a plain difference is told with its direction', () => {
    expect(verdictOf({ count: 30, n: 300 }, { count: 75, n: 300 })).toMatchObject({ type: 'higher' })
    expect(verdictOf({ count: 75, n: 300 }, { count: 30, n: 300 })).toMatchObject({ type: 'lower' })
  })

  test('what one look alone would take for a difference is none yet', () => {
    const [control, variant] = [
      { count: 20, n: 200 },
      { count: 34, n: 200 },
    ]
    expect(differenceOf(control, variant).low).toBeGreaterThan(0)
    const verdict = verdictOf(control, variant)
    expect(verdict.type).toBe('no_difference_seen')
    expect(verdict).toMatchObject({ interval: { low: expect.any(Number), high: expect.any(Number) } })
  })

  test.for([
    [0.02, 40, 0.1],
    [0.1, 20, 0.5],
    [0.3, 40, 0.1],
    [0.5, 20, 0.5],
  ] as const)(
    'no difference, %f in both: 60 daily looks cry wolf in 5 %% of experiments at most',
    ([share, aDay, weight]) => {
      const told = experiments({ control: share, variant: share, aDay, weight, days: 60, times: 1_000, seed: 5 })
      expect(told.day.length / 1_000).toBeLessThan(0.05)
      // One that tests at 5 % each day would not do.
      expect(told.naive / 1_000).toBeGreaterThan(0.1)
    },
  )

  test('10 % against 20 %, 20 conversations a day: told within 60 days, and never the wrong way', () => {
    const told = experiments({ control: 0.1, variant: 0.2, aDay: 20, weight: 0.5, days: 60, times: 500, seed: 6 })
    expect(told.day.length / 500).toBeGreaterThan(0.9)
    expect(told.lower).toBe(0)
  })
})

interface Experiment {
  /** Shares that are true. */
  control: number
  variant: number
  /** Conversations a day, both sides together, and the variant's part of them. */
  aDay: number
  weight: number
  days: number
  times: number
  seed: number
}

/** Experiments that are looked at each day until something is told. */
function experiments({ control, variant, aDay, weight, days, times, seed }: Experiment) {
  const random = randomFrom(seed)
  const day: number[] = []
  let lower = 0
  let naive = 0
  for (let time = 0; time < times; time++) {
    const a: Counted = { count: 0, n: 0 }
    const b: Counted = { count: 0, n: 0 }
    let told = false
    let cried = false
    for (let today = 1; today <= days; today++) {
      for (let i = 0; i < aDay; i++) {
        const isVariant = random() < weight
        const side = isVariant ? b : a
        side.n++
        if (random() < (isVariant ? variant : control)) side.count++
      }
      const { type } = verdictOf(a, b)
      if (!told && (type === 'higher' || type === 'lower')) {
        told = true
        day.push(today)
        if (type === 'lower') lower++
      }
      const once = differenceOf(a, b)
      if (type !== 'thin' && (once.low > 0 || once.high < 0)) cried = true
    }
    if (cried) naive++
  }
  return { day, lower, naive }
}

/** mulberry32: the same numbers from the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
