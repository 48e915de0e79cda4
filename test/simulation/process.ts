/**
 * The process that the product runs in. Everything it does to the outside passes `cross`, and at each such boundary it
 * may die: from then on nothing it waits for ever comes, its timers never ring, and all that is left is what is on disk.
 */
import type { Clock } from '../../src/ports/clock.ts'
import type { Waker } from '../../src/ports/waker.ts'
import type { Chaos } from './chaos.ts'
import type { VirtualTime } from './time.ts'

export interface Outside {
  time: VirtualTime
  chaos: Chaos
  /** Counted, so that the driver sees whether the process is at rest. */
  stir(): void
  died(where: string, customer: number | undefined): void
  /** The process is just at something; returns how long that takes longer for it (ms). */
  crossing(customer: number | undefined): number
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

/** What a failing port throws: anything else that the product logs as an error is a find. */
export class Injected extends Error {
  override name = 'Injected'
}

export class Process {
  alive = true
  readonly #outside: Outside

  constructor(outside: Outside) {
    this.#outside = outside
  }

  /** A call to the outside: it may be the last thing this process does, before it or after its effect. */
  async cross<T>(where: string, customer: number | undefined, call: () => Promise<T>): Promise<T> {
    const { stir } = this.#outside
    stir()
    if (!this.alive) return never()
    const { chaos, time } = this.#outside
    const crash = chaos.draw('crash', customer, time.now)
    if (crash === 'before') this.die(`before ${where}`, customer)
    if (!this.alive) return never()
    const longer = this.#outside.crossing(customer)
    if (longer > 0) await this.wait(longer)
    try {
      const result = await call()
      if (this.alive && crash === 'after') this.die(`after ${where}`, customer)
      return this.alive ? result : await never()
    } catch (error) {
      if (!this.alive) return never()
      throw error
    } finally {
      stir()
    }
  }

  /** A look at what is there: it changes nothing. */
  look<T>(value: () => T): Promise<T> {
    this.#outside.stir()
    return this.alive ? Promise.resolve(value()) : never()
  }

  /** Rings only while it lives. */
  after(length: number, ring: () => void): () => void {
    const { time, stir } = this.#outside
    return time.after(length, () => {
      if (!this.alive) return
      stir()
      ring()
    })
  }

  wait(length: number): Promise<void> {
    return new Promise((resolve) => void this.after(length, resolve))
  }

  get clock(): Clock {
    const { time } = this.#outside
    return {
      now: () => time.now,
      after: (ms, signal) =>
        new Promise((resolve) => {
          this.#outside.stir()
          if (signal?.aborted) return resolve()
          const cancel = this.after(Math.max(0, ms), () => {
            signal?.removeEventListener('abort', aborted)
            resolve()
          })
          const aborted = (): void => {
            cancel()
            resolve()
          }
          signal?.addEventListener('abort', aborted, { once: true })
        }),
    }
  }

  get waker(): Waker {
    const { time } = this.#outside
    const timers = new Map<string, () => void>()
    let wake: (conversation: string) => void = () => undefined
    const cancel = (conversation: string): void => {
      timers.get(conversation)?.()
      timers.delete(conversation)
    }
    return {
      at: (conversation, at) => {
        cancel(conversation)
        timers.set(
          conversation,
          this.after(at - time.now, () => {
            timers.delete(conversation)
            wake(conversation)
          }),
        )
      },
      cancel,
      onWake(call) {
        wake = call
      },
      close() {
        for (const conversation of timers.keys()) cancel(conversation)
      },
    }
  }

  die(where: string, customer: number | undefined): void {
    if (!this.alive) return
    this.alive = false
    this.#outside.died(where, customer)
  }
}
