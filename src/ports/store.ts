/**
 * Where conversations and the inbox are kept. Everything that returns a promise is durable when it resolves.
 *
 * The way of an event: `receive` puts it in the inbox; whoever runs its conversation reads it with `waiting`, takes it in,
 * and `commit` stores the conversation and lets the event leave the inbox. A crash in between repeats the event, which
 * the conversation ignores by its id.
 */
import type { Conversation } from '../core/conversation.ts'
import type { InboxEvent } from '../core/event.ts'
import type { Fact } from '../core/facts.ts'
import type { Summary } from '../core/summary.ts'
import type { TurnRow } from '../core/turn-row.ts'

/** The lists that staff look at. Each but `all` is in the order of the wait, longest first (`suspected`: of the last sign); `all` newest first. */
export type ListName = 'waiting' | 'undelivered' | 'staff' | 'question' | 'suspected' | 'all'

export interface ListQuery {
  list: ListName
  /** Words that the name, the newest words, the wish or the id hold, in any case and width; all of them. */
  search?: string
  /** At most so many, and never more than 100. */
  limit: number
  /** Where an earlier page ended. Anything else gives the first page. */
  after?: string
  /** Of these LINE accounts, as in the conversations' ids; missing: of all. */
  destinations?: readonly string[]
}

export interface ListPage {
  rows: Summary[]
  /** How many there are in all, on every page. */
  total: number
  /** Where this page ended; undefined when it was the last. */
  next?: string
  /** The lists are being made anew: some rows are missing as yet, though nobody who waits for a person. */
  incomplete?: true
}

/** How many stand in each place. */
export type Counts = Record<Exclude<ListName, 'all'>, number> & {
  /** Since when the one who has waited longest waits (ms). */
  waitingSince?: number
}

/** Turns for the figures: those decided from `from` until before `until` (ms). */
export interface TurnQuery {
  from: number
  until: number
  decision?: TurnRow['decision']
  /** At most so many, the newest; all when missing. */
  limit?: number
  /** Of these LINE accounts, as in the conversations' ids; missing: of all. */
  destinations?: readonly string[]
}

export interface Commit {
  conversation: Conversation
  /** Ids of the events that are in it now and may leave the inbox. */
  entered: readonly string[]
  /** Facts past the last 200, for the file or table beside the state. */
  overflow: readonly Fact[]
  /** When it is to be looked at again (ms); undefined: when something happens. */
  wakeAt?: number
  /** Facts before this time (ms) have gone, and those beside the state go too. */
  factsFrom?: number
}

export interface Store {
  /** Durable before it resolves. Rejects, leaving no trace, when it cannot be. */
  receive(events: readonly InboxEvent[]): Promise<void>
  /** Keeps events that could not be read, as they came, for a person to look at: all of a body in one write. */
  setAside(events: readonly { raw: unknown; why: string }[], at: number): Promise<void>
  /** Undefined when nothing has happened in it yet, or it was erased, or corrupt and set aside. */
  load(id: string): Promise<Conversation | undefined>
  /**
   * Where a new conversation counts its turns from: past all that conversations no longer here have had, since ids made of
   * them are keys that LINE has taken, and stand on cards and buttons. Missing, or 0: none has gone.
   */
  turnsFrom?(): Promise<number>
  /** Events in the inbox that have not left it, oldest first. */
  waiting(id: string): Promise<InboxEvent[]>
  commit(commit: Commit): Promise<void>
  /** Ids of the conversations with work or a timer, or events waiting: what a start resumes. */
  due(): Promise<string[]>
  /** A page of a list. It may be a moment behind what was committed. */
  list(query: ListQuery): Promise<ListPage>
  /** @param destinations LINE accounts, as in the conversations' ids; missing: all */
  counts(destinations?: readonly string[]): Promise<Counts>
  /** The counts of each LINE account, asked for all at once; one of which nobody stands in any place may be missing. */
  countsByDestination(): Promise<ReadonlyMap<string, Counts>>
  /** The turns of a time, oldest first. Held in memory all at once: for a long time ask with `eachTurn`. */
  turns(query: TurnQuery): Promise<TurnRow[]>
  /** Tells each turn of a time, oldest first, without holding them. */
  eachTurn(query: Omit<TurnQuery, 'limit'>, visit: (row: TurnRow) => void): Promise<void>
  /**
   * Told the id of a conversation after each of its commits; of those of other processes (`elsewhere`) soon and at best.
   * Returns what ends it.
   */
  onCommit(listener: (conversation: string, elsewhere?: true) => void): () => void
  /** Whether it can be written to now. */
  ready(): Promise<boolean>
  close(): Promise<void>
}
