/** McNemar's exact test, Newcombe's paired interval and Connor's number of pairs, against what others have published. */
import { describe, expect, test } from 'vitest'
import { differenceOfPairs, mcnemar, missable, pairedOf, pairsNeeded } from '../../src/core/paired.ts'

describe('the exact test of McNemar', () => {
  test.for([
    // Agresti (1990), p. 350, approval of a president by 1600 people, asked twice; p as exact2x2::exact2x2(paired = TRUE)
    // and binom.test(86, 236) print it.
    ['approval ratings', 150, 86, 3.716e-5, 8],
    // Armitage and Berry (1994), p. 127, two media for one specimen: StatsDirect, help on McNemar, "P (two sided)".
    ['tubercle bacilli', 12, 2, 0.0129, 4],
    // Cavo et al. (2012) in Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables, ch. 8: R package
    // contingencytables, tests/testthat/test-ch8.R.
    ['consolidation therapy', 6, 16, 0.052479, 6],
  ] as const)('%s: %i against %i', ([, b, c, p, digits]) => {
    expect(mcnemar(b, c)).toBeCloseTo(p, digits)
    expect(mcnemar(c, b)).toBe(mcnemar(b, c))
  })

  test('when nothing flipped, or as much each way, it is chance', () => {
    expect(mcnemar(0, 0)).toBe(1)
    expect(mcnemar(7, 7)).toBe(1)
    expect(mcnemar(1, 2)).toBe(1)
  })

  test('five flips one way are not enough at 5 %, six are', () => {
    expect(mcnemar(0, 5)).toBeCloseTo(0.0625, 12)
    expect(mcnemar(0, 6)).toBeCloseTo(0.03125, 12)
  })

  test('every table of up to 40 flips is as whole numbers count it', () => {
    for (let n = 1; n <= 40; n++) {
      for (let b = 0; b <= n; b++) expect(mcnemar(b, n - b)).toBeCloseTo(counted(b, n), 13)
    }
  })

  test.for([
    [49_500, 100_000],
    [48_000, 100_000],
    [1_200, 3_000],
  ] as const)('%i of %i flips: ten digits are right, however small p is', ([b, n]) => {
    const exact = counted(b, n)
    expect(mcnemar(b, n - b) / exact).toBeCloseTo(1, 10)
  })

  test('a chance too small for any number is 0', () => {
    expect(mcnemar(0, 100_000)).toBe(0)
  })
})

/** The same by counting tosses as whole numbers: nothing is rounded before the end. */
function counted(b: number, n: number): number {
  const fewer = Math.min(b, n - b)
  let term = 1n
  for (let i = 1; i <= fewer; i++) term = (term * BigInt(n - fewer + i)) / BigInt(i)
  let sum = 0n
  // Terms beyond 300 bits below the first add nothing that a double shows.
  const least = term >> 300n
  for (let i = fewer; i >= 0 && term > least; i--) {
    sum += term
    term = (term * BigInt(i)) / BigInt(n - i + 1)
  }
  // Numerator and denominator have more digits than a double: 60 bits of the one, and the difference of their lengths.
  const cut = Math.max(0, sum.toString(2).length - 60)
  return Math.min(1, Math.exp(Math.log(Number(sum >> BigInt(cut))) + (cut - n + 1) * Math.LN2))
}

