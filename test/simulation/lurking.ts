/**
 * Events that wait for the process to be just at something for their customer, and come in the middle of it: races are
 * made, not hoped for.
 */
import type { Chaos } from './chaos.ts'
import type { VirtualTime } from './time.ts'

/** One for whom nothing happens comes by itself after this time (ms). */
const longest = 15_000

export class Lurking {
  readonly #time: VirtualTime
  readonly #chaos: Chaos
  readonly #waiting = new Map<number, Set<() => void>>()

  constructor(time: VirtualTime, chaos: Chaos) {
    this.#time = time
    this.#chaos = chaos
  }

  wait(customer: number, come: () => void): void {
    const waiting = this.#waiting.get(customer) ?? new Set()
    this.#waiting.set(customer, waiting.add(come))
    this.#time.after(longest, () => {
      if (waiting.delete(come)) come()
    })
  }

  /** The process is at something for this customer, or for nobody in particular. Returns how long that takes longer (ms). */
  crossing(customer: number | undefined): number {
    const which = customer === undefined ? [...this.#waiting.keys()] : [customer]
    for (const one of which) {
      const waiting = this.#waiting.get(one) ?? new Set()
      for (const come of waiting) {
        waiting.delete(come)
        const random = this.#chaos.random(one, 'lurking')
        this.#time.after(random.int(1, 20), come)
        return random.pick([0, 5, 25, 60])
      }
    }
    return 0
  }
}
