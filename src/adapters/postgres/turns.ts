/** Rows of turns, for the figures: read by time, a slice at a time. */
import { z } from 'zod'
import type { TurnRow } from '../../core/turn-row.ts'
import type { TurnQuery } from '../../ports/store.ts'
import { asWritten, firstOfEach } from './by-destination.ts'
import { keyOf, statement, type Queries } from './database.ts'

const slice = 1_000

// Written by us from parsed values: the check is that a row is whole and ours.
const whole = z.looseObject({ conversation: z.string(), turn: z.string(), at: z.number(), decision: z.string() })
const rowSchema = z.custom<TurnRow>((value) => whole.safeParse(value).success, 'not a turn')

/** The LINE account in a row's json. As an index is made by it (migration 0005), so it is asked for. */
const destination = `split_part(split_part(row::text, '"conversation":"', 2), ':', 1)`

/** Tells every row of a time, oldest first or newest first, without holding more than a slice of them. */
export async function eachTurn(
  queries: Queries,
  { from, until, decision, limit = Infinity, destinations }: TurnQuery,
  visit: (row: TurnRow) => void,
  newestFirst = false,
): Promise<void> {
  const [beyond, way] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC']
  const select = `SELECT at, number, turn, row FROM kidoku.turns
    WHERE at >= $1 AND at < $2 AND ($3::text IS NULL OR decision = $3) AND ($4::bigint IS NULL OR (at, number, turn) ${beyond} ($4, $5, $6))`
  const end = `ORDER BY at ${way}, number ${way}, turn ${way} LIMIT $7`
  const own = destinations && asWritten(destinations)
  const nth = (one: number): string => `${select} AND ${destination} = ($8::text[])[${one}]`
  const sql = own ? firstOfEach(own, nth, end) : `${select} ${end}`
  let after: (string | null)[] = [null, null, null]
  for (let left = limit; left > 0; left -= slice) {
    const values = [
      whole64(from),
      whole64(until),
      decision ?? null,
      ...after,
      Math.min(left, slice),
      ...(own ? [own] : []),
    ]
    const { rows } = await queries.query<{ at: string; number: string; turn: string; row: unknown }>(sql, values)
    for (const { row } of rows) visit(rowSchema.parse(row))
    const last = rows.at(-1)
    if (!last || rows.length < slice) return
    after = [last.at, last.number, last.turn]
  }
}

/** The newest rows of a conversation, oldest first. */
export async function earlierOf(queries: Queries, conversation: string, limit: number): Promise<TurnRow[]> {
  const { rows } = await queries.query<{ row: unknown }>(earlierSql, [keyOf(conversation), limit])
  return rows.map(({ row }) => rowSchema.parse(row)).toReversed()
}

const earlierSql = statement(
  'earlier turns',
  `SELECT row FROM kidoku.turns JOIN kidoku.conversations USING (number) WHERE id = $1 ORDER BY at DESC, turn DESC LIMIT $2`,
)

/** Times are whole, and may be as far as there are numbers. */
const whole64 = (ms: number): number =>
  Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(ms)))
