/**
 * Two proportions of the same cases, a pair a case: whether they differ (the exact test of McNemar), by how much (the
 * interval of Newcombe), and how many cases it would take to tell (Connor). Why these: docs/statistics.md.
 */
import { wilson, z95, type Interval } from './interval.ts'

/** How many pairs have it under both, under one alone, under neither. */
export interface Pairs {
  both: number
  onlyA: number
  onlyB: number
  neither: number
}

export interface Paired extends Pairs {
  n: number
  /** How often a difference as large as this one, or larger, comes by chance alone. 1 when nothing flipped. */
  p: number
  /** B's share less A's, with its 95 % interval: from −1 to 1. */
  difference: Interval & { estimate: number }
}

/** Differences that come by chance in less than this share of comparisons are taken for real. */
export const level = 0.05

/** 80 % power. */
const z80 = 0.841_621_233_572_914

export function pairedOf(pairs: Pairs): Paired {
  const { both, onlyA, onlyB, neither } = pairs
  const n = both + onlyA + onlyB + neither
  return { ...pairs, n, p: mcnemar(onlyA, onlyB), difference: differenceOfPairs(pairs) }
}

/**
 * The exact (conditional) test of McNemar, two-sided: of the pairs that flipped, each way is as likely as the other.
 * @returns p, from 0 to 1; right to ten digits up to 100,000 flips
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  // With as many each way both tails hold the middle, and their sum is above 1.
  return Math.min(1, 2 * lowerTail(Math.min(onlyA, onlyB), onlyA + onlyB))
}

/** P(X ≤ k) of n tosses of a fair coin. From the largest term down, which is taken by its logarithm: 2⁻ⁿ is 0 in a double. */
function lowerTail(k: number, n: number): number {
  let sum = 0
  let term = 1
  for (let i = k; i >= 0 && term > sum * Number.EPSILON; i--) {
    sum += term
    term *= i / (n - i + 1)
  }
  return Math.exp(logChoose(n, k) - n * Math.LN2) * sum
}

/** ln of n over k, with Kahan's correction: of many terms the rounding adds up. */
function logChoose(n: number, k: number): number {
  let sum = 0
  let lost = 0
  for (let i = 1; i <= k; i++) {
    const term = Math.log((n - k + i) / i) - lost
    const next = sum + term
    lost = next - sum - term
    sum = next
  }
  return sum
}

/**
 * Method 10 of Newcombe (1998, Statistics in Medicine 17, 2635–2650): the Wilson intervals of both shares, squared and
 * added, with the pairs' correlation; that is corrected for continuity when it is positive.
 */
export function differenceOfPairs({ both, onlyA, onlyB, neither }: Pairs): Paired['difference'] {
  const n = both + onlyA + onlyB + neither
  if (n === 0) return { estimate: 0, low: -1, high: 1 }
  const a = spreadOf(both + onlyA, n)
  const b = spreadOf(both + onlyB, n)
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither)
  const together = both * neither - onlyA * onlyB
  const corrected = together > 0 ? Math.max(together - n / 2, 0) : together
  const correlation = margins === 0 ? 0 : corrected / Math.sqrt(margins)
  const add = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * correlation * x * y + y * y))
  const estimate = (onlyB - onlyA) / n
  return { estimate, low: estimate - add(b.below, a.above), high: estimate + add(b.above, a.below) }
}

function spreadOf(count: number, n: number): { below: number; above: number } {
  const { low, high } = wilson(count, n)
  return { below: count / n - low, above: high - count / n }
}

/**
 * How many pairs would show a difference such as the one seen, 4 times of 5 (80 % power), at 5 %: Connor (1987,
 * Biometrics 43, 207–211). It plans for McNemar's test without exactness, so with few flips the exact one may want some more.
 * @returns undefined when as many flipped each way: no number would show what is not there
 */
export function pairsNeeded({ both, onlyA, onlyB, neither }: Pairs): number | undefined {
  const n = both + onlyA + onlyB + neither
  if (onlyA === onlyB) return undefined
  const flipped = (onlyA + onlyB) / n
  const difference = Math.abs(onlyB - onlyA) / n
  const root = (z95 * Math.sqrt(flipped) + z80 * Math.sqrt(flipped - difference * difference)) / difference
  return Math.ceil(root * root)
}

/** When nothing flipped in n pairs: what flips this often or more would have shown, 19 times of 20 (exact). */
export const missable = (n: number): number => (n === 0 ? 1 : 1 - level ** (1 / n))
