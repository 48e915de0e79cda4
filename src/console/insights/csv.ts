/** Figures as a file for a spreadsheet. */
import { stringify } from 'csv-stringify/sync'
import type { Table } from './table.ts'

/**
 * With a byte order mark, by which Excel knows UTF-8. A cell that a spreadsheet would take for a formula (a topic's name
 * comes from a model) is written with an apostrophe before it. Times are whole milliseconds.
 */
export function csvOf({ rowTitle, columns, rows }: Table): string {
  const head = [rowTitle, ...columns.map(({ title, unit }) => (unit === 'ms' ? `${title} (ms)` : title))]
  const lines = rows.map(({ name, shown, cells }) => [
    /^\d{4}-\d\d-\d\d$/.test(name) ? name : shown,
    ...cells.map((value) => value ?? ''),
  ])
  return stringify([head, ...lines], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
