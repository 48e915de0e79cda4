/** What an import did, in lines for a person. */
import type { Imported } from './import.ts'
import type { Remark } from './questions.ts'

/** So many lines of one kind can be read; the others are counted. */
const most = 20

/** @param file the sheet, as it was named */
export function inLines(file: string, { written, mistakes, notes, encoding }: Imported): string[] {
  const total = written.reduce((sum, { passages }) => sum + passages, 0)
  const lines = [...listed(file, mistakes), ...listed(file, notes)]
  if (encoding !== undefined && encoding !== 'utf-8') lines.push(`${file} was read as ${encoding}.`)
  if (written.length === 0) {
    const rows = mistakes.some(({ row }) => row > 1)
    lines.push(`Nothing was written.${rows ? ' Correct these rows, or leave them out with --skip.' : ''}`)
    return lines
  }
  if (mistakes.length > 0) lines.push(`${rowsOf(mistakes.length)} left out.`)
  for (const one of written) lines.push(`${one.file}: ${passagesOf(one.passages)}`)
  if (written.length > 1) lines.push(`In all: ${passagesOf(total)}`)
  return lines
}

function listed(file: string, remarks: readonly Remark[]): string[] {
  const shown = remarks
    .toSorted((a, b) => a.row - b.row)
    .slice(0, most)
    .map(({ row, problem, remedy }) => `${file}${row > 0 ? `, row ${row}` : ''}: ${problem}. ${remedy}.`)
  return remarks.length > most ? [...shown, `… and ${remarks.length - most} more like these`] : shown
}

const passagesOf = (count: number): string => (count === 1 ? '1 passage' : `${count} passages`)
const rowsOf = (count: number): string => (count === 1 ? '1 row was' : `${count} rows were`)
