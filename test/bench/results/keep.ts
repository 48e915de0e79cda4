/** Where what was measured is kept: docs/performance.json, and the two pages that are made from it. */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { withText } from '../../prove/results.ts'
import { performanceSchema, type Performance } from './figures.ts'
import { details, promiseTable } from './markdown.ts'
import { page } from './page.ts'

const paths = { json: 'docs/performance.json', markdown: 'docs/performance.md', html: 'docs/performance.html' } as const

/** What has been kept so far. */
export async function readPerformance(): Promise<Performance> {
  try {
    return performanceSchema.parse(JSON.parse(await readFile(paths.json, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

export async function keep(performance: Performance): Promise<void> {
  await writeFile(paths.json, `${JSON.stringify(performance, undefined, 2)}\n`)
  format(paths.json)
  await render(performance)
}

/** Makes the pages: the one in Markdown has words of its own around the figures. */
export async function render(performance: Performance): Promise<void> {
  const written = await readFile(paths.markdown, 'utf8')
  const promised = withText(written, 'promises', promiseTable(performance))
  await writeFile(paths.markdown, withText(promised, 'figures', details(performance)))
  await writeFile(paths.html, page(performance))
  format(paths.html)
}

/** Files of the project are as its formatter wants them, made ones too. */
function format(path: string): void {
  execFileSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', path], { stdio: ['ignore', 'ignore', 'inherit'] })
}
