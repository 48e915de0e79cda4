/**
 * What customers sent that is not text, kept in the database for as long as `KEEP_CONTENT` says: asked for again it is not
 * fetched again, by whichever process, and staff can look at it in the console.
 *
 * What is too old is given to nobody, by the database's clock, and is deleted at the start and about hourly. What was
 * forgotten is never kept again, also when another process has a fetch of it under way: its row stays, empty, for a day.
 * Keeping is a help and no more: when it fails, or takes long, or enough is kept already, the turn goes on without it.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import { foundIn, seenIn, type Contents, type Found, type KeptContents, type Seen } from '../../ports/contents.ts'
import type { Log } from '../../ports/log.ts'
import { keyOf, type Queries } from './database.ts'

const minute = 60_000
const hour = 60 * minute
/** A message that was forgotten is not asked for again; so many are remembered here all the same. */
const forgottenKept = 10_000
/** All kept content together (bytes): a full database would stop the taking in of messages. */
const mostKept = 5_000_000_000
/** So long (ms) a turn waits for the database, twice for each content. */
const shortWait = 1_000
/** Deleted in one statement: some of them are large, and no statement may take long. */
const deletedAtOnce = 100
const gone: Seen = { type: 'unseen', why: 'gone' }

export interface PostgresContentsOptions {
  queries: Queries
  /** How long content is kept from when it was fetched (ms). 0: not at all, and what an earlier start kept is deleted. */
  ms: number
  /** For how often things are said; ages are counted by the database. */
  clock: Pick<Clock, 'now'>
  log: Log
  /** How often what is too old is looked for (ms). Default: hourly, sooner when it is kept for less. */
  every?: number
  /** All together (bytes). Default: 5 GB. */
  most?: number
  /** How long a turn waits for the database (ms). Default: 1 s. */
  patience?: number
}

/** Names the row of a message, as it names its file where there is no database. */
const nameOf = (messageId: string): string => createHash('sha256').update(messageId).digest('hex').slice(0, 32)

