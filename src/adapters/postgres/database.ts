/**
 * A database: a pool of connections with limits, and statements that end. Nothing here knows what is kept.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Log } from '../../ports/log.ts'

/** No statement takes longer (ms); LINE waits 2 s for its 200. */
const longest = { statement: 15_000, connect: 5_000, lock: 10_000, idleInTransaction: 15_000 }
/** No answer within that (ms) is none: the connection is dead, though nobody said so, and the next statement has a new one. */
const longestAnswer = longest.statement + 2_000

/**
 * A plan that is kept is made for tables as large as they were. The inbox of a quiet night is empty: to read all of it would be
 * the best plan, and it would still be gone by when the morning's rush has filled it. With an index it is never far from the
 * best.
 */
export const byIndex = ['SET enable_seqscan = off', 'SET jit = off'] as const
/** And one plan for any values, from the first time on: each other one takes longer to make than it saves. */
export const byIndexAtOnce = [...byIndex, 'SET plan_cache_mode = force_generic_plan'] as const

export interface DatabaseOptions {
  /** postgres://user:password@host:port/name */
  url: string
  /** Connections of this process at once. */
  connections?: number
  /** How PostgreSQL plans on these connections. Default: as it is set there. */
  planning?: readonly string[]
  /** A statement has had no answer for so long (ms) that its connection counts as dead. Default: after any statement's end. */
  noAnswer?: number
  log: Log
}

/**
 * One that is asked for often: a connection that has run it has it prepared, and it is not parsed again, nor planned once
 * PostgreSQL has seen that its plan is as good for any values. It names its columns: a migration may add some meanwhile.
 */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** @param name for who looks at `pg_prepared_statements` */
export function statement(name: string, text: string): Statement {
  // Where connections are shared by a pooler, another version's statement is another one.
  return { name: `${name} ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, text }
}

/** What takes statements: the pool, or one connection with a transaction open on it. */
export interface Queries {
  query<Row extends pg.QueryResultRow>(
    sql: string | Statement,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>
}

export interface Database extends Queries {
  /** All of it, or nothing. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase({
  url,
  connections = 10,
  planning,
  noAnswer = longestAnswer,
  log,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: longest.connect,
    idleTimeoutMillis: 30_000,
    statement_timeout: longest.statement,
    query_timeout: noAnswer,
    lock_timeout: longest.lock,
    idle_in_transaction_session_timeout: longest.idleInTransaction,
    application_name: 'kidoku',
    ...(planning && { onConnect: async (client) => void (await client.query(planning.join('; '))) }),
  })
  // A connection that rests and breaks (the database restarts) is replaced by the next statement.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to PostgreSQL broke; the next one is new'))
  return {
    pool,
    async query(sql, values) {
      // The pool lets go of a connection on which a statement failed: each may have an outdated plan once.
      for (let more = connections; ; more--) {
        try {
          return await pool.query(asked(sql, values))
        } catch (error) {
          if (more === 0 || typeof sql === 'string' || !isOutdated(error)) throw error
        }
      }
    },
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('BEGIN')
        const result = await work({ query: (sql, values) => client.query(asked(sql, values)) })
        await client.query('COMMIT')
        return result
      } catch (error) {
        if (isOutdated(error)) broken = new Error('its plans are outdated', { cause: error })
        await client.query('ROLLBACK').catch((cause: unknown) => (broken = new Error('not rolled back', { cause })))
        throw error
      } finally {
        client.release(broken)
      }
    },
    close: () => pool.end(),
  }
}

const asked = (sql: string | Statement, values: readonly unknown[] = []): pg.QueryConfig =>
  typeof sql === 'string' ? { text: sql, values: [...values] } : { ...sql, values: [...values] }

/**
 * `feature_not_supported`: what a statement tells of has another type than when it was prepared, since a migration has changed
 * a column. Nothing of it was run.
 */
const isOutdated = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code === '0A000'

/**
 * Names and ids as PostgreSQL can hold them: its text knows neither NUL nor half a surrogate pair. What came is kept as it
 * was inside of the json beside it.
 */
export const keyOf = (text: string): string => text.toWellFormed().replaceAll('\0', '\u2400')

/**
 * The hash by which an event is known that is not to come back, as the files keep it (22 signs, base64url): nobody can tell
 * from it whose it was. For an expression of SQL.
 */
export const hashIn = (text: string): string =>
  `left(translate(encode(sha256(convert_to(${text}, 'UTF8')), 'base64'), '+/', '-_'), 22)`
