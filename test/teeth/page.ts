/** What the teeth have found, as a page: which check caught which bug, and what it said. */
import type { Bug } from './bugs.ts'
import type { Check, Outcome, Ran } from './checks.ts'

/** What each check made of each bug, by their names. */
export type Found = Map<string, Map<string, Ran>>

export function pageOf(planted: readonly Bug[], by: readonly Check[], found: Found): string {
  return `${table(planted, by, found)}\n\n${sayings(planted, found)}`
}

export function isCaught(outcomes: Map<string, Ran> | undefined): boolean {
  return [...(outcomes?.values() ?? [])].some(({ outcome }) => outcome === 'caught')
}

/** As Markdown, which a terminal shows just as well. */
function table(planted: readonly Bug[], by: readonly Check[], found: Found): string {
  const width = Math.max(...planted.map(({ name }) => name.length))
  const row = (cells: string[], first: string): string => `| ${first.padEnd(width)} | ${cells.join(' | ')} |`
  const signs: Record<Outcome, string> = { caught: '✗', passed: '·', stuck: '∞' }
  const lines = planted.map(({ name }) =>
    row(
      by.map((check) => {
        const outcome = found.get(name)?.get(check.name)?.outcome
        return (outcome ? signs[outcome] : ' ').padEnd(check.name.length)
      }),
      name,
    ),
  )
  const head = row(
    by.map(({ name }) => name),
    'planted bug',
  )
  const rule = row(
    by.map(({ name }) => '-'.repeat(name.length)),
    '-'.repeat(width),
  )
  return [head, rule, ...lines].join('\n')
}

/** What each bug is, and what the first check that caught it said. */
function sayings(planted: readonly Bug[], found: Found): string {
  return planted
    .map(({ name, what }) => {
      const first = [...(found.get(name) ?? [])].find(([, { outcome }]) => outcome === 'caught')
      const said = first ? ` First seen by ${first[0]}: \`${(first[1].why ?? 'no word').replaceAll('`', "'")}\`` : ''
      return `- **${name}**: ${what}${said}`
    })
    .join('\n')
}
