/** The machine's time, which can be put forward: whatever waits for a time that has then come is told. */
import type { Clock } from '../../src/ports/clock.ts'

export interface DrivenClock extends Clock {
  /** @param ms how much later it is from now on */
  forward(ms: number): void
}

export function drivenClock(): DrivenClock {
  let ahead = 0
  const waiting = new Map<() => void, number>()
  const now = () => Date.now() + ahead
  return {
    now,
    after: (ms, signal) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          waiting.delete(end)
          signal?.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        if (signal?.aborted) return end()
        waiting.set(end, now() + ms)
        signal?.addEventListener('abort', end)
      }),
    forward(ms) {
      ahead += ms
      for (const [end, until] of waiting) if (until <= now()) end()
    },
  }
}
