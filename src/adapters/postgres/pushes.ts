/**
 * Counts a channel's pushes in the database, where all its processes see them and a restart forgets none. Whoever makes one
 * counts it first, one process at a time: so there are never more than the cap, whatever dies in between.
 */
import type { Log } from '../../ports/log.ts'
import type { PushCount } from '../../ports/push-count.ts'
import { keyOf, type Database } from './database.ts'

/** What is known of other processes' pushes is asked again after this (ms). */
const knownFor = 15_000

export interface PostgresPushesOptions {
  database: Database
  /** Each has a cap of its own. */
  channel: string
  log: Log
  /** How long what was asked is good (ms). Default: 15 s. */
  freshFor?: number
}

export async function openPostgresPushCount(options: PostgresPushesOptions): Promise<PushCount> {
  const { database, log, freshFor = knownFor } = options
  const channel = keyOf(options.channel)
  let known = 0
  let askedAt = -Infinity
  let asking: Promise<void> | undefined

  let before: Promise<unknown> = Promise.resolve()
  /** One at a time here: those who wait for each other must not hold all connections. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = before.then(work)
    before = result.catch(() => undefined)
    return result
  }
  const ask = async (): Promise<void> => {
    const { rows } = await database.query<{ count: string }>(countSql, [channel])
    known = Number(rows[0]?.count ?? 0)
    askedAt = performance.now()
  }
  const takeBack = (number: string): void => {
    known = Math.max(0, known - 1)
    inTurn(() => database.query('DELETE FROM kidoku.pushes WHERE number = $1', [number])).catch((error: unknown) =>
      log.warn({ err: error }, 'a push that was not made stays counted for 24 hours'),
    )
  }
  const spend = (most: number): Promise<(() => void) | undefined> =>
    database.transaction(async (queries) => {
      // Until the end of the transaction: the next one sees what this one has counted.
      await queries.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`kidoku pushes ${channel}`])
      const values = [channel, Number.isFinite(most) ? most : null]
      const [row] = (await queries.query<{ made: string; number: string | null }>(spendSql, values)).rows
      const number = row?.number ?? undefined
      known = Number(row?.made ?? 0) + (number === undefined ? 0 : 1)
      askedAt = performance.now()
      return number === undefined ? undefined : () => takeBack(number)
    })
  await ask()

  return {
    known() {
      if (performance.now() - askedAt >= freshFor) {
        asking ??= ask()
          .catch((error: unknown) => log.debug({ err: error }, 'pushes could not be counted'))
          .finally(() => (asking = undefined))
      }
      return known
    },
    spend: (most) => inTurn(() => spend(most)),
  }
}

const isRecent = `channel = $1 AND at > now() - interval '24 hours'`

const countSql = `SELECT count(*) FROM kidoku.pushes WHERE ${isRecent}`

const spendSql = `WITH old AS (
    DELETE FROM kidoku.pushes WHERE channel = $1 AND at <= now() - interval '24 hours'
  ), counted AS (
    SELECT count(*) AS made FROM kidoku.pushes WHERE ${isRecent}
  ), spent AS (
    INSERT INTO kidoku.pushes (channel) SELECT $1 FROM counted WHERE $2::bigint IS NULL OR made < $2
    RETURNING number
  )
  SELECT made, (SELECT number FROM spent) AS number FROM counted`