/** @param contents where it is fetched from when it is not kept */
export function keepContentsInPostgres(contents: Contents, options: PostgresContentsOptions): KeptContents {
  const { queries, ms, clock, log, most = mostKept, patience = shortWait } = options
  const { every = Math.min(hour, Math.max(minute, ms)) } = options
  const forgotten = new Set<string>()
  /** Forgotten, and still to be deleted: the database could not be told. */
  const owed = new Set<string>()
  const writing = new Set<Promise<unknown>>()

  const inTime = async <T>(work: Promise<T>): Promise<T | undefined> => {
    const late = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => late.resolve(undefined), patience)
    return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
  }

  const look = async (messageId: string): Promise<Found | 'forgotten' | undefined> => {
    if (forgotten.has(messageId)) return 'forgotten'
    if (ms === 0) return undefined
    const { rows } = await queries.query<{ mime: string; bytes: Buffer | null }>(lookSql, [nameOf(messageId), ms])
    const [row] = rows
    return row && (row.bytes === null ? 'forgotten' : { mime: row.mime, bytes: row.bytes })
  }
  const lookBefore = (messageId: string): ReturnType<typeof look> =>
    inTime(look(messageId)).catch((error: unknown) => {
      log.warn({ err: error, message: messageId }, 'what is kept could not be looked for: it is fetched again')
      return undefined
    })

  let saidFull: number | undefined
  /** Said once an hour at most: it stays so for a while. */
  const sayFull = (): void => {
    const now = clock.now()
    if (saidFull !== undefined && Math.abs(now - saidFull) < hour) return
    saidFull = now
    log.warn(
      { most },
      'AS MUCH IS KEPT IN POSTGRESQL AS MAY BE: what customers send is not kept until there is room; set KEEP_CONTENT to less',
    )
  }

  const write = async (messageId: string, { mime, bytes }: Found): Promise<'forgotten' | undefined> => {
    try {
      const values = [nameOf(messageId), keyOf(mime), Buffer.from(bytes), bytes.length, most]
      const { rows } = await queries.query<{ room: boolean; kept: boolean }>(keepSql, values)
      if (rows[0]?.room === false) sayFull()
      else if (rows[0]?.kept === false) return 'forgotten'
    } catch (error) {
      log.warn({ err: error, message: messageId }, 'what a customer sent could not be kept; staff look at it in LINE')
    }
    return undefined
  }
  const keep = (messageId: string, found: Found): Promise<'forgotten' | undefined> => {
    const written = write(messageId, found)
    writing.add(written)
    void written.finally(() => writing.delete(written))
    return inTime(written)
  }

  const forgetAll = async (messageIds: Iterable<string>): Promise<void> => {
    const ids = [...new Set(messageIds)]
    for (const id of ids) owed.add(id)
    try {
      // In the order of the names: two statements that wait for each other's rows would wait for ever.
      await queries.query(forgetSql, [ids.map(nameOf).toSorted()])
      for (const id of ids) owed.delete(id)
    } catch (error) {
      log.error({ err: error, messages: ids.length }, 'kept content could not be deleted: it is tried again')
    }
  }

  const over = new AbortController()
  const deleteOld = async (): Promise<void> => {
    if (owed.size > 0) await forgetAll(owed)
    let deleted: number
    do {
      deleted = (await queries.query(deleteSql, [ms, deletedAtOnce])).rowCount ?? 0
    } while (deleted === deletedAtOnce && !over.signal.aborted)
  }
  let deleting: Promise<void> | undefined
  const startDeleting = (): void => {
    deleting ??= deleteOld()
      .catch((error: unknown) => log.error({ err: error }, 'kept content could not be looked through'))
      .finally(() => (deleting = undefined))
  }
  startDeleting()
  const timer = setInterval(startDeleting, every).unref()

  return {
    async see(wanted, limits, signal) {
      signal.throwIfAborted()
      const { messageId } = wanted
      const kept = await lookBefore(messageId)
      signal.throwIfAborted()
      if (kept === 'forgotten') return gone
      if (kept && kept.bytes.length <= limits.bytes) return seenIn(kept)
      const seen = await contents.see(wanted, limits, signal)
      if (forgotten.has(messageId)) return gone
      const found = ms === 0 ? undefined : foundIn(seen)
      return found && (await keep(messageId, found)) === 'forgotten' ? gone : seen
    },
    async find(messageId) {
      const kept = await look(messageId)
      return kept === 'forgotten' ? undefined : kept
    },
    async types(messageIds) {
      const asked = ms === 0 ? [] : messageIds.filter((id) => !forgotten.has(id))
      if (asked.length === 0) return new Map()
      const { rows } = await queries.query<{ message: string; mime: string }>(typesSql, [asked.map(nameOf), ms])
      const found = new Map(rows.map(({ message, mime }) => [message, mime]))
      return new Map(
        asked.flatMap((id): [string, string][] => {
          const mime = found.get(nameOf(id))
          return mime === undefined ? [] : [[id, mime]]
        }),
      )
    },
    async forget(messageIds) {
      for (const id of messageIds) forgotten.add(id)
      for (const oldest of forgotten) {
        if (forgotten.size <= forgottenKept) break
        forgotten.delete(oldest)
      }
      await forgetAll(messageIds)
      await contents.forget?.(messageIds)
    },
    async close() {
      clearInterval(timer)
      over.abort()
      await deleting
      await Promise.all(writing)
    },
  }
}

/** Of a row, and the length in ms that is the second value. A time that lies ahead means that the clock has jumped. */
const isFresh = (length: string): string => `abs(extract(epoch FROM now() - kept_at)) * 1000 < ${length}::float8`

const lookSql = `SELECT mime, bytes FROM kidoku.contents WHERE message = $1 AND (bytes IS NULL OR ${isFresh('$2')})`

const typesSql = `SELECT message, mime FROM kidoku.contents
  WHERE message = ANY ($1::text[]) AND bytes IS NOT NULL AND ${isFresh('$2')}`

// How long they are stands in their rows: nothing of them is read for the sum.
const keepSql = `WITH total AS (
    SELECT coalesce(sum(octet_length(bytes)), 0) + $4::bigint <= $5::bigint AS room FROM kidoku.contents
  ), kept AS (
    INSERT INTO kidoku.contents AS c (message, mime, bytes) SELECT $1, $2, $3::bytea FROM total WHERE room
    ON CONFLICT (message) DO UPDATE SET mime = excluded.mime, bytes = excluded.bytes, kept_at = excluded.kept_at
    WHERE c.bytes IS NOT NULL
    RETURNING message
  )
  SELECT room, EXISTS (SELECT FROM kept) AS kept FROM total`

const forgetSql = `INSERT INTO kidoku.contents (message) SELECT unnest($1::text[])
  ON CONFLICT (message) DO UPDATE SET mime = NULL, bytes = NULL, kept_at = excluded.kept_at`

const deleteSql = `DELETE FROM kidoku.contents WHERE message IN (SELECT message FROM kidoku.contents
  WHERE CASE WHEN bytes IS NULL THEN kept_at < now() - interval '1 day' ELSE NOT (${isFresh('$1')}) END LIMIT $2)`
