/** How many stand in each list: of all conversations, or of those of some LINE accounts. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Counts, ListName } from '../../../ports/store.ts'
import { destinationIn, isListed } from './database.ts'

export type AllCounts = Counts & Record<'all', number>

/** What has been counted, until a row changes. */
export class KeptCounts {
  readonly #db: () => DatabaseSync
  /** By LINE account; undefined: of all. */
  readonly #kept = new Map<string | undefined, AllCounts>()
  #byDestination: ReadonlyMap<string, Counts> | undefined

  constructor(db: () => DatabaseSync) {
    this.#db = db
  }

  of(destinations?: readonly string[]): AllCounts {
    if (destinations === undefined) return this.#ofOne(undefined)
    return addCounts([...new Set(destinations)].map((one) => this.#ofOne(one)))
  }

  byDestination(): ReadonlyMap<string, Counts> {
    return (this.#byDestination ??= readCountsByDestination(this.#db()))
  }

  clear(): void {
    this.#kept.clear()
    this.#byDestination = undefined
  }

  #ofOne(destination: string | undefined): AllCounts {
    const known = this.#kept.get(destination)
    if (known) return known
    const counts = readCounts(this.#db(), destination)
    this.#kept.set(destination, counts)
    return counts
  }
}

type Row = Record<string, SQLOutputValue>

const inPlace = "place IN ('waiting', 'undelivered', 'staff', 'question')"
const countOf = (row: Row | undefined): number => Number(row?.count ?? 0)

/** How many stand in each list, and since when the first waits: of one LINE account, or of all. */
export function readCounts(db: DatabaseSync, destination?: string): AllCounts {
  const [own, values] = destination === undefined ? [[], []] : [[`${destinationIn('id')} = ?`], [destination]]
  const read = (what: string, conditions: readonly string[], end = '') => {
    const where = [...own, ...conditions].join(' AND ')
    return db.prepare(`SELECT ${what} FROM conversations ${where && `WHERE ${where}`} ${end}`).all(...values)
  }
  const listed = [inPlace, ...(own.length > 0 ? [isListed] : [])]
  const rows = read('place, count(*) AS count, min(since) AS since', listed, 'GROUP BY place')
  const suspected = read("'suspected' AS place, count(*) AS count", ['suspected = 1'])
  return { ...countsIn([...rows, ...suspected]), all: countOf(read('count(*) AS count', [])[0]) }
}

/** The same of each LINE account that has somebody in one of them. */
function readCountsByDestination(db: DatabaseSync): ReadonlyMap<string, Counts> {
  const own = destinationIn('id')
  const rows = db
    .prepare(
      `SELECT ${own} AS destination, place, count(*) AS count, min(since) AS since FROM conversations
        WHERE ${inPlace} GROUP BY ${own}, place
      UNION ALL SELECT ${own}, 'suspected', count(*), NULL FROM conversations WHERE suspected = 1 GROUP BY ${own}`,
    )
    .all()
  const each = Map.groupBy(rows, ({ destination }) => String(destination))
  return new Map([...each].map(([destination, some]) => [destination, countsIn(some)]))
}

function countsIn(rows: readonly Row[]): Counts {
  const of = (place: string) => rows.find((row) => row.place === place)
  const since = of('waiting')?.since
  return {
    waiting: countOf(of('waiting')),
    undelivered: countOf(of('undelivered')),
    staff: countOf(of('staff')),
    question: countOf(of('question')),
    suspected: countOf(of('suspected')),
    ...(since === undefined || since === null ? {} : { waitingSince: Number(since) }),
  }
}

/** Those of several LINE accounts together. */
function addCounts(counts: readonly AllCounts[]): AllCounts {
  const of = (list: ListName): number => counts.reduce((sum, one) => sum + one[list], 0)
  const since = Math.min(...counts.map(({ waitingSince = Infinity }) => waitingSince))
  return {
    waiting: of('waiting'),
    undelivered: of('undelivered'),
    staff: of('staff'),
    question: of('question'),
    suspected: of('suspected'),
    all: of('all'),
    ...(since === Infinity ? {} : { waitingSince: since }),
  }
}
