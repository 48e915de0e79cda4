/**
 * The PostgreSQL store: the same contract as the files, for any number of processes on one database. Each conversation is
 * run by the one process that has its lease (leases.ts); what is due stands in `wake_at`, written with every commit and by
 * whoever stores an event.
 *
 *   processes        who is alive
 *   conversations    one row each: state, when to look at it again, whose it is
 *   inbox            events that have not entered yet
 *   facts            what a ledger had before its last 200
 *   summaries, turns what lists, search and figures go by
 *   set_aside, forgotten_events, single_values
 */
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { Erasing } from '../../ports/erasing.ts'
import { LeaseLost, type Leases } from '../../ports/leases.ts'
import type { Log } from '../../ports/log.ts'
import type { Store } from '../../ports/store.ts'
import type { TurnRow } from '../../core/turn-row.ts'
import { write } from './commit.ts'
import { byIndex, byIndexAtOnce, hashIn, keyOf, openDatabase, statement, type Database } from './database.ts'
import { eraserOf } from './erase.ts'
import { atOnce, Inbox } from './inbox.ts'
import { openLeases, type LeaseBook } from './leases.ts'
import { readCounts, readCountsByDestination, readPage } from './lists.ts'
import { openNews, type News } from './news.ts'
import { eachTurn } from './turns.ts'
import { openWakes, type Wakes } from './wakes.ts'

export interface PostgresOptions {
  /** postgres://user:password@host:port/name; the tables are there (`migrate`). */
  url: string
  /** Connections of this process at once, those that listen and wake not counted. Default: 10. */
  connections?: number
  log: Log
}

// Written by us from parsed values: the check is that a state is whole and ours.
const whole = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => whole.safeParse(value).success, 'not a conversation')

export type PostgresStore = Store &
  Erasing &
  Leases & {
    /**
     * From now on conversations are woken here, also those that other processes have let go of. Ends with the store.
     * @param wake false: it is of a LINE account that is not served here. That account is left out for a minute.
     * @returns lookAgain: they are served here since
     */
    wakeBy(wake: (conversation: string) => boolean): Promise<{ lookAgain: () => void }>
    /** For what else is kept there. They end with the store. */
    database: Database
    news: News
  }

/**
 * Where a new conversation counts its turns from was told with its lease. One that is looked for without a lease and is not
 * there was told nothing: after such a look the tables are asked for so long (ms), whichever conversation it is for.
 */
const asksTurnsFor = 60_000

/** LINE has given up for some time by then (ms). */
const longestIntake = 5_000

/** Of the connections so many are the inbox's own: what LINE waits for does not stand behind commits that wait. */
const forIntake = (connections: number): number => Math.min(atOnce, Math.floor(connections / 5))

