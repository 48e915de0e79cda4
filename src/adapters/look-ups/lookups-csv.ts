/** Where a look-up finds its rows, and a record is put, when that is a CSV file. */
import { dirname, resolve } from 'node:path'
import type { Place, Reading } from './lookups-reading.ts'

/** Columns by argument. */
export type ColumnOf = Readonly<Record<string, string>>

export interface CsvSource {
  type: 'csv'
  file: string
  find: ColumnOf
}

export interface CsvSink {
  type: 'csv'
  file: string
  write: ColumnOf
}

/** What a sink writes by itself into each row. */
export const ownColumns = ['recorded_at', 'key'] as const

/** @param names of its arguments; none: they could not be read */
export function readCsvSource(reading: Reading, place: Place, names: readonly string[]): CsvSource | undefined {
  const found = reading.fields(place, ['file', 'find'])
  if (!found) return undefined
  const file = readFile(reading, found('file'))
  const find = readColumns(reading, found('find'), names, 'the column in which it is looked for')
  return file !== undefined && find ? { type: 'csv', file, find } : undefined
}

/** @param names of its arguments, and of who asked; none: they could not be read */
export function readCsvSink(reading: Reading, place: Place, names: readonly string[]): CsvSink | undefined {
  const found = reading.fields(place, ['file', 'write'])
  if (!found) return undefined
  const file = readFile(reading, found('file'))
  const write = readColumns(reading, found('write'), names, 'the column it is written to')
  if (file === undefined || !write) return undefined
  const columns = Object.values(write)
  const own = ownColumns.find((column) => columns.includes(column))
  if (own !== undefined) {
    return reading.wrong(found('write'), `names ${own}, which is written by itself`, 'give the column another name')
  }
  if (new Set(columns).size < columns.length) {
    return reading.wrong(found('write'), 'names a column twice', 'give each argument a column of its own')
  }
  return { type: 'csv', file, write }
}

/** As seen from the folder of `lookups.yaml`. */
function readFile(reading: Reading, place: Place): string | undefined {
  const remedy = 'write where it is, as seen from this file, such as ../data/orders.csv'
  const file = reading.text(place, remedy)
  if (file === undefined) return undefined
  if (file.includes('\0')) return reading.wrong(place, 'is not the name of a file', remedy)
  if (!/\.csv$/i.test(file)) {
    return reading.wrong(place, 'does not end in .csv', 'save the sheet as CSV (UTF-8) and name that file')
  }
  return resolve(dirname(reading.file), file)
}

function readColumns(reading: Reading, place: Place, names: readonly string[], what: string): ColumnOf | undefined {
  const entries = reading.named(place, `write each argument with ${what}, such as { number: order_no }`)
  if (!entries) return undefined
  for (const entry of entries) {
    if (names.length > 0 && !names.includes(entry.name)) {
      reading.wrong(entry, 'is not an argument', `the arguments are: ${names.join(', ')}`)
    }
  }
  for (const name of names) {
    if (entries.some((entry) => entry.name === name)) continue
    reading.wrong(place, `leaves out ${name}`, `write ${name} with ${what}, or do not declare it`)
  }
  const columns = entries.flatMap((entry): [string, string][] => {
    const column = readColumn(reading, entry)
    return column === undefined ? [] : [[entry.name, column]]
  })
  return columns.length === entries.length ? Object.fromEntries(columns) : undefined
}

/** The name of a column, as the file's first row has it. */
export function readColumn(reading: Reading, place: Place): string | undefined {
  const remedy = 'write the name of a column, as the first row of the file has it'
  const column = reading.text(place, remedy, 100)
  if (column === undefined || !/\p{Cc}/u.test(column)) return column
  return reading.wrong(place, 'is not the name of a column', remedy)
}
