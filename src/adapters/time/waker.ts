/** Wakes conversations by timers of this process. After a restart the store tells what is due, so nothing is kept here. */
import type { Clock } from '../../ports/clock.ts'
import type { Waker } from '../../ports/waker.ts'

/**
 * The longest single timer (ms). Node's timers hold 2^31 - 1 ms and fire at once beyond that; and they do not notice
 * that the clock was set forward or the machine slept, so the clock is looked at this often.
 */
const longest = 60_000

/**
 * A wake comes when the clock has reached the time, or when as much time as there was left has passed: a clock that is
 * set back cannot hold a conversation up. Whoever is woken asks the core what there is to do, so early is harmless.
 * The timers keep no process alive.
 */
export function timerWaker(clock: Pick<Clock, 'now'>): Waker {
  const timers = new Map<string, NodeJS.Timeout>()
  let closed = false
  let wake: ((conversation: string) => void) | undefined

  const cancel = (conversation: string): void => {
    clearTimeout(timers.get(conversation))
    timers.delete(conversation)
  }

  const arm = (conversation: string, time: number, left: number): void => {
    const delay = Math.min(longest, left)
    const timer = setTimeout(() => {
      if (left > delay && clock.now() < time) return arm(conversation, time, left - delay)
      timers.delete(conversation)
      wake?.(conversation)
    }, delay)
    timers.set(conversation, timer.unref())
  }

  return {
    at(conversation, time) {
      cancel(conversation)
      if (!closed) arm(conversation, time, Math.max(0, time - clock.now()))
    },
    cancel,
    onWake(call) {
      wake = call
    },
    close() {
      closed = true
      for (const conversation of timers.keys()) cancel(conversation)
    },
  }
}
