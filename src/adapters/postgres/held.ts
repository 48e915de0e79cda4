/**
 * What a process knows of a conversation that it has, so that it need not ask: nobody else changes it, and whoever adds to
 * its inbox calls for it in the same transaction (`calls`).
 *
 *   calls    counted in the conversation's row by whoever calls. One call is one transaction that added to the inbox, or
 *            another process that wants the conversation: so "the next call" is all that there is to know past what is known
 *   known    the inbox after so many calls
 *   seen     the calls up to which whoever runs the conversation has been given it. A commit and a release name these: an
 *            event that is known, but was not given yet, is still due, and is found when this process dies
 *   behind   there may be more than is known: the next look asks
 */
import type { InboxEvent } from '../../core/event.ts'

/** An event and its place in the inbox. */
export interface Placed {
  number: number
  event: InboxEvent
}

/** The inbox of a conversation as one statement has seen it. */
export interface InboxSeen {
  /** Which row counts the calls: another one, that came after it was erased, counts anew. Undefined: there is none. */
  row: string | undefined
  calls: number
  waiting: readonly Placed[]
}

/** What one transaction of this process has added. */
export interface Arrival {
  row: string
  /** The call that it was. */
  calls: number
  added: readonly Placed[]
}

/** What the lists and figures have of a conversation, as it was last written. */
export interface Listed {
  summary: string | undefined
  turns: string
}

export class Held {
  readonly fence: number
  /** Undefined: the first commit does not know what was written before. */
  listed: Listed | undefined
  #state: { value: unknown } | undefined
  #known: InboxSeen
  #seen: number | undefined
  #isBehind = false
  #asking = 0

  constructor(fence: number, state: unknown, known: InboxSeen) {
    this.fence = fence
    this.#state = { value: state }
    this.#known = known
  }

  /** The state as it was taken, once; undefined: it is to be asked for. Its value is null when there is none. */
  takeState(): { value: unknown } | undefined {
    const state = this.#state
    this.#state = undefined
    return state
  }

  /** Undefined: the inbox has not been given to anybody, so that who writes looks itself what waits there. */
  get seen(): number | undefined {
    return this.#seen
  }

  /** To be let go of with: what was not given is found by whoever lets go. */
  get seenOrTaken(): number {
    return this.#seen ?? this.#known.calls
  }

  /** Something is known that was not given: who lets go of it is refused. */
  get hasMore(): boolean {
    return this.#seen !== undefined && this.#known.calls > this.#seen
  }

  /** Another process has called for it, or what was done to its inbox is not known. */
  called(): void {
    this.#isBehind = true
  }

  /** It was erased. */
  erased(): void {
    this.#state = undefined
    this.listed = undefined
    this.#isBehind = true
  }

  /**
   * Told in any order: two transactions of a process may be under way at once, and what one has added may have been seen
   * before it was told of here (`take` and `look` see what is stored, whoever was told).
   */
  arrived({ row, calls, added }: Arrival): void {
    const known = this.#known
    // The counts of two rows say nothing of each other.
    if (row !== known.row) this.#isBehind = true
    // It was stored, and the call counted, in one transaction: whoever has seen the call has seen the events.
    else if (calls <= known.calls) return
    // What is being asked for may hold it or not; past the next call there is one that nobody told of here as yet.
    else if (this.#isBehind || this.#asking > 0 || calls > known.calls + 1) this.#isBehind = true
    else {
      // Numbers are given before the row is waited for: an earlier one may be told later, as it would be read.
      const waiting = [...known.waiting, ...added].toSorted((one, other) => one.number - other.number)
      this.#known = { row, calls, waiting }
    }
  }

  /**
   * The inbox, given to whoever runs the conversation.
   * @param ask how to see it, when it is not known
   */
  async look(ask: () => Promise<InboxSeen>): Promise<InboxEvent[]> {
    if (this.#isBehind) {
      this.#isBehind = false
      this.#asking += 1
      try {
        const seen = await ask()
        // Of two that ask at once, the later one may have been answered first.
        if (seen.row !== this.#known.row || seen.calls >= this.#known.calls) this.#known = seen
      } catch (error) {
        this.#isBehind = true
        throw error
      } finally {
        this.#asking -= 1
      }
    }
    this.#seen = this.#known.calls
    return this.#known.waiting.map(({ event }) => event)
  }

  /** Events have left the inbox. */
  left(entered: readonly string[]): void {
    if (entered.length === 0) return
    const gone = new Set(entered)
    this.#known = { ...this.#known, waiting: this.#known.waiting.filter(({ event }) => !gone.has(event.id)) }
  }
}
