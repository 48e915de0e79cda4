/**
 * The lists that staff look at, read from the index. A page goes on behind a place in the order (`after`), not behind a
 * count, so rows that come, go and move meanwhile neither repeat nor hide others. A search looks at every text, a slice at
 * a time, and lets other work in between.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { setImmediate as breath } from 'node:timers/promises'
import { cursor, mostRows, readCursor } from '../../../core/list-page.ts'
import { isShort, termsOf } from '../../../core/search-words.ts'
import { summarySchema, type Summary } from '../../../core/summary.ts'
import type { ListName, ListPage, ListQuery } from '../../../ports/store.ts'
import { destinationIn, isListed } from './database.ts'

/** So many texts are looked at in one go: about two milliseconds. */
const slice = 2_000

/** Where a row stands: by its time (ms), and among equals by its number. */
type Position = readonly [key: number, number: number]

interface Order {
  where: string
  key: 'since' | 'at'
  newestFirst: boolean
}

function orderOf(list: ListName): Order {
  if (list === 'all') return { where: 'TRUE', key: 'at', newestFirst: true }
  if (list === 'suspected') return { where: 'suspected = 1', key: 'at', newestFirst: false }
  return { where: `place = '${list}'`, key: 'since', newestFirst: false }
}

export async function readPage(db: DatabaseSync, query: ListQuery, total: () => number): Promise<ListPage> {
  const order = orderOf(query.list)
  const limit = Math.max(1, Math.min(query.limit, mostRows))
  const after = readCursor(query.list, query.after) ?? beginning(order)
  const terms = termsOf(query.search ?? '')
  // One more than is shown tells whether there is another page.
  const found =
    terms.length === 0
      ? { numbers: readOrder(db, order, after, limit + 1, query.destinations), total: total() }
      : await search(db, order, after, limit + 1, terms, query.destinations)
  const shown = found.numbers.slice(0, limit)
  const last = shown.at(-1)
  const next = found.numbers.length > limit && last ? cursor(query.list, last) : undefined
  return { rows: readSummaries(db, shown), total: found.total, next }
}

/** Ends of the order: no time is beyond them. */
const beginning = ({ newestFirst }: Order): Position =>
  newestFirst ? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] : [Number.MIN_SAFE_INTEGER, 0]

function readOrder(
  db: DatabaseSync,
  { where, key, newestFirst }: Order,
  after: Position,
  limit: number,
  destinations?: readonly string[],
): Position[] {
  const [beyond, way] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC']
  const own = destinations ? `${destinationIn('id')} = ? AND ${key === 'since' ? `${isListed} AND ` : ''}` : ''
  const sql = `SELECT ${key}, number FROM conversations WHERE ${own}${where} AND (${key}, number) ${beyond} (?, ?)
    ORDER BY ${key} ${way}, number ${way} LIMIT ?`
  if (!destinations) return positions(db, sql, ...after, limit)
  // Each account's are read in their order, and put together: asked for at once, all of them would be read and sorted.
  const found = [...new Set(destinations)].flatMap((one) => positions(db, sql, one, ...after, limit))
  return found.toSorted(newestFirst ? (a, b) => compare(b, a) : compare).slice(0, limit)
}

/** The first behind `after` that hold all the words, and how many do in the whole list. */
async function search(
  db: DatabaseSync,
  order: Order,
  after: Position,
  limit: number,
  terms: readonly string[],
  destinations?: readonly string[],
): Promise<{ numbers: Position[]; total: number }> {
  const own = destinations ? [`${destinationIn('id')} IN (SELECT value FROM json_each(?))`] : []
  const values = [...terms, ...(destinations ? [JSON.stringify(destinations)] : [])]
  // CROSS: the texts are looked at in their order, and a conversation only where its text holds the words.
  const sql = `SELECT ${order.key}, number FROM texts CROSS JOIN conversations USING (number)
    WHERE number > ? AND number <= ? AND ${[...terms.map(holds), ...own, order.where].join(' AND ')}`
  const isBefore = order.newestFirst ? (a: Position, b: Position) => compare(a, b) > 0 : compareAscending
  const best: Position[] = []
  let total = 0
  const last = Number(db.prepare('SELECT max(number) AS last FROM texts').get()?.last ?? 0)
  for (let from = 0; from < last; from += slice) {
    if (from > 0) await breath()
    for (const one of positions(db, sql, from, from + slice, ...values)) {
      total += 1
      const worst = best[limit - 1]
      if (!isBefore(after, one) || (worst && !isBefore(one, worst))) continue
      const place = best.findIndex((other) => isBefore(one, other))
      best.splice(place === -1 ? best.length : place, 0, one)
      if (best.length > limit) best.pop()
    }
  }
  return { numbers: best, total }
}

/** The condition that a text holds a word: `?`. */
const holds = (term: string): string =>
  isShort(term) ? 'instr(text, ?) BETWEEN 1 AND instr(text, char(10))' : 'instr(text, ?) > 0'

const compare = (a: Position, b: Position): number => a[0] - b[0] || a[1] - b[1]
const compareAscending = (a: Position, b: Position): boolean => compare(a, b) < 0

function positions(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): Position[] {
  const statement = db.prepare(sql)
  statement.setReturnArrays(true)
  // With that set each row is an array, which the types do not say.
  const rows: unknown[] = statement.all(...values)
  return rows.map((row) => (Array.isArray(row) ? [Number(row[0]), Number(row[1])] : [0, 0]))
}

function readSummaries(db: DatabaseSync, shown: readonly Position[]): Summary[] {
  const statement = db.prepare('SELECT summary FROM conversations WHERE number = ?')
  return shown.flatMap(([, number]) => {
    const summary = statement.get(number)?.summary
    return typeof summary === 'string' ? [summarySchema.parse(JSON.parse(summary))] : []
  })
}
