/**
 * The index of the lists: a row a conversation and a row a turn, in one SQLite file beside the conversations. It holds
 * nothing that is not in their files, and can be thrown away at any time (docs/decisions/0016-index.md).
 *
 * A commit only notes the conversation; what was noted is written together, a moment later, before the next look, and
 * before the inbox forgets an event. While it is being made anew, what is committed meanwhile is never overwritten by
 * what had been read from a file before.
 */
import type { Conversation } from '../../../core/conversation.ts'
import type { Fact } from '../../../core/facts.ts'
import type { TurnRow } from '../../../core/turn-row.ts'
import type { Log } from '../../../ports/log.ts'
import type { Counts, ListPage, ListQuery, TurnQuery } from '../../../ports/store.ts'
import { KeptCounts } from './counts.ts'
import {
  closeDatabase,
  isCorrupt,
  openDatabase,
  readState,
  removeDatabase,
  writeState,
  type Opened,
} from './database.ts'
import { readPage } from './lists.ts'
import { prepareTables, type Tables } from './tables.ts'
import { eachTurn } from './turns.ts'

/** How long (ms) a noted conversation waits to be written together with others, and with its own next commits. */
const patience = 250
/** How long (ms) it waits after a write that failed. */
const retryAfter = 1_000
/** So many are written in one go. */
const batch = 100
/** How long (ms) the log of writes may hold words that a customer took back. */
const eraseAfter = 1_000
export interface ConversationIndexOptions {
  path: string
  log: Log
  /** It was found corrupt and is empty now. */
  onLost: () => void
}

export class ConversationIndex {
  readonly #options: ConversationIndexOptions
  #opened: Opened
  #tables: Tables
  readonly #noted = new Map<string, Conversation>()
  readonly #gone = new Map<string, readonly Fact[]>()
  #writing: NodeJS.Timeout | undefined
  #erasing: NodeJS.Timeout | undefined
  readonly #counts = new KeptCounts(() => this.#opened.db)
  /** What was committed while conversations are being read from their files; undefined when none are. */
  #fresh: Set<string> | undefined

  constructor(options: ConversationIndexOptions) {
    this.#options = options
    this.#opened = openDatabase(options.path, options.log)
    this.#tables = prepareTables(this.#opened.db)
  }

  /** How it was found: see `Opened`. */
  get state(): Opened['state'] {
    return this.#opened.state
  }

