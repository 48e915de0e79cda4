/** What is to catch a planted bug: commands that pass on the project as it is, and end with another code than 0 when they find something. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export interface Check {
  name: string
  /** Arguments of node, from the project's folder. */
  args: readonly string[]
  /** Longer than this (ms) is a failure too: something is stuck. */
  most: number
  /** It takes minutes: it is asked only about what no other check has caught. */
  last?: true
}

const vitest = (...files: string[]): string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--bail=1',
  '--maxWorkers=1',
  ...files,
]
const minute = 60_000

export const checks: readonly Check[] = [
  { name: 'simulation', args: ['test/simulation/main.ts', '--seeds', '300', '--bail'], most: 10 * minute },
  { name: 'core', args: vitest('test/core'), most: 5 * minute },
  { name: 'flow', args: vitest('test/flow'), most: 8 * minute },
  { name: 'faults', args: vitest('test/faults'), most: 8 * minute },
  { name: 'files', args: vitest('test/adapters/files'), most: 5 * minute },
  { name: 'guards', args: vitest('test/injection', 'test/privacy', 'test/security'), most: 8 * minute },
  {
    name: 'postgres',
    args: vitest(
      'test/adapters/postgres/store.test.ts',
      'test/adapters/postgres/leases.test.ts',
      'test/flow/several.test.ts',
    ),
    most: 5 * minute,
  },
  { name: 'fuzz', args: ['test/fuzz/main.ts', '--inputs', '20000'], most: 10 * minute },
  { name: 'processes', args: vitest('test/process'), most: 15 * minute, last: true },
  {
    name: 'kills',
    args: ['test/process/rounds.ts', '--rounds', '12', '--shops', '2', '--no-disk'],
    most: 10 * minute,
    last: true,
  },
]

/** Whether the bug was caught: the check ended, and otherwise than well. One that is stuck may only be slow. */
export type Outcome = 'caught' | 'passed' | 'stuck'

export interface Ran {
  outcome: Outcome
  /** What it said of the first thing that was wrong. */
  why?: string
}

/** So much of what a check says is kept (characters): enough for the first thing that is wrong. */
const kept = 200_000

/** Runs a check in a folder, with an end. */
export async function run({ args, most }: Pick<Check, 'args' | 'most'>, folder: string): Promise<Ran> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    // In a group of its own, so that what it has started ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: process.env['TMPDIR'],
      PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
    },
  })
  let said = ''
  const listen = (piece: unknown): void => {
    if (said.length < kept) said += String(piece)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    let late = false
    const end = (): void => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Everything in it has ended already.
      }
    }
    const timer = setTimeout(() => {
      late = true
      end()
    }, most)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      end()
      if (late) resolve({ outcome: 'stuck' })
      else resolve(code === 0 ? { outcome: 'passed' } : { outcome: 'caught', why: firstWrong(said) })
    })
    child.once('exit', end)
  })
}

/** A failed test's name, a broken invariant, or whatever came last. */
function firstWrong(said: string): string | undefined {
  const lines = stripVTControlCharacters(said)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const named = lines.find((line) => /^FAIL |^seed \d+ broke|^\w+: /.test(line))
  return (named ?? lines.at(-1))?.replace(/^FAIL\s+/, '').slice(0, 200)
}
