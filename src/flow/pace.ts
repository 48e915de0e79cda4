/**
 * Webhooks go first: LINE waits two seconds for its 200, a customer waits longer for an answer. Conversations that have
 * something to do go on one at a time, one in every second round of the event loop, so that whatever webhooks came
 * meanwhile are read in between. When none come, rounds are short and this costs next to nothing.
 */
export interface Pace {
  /**
   * Resolves when a conversation may go on.
   * @param begun its turn is being answered: it goes before those that have not begun, so that answers come out whole
   */
  turn(begun: boolean): Promise<void>
}

export function createPace(): Pace {
  const first: (() => void)[] = []
  const others: (() => void)[] = []
  let scheduled = false
  let isSecond = false
  const look = (): void => {
    isSecond = !isSecond
    if (!isSecond) (first.shift() ?? others.shift())?.()
    scheduled = first.length + others.length > 0
    if (scheduled) setImmediate(look)
  }
  return {
    turn: (begun) =>
      new Promise((resolve) => {
        const queue = begun ? first : others
        queue.push(resolve)
        if (scheduled) return
        scheduled = true
        setImmediate(look)
      }),
  }
}
