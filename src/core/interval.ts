/**
 * How far a rate may be from what was counted: the interval that Wilson (1927) gives for a proportion, without correction
 * for continuity. It is good for few trials and for rates near 0 and 1, where shops' figures are.
 */
export interface Interval {
  low: number
  high: number
}

export interface Rate extends Interval {
  count: number
  /** Out of so many. */
  n: number
  rate: number
}

/** Two-sided 95 %. */
export const z95 = 1.959_963_984_540_054

/**
 * @param count of n trials; a whole number from 0 to n
 * @returns 0 and 1 when there was no trial: it may be anything
 */
export function wilson(count: number, n: number, z = z95): Interval {
  if (n === 0) return { low: 0, high: 1 }
  const rate = count / n
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  const middle = rate + (z * z) / (2 * n)
  const scale = 1 + (z * z) / n
  // At its ends the interval is exact, which sums of floating point numbers are not.
  return {
    low: count === 0 ? 0 : (middle - spread) / scale,
    high: count === n ? 1 : (middle + spread) / scale,
  }
}

/** Undefined when there is nothing it could be a rate of. */
export function rateOf(count: number, n: number): Rate | undefined {
  return n === 0 ? undefined : { count, n, rate: count / n, ...wilson(count, n) }
}

/** Below this many trials a rate is told as a count: its interval is wider than what anybody would decide by. */
export const enough = 30
