/**
 * Lengths of time, of which the median and the 90th percentile are wanted. They are kept to three digits (3,412 ms as
 * 3,410), so that a million of them need no more room than a few thousand, and no answer is off by more than half a
 * percent.
 */
export interface Spread {
  n: number
  /** In ms; undefined when there is none. */
  median?: number
  p90?: number
}

export class Lengths {
  #n = 0
  readonly #counts = new Map<number, number>()

  /** @param ms what is below 0 (clocks differ) counts as 0 */
  add(ms: number): void {
    const length = toThreeDigits(Math.max(0, ms))
    this.#n++
    this.#counts.set(length, (this.#counts.get(length) ?? 0) + 1)
  }

  /** How many different lengths are kept. */
  get kept(): number {
    return this.#counts.size
  }

  /** By nearest rank: the shortest length that so many of them do not exceed. It is one that occurred. */
  spread(): Spread {
    if (this.#n === 0) return { n: 0 }
    const sorted = [...this.#counts].toSorted(([a], [b]) => a - b)
    return { n: this.#n, median: this.#rank(sorted, 0.5), p90: this.#rank(sorted, 0.9) }
  }

  #rank(sorted: readonly (readonly [number, number])[], part: number): number | undefined {
    let left = Math.ceil(part * this.#n)
    for (const [length, count] of sorted) {
      left -= count
      if (left <= 0) return length
    }
    return undefined
  }
}

function toThreeDigits(value: number): number {
  if (value < 1_000) return Math.round(value)
  const step = 10 ** (Math.floor(Math.log10(value)) - 2)
  return Math.round(value / step) * step
}
