/** The text of a CSV file that rows are put at the end of: its columns, and what was put there before. */
import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { rowsIn, type RowAt } from './csv-rows.ts'

const separators = [',', ';', '\t'] as const
const rows = z.array(z.array(z.string()))

export interface Sheet {
  columns: string[]
  delimiter: string
  end: '\n' | '\r\n' | '\r'
}

/** By which Excel knows UTF-8. */
export const mark = '\uFEFF'
export const newSheet = (columns: string[]): Sheet => ({ columns, delimiter: ',', end: '\r\n' })

/**
 * A row as it stands in the file. A cell that a spreadsheet would take for a formula has an apostrophe before it (OWASP,
 * CSV injection). All cells have quotation marks, so that one that was torn is known by the one that is missing.
 */
export const rowText = ({ delimiter, end }: Sheet, cells: readonly string[]): string =>
  stringify([[...cells]], { delimiter, quoted: true, quoted_empty: true, escape_formulas: true, record_delimiter: end })

/** @param wanted columns, by which it is told what separates the cells */
export function sheetOf(text: string, first: RowAt, wanted: readonly string[]): Sheet {
  const head = text.slice(first.from, first.to)
  const found = separators.map((delimiter): Sheet => {
    const columns = (cellsOf(head, delimiter) ?? []).map((name) => name.normalize('NFC').trim())
    return { columns, delimiter, end: first.end === '' ? '\r\n' : first.end }
  })
  const score = ({ columns }: Sheet): number => wanted.filter((name) => columns.includes(name)).length
  return found.toSorted((a, b) => score(b) - score(a))[0] ?? newSheet([])
}

/** Undefined when it is not whole. */
export function cellsOf(row: string, delimiter: string): string[] | undefined {
  try {
    return rows.parse(
      parse(row, { bom: true, delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true }),
    )[0]
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

export interface Before {
  /** A row of that key stands there. */
  isThere: boolean
  /** How the last row ends: as it should; without what ends it; or it is torn, from there on. */
  last: 'whole' | 'not ended' | { tornFrom: number }
}

/** @param cells of the row that is to be put there, one of them the key */
export function lookFor(text: string, sheet: Sheet, cells: readonly string[], key: string): Before {
  const { columns, delimiter } = sheet
  const before: Before = { isThere: false, last: 'whole' }
  const keyPlace = columns.indexOf('key')
  // As it reads once a spreadsheet's apostrophe stands before it.
  const put = cellsOf(rowText(sheet, cells), delimiter) ?? []
  for (const { from, to, end, isOpen } of rowsIn(text)) {
    const row = text.slice(from, to)
    const isHead = from === 0
    // The first of Windows' two signs ends a row as little as none.
    const isEnded = end !== '' && (end !== '\r' || sheet.end !== '\r\n' || to < text.length)
    if (!isEnded) before.last = 'not ended'
    if (isHead || (isEnded && !row.includes(key))) continue
    const found = isOpen ? undefined : cellsOf(row, delimiter)
    const isKeys = found !== undefined && found[keyPlace] === put[keyPlace]
    const isShort =
      !found ||
      endsEarly(row, delimiter) ||
      found.length < columns.length ||
      (isKeys && isCut(found.at(-1), put.at(-1)))
    if (end === '' && isShort) before.last = { tornFrom: from }
    else if (isKeys) before.isThere = true
  }
  return before
}

/** All cells of ours have quotation marks: what ends in a separator then lacks its last one. */
const endsEarly = (row: string, delimiter: string): boolean => row.startsWith('"') && row.endsWith(`"${delimiter}`)

/** A quotation mark in a text is written twice: torn between the two, the cell looks like a whole one. */
const isCut = (found = '', put = ''): boolean => found !== put && put.startsWith(found)
