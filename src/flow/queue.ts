/**
 * The queue before the model: so many turns are judged at once, the others wait in the order in which they came, the
 * channels in turn. A customer who has waited as long as there is time for has the notice, and staff an entry.
 *
 * Turns with pictures and files have fewer places: one may take 14 MB, which on the way to the model are several times as
 * many. Those without go past them. Two kinds of places, and a wait that ends: cockatiel's bulkhead has neither.
 */
import type { Clock } from '../ports/clock.ts'
import { createRounds } from './rounds.ts'

export interface Queue {
  /**
   * Resolves with how to leave, once it is one's turn; with undefined when that took longer than there is (ms).
   * @param heavy it holds pictures or files
   * @param channel whose it is; missing: there is one
   * @throws the signal's reason when aborted
   */
  enter(ms: number, heavy: boolean, signal: AbortSignal, channel?: string): Promise<Leave | undefined>
  state(): { judging: number; waiting: number; atOnce: number }
}

export type Leave = () => void

/** Of so many places one is for a turn with pictures or files. */
const lightPerHeavy = 8

export function createQueue(atOnce: number, clock: Pick<Clock, 'after'>): Queue {
  const all = createGate(atOnce)
  const heavies = createGate(Math.ceil(atOnce / lightPerHeavy))

  return {
    async enter(ms, heavy, signal, channel = '') {
      signal.throwIfAborted()
      const over = new AbortController()
      const either = AbortSignal.any([signal, over.signal])
      void clock.after(ms, either).then(() => over.abort())
      const left: Leave[] = []
      const leave = () => left.forEach((one) => one())
      for (const gate of heavy ? [heavies, all] : [all]) {
        const place = await gate.enter(either, channel)
        if (place) left.push(place)
        else break
      }
      over.abort()
      const isIn = left.length === (heavy ? 2 : 1)
      if (isIn && !signal.aborted) return leave
      leave()
      signal.throwIfAborted()
      return undefined
    },
    state() {
      const { inside, waiting } = all.state()
      return { judging: inside, waiting: waiting + heavies.state().waiting, atOnce }
    },
  }
}

/** So many places, given to the channels in turn, and in each in the order in which they were asked for. */
function createGate(places: number) {
  const waiting = createRounds<() => void>()
  let inside = 0

  const place = (): Leave => {
    let left = false
    inside += 1
    return () => {
      if (left) return
      left = true
      inside -= 1
      waiting.next()?.()
    }
  }

  return {
    /** Undefined when the signal aborts first. */
    async enter(signal: AbortSignal, channel: string): Promise<Leave | undefined> {
      if (signal.aborted) return undefined
      if (inside < places) return place()
      const mine = Promise.withResolvers<Leave | undefined>()
      const called = () => mine.resolve(place())
      // Whoever has been called has a place, though the signal abort in the same moment.
      const gone = () => {
        if (waiting.remove(channel, called)) mine.resolve(undefined)
      }
      waiting.add(channel, called)
      signal.addEventListener('abort', gone)
      return mine.promise.finally(() => signal.removeEventListener('abort', gone))
    },
    state: () => ({ inside, waiting: waiting.size }),
  }
}
