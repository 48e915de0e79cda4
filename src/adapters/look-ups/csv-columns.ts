/** What is wrong with the first row of a CSV file, which has to name the columns that `lookups.yaml` names. */
import type { Mistake } from '../markdown/broken-file.ts'
import { nearest } from '../markdown/nearest.ts'

/** On which line of `lookups.yaml` a column is named. */
export type ColumnLines = ReadonlyMap<string, number>

/** So many are listed, and so much of each. */
const shown = { columns: 20, characters: 40 }

/** @param columns as the first row has them */
export function missingColumns(
  file: string,
  wanted: readonly string[],
  columns: readonly string[],
  lines: ColumnLines = new Map(),
): Mistake[] {
  const missing = wanted.filter((column) => !columns.includes(column))
  if (missing.length === 0) return []
  // What stands there then may be somebody's order, and no heading.
  if (missing.length === wanted.length) {
    const remedy = `Its first row must name the columns: ${listed(wanted)}`
    return [{ file, line: 1, problem: 'does not name the columns', remedy }]
  }
  return missing.map((column) => {
    const line = lines.get(column)
    const problem = `has no column ${column}${line === undefined ? '' : `, which lookups.yaml names on its line ${line}`}`
    const near = nearest(column, columns)
    const meant = near === undefined ? '' : ` (there is ${near})`
    const where = line === undefined ? 'Add it to the first row' : `Correct it there${meant}, or name a column so here`
    return { file, line: 1, problem, remedy: `${where}. The columns here: ${listed(columns)}` }
  })
}

function listed(columns: readonly string[]): string {
  const names = columns
    .filter((name) => name !== '')
    .map((name) => name.replace(/\s+/g, ' ').slice(0, shown.characters))
  const more = names.length - shown.columns
  return more > 0 ? `${names.slice(0, shown.columns).join(', ')} and ${more} more` : names.join(', ')
}
