/** Where a look-up finds its rows, and a record is put, when that is a CSV file. */
import { dirname, resolve } from 'node:path'
import type { Encoding } from '../../knowledge/decode.ts'
import type { ColumnLines } from './csv-columns.ts'
import type { Place, Reading } from './lookups-reading.ts'
import type { Written } from './lookups-yaml.ts'

/** Columns by argument. */
export type ColumnOf = Readonly<Record<string, string>>

export interface CsvSource {
  type: 'csv'
  file: string
  find: ColumnOf
  /** Missing: the file itself tells. */
  encoding?: Encoding
  lines?: ColumnLines
}

/** Those in which spreadsheets save. */
export const csvEncodings = ['utf-8', 'utf-16le', 'shift_jis', 'big5', 'windows-874'] as const satisfies Encoding[]

export interface CsvSink {
  type: 'csv'
  file: string
  write: ColumnOf
  lines?: ColumnLines
}

/** Where in an entry columns are named. A map is nothing in JSON: an entry that was only moved says the same as before. */
export function linesOfColumns({ written }: Place): ColumnLines {
  const lines = new Map<string, number>()
  const look = (node: Written | undefined): void => {
    if (node?.type === 'list') node.items.forEach(look)
    else if (node?.type === 'map') for (const { value } of node.entries) look(value)
    else if (node && !lines.has(node.text.trim())) lines.set(node.text.trim(), node.line)
  }
  const below = (node: Written | undefined, keys: readonly string[]): Written[] =>
    node?.type === 'map' ? node.entries.flatMap(({ key, value }) => (keys.includes(key) ? [value] : [])) : []
  for (const csv of below(written, ['csv'])) below(csv, ['find', 'write']).forEach(look)
  below(written, ['shows', 'proof']).forEach(look)
  return lines
}

/** What a sink writes by itself into each row. */
export const ownColumns = ['recorded_at', 'key'] as const

/** @param names of its arguments; none: they could not be read */
export function readCsvSource(reading: Reading, place: Place, names: readonly string[]): CsvSource | undefined {
  const found = reading.fields(place, ['file', 'find', 'encoding'])
  if (!found) return undefined
  const file = readFile(reading, found('file'))
  const find = readColumns(reading, found('find'), names, 'the column in which it is looked for')
  const encoding = found('encoding').written ? readEncoding(reading, found('encoding')) : undefined
  if (file === undefined || !find) return undefined
  return { type: 'csv', file, find, ...(encoding === undefined ? {} : { encoding }) }
}

function readEncoding(reading: Reading, place: Place): Encoding | undefined {
  const remedy = `write one of ${csvEncodings.join(', ')}, or leave it out: nearly always the file itself tells`
  const text = reading.text(place, remedy)
  if (text === undefined) return undefined
  const encoding = csvEncodings.find((one) => one === text.toLowerCase())
  return encoding ?? reading.wrong(place, 'is not an encoding that is read here', remedy)
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
