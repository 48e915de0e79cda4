/**
 * LINE accounts that no channel of this process serves, as far as it has been seen. What is due there is not this process's:
 * it stays due, for whoever serves them.
 */
import { destinationOf } from '../../core/event.ts'
import { keyOf } from './database.ts'

/** So long (ms) they are left out. An account may be served since, though nobody has told. */
const leftOutFor = 60_000

export class Unserved {
  readonly #now: () => number
  readonly #accounts = new Set<string>()
  #since = 0

  /** @param now a time that never goes back (ms) */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** As they stand in the ids of conversations in the tables. */
  accounts(): string[] {
    if (this.#now() - this.#since >= leftOutFor) this.forget()
    return [...this.#accounts]
  }

  /** The account of a conversation. */
  add(conversation: string): void {
    if (this.#accounts.size === 0) this.#since = this.#now()
    this.#accounts.add(keyOf(destinationOf(conversation)))
  }

  forget(): void {
    this.#accounts.clear()
  }
}
