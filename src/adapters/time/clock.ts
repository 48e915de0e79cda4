/** The machine's own time. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  // It rejects only when the signal aborts, which is one of the two things waited for.
  after: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
}
