/**
 * A line in which several channels wait, and each has its turn: whoever has many in it waits for them as long as somebody
 * with one does. Of one's own, what came first goes first, and before that what is begun already.
 */
export interface Rounds<T> {
  /** @param begun it goes before its channel's others that are not */
  add(of: string, one: T, begun?: boolean): void
  /** Takes out the next; undefined when nobody waits. */
  next(): T | undefined
  /** Whether it was in it. */
  remove(of: string, one: T): boolean
  readonly size: number
}

export function createRounds<T extends object>(): Rounds<T> {
  /** In the order of their turns. */
  const lines = new Map<string, { begun: Set<T>; others: Set<T> }>()
  let size = 0

  return {
    add(of, one, begun = false) {
      const line = lines.get(of) ?? { begun: new Set(), others: new Set() }
      lines.set(of, line)
      ;(begun ? line.begun : line.others).add(one)
      size += 1
    },
    next() {
      const [first] = lines
      if (!first) return undefined
      const [of, line] = first
      const own = line.begun.size > 0 ? line.begun : line.others
      const [one] = own
      if (one) own.delete(one)
      size -= 1
      lines.delete(of)
      if (line.begun.size + line.others.size > 0) lines.set(of, line)
      return one
    },
    remove(of, one) {
      const line = lines.get(of)
      if (!line || !(line.begun.delete(one) || line.others.delete(one))) return false
      size -= 1
      if (line.begun.size + line.others.size === 0) lines.delete(of)
      return true
    },
    get size() {
      return size
    },
  }
}
