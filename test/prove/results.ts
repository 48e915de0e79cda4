/** What was proved, when, and of which state of the project: kept in docs/reliability.json, shown in docs/reliability.md. */
import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { parts } from './parts.ts'

export const proofSchema = z.object({
  passed: z.boolean(),
  seconds: z.number().nonnegative(),
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
})

const resultSchema = proofSchema.extend({ date: z.iso.date(), commit: z.string() })
export type Result = z.infer<typeof resultSchema>
/** By the part's name. */
export type Results = Record<string, Result>

const paths = { json: 'docs/reliability.json', page: 'docs/reliability.md' } as const
export async function readResults(): Promise<Results> {
  try {
    return z.record(z.string(), resultSchema).parse(JSON.parse(await readFile(paths.json, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

/** Puts the tables into the page, between their marks. */
export async function keep(results: Results): Promise<void> {
  const page = await readFile(paths.page, 'utf8')
  const teeth = results['teeth']?.figures['table']
  const figures = withText(page, 'figures', table(results))
  await writeFile(paths.page, withText(figures, 'teeth', teeth === undefined ? 'Not run yet.' : String(teeth)))
  await writeFile(paths.json, `${JSON.stringify(results, undefined, 2)}\n`)
}

/**
 * @param mark the name of the place: between `<!-- mark -->` and `<!-- /mark -->`
 * @throws Error when the page has no such place
 */
export function withText(page: string, mark: string, text: string): string {
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`the page has no ${begin} … ${end}`)
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`
}

/** All figures as Markdown; a part that has not been proved yet says so. */
export function table(results: Results): string {
  const lines = parts.flatMap(({ name, rows }) => {
    const result = results[name]
    if (!result) return [`| \`${name}\` | not run yet | | | |`]
    const { date, commit, passed, seconds, figures } = result
    const head = `| **\`${name}\`** | **${passed ? 'passed' : 'FAILED'}** in ${duration(seconds)} | | ${date} | ${commit} |`
    return [head, ...Object.entries(rows).map(([key, words]) => `| | ${words} | ${number(figures[key])} | | |`)]
  })
  return ['| part | what | figure | date | commit |', '|---|---|--:|---|---|', ...lines].join('\n')
}

const number = (value: number | string | undefined): string =>
  value === undefined ? 'not told' : typeof value === 'number' ? value.toLocaleString('en') : value

const duration = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
