/**
 * The loading indicator: 20 s, renewed while the assistant is at work. LINE takes 100 requests a second; past that, and
 * whenever LINE refuses, it is skipped: dots never stop anything.
 */
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'

const seconds = 20
/**
 * Asked again when this much of it (ms) has passed and there is still work: enough is left for a whole judgement, or for
 * what is looked up and thought of it.
 */
const renewAfter = 4_000
const perSecond = 100
const timeout = 3_000

export interface Dots {
  /** Dots for one conversation; `show` may be called as often as one likes. */
  of(userId: string): {
    show(): void
    /** A message went to the user, and LINE took the dots away. */
    gone(): void
  }
}

export function createDots(line: Pick<Line, 'showLoading'>, clock: Clock, log: Log): Dots {
  let second = 0
  let asked = 0
  const mayAsk = (now: number): boolean => {
    const current = Math.floor(now / 1_000)
    if (current !== second) [second, asked] = [current, 0]
    asked += 1
    return asked <= perSecond
  }
  return {
    of(userId) {
      let shownAt = -Infinity
      return {
        gone() {
          shownAt = -Infinity
        },
        show() {
          const now = clock.now()
          if (now - shownAt < renewAfter || !mayAsk(now)) return
          shownAt = now
          void line.showLoading(userId, seconds, timeout).then((result) => log.debug({ result }, 'loading indicator'))
        },
      }
    },
  }
}