describe('the interval of a difference of pairs', () => {
  // Both, only A, only B, neither; the interval of A less B, as the sources have it.
  test.for([
    // Newcombe (1998), Statistics in Medicine 17, 2635–2650, method 10: R package ratesci, tests/testthat/test3.R.
    [20, 12, 2, 16, 0.0562, 0.3292, 4],
    // Fagerland, Lydersen and Laake (2014), airway reactivity: the same file.
    [1, 1, 7, 12, -0.507, -0.026, 3],
    // Tang et al. (2010): the same file.
    [8, 3, 1, 2, -0.1574, 0.4136, 4],
    // Chang (2024): the same file.
    [7, 25, 2, 68, 0.133, 0.318, 3],
    // Cavo et al. (2012): R package contingencytables, tests/testthat/test-ch8.R; and its smallest table, where nothing flipped.
    [59, 6, 16, 80, -0.1186, -0.0046, 4],
    [1, 0, 0, 1, -0.5734, 0.5734, 4],
  ] as const)('%i, %i, %i, %i', ([both, onlyA, onlyB, neither, low, high, digits]) => {
    const { estimate, ...interval } = differenceOfPairs({ both, onlyA, onlyB, neither })
    expect(estimate).toBeCloseTo((onlyB - onlyA) / (both + onlyA + onlyB + neither), 12)
    // Ours is B less A.
    expect(interval.low).toBeCloseTo(-high, digits)
    expect(interval.high).toBeCloseTo(-low, digits)
  })

  test('of nothing it may be anything', () => {
    expect(differenceOfPairs({ both: 0, onlyA: 0, onlyB: 0, neither: 0 })).toEqual({ estimate: 0, low: -1, high: 1 })
  })

  test('it stays within what a difference can be', () => {
    for (const pairs of [
      { both: 0, onlyA: 0, onlyB: 5, neither: 0 },
      { both: 0, onlyA: 3, onlyB: 0, neither: 0 },
      { both: 1, onlyA: 0, onlyB: 0, neither: 0 },
    ]) {
      const { low, high } = differenceOfPairs(pairs)
      expect(low).toBeGreaterThanOrEqual(-1)
      expect(high).toBeLessThanOrEqual(1)
    }
  })
})

describe('how many pairs would do', () => {
  test('as published: discordant shares of 45 % and 5 % take 23 pairs', () => {
    // Connor (1987), p. 209, as powerandsamplesize.com, "McNemar's Z-test, 2-sided equality", prints it.
    expect(pairsNeeded({ both: 25, onlyA: 5, onlyB: 45, neither: 25 })).toBe(23)
  })

  test('as many each way: no number would do', () => {
    expect(pairsNeeded({ both: 10, onlyA: 4, onlyB: 4, neither: 10 })).toBeUndefined()
    expect(pairsNeeded({ both: 10, onlyA: 0, onlyB: 0, neither: 10 })).toBeUndefined()
  })

  test('the exact power that this file counts is as published', () => {
    // R package MESS, tests/testthat/testpowermcnemar.R: 144 pairs, 25 % and 45 %, one-sided 2.5 %: 0.80.
    expect(exactPower(144, 0.25, 0.45)).toBeCloseTo(0.8, 2)
  })

  test.for([
    [2, 8, 100],
    [1, 6, 140],
    [0, 5, 140],
    [3, 12, 60],
    [20, 32, 120],
  ] as const)('%i against %i of %i: the exact test has about the power that was asked for', ([onlyA, onlyB, n]) => {
    const need = pairsNeeded({ both: n - onlyA - onlyB, onlyA, onlyB, neither: 0 })
    const power = exactPower(need ?? 0, onlyA / n, onlyB / n)
    expect(power).toBeGreaterThan(0.7)
    expect(power).toBeLessThan(0.86)
  })
})

/** How often the exact test tells B from A over all tables of n pairs: each counted with how likely it is. */
function exactPower(n: number, onlyA: number, onlyB: number): number {
  const share = onlyB / (onlyA + onlyB)
  let power = 0
  let likely = (1 - onlyA - onlyB) ** n
  for (let flipped = 0; flipped <= n; flipped++) {
    let chance = (1 - share) ** flipped
    for (let b = 0; b <= flipped; b++) {
      if (mcnemar(flipped - b, b) <= 0.05) power += likely * chance
      chance *= share === 1 ? 0 : ((flipped - b) / (b + 1)) * (share / (1 - share))
    }
    if (share === 1 && mcnemar(0, flipped) <= 0.05) power += likely
    likely *= ((n - flipped) / (flipped + 1)) * ((onlyA + onlyB) / (1 - onlyA - onlyB))
  }
  return power
}

test('when nothing flipped, what could have been missed is told', () => {
  // 0 of 60: the rule of three says 5 %; (1 − x)⁶⁰ = 0.05.
  expect(missable(60)).toBeCloseTo(0.0487, 4)
  expect((1 - missable(17)) ** 17).toBeCloseTo(0.05, 12)
  expect(missable(0)).toBe(1)
})

test('all of it together', () => {
  const paired = pairedOf({ both: 794, onlyA: 150, onlyB: 86, neither: 570 })
  expect(paired).toMatchObject({ n: 1600, both: 794, p: mcnemar(150, 86) })
  expect(paired.difference.estimate).toBe(-0.04)
})
