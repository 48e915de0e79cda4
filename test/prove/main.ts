/**
 * `npm run prove`: runs everything that shows what kidoku promises, and prints one table. `npm run prove -- --help`.
 *
 * What it finds is kept, part by part, in docs/reliability.json and docs/reliability.md, with the date and the commit. A
 * figure of a tree with changes that are not committed says so.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOptions, refuse } from '../command-line.ts'
import { parts, type Part, type Size } from './parts.ts'
import { keep, proofSchema, readResults, table, type Result, type Results } from './results.ts'

const usage = `npm run prove -- [options]
  --quick       small sizes, some minutes; nothing is kept (default: full sizes, some hours)
  --only a,b    only these parts: ${parts.map(({ name }) => name).join(', ')}`

const values = readOptions({ quick: { type: 'boolean', default: false }, only: { type: 'string' } }, usage)
process.exitCode = (await prove(values.quick ? 'quick' : 'full', values.only?.split(','))) ? 0 : 1

async function prove(size: Size, only: readonly string[] | undefined): Promise<boolean> {
  const unknown = only?.find((name) => !parts.some((part) => part.name === name))
  if (unknown !== undefined) refuse(`there is no part ${unknown}`, usage)
  const fresh: Results = {}
  for (const part of parts.filter(({ name }) => only?.includes(name) ?? true)) {
    console.error(`\n${part.name}: ${part.args(size).join(' ')}`)
    fresh[part.name] = await run(part, size)
    if (size === 'full') await keep({ ...(await readResults()), ...fresh })
  }
  console.log(`\n${table(fresh)}`)
  return Object.values(fresh).every(({ passed }) => passed)
}

async function run(part: Part, size: Size): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-prove-'))
  const file = join(folder, 'figures.json')
  try {
    const args = [...part.args(size), ...(part.json ? [] : ['--json', file])]
    const env = part.json ? { ...process.env, [part.json]: file } : process.env
    const began = performance.now()
    // Of what is run, whatever is committed meanwhile.
    const of = { date: today(), commit: commit() }
    const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 2], env })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    const seconds = Math.round((performance.now() - began) / 1_000)
    const proof = await read(file)
    return { ...proof, passed: proof.passed && code === 0, seconds, ...of }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A command that ended before it could write its figures has not passed. */
async function read(file: string): Promise<Pick<Result, 'passed' | 'figures'>> {
  try {
    return proofSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return { passed: false, figures: {} }
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--', 'src', 'test', 'prompts', 'package-lock.json') !== ''
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' and changes' : ''}`
}
