/**
 * A database: a pool of connections with limits, and statements that end. Nothing here knows what is kept.
 */
import pg from 'pg'
import type { Log } from '../../ports/log.ts'

/** No statement takes longer (ms); LINE waits 2 s for its 200. */
const longest = { statement: 15_000, connect: 5_000, lock: 10_000, idleInTransaction: 15_000 }

export interface DatabaseOptions {
  /** postgres://user:password@host:port/name */
  url: string
  /** Connections of this process at once. */
  connections?: number
  log: Log
}

/** What takes statements: the pool, or one connection with a transaction open on it. */
export interface Queries {
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult<Row>>
}

export interface Database extends Queries {
  /** All of it, or nothing. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase({ url, connections = 10, log }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: longest.connect,
    idleTimeoutMillis: 30_000,
    statement_timeout: longest.statement,
    lock_timeout: longest.lock,
    idle_in_transaction_session_timeout: longest.idleInTransaction,
    application_name: 'kidoku',
  })
  // A connection that rests and breaks (the database restarts) is replaced by the next statement.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to PostgreSQL broke; the next one is new'))
  const query: Queries['query'] = (sql, values) => pool.query(sql, values ? [...values] : undefined)
  return {
    pool,
    query,
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('BEGIN')
        const result = await work({ query: (sql, values) => client.query(sql, values ? [...values] : undefined) })
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch((cause: unknown) => (broken = new Error('not rolled back', { cause })))
        throw error
      } finally {
        client.release(broken)
      }
    },
    close: () => pool.end(),
  }
}

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
