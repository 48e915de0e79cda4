/** CSV → rows of cells, whatever separates them. A row's number is the one that a spreadsheet shows beside it. */
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { placesOf } from './columns.ts'

const separators = [',', ';', '\t'] as const
/** So many rows tell which one it is. */
const looked = 20
/** No cell of questions and answers is longer (characters); a quotation mark that is never closed is. */
const longest = 200_000

const cells = z.array(z.array(z.string()))

export type Table = { ok: true; rows: string[][] } | { ok: false; line: number; problem: string; remedy: string }

export function readTable(text: string): Table {
  const plain = text.replace(/^\uFEFF/, '')
  const [best] = separators
    .map((separator) => ({ separator, score: scoreOf(plain, separator) }))
    .toSorted((a, b) => b.score - a.score)
  try {
    return { ok: true, rows: parseRows(plain, best?.separator ?? ',') }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 0
    return {
      ok: false,
      line,
      problem: problemOf(error),
      remedy: 'Save it from your spreadsheet as CSV UTF-8 once more',
    }
  }
}

function parseRows(text: string, delimiter: string, to?: number): string[][] {
  return cells.parse(
    parse(text, { delimiter, relax_column_count: true, max_record_size: longest, ...(to === undefined ? {} : { to }) }),
  )
}

/** A header with both names says it; else it is what gives most rows two columns. */
function scoreOf(text: string, separator: string): number {
  try {
    const rows = parseRows(text, separator, looked)
    const { question, answer } = placesOf(rows[0] ?? [])
    if (question !== undefined && answer !== undefined) return Infinity
    return rows.filter(({ length }) => length === 2).length
  } catch (error) {
    if (error instanceof CsvError) return -1
    throw error
  }
}

function problemOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return 'a quotation mark is opened and never closed'
  }
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'INVALID_OPENING_QUOTE') {
    return 'a quotation mark stands inside a cell by itself; in CSV it is written twice'
  }
  return `not CSV (${code})`
}
