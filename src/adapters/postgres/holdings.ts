/**
 * What a database holds, read as it lies there: by statements that cannot write. `everything` is each row of each table in
 * the schemas of kidoku and of graphile-worker, whatever tables there are, and what PostgreSQL has noted of their values
 * for its planner, which are some of those values.
 */
import pg from 'pg'
import { z } from 'zod'
import { formsOf, namesAny } from '../../core/naming.ts'
import type { Holdings } from '../../ports/holdings.ts'
import { keyOf, type Database } from './database.ts'
import { eachRow } from './each-row.ts'
import { readConversations } from './read-conversations.ts'

const record = z.record(z.string(), z.unknown())
const naming = z.object({ text: z.string(), value: record })

/** As they are told: an event, a line, or an event with why it was set aside. */
const kept = {
  inbox: 'SELECT event::text AS text, event AS value, number FROM kidoku.inbox',
  audit: 'SELECT line::text AS text, line AS value, number FROM kidoku.audit',
  set_aside: `SELECT raw::text AS text, json_build_object('at', at, 'why', why, 'raw', raw) AS value, number
    FROM kidoku.set_aside`,
} as const

interface Table {
  /** For a person. */
  place: string
  /** For SQL. */
  from: string
  columns: string[]
}

const values = z.array(z.union([z.instanceof(Buffer), z.string()]).nullable())

export function postgresHoldings(database: Database): Holdings {
  const { pool } = database
  const document = async (name: string): Promise<unknown> => {
    const { rows } = await database.query<{ value: unknown }>('SELECT value FROM kidoku.documents WHERE name = $1', [
      name,
    ])
    return rows[0]?.value ?? undefined
  }
  return {
    place: 'the database of DATABASE_URL',
    setting: 'DATABASE_URL',
    unit: 'row',
    async naming(kind, ids) {
      // Those that may name one; which of them do is told from their text.
      const { rows } = await database.query(
        `SELECT text, value FROM (${kept[kind]}) AS t
          WHERE EXISTS (SELECT FROM unnest($1::text[]) AS form WHERE strpos(text, form) > 0) ORDER BY number`,
        [formsOf(ids).map(keyOf)],
      )
      return rows.flatMap((row) => {
        const { text, value } = naming.parse(row)
        return namesAny(text, ids) ? [value] : []
      })
    },
    conversations: () => readConversations(pool),
    drafts: () => document('drafts'),
    async find(messageId) {
      const { rows } = await database.query<{ mime: string; bytes: Buffer }>(findSql, [keyOf(messageId)])
      return rows[0]
    },
    async ofStaff() {
      const { rows } = await database.query<{ value: unknown }>(ofStaffSql)
      return rows.map(({ value }) => JSON.stringify(value ?? ''))
    },
    async *everything() {
      for (const { place, from, columns } of await tablesOf(database)) {
        const sql = `SELECT ${columns.map((column, n) => `${column} AS c${n}`).join(', ')} FROM ${from}`
        for await (const row of eachRow(pool, sql, record)) {
          yield { place, bytes: bytesOf(columns.map((_, n) => row[`c${n}`] ?? null)) }
        }
      }
      for await (const row of eachRow(pool, notedSql, record)) {
        yield { place: `pg_stats of ${String(row['place'])}`, bytes: bytesOf([row['noted'] ?? null]) }
      }
    },
  }
}

function bytesOf(row: unknown[]): Buffer {
  const parts = values.parse(row).flatMap((value) => {
    if (value === null) return []
    return [typeof value === 'string' ? Buffer.from(value) : value, Buffer.from('\n')]
  })
  return Buffer.concat(parts)
}

/** With what reads each column: texts as they are, bytes as they are, all else as PostgreSQL writes it. */
async function tablesOf(database: Database): Promise<Table[]> {
  const { rows } = await database.query<{ schema: string; name: string; columns: unknown }>(tablesSql)
  return rows.map(({ schema, name, columns }) => {
    const read = z.array(z.object({ name: z.string(), bytes: z.boolean() })).parse(columns)
    return {
      place: `${schema}.${name}`,
      from: `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`,
      columns: read.map((one) => `${pg.escapeIdentifier(one.name)}${one.bytes ? '' : '::text'}`),
    }
  })
}

// The name of a kept file is the hash of its message's id.
const findSql = `SELECT mime, bytes FROM kidoku.contents
  WHERE message = left(encode(sha256(convert_to($1, 'UTF8')), 'hex'), 32) AND bytes IS NOT NULL`

const tablesSql = `SELECT n.nspname AS schema, c.relname AS name,
    (SELECT json_agg(json_build_object('name', a.attname, 'bytes', a.atttypid = 'bytea'::regtype) ORDER BY a.attnum)
      FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('kidoku', 'graphile_worker') AND c.relkind IN ('r', 'm')
  ORDER BY 1, 2`

const notedSql = `SELECT schemaname || '.' || tablename AS place,
    concat_ws(' ', most_common_vals::text, histogram_bounds::text, most_common_elems::text) AS noted
  FROM pg_stats WHERE schemaname IN ('kidoku', 'graphile_worker')`

const ofStaffSql = `SELECT value FROM kidoku.documents
  WHERE name IN ('staff', 'service', 'sessions') OR name LIKE 'service.%'`
