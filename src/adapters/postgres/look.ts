/** Looks at a database without changing anything in it: what `npm run doctor` tells of it. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DatabaseState } from '../../ports/database-state.ts'
import type { Log } from '../../ports/log.ts'
import { openDatabase, type Queries } from './database.ts'
import { isFree } from './leases.ts'

/** @throws what the system, the driver or PostgreSQL says */
export async function lookAt(url: string, log: Log): Promise<DatabaseState> {
  const database = openDatabase({ url, connections: 1, log })
  try {
    return await database.transaction(async (queries) => {
      await queries.query('SET TRANSACTION READ ONLY')
      return look(queries)
    })
  } finally {
    await database.close()
  }
}

const aboutSchema = z.object({ version: z.string(), standby: z.boolean(), may_make: z.boolean(), is_new: z.boolean() })
const tablesSchema = z.object({ name: z.string(), may: z.boolean(), own: z.boolean() })
const workSchema = z.object({
  alive: z.coerce.number(),
  versions: z.array(z.string()).nullable(),
  waiting: z.coerce.number(),
  overdue: z.coerce.number(),
})

async function look(queries: Queries): Promise<DatabaseState> {
  const own = await ownMigrations()
  const about = aboutSchema.parse((await queries.query(aboutSql)).rows[0])
  const { version, standby, may_make: mayMake, is_new: isNew } = about
  const none = { newer: [], refused: [], foreign: [], alive: 0, versions: [], waiting: 0, overdue: 0 }
  if (isNew) return { ...none, version, standby, mayMake, isNew, pending: own }
  const tables = z.array(tablesSchema).parse((await queries.query(tablesSql)).rows)
  const refused = tables.filter(({ may }) => !may).map(({ name }) => name)
  const foreign = tables.filter((one) => !one.own).map(({ name }) => name)
  const rights = { version, standby, mayMake, isNew, refused, foreign }
  if (refused.length > 0) return { ...none, ...rights, pending: [] }
  const { rows } = await queries.query<{ name: string }>('SELECT name FROM kidoku.migrations ORDER BY id')
  const run = rows.map(({ name }) => name)
  const pending = own.filter((name) => !run.includes(name))
  const work = workSchema.parse((await queries.query(workSql)).rows[0])
  const hasDocuments = tables.some(({ name }) => name === 'kidoku.documents')
  return {
    ...rights,
    ...work,
    versions: work.versions ?? [],
    pending,
    newer: run.filter((name) => !own.includes(name)),
    ...(hasDocuments ? await documentsIn(queries) : {}),
  }
}

async function documentsIn(queries: Queries): Promise<Pick<DatabaseState, 'service' | 'staff'>> {
  const { rows } = await queries.query<{ name: string; value: unknown }>(
    "SELECT name, value FROM kidoku.documents WHERE name IN ('service', 'staff') OR name LIKE 'service.%'",
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value ?? undefined]))
}

/** As they are numbered and named. */
async function ownMigrations(): Promise<string[]> {
  const names = await readdir(join(import.meta.dirname, 'migrations'))
  return names.flatMap((name) => /^(\d+_.*)\.sql$/.exec(name)?.[1] ?? []).toSorted()
}

const aboutSql = `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, pg_is_in_recovery() AS standby,
  has_database_privilege(current_database(), 'CREATE') AS may_make, to_regclass('kidoku.migrations') IS NULL AS is_new`

// Rows of graphile-worker's tables are hidden from whoever is not their owner, by its own rule.
const tablesSql = `SELECT n.nspname || '.' || c.relname AS name,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
      AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE')
      AND NOT row_security_active(c.oid) AS may,
    pg_has_role(c.relowner, 'USAGE') AS own
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('kidoku', 'graphile_worker') AND c.relkind = 'r' ORDER BY 1`

const workSql = `SELECT
  (SELECT count(*) FROM kidoku.processes WHERE alive_until > now()) AS alive,
  (SELECT array_agg(DISTINCT version ORDER BY version) FROM kidoku.processes WHERE alive_until > now()) AS versions,
  (SELECT count(*) FROM kidoku.inbox) AS waiting,
  (SELECT coalesce(max(extract(epoch FROM now() - wake_at)), 0) * 1000 FROM kidoku.conversations AS c
    WHERE wake_at < now() AND ${isFree}) AS overdue`
