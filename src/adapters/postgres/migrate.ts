/**
 * Brings the tables up to date. Migrations are numbered and only ever added: each one leaves the tables so that the version
 * before it still works on them (new columns and tables first; what is not used any more goes one version later), so that
 * two versions can run side by side while one replaces the other.
 */
import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import { runMigrations as migrateWorker } from 'graphile-worker'
import pg from 'pg'
import type { Log } from '../../ports/log.ts'

/** Of ours alone in a database: any number will do that stays the same. */
export const lock = 5_436_241_117

/** One process at a time migrates; the others wait for it, and then find nothing to do. Tells which were run. */
export async function migrate(url: string, log: Log): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'kidoku migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    const done = await runner({
      dbClient: client,
      dir: join(import.meta.dirname, 'migrations'),
      direction: 'up',
      schema: 'kidoku',
      createSchema: true,
      migrationsSchema: 'kidoku',
      migrationsTable: 'migrations',
      // The lock above waits where theirs gives up.
      noLock: true,
      log: (text) => log.debug({}, text),
    })
    await migrateWorker({ connectionString: url })
    return done.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
