/**
 * What has been found out about these very sources is kept as it is found: a run takes an hour or two, and one that was
 * broken off goes on where it was. Sources that are not committed are never remembered.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Check, Ran } from './checks.ts'
import type { Found } from './page.ts'

const file = 'node_modules/.cache/kidoku-teeth.json'

const ran = z.object({ outcome: z.enum(['caught', 'passed', 'stuck']), why: z.string().optional() })
const shape = z.object({
  of: z.string(),
  isWhole: z.boolean(),
  found: z.record(z.string(), z.record(z.string(), ran)),
})

export interface Memory {
  /** All checks have passed on the project without a bug. */
  isWhole: boolean
  found: Found
  keepWhole(): Promise<void>
  keep(bug: string, outcomes: Map<string, Ran>): Promise<void>
}

export async function remembered(
  by: readonly Check[],
  asked: { anew: boolean; first: boolean; all: boolean },
): Promise<Memory> {
  const of = asked.anew ? undefined : sourcesOf(by, asked)
  const kept = shape.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => 'null'))).data
  const same = kept && kept.of === of ? kept : undefined
  const memory: Memory = {
    isWhole: same?.isWhole ?? false,
    found: new Map(
      Object.entries(same?.found ?? {}).map(([bug, outcomes]) => [bug, new Map(Object.entries(outcomes))]),
    ),
    async keepWhole() {
      memory.isWhole = true
      await write()
    },
    async keep(bug, outcomes) {
      memory.found.set(bug, outcomes)
      await write()
    },
  }
  const write = async (): Promise<void> => {
    if (of === undefined) return
    const found = Object.fromEntries([...memory.found].map(([bug, outcomes]) => [bug, Object.fromEntries(outcomes)]))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify({ of, isWhole: memory.isWhole, found }))
  }
  return memory
}

/** Names the sources, and what was asked about them; undefined while they are not committed. */
function sourcesOf(by: readonly Check[], { first, all }: { first: boolean; all: boolean }): string | undefined {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' })
  const folders = ['src', 'test', 'prompts', 'package-lock.json']
  if (git('status', '--porcelain', '--', ...folders) !== '') return undefined
  const trees = git('rev-parse', ...folders.map((one) => `HEAD:${one}`))
  const names = by.map(({ name }) => name)
  return createHash('sha256')
    .update(JSON.stringify([trees, names, first, all]))
    .digest('hex')
}
