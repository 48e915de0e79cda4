/** The figures as Markdown, for docs/performance.md. */
import { partNames, type Performance } from './figures.ts'
import { promises } from './promises.ts'
import { provenance, sectionOf } from './sections.ts'
import type { Table } from './section.ts'

export const verdict = (kept: boolean | undefined): string =>
  kept === undefined ? 'not measured' : kept ? 'kept' : 'MISSED'

/** The table of what is promised. */
export function promiseTable(performance: Performance): string {
  const rows = promises(performance).map(({ text, target, measured, kept }) => [
    text,
    target,
    measured,
    kept === false ? `**${verdict(kept)}**` : verdict(kept),
  ])
  return markdownTable(['what', 'target', 'measured', ''], rows)
}

/** All parts, one after another. */
export function details(performance: Performance): string {
  return partNames
    .flatMap((part) => {
      const measured = performance[part]
      if (!measured) return [`## \`${part}\``, 'Not measured yet.']
      const { title, words, tables } = sectionOf(part, measured)
      return [`## ${title} (\`${part}\`)`, ...words, ...tables.map(withCaption), `<sub>${provenance(measured)}</sub>`]
    })
    .join('\n\n')
}

const withCaption = ({ caption, head, rows }: Table): string => `**${caption}**\n\n${markdownTable(head, rows)}`

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '--:')).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
