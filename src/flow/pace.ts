/**
 * Webhooks go first: LINE waits two seconds for its 200, a customer waits longer for an answer. Conversations that have
 * something to do go on one at a time, between rounds of the event loop: soon after one another while no webhooks come,
 * and rarely while they do, so that whatever comes is stored first. What a customer writes meanwhile is taken in at once
 * then, in one step. Each channel has its turn: a flood in one does not hold up the customers of another.
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
  /** A webhook came, or what it brought is stored: more of them are likely to be under way. */
  came(): void
}

/** Rounds after a webhook in which the next is likely to be under way: read, written, synced. */
const quietRounds = 2
/** While webhooks come a conversation goes on in one of so many rounds. */
const busyRounds = 16

export function createPace(): Pace {
  const waiting = createRounds<() => void>()
  let scheduled = false
  let sinceWebhook = quietRounds
  let sinceTurn = 0
  const look = (): void => {
    sinceWebhook += 1
    sinceTurn += 1
    if (sinceWebhook > quietRounds || sinceTurn >= busyRounds) {
      waiting.next()?.()
      sinceTurn = 0
    }
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
    came() {
      sinceWebhook = 0
    },
  }
}
