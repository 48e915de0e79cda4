/** Tells a running conversation that something came in for it. An arrival is never missed: it stays until it is taken. */
export interface Mailbox {
  arrive(): void
  /** Resolves once something has arrived since the last `take`. */
  arrived(): Promise<void>
  /** Whether something has arrived since the last `take`. */
  has(): boolean
  /** Whether something has arrived; it counts as seen then. */
  take(): boolean
}

export function createMailbox(): Mailbox {
  let has = false
  let waiting: PromiseWithResolvers<void> | undefined
  return {
    arrive() {
      has = true
      waiting?.resolve()
    },
    arrived() {
      if (has) return Promise.resolve()
      waiting ??= Promise.withResolvers<void>()
      return waiting.promise
    },
    has: () => has,
    take() {
      const had = has
      has = false
      waiting = undefined
      return had
    },
  }
}
