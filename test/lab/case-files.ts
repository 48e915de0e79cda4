/** Folders of case files, and what comes of reading them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadCases } from '../../src/lab/cases.ts'
import type { DeclaredSystems } from '../../src/lab/case-systems.ts'
import { provenOrders, tasks } from '../flow/live-systems.ts'

export const passages = new Set(['hours.en#weekend', 'hours.en#weekday'])

export const systems: DeclaredSystems = {
  lookUps: new Map([['orders', provenOrders]]),
  records: new Map([['tasks', tasks]]),
}

export const good = "- {id: good, messages: ['sunday?'], expect: resolved, source: 'hours.en#weekend'}\n"

export type Files = Record<string, string | Uint8Array>

export async function folderOf(files: Files): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kidoku-cases-'))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, 'cases', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  return join(root, 'cases')
}

/** Its cases, and a line for each mistake as a person reads it. */
export async function load(files: Files | string) {
  return loadFrom(await folderOf(typeof files === 'string' ? { 'en.yaml': files } : files))
}

export async function loadFrom(dir: string) {
  const { cases, mistakes } = await loadCases(dir, passages, systems)
  const said = mistakes.map(({ file, line, problem, remedy }) => `${file}:${line}: ${problem}. ${remedy}`)
  return { cases, ids: cases.map(({ id }) => id), said: said.map((one) => one.replaceAll(`${dir}/`, '')) }
}
