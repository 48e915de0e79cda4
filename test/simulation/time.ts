/**
 * Virtual time: an ordered queue of timers. It stands still while the process has anything to do, and then jumps to the
 * next timer; two timers of one moment ring in the order in which they were set.
 */
export class VirtualTime {
  now: number
  #timers: { at: number; order: number; ring: (() => void) | undefined }[] = []
  #set = 0

  constructor(start: number) {
    this.now = start
  }

  /** Rings at this time, or at once when that has passed. Returns what cancels it. */
  at(time: number, ring: () => void): () => void {
    const timer = { at: Math.max(this.now, time), order: (this.#set += 1), ring: ring as (() => void) | undefined }
    this.#timers.push(timer)
    this.#up(this.#timers.length - 1)
    return () => {
      timer.ring = undefined
    }
  }

  after(length: number, ring: () => void): () => void {
    return this.at(this.now + length, ring)
  }

  /** Rings the next timer that is not past `until`; false when there is none. */
  next(until: number): boolean {
    for (;;) {
      const [first] = this.#timers
      if (!first || first.at > until) return false
      this.#removeFirst()
      if (!first.ring) continue
      this.now = first.at
      first.ring()
      return true
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#timers[a]!, this.#timers[b]!]
    return one.at < other.at || (one.at === other.at && one.order < other.order)
  }

  #swap(a: number, b: number): void {
    const timers = this.#timers
    ;[timers[a], timers[b]] = [timers[b]!, timers[a]!]
  }

  #up(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #removeFirst(): void {
    const last = this.#timers.pop()
    if (!last || this.#timers.length === 0) return
    this.#timers[0] = last
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < this.#timers.length && this.#before(left, least)) least = left
      if (right < this.#timers.length && this.#before(right, least)) least = right
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }
}
