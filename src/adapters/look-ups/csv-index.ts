/** The rows of one reading of a CSV file, found by what some of their cells say. */
import type { Given, Thing } from '../../core/look-ups/declared.ts'
import { mostThings, type LookedUp } from '../../ports/look-ups.ts'
import type { Log } from '../../ports/log.ts'
import type { ColumnLines } from './csv-columns.ts'
import { readRows } from './csv-table.ts'

export interface CsvIndex {
  rows: number
  find(given: Given): LookedUp
}

export interface Wanted {
  /** Columns by argument. */
  find: Readonly<Record<string, string>>
  /** Columns of which a thing is made. */
  gives: readonly string[]
  /** Where `lookups.yaml` names them. */
  lines?: ColumnLines
}

/** So many are named in the log. */
const shown = 10

/** Marks of direction, say, which come along where a number is copied. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** The same for people who type it: width, case, spaces around and what is not seen do not count. Zeros in front do. */
export const alike = (text: string): string =>
  text.normalize('NFKC').replace(unseen, '').trim().toLowerCase().normalize('NFKC')

/**
 * @param bytes of the file, in UTF-8
 * @throws BrokenFile when it cannot be used as it is
 */
export async function readIndex(
  file: string,
  bytes: Buffer,
  { find, gives, lines }: Wanted,
  log: Log,
  signal: AbortSignal,
): Promise<CsvIndex> {
  const asked = Object.entries(find)
  const columns = [...new Set([...asked.map(([, column]) => column), ...gives])]
  const keyPlaces = asked.map(([, column]) => columns.indexOf(column))
  const givenPlaces = gives.map((column) => columns.indexOf(column))
  /** One more than an answer may have is enough to know that it is too many. */
  const byKey = new Map<string, string[][]>()
  const uneven: number[] = []
  let rows = 0
  for await (const { number, cells } of readRows(file, bytes, columns, signal, lines)) {
    if (!cells) {
      uneven.push(number)
      continue
    }
    rows += 1
    const key = keyOf(keyPlaces.map((place) => cells[place] ?? ''))
    if (key === undefined) continue
    const its = byKey.get(key)
    if (!its) byKey.set(key, [givenPlaces.map((place) => cells[place] ?? '')])
    else if (its.length <= mostThings) its.push(givenPlaces.map((place) => cells[place] ?? ''))
  }
  if (uneven.length > 0) {
    const first = uneven.slice(0, shown)
    log.warn({ file, rows: first, count: uneven.length }, 'rows with more or fewer cells than columns are left out')
  }
  return {
    rows,
    find(given) {
      const values = asked.map(([argument]) => (Object.hasOwn(given, argument) ? given[argument] : undefined))
      const key = keyOf(values.map((value) => value ?? ''))
      const found = key === undefined ? undefined : byKey.get(key)
      if (!found) return { type: 'not_found' }
      if (found.length > mostThings) {
        return { type: 'failed', why: 'broken', detail: `more than ${mostThings} rows of ${file} are meant` }
      }
      const things = found.map((cells): Thing =>
        Object.fromEntries(gives.map((name, place) => [name, cells[place] ?? ''])),
      )
      return { type: 'found', things }
    },
  }
}

/** Undefined when one of them is empty: nothing is found by that. */
function keyOf(values: readonly string[]): string | undefined {
  const plain = values.map(alike)
  return plain.includes('') ? undefined : plain.length === 1 ? plain[0] : JSON.stringify(plain)
}