  /**
   * A conversation as it has just been committed.
   * @param overflow facts that have just gone beside it: here they count until they are written
   */
  note(conversation: Conversation, overflow: readonly Fact[] = []): void {
    const { id, facts } = conversation
    const gone = facts[0]?.type === 'forgotten' ? [] : [...(this.#gone.get(id) ?? []), ...overflow]
    if (gone.length > 0) this.#gone.set(id, gone)
    else this.#gone.delete(id)
    this.#noted.set(id, gone.length > 0 ? { ...conversation, facts: [...gone, ...facts] } : conversation)
    this.#fresh?.add(id)
    this.#writeSoon(patience)
  }

  /** A conversation that is erased: nothing of it is left in the file, nor in the log of its writes. */
  erase(id: string): void {
    this.#noted.delete(id)
    this.#gone.delete(id)
    // What is being read from the files has it as it was.
    this.#fresh?.add(id)
    this.#guard(() => this.#tables.erase(id))
    this.#counts.clear()
    this.emptyLog()
  }

  /** Turns before this time (ms) have no rows from now on. */
  expire(before: number): void {
    this.flush()
    this.#guard(() => this.#tables.expire(before))
    this.emptyLog()
  }

  /** The log of writes still holds pages as they were. */
  emptyLog(): void {
    this.#guard(() => this.#opened.db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
  }

  /** Makes the file anew from what is in it, so that no page of it holds anything else. */
  vacuum(): void {
    this.flush()
    this.#guard(() => this.#opened.db.exec('VACUUM'))
    this.emptyLog()
  }

  /** Begins and ends the time in which conversations are read from their files. */
  reading(on: boolean): void {
    this.#fresh = on ? new Set(this.#noted.keys()) : undefined
  }

  /** Conversations as they were read from their files, with all their facts. */
  restore(conversations: readonly Conversation[]): void {
    const older = conversations.filter(({ id }) => !this.#fresh?.has(id))
    this.#write(older, true)
  }

  /** How far it has been made anew: `done`, or what was noted with the last rows. */
  get progress(): string | undefined {
    return readState(this.#opened.db, 'progress')
  }
  set progress(value: string) {
    this.#guard(() => writeState(this.#opened.db, 'progress', value))
  }

  /** Writes all that has been noted. */
  flush(): void {
    clearTimeout(this.#writing)
    this.#writing = undefined
    while (this.#noted.size > 0) this.#writeNoted()
  }

  async list(query: ListQuery): Promise<ListPage> {
    this.flush()
    const read = () => readPage(this.#opened.db, query, () => this.#counts.of(query.destinations)[query.list])
    try {
      return await read()
    } catch (error) {
      this.#replace(error)
      return read()
    }
  }

  counts(destinations?: readonly string[]): Counts {
    this.flush()
    const { all: _, ...counts } = this.#guard(() => this.#counts.of(destinations))
    return counts
  }

  countsByDestination(): ReadonlyMap<string, Counts> {
    this.flush()
    return this.#guard(() => this.#counts.byDestination())
  }

  async turns(query: TurnQuery): Promise<TurnRow[]> {
    const rows: TurnRow[] = []
    const newest = query.limit !== undefined
    this.flush()
    await eachTurn(
      () => this.#opened.db,
      query,
      (row) => rows.push(row),
      newest,
    )
    return newest ? rows.toReversed() : rows
  }

  eachTurn(query: Omit<TurnQuery, 'limit'>, visit: (row: TurnRow) => void): Promise<void> {
    this.flush()
    return eachTurn(() => this.#opened.db, query, visit)
  }

  close(): void {
    clearTimeout(this.#erasing)
    try {
      this.flush()
      closeDatabase(this.#opened.db)
    } catch (error) {
      // The next start finds it unclosed, and looks after it.
      this.#options.log.warn({ err: error }, 'the index of the lists could not be closed')
    }
  }

  #writeSoon(length: number): void {
    this.#writing ??= setTimeout(() => this.#writeSome(), length).unref()
  }

  #writeSome(): void {
    this.#writing = undefined
    try {
      this.#writeNoted()
      // What is left comes at once, with room for other work in between.
      if (this.#noted.size > 0) this.#writeSoon(0)
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the index of the lists could not be written; it is tried again')
      this.#writeSoon(retryAfter)
    }
  }

  #writeNoted(): void {
    const some = [...this.#noted.values()].slice(0, batch)
    this.#write(some, false)
    for (const { id } of some) {
      this.#noted.delete(id)
      this.#gone.delete(id)
    }
  }

  #write(conversations: readonly Conversation[], isWhole: boolean): void {
    if (conversations.length === 0) return
    this.#guard(() => {
      const { db } = this.#opened
      db.exec('BEGIN')
      try {
        for (const conversation of conversations) this.#tables.write(conversation, isWhole)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      this.#counts.clear()
    })
    if (conversations.some(takesBack)) this.#eraseSoon()
  }

  /** The log of writes still holds the page as it was: it is emptied. */
  #eraseSoon(): void {
    this.#erasing ??= setTimeout(() => {
      this.#erasing = undefined
      this.#guard(() => this.#opened.db.exec('PRAGMA wal_checkpoint(TRUNCATE)'))
    }, eraseAfter).unref()
  }

  /** A file found corrupt is thrown away, and what was wanted is done on the new one. */
  #guard<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      this.#replace(error)
      return act()
    }
  }

  /** @throws the error, when that is not what ails it */
  #replace(error: unknown): void {
    if (!isCorrupt(error)) throw error
    const { path, log, onLost } = this.#options
    log.error({ err: error, file: path }, 'the index of the lists was corrupt; it is thrown away and made anew')
    if (this.#opened.db.isOpen) this.#opened.db.close()
    removeDatabase(path)
    this.#opened = openDatabase(path, log)
    this.#tables = prepareTables(this.#opened.db)
    this.#counts.clear()
    onLost()
  }
}

const takesBack = ({ facts, messages }: Conversation): boolean =>
  facts[0]?.type === 'forgotten' || messages.some((message) => message.content === undefined)
