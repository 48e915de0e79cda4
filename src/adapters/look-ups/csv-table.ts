/** The rows of a CSV file, whatever separates their cells; thousands of them at a time, since webhooks wait meanwhile. */
import { CsvError, parse } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import { setImmediate as others } from 'node:timers/promises'
import { z } from 'zod'
import { BrokenFile } from '../markdown/broken-file.ts'
import { missingColumns, type ColumnLines } from './csv-columns.ts'

const separators = [',', ';', '\t'] as const
/** So many bytes are parsed at a time. */
const piece = 64_000
/** No cell is longer (characters); a quotation mark that is never closed is. */
const longest = 200_000
/** Of a file whose own rows end in different ways too. */
const lineEnds = ['\r\n', '\n', '\r']
const atOnce = 1_000

const again = 'Save it from your spreadsheet as CSV UTF-8 once more'
export const putRows = 'Save your rows there, with the names of the columns in the first'
const rowSchema = z.array(z.string())

export interface Row {
  /** As a spreadsheet shows it: the first is 1 and names the columns. */
  number: number
  /** Of the columns that were asked for, in that order; undefined: it has more or fewer cells than there are columns. */
  cells?: string[]
}

/**
 * @param bytes UTF-8
 * @param wanted columns without which the file is of no use
 * @param lines where `lookups.yaml` names them
 * @throws BrokenFile when one of them is missing, or it is not CSV
 */
export async function* readRows(
  file: string,
  bytes: Buffer,
  wanted: readonly string[],
  signal: AbortSignal,
  lines?: ColumnLines,
): AsyncGenerator<Row> {
  const broken = (line: number, problem: string, remedy: string): BrokenFile =>
    new BrokenFile([{ file, line, problem, remedy }])
  if (isBlank(bytes)) throw broken(0, 'is empty', putRows)
  const { delimiter, columns } = headOf(bytes, wanted)
  const missing = missingColumns(file, wanted, columns, lines)
  if (missing.length > 0) throw new BrokenFile(missing)
  const twice = wanted.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column))
  if (twice !== undefined)
    throw broken(1, `has the column ${twice} twice`, 'Remove one of them, or give it another name')

  const places = wanted.map((column) => columns.indexOf(column))
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: lineEnds,
    relax_column_count: true,
    max_record_size: longest,
  })
  feed(parser, bytes)
  let number = 0
  try {
    for await (const record of parser) {
      number += 1
      if (number % atOnce === 0) {
        await others()
        signal.throwIfAborted()
      }
      const cells = rowSchema.parse(record)
      if (number === 1 || cells.every((cell) => cell.trim() === '')) continue
      yield cells.length === columns.length ? { number, cells: places.map((place) => cells[place] ?? '') } : { number }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw broken(typeof error.lines === 'number' ? error.lines : 0, problemOf(error), again)
  }
}

/** A file that begins with so much of nothing holds nothing. */
const isBlank = (bytes: Buffer): boolean => bytes.subarray(0, longest).toString().trim() === ''

/** As fast as it takes them, and no faster. */
function feed(parser: ReturnType<typeof parse>, bytes: Buffer): void {
  let from = 0
  const more = (): void => {
    while (from < bytes.length) {
      const next = bytes.subarray(from, from + piece)
      from += piece
      if (!parser.write(next)) return void parser.once('drain', more)
    }
    parser.end()
  }
  more()
}

/** What separates its cells is what makes most of the wanted columns of its first row. */
function headOf(bytes: Buffer, wanted: readonly string[]): { delimiter: string; columns: string[] } {
  const head = bytes.subarray(0, longest)
  const [best] = separators
    .map((delimiter) => ({ delimiter, columns: firstRow(head, delimiter) }))
    .toSorted((a, b) => score(b.columns, wanted) - score(a.columns, wanted))
  return best ?? { delimiter: ',', columns: [] }
}

const score = (columns: readonly string[], wanted: readonly string[]): number =>
  wanted.filter((column) => columns.includes(column)).length * 1_000 + Math.min(columns.length, 999)

function firstRow(head: Buffer, delimiter: string): string[] {
  try {
    const rows: unknown = parseAtOnce(head, { bom: true, delimiter, record_delimiter: lineEnds, to: 1 })
    return (z.array(rowSchema).parse(rows)[0] ?? []).map((name) => name.normalize('NFC').trim())
  } catch (error) {
    if (error instanceof CsvError) return []
    throw error
  }
}

function problemOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return 'has a quotation mark that is opened and never closed'
  }
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE') {
    return 'has a quotation mark by itself inside a cell; in CSV it is written twice'
  }
  return `is not CSV (${code})`
}
