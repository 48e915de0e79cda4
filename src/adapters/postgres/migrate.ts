/**
 * Brings the tables up to date. Migrations are numbered and only ever added: each one leaves the tables so that the version
 * before it still works on them (new columns and tables first; what is not used any more goes one version later), so that
 * two versions can run side by side while one replaces the other. Each is a transaction of its own. It locks tables in the
 * order in which a commit does (commit.ts): conversations, inbox, facts, summaries, turns.
 */
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { runner } from 'node-pg-migrate'
import { runMigrations as migrateWorker } from 'graphile-worker'
import pg from 'pg'
import type { Log } from '../../ports/log.ts'

/** Of ours alone in a database: any number will do that stays the same. */
export const lock = 5_436_241_117

export interface Patience {
  /** A table that is in use is waited for so long (ms). */
  wait: number
  /** Before each further try (ms). */
  pauses: readonly number[]
}

// While it waits for somebody who reads a table for long (a dump, say), all others wait behind it: not for so long that their
// own waiting ends (database.ts), but for longer than autovacuum takes to give way, and deadlocks to be seen: a second.
const usual: Patience = { wait: 3_000, pauses: [1_000, 2_000, 4_000, 8_000, 16_000] }

/** One process at a time migrates; the others wait for it, and then find nothing to do. Tells which were run. */
export async function migrate(url: string, log: Log, { wait, pauses }: Patience = usual): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'kidoku migrate' })
  await client.connect()
  const next = async (): Promise<string | undefined> => {
    const [done] = await runner({
      dbClient: client,
      dir: join(import.meta.dirname, 'migrations'),
      direction: 'up',
      count: 1,
      schema: 'kidoku',
      createSchema: true,
      migrationsSchema: 'kidoku',
      migrationsTable: 'migrations',
      // The lock below waits where theirs gives up.
      noLock: true,
      log: (text) => log.debug({}, text),
    })
    return done?.name
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await client.query(`SET lock_timeout = ${wait}`)
    const names: string[] = []
    for (let tries = 0; ;) {
      try {
        const name = await next()
        if (name === undefined) break
        names.push(name)
      } catch (error) {
        const pause = pauses[tries++]
        if (!isInUse(error) || pause === undefined) throw error
        await client.query('ROLLBACK')
        log.warn(
          { err: error, pauseMs: pause },
          'a table that is to be brought up to date is in use; it is tried again',
        )
        await after(pause)
      }
    }
    await migrateWorkerTables(url, log)
    return names
  } finally {
    await client.end()
  }
}

/** A pool that graphile-worker opens itself has nobody who hears that a connection breaks while it closes: that ends a process. */
async function migrateWorkerTables(url: string, log: Log): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'kidoku migrate' })
  const broken = (error: Error): void => log.debug({ err: error }, 'a connection to PostgreSQL broke')
  pool.on('error', broken)
  pool.on('connect', (client) => void client.on('error', broken))
  try {
    await migrateWorker({ pgPool: pool })
  } finally {
    await pool.end()
  }
}

/** `lock_not_available` and `deadlock_detected`: others had it, and go on. */
const isInUse = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && ['55P03', '40P01'].includes(error.code ?? '')
