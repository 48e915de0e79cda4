/**
 * The lists that staff look at. A page goes on behind a place in the order (`after`), not behind a count, so rows that
 * come, go and move meanwhile neither repeat nor hide others.
 */
import { cursor, mostRows, readCursor } from '../../core/list-page.ts'
import { isShort, termsOf } from '../../core/search-words.ts'
import { summarySchema, type Summary } from '../../core/summary.ts'
import type { Counts, ListName, ListPage, ListQuery } from '../../ports/store.ts'
import { asRead, asWritten, firstOfEach } from './by-destination.ts'
import type { Queries } from './database.ts'

interface Order {
  where: string
  key: 'since' | 'at'
  newestFirst: boolean
}

function orderOf(list: ListName): Order {
  if (list === 'all') return { where: 'TRUE', key: 'at', newestFirst: true }
  if (list === 'suspected') return { where: 'suspected', key: 'at', newestFirst: false }
  return { where: `place = '${list}'`, key: 'since', newestFirst: false }
}

export async function readPage(queries: Queries, query: ListQuery): Promise<ListPage> {
  const { where, key, newestFirst } = orderOf(query.list)
  const limit = Math.max(1, Math.min(query.limit, mostRows))
  const after = readCursor(query.list, query.after)
  const terms = termsOf(query.search ?? '')
  const destinations = query.destinations && asWritten(query.destinations)
  const values = [...terms, ...(destinations ? [destinations] : [])]
  const own = `$${values.length}`
  const inList = [where, ...terms.map((term, index) => holds(term, `$${index + 1}`))].join(' AND ')
  const [beyond, way] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC']
  const place = `$${values.length + 1}::bigint, $${values.length + 2}::bigint`
  const select = `SELECT ${key} AS key, number, summary FROM kidoku.summaries
    WHERE ${inList}${after ? ` AND (${key}, number) ${beyond} (${place})` : ''}`
  // One more than is shown tells whether there is another page.
  const end = `ORDER BY key ${way}, number ${way} LIMIT ${limit + 1}`
  // Selected, so that PostgreSQL chooses its way before it knows the account: for one that has half of all rows it would go
  // through all in the order of time, which is a long way where that account's are old.
  const nth = (one: number): string => `${select} AND destination = (SELECT (${own}::text[])[${one}])`
  const page = destinations ? firstOfEach(destinations, nth, end) : `${select} ${end}`
  const count = `SELECT count(*) AS total FROM kidoku.summaries
    WHERE ${inList}${destinations ? ` AND destination = ANY (${own}::text[])` : ''}`
  const [{ rows }, { rows: counted }] = await Promise.all([
    queries.query<{ key: string; number: string; summary: unknown }>(page, [...values, ...(after ?? [])]),
    queries.query<{ total: string }>(count, values),
  ])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? cursor(query.list, [Number(last.key), Number(last.number)]) : undefined
  const total = Number(counted[0]?.total ?? 0)
  return { rows: shown.map(({ summary }): Summary => summarySchema.parse(summary)), total, next }
}

/** The condition that the words hold a term. */
const holds = (term: string, value: string): string =>
  isShort(term) ? `strpos(words, ${value}) BETWEEN 1 AND strpos(words, chr(10))` : `strpos(words, ${value}) > 0`

/** How many stand in each list, and since when the first waits: of some LINE accounts, or of all. */
export async function readCounts(queries: Queries, destinations?: readonly string[]): Promise<Counts> {
  const { rows } = await queries.query<CountRow>(
    countSql(destinations ? ' AND destination = ANY ($1::text[])' : ''),
    destinations ? [asWritten(destinations)] : [],
  )
  return countsIn(rows)
}

/** The same of each LINE account that has somebody in one of them. */
export async function readCountsByDestination(queries: Queries): Promise<Map<string, Counts>> {
  const { rows } = await queries.query<CountRow & { destination: string }>(countSql('', 'destination, '))
  const each = Map.groupBy(rows, ({ destination }) => destination)
  return new Map([...each].map(([destination, own]) => [asRead(destination), countsIn(own)]))
}

interface CountRow {
  place: string
  count: string
  since: string | null
}

function countsIn(rows: readonly CountRow[]): Counts {
  const of = (place: string) => rows.find((row) => row.place === place)
  const count = (place: string): number => Number(of(place)?.count ?? 0)
  const since = of('waiting')?.since
  return {
    waiting: count('waiting'),
    undelivered: count('undelivered'),
    staff: count('staff'),
    question: count('question'),
    suspected: count('suspected'),
    ...(since === undefined || since === null ? {} : { waitingSince: Number(since) }),
  }
}

const countSql = (
  own: string,
  by = '',
): string => `SELECT ${by}place, count(*), min(since) AS since FROM kidoku.summaries
    WHERE place IN ('waiting', 'undelivered', 'staff', 'question')${own} GROUP BY ${by}place
  UNION ALL SELECT ${by}'suspected', count(*), NULL FROM kidoku.summaries WHERE suspected${own} ${by && 'GROUP BY destination'}`