export async function openPostgresStore({ url, connections = 10, log }: PostgresOptions): Promise<PostgresStore> {
  const own = forIntake(connections)
  const database = openDatabase({ url, connections: connections - own, planning: byIndex, log })
  const intake =
    own > 0 ? openDatabase({ url, connections: own, planning: byIndexAtOnce, noAnswer: longestIntake, log }) : database
  const closeDatabases = async (): Promise<void> => {
    await Promise.all([...new Set([database, intake])].map((one) => one.close()))
  }
  const { leases, news } = await begin(url, { database, intake, log }).catch(async (error: unknown) => {
    await closeDatabases()
    throw error
  })
  const inbox = new Inbox(database, intake, (id, arrival) => leases.arrived(id, arrival))
  const listeners = new Set<Parameters<Store['onCommit']>[0]>()
  // Whoever listens cannot make a commit fail.
  const tell = (id: string, elsewhere?: true): void => {
    for (const listener of listeners) {
      try {
        listener(id, elsewhere)
      } catch (error) {
        log.error({ err: error, conversation: id }, 'what was to happen after a commit failed')
      }
    }
  }
  news.on('committed', (id) => tell(id, true))
  const called = (id: string): void => leases.arrived(id, undefined)
  news.on('called', called)
  let turnsAskedUntil = -Infinity
  let wakes: Wakes | undefined
  let closing: Promise<void> | undefined

  const parse = (state: unknown): Conversation => conversationSchema.parse(state)
  const happened = (id: string): void => {
    tell(id)
    news.tell('committed', id)
  }

  const close = async (): Promise<void> => {
    await wakes?.close()
    await news.close()
    await leases
      .close()
      .catch((error: unknown) => log.warn({ err: error }, 'PostgreSQL was not told that this process ends'))
    await closeDatabases()
  }

  const eraser = eraserOf({
    database,
    inbox,
    parse,
    erased(id) {
      leases.held(id)?.erased()
      called(id)
      happened(id)
    },
  })

  return {
    ...eraser,
    database,
    news,
    async dropWaiting(id, who) {
      await eraser.dropWaiting(id, who)
      called(id)
    },
    receive: (events) => inbox.append(events),
    async setAside(events, at) {
      await intake.query(
        `INSERT INTO kidoku.set_aside (at, event, why, raw)
          SELECT $1, t.event, t.why, t.raw FROM unnest($2::text[], $3::text[], $4::json[]) AS t(event, why, raw)
          WHERE NOT EXISTS (SELECT FROM kidoku.forgotten_events AS f
            WHERE f.event = ${hashIn('t.event')} AND f.until > now())`,
        [
          at,
          events.map(({ raw }) => idIn(raw)),
          events.map(({ why }) => keyOf(why)),
          events.map(({ raw }) => JSON.stringify(raw ?? null)),
        ],
      )
    },
    async load(id) {
      const taken = leases.held(id)?.takeState()
      if (taken) return taken.value === null ? undefined : parse(taken.value)
      const { rows } = await database.query<{ state: unknown }>(loadSql, [keyOf(id)])
      if (!rows[0]) turnsAskedUntil = performance.now() + asksTurnsFor
      return rows[0] && parse(rows[0].state)
    },
    async turnsFrom() {
      const isKnown = performance.now() >= turnsAskedUntil
      return (isKnown ? leases.turnsFrom() : undefined) ?? eraser.turnsFrom()
    },
    async waiting(id) {
      const held = leases.held(id)
      if (held) return held.look(() => inbox.waiting(id))
      return (await inbox.waiting(id)).waiting.map(({ event }) => event)
    },
    async commit(commit) {
      const { id } = commit.conversation
      const held = leases.held(id)
      await write(database, commit, { process: leases.process, held }).catch((error: unknown) => {
        // Nothing that was known of it here holds any more; after another error it still does, and who calls is heard.
        if (held && error instanceof LeaseLost) leases.lost(id, held)
        throw error
      })
      held?.takeState()
      held?.left(commit.entered)
      happened(id)
    },
    async take(id) {
      const lease = await leases.take(id)
      if (!lease) news.tell('called', id)
      return lease
    },
    async due() {
      const { rows } = await database.query<{ id: string }>(
        'SELECT id FROM kidoku.conversations WHERE wake_at IS NOT NULL OR waits ORDER BY number',
      )
      return rows.map(({ id }) => id)
    },
    list: (query) => readPage(database, query),
    counts: (destinations) => readCounts(database, destinations),
    countsByDestination: () => readCountsByDestination(database),
    async turns(query) {
      const rows: TurnRow[] = []
      const newestFirst = query.limit !== undefined
      await eachTurn(database, query, (row) => void rows.push(row), newestFirst)
      return newestFirst ? rows.toReversed() : rows
    },
    eachTurn: (query, visit) => eachTurn(database, query, visit),
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async ready() {
      try {
        await intake.query('SELECT 1 FROM kidoku.processes WHERE id = $1', [leases.process])
        return true
      } catch {
        return false
      }
    },
    async wakeBy(wake) {
      const isHeld = (id: string): boolean => leases.held(id) !== undefined
      wakes = await openWakes({ url, queries: database, news, wake, isHeld, log })
      return wakes
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

const loadSql = statement('load', 'SELECT state FROM kidoku.conversations WHERE id = $1 AND state IS NOT NULL')

const eventId = z.looseObject({ webhookEventId: z.string() })
/** Of an event that could not be read, as far as it has one. */
const idIn = (raw: unknown): string | null => {
  const id = eventId.safeParse(raw).data?.webhookEventId
  return id === undefined ? null : keyOf(id)
}

async function begin(
  url: string,
  { database, intake, log }: { database: Database; intake: Database; log: Log },
): Promise<{ leases: LeaseBook; news: News }> {
  const leases = await openLeases(database, intake, log)
  try {
    return { leases, news: await openNews(url, database, leases.process, log) }
  } catch (error) {
    await leases.close()
    throw error
  }
}
