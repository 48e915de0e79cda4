/** What a store can erase for good, beside what it does for conversations that go on. */
import type { Conversation } from '../core/conversation.ts'

/** The conversations in which a user is: their own, and groups in which they wrote. */
export interface Found {
  own: string[]
  shared: string[]
}

/** How far the daily look at what is too old has come. */
export interface Sweep {
  /** ms */
  begunAt: number
  /** The last part that is done; missing: none as yet. */
  after?: string
  /** ms; missing: it goes on. */
  endedAt?: number
}

export interface Erasing {
  /** See `Store.turnsFrom`. Whatever takes a conversation away has raised it before, durably. */
  turnsFrom(): Promise<number>
  /**
   * Every conversation, part by part, in the same order each time. It may be a moment older than what was committed.
   * @param after goes on behind this part
   */
  all(after?: string): AsyncIterable<{ part: string; conversations: Conversation[] }>
  /** @param user a LINE user id */
  conversationsOf(user: string): Promise<Found>
  /**
   * Erases a conversation and all that lies beside it. What LINE delivers again within 72 hours of what had entered it is
   * dropped by its hash; what waits for it and has never entered stays in the inbox. Only while nobody runs it
   * (`Runner.alone`); its contents and drafts go before.
   */
  erase(conversation: string): Promise<void>
  /**
   * What waits for a conversation and is by this user, or all of it when this is its chat's id, will not enter it, also
   * when LINE delivers it again. Only while nobody runs it.
   */
  dropWaiting(conversation: string, who: string): Promise<void>
  /** Takes out whatever else names one of these: lines that have entered, what was set aside or corrupt. */
  purge(names: readonly string[]): Promise<void>
  /** Takes out what was set aside, or is corrupt, since before then (ms). */
  expireSetAside(before: number): Promise<void>
  /** Figures count from then on (ms): older turns go. Turns that the ledger still tells of do not come back. */
  expireFigures(before: number): Promise<void>
  sweep(): Promise<Sweep | undefined>
  keepSweep(sweep: Sweep): Promise<void>
}
