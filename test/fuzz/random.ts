/** Chance that can be had again: the same seed and number give the same draws, on any machine. */

export class Random {
  #state: number

  /** Two numbers that differ by one give draws that have nothing to do with each other. */
  constructor(seed: number, number = 0) {
    this.#state = mix(mix(seed >>> 0) ^ mix((number ^ 0x9e3779b9) >>> 0))
  }

  /** From 0 up to, and not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 up to, and not including, `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  chance(part: number): boolean {
    return this.next() < part
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)]
    if (found === undefined) throw new RangeError('there is nothing to pick from')
    return found
  }

  /** One of several ways to do something, each as often as its weight says. */
  way<T>(ways: readonly (readonly [weight: number, way: () => T])[]): T {
    let left = this.next() * ways.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, way] of ways) {
      left -= weight
      if (left < 0) return way()
    }
    throw new RangeError('there is no way')
  }
}

function mix(value: number): number {
  let h = value >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
