/**
 * Webhooks go first: LINE waits two seconds for its 200, a customer waits longer for an answer. Conversations that have
 * something to do go on one at a time, one in every second round of the event loop, so that whatever webhooks came
 * meanwhile are read in between. When none come, rounds are short and this costs next to nothing. Each channel has its
 * turn: a flood in one does not hold up the customers of another.
 */
import { createRounds } from './rounds.ts'

export interface Pace {
  /**
   * Resolves when a conversation may go on.
   * @param begun its turn is being answered: it goes before those of its channel that have not begun, so that answers come
   * out whole
   * @param channel whose it is; missing: there is one
   */
  turn(begun: boolean, channel?: string): Promise<void>
}

export function createPace(): Pace {
  const waiting = createRounds<() => void>()
  let scheduled = false
  let isSecond = false
  const look = (): void => {
    isSecond = !isSecond
    if (!isSecond) waiting.next()?.()
    scheduled = waiting.size > 0
    if (scheduled) setImmediate(look)
  }
  return {
    turn: (begun, channel = '') =>
      new Promise((resolve) => {
        waiting.add(channel, resolve, begun)
        if (scheduled) return
        scheduled = true
        setImmediate(look)
      }),
  }
}
