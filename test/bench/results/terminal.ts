/** What the command prints: a part when it is done, and the promises at the end. */
import type { Measured, PartName, Performance } from './figures.ts'
import { promises } from './promises.ts'
import type { Table } from './section.ts'
import { provenance, sectionOf } from './sections.ts'

export function printPart(part: PartName, measured: Measured): void {
  const { title, tables } = sectionOf(part, measured)
  console.log(`\n${title}\n${provenance(measured)}`)
  for (const table of tables) console.log(`\n${plain(table)}`)
}

/** Only of parts that were measured. */
export function printPromises(performance: Performance): void {
  console.log()
  for (const { text, target, measured, kept } of promises(performance)) {
    if (kept !== undefined) console.log(`${kept ? '  ok    ' : '  MISSED'} ${text}: ${measured} (${target})`)
  }
}

/** In columns that stand below each other. */
export function plain({ caption, head, rows }: Table): string {
  const all = [[caption, ...head.slice(1)], ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  return all
    .map((cells) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
