/** The audit in the database: one row an action, only ever added to by all processes and commands side by side. */
import { formsOf, namesAny, withoutForgotten } from '../../core/naming.ts'
import { auditLineSchema, detailOf, type Audit, type AuditErasing, type AuditLine } from '../../ports/audit.ts'
import type { Database } from './database.ts'

export function openPostgresAudit(database: Database): Audit & AuditErasing {
  return {
    async write({ detail, ...line }) {
      const whole: AuditLine = { ...line, detail: detailOf(detail) }
      await database.query('INSERT INTO kidoku.audit (at, line) VALUES ($1, $2)', [
        Math.floor(line.at),
        JSON.stringify(whole),
      ])
    },
    async last(count) {
      const { rows } = await database.query<{ line: unknown }>(
        'SELECT line FROM kidoku.audit ORDER BY number DESC LIMIT $1',
        [count],
      )
      // Of a version that is newer than this one, say.
      return rows.flatMap(({ line }) => auditLineSchema.safeParse(line).data ?? [])
    },
    unname: (ids) =>
      database.transaction(async (queries) => {
        const { rows } = await queries.query<{ number: string; line: unknown }>(namingSql, [formsOf(ids).map(inJson)])
        const changed = rows.flatMap(({ number, line }) => {
          const after = unnamed(line, ids)
          return after ? [{ number, ...after }] : []
        })
        await queries.query(rewriteSql, [changed.map(({ number }) => number), changed.map(({ text }) => text)])
        return changed.length
      }),
    async expire(before) {
      await database.query('DELETE FROM kidoku.audit WHERE at < $1', [Math.ceil(before)])
    },
  }
}

// Those that may name one; which of them do is told from their values. Two that unname at once wait for each other.
const namingSql = `SELECT number, line FROM kidoku.audit
  WHERE EXISTS (SELECT FROM unnest($1::text[]) AS form WHERE strpos(line::text, form) > 0)
  ORDER BY number FOR UPDATE`

const rewriteSql = `WITH changed AS (SELECT * FROM unnest($1::bigint[], $2::json[]) AS t(number, line)),
  gone AS (DELETE FROM kidoku.audit WHERE number IN (SELECT number FROM changed WHERE line IS NULL))
  UPDATE kidoku.audit AS a SET line = c.line FROM changed AS c WHERE c.number = a.number AND c.line IS NOT NULL`

/** As it stands within JSON, which also makes a text of it that PostgreSQL can hold. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** In its values alone; undefined when nothing changes. A line that is none of ours goes (null) when it names one. */
function unnamed(row: unknown, ids: readonly string[]): { text: string | null } | undefined {
  const line = auditLineSchema.safeParse(row).data
  if (!line) return namesAny(JSON.stringify(row), ids) ? { text: null } : undefined
  const after = withoutForgotten(line, ids)
  return after === line ? undefined : { text: JSON.stringify(after) }
}
