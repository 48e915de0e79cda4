/**
 * The teeth: plants bugs one at a time and prints which check catches which. `npm run teeth -- --help`.
 *
 * First every check has to pass on the project as it is, and a planted bug has to type-check: what fails anyway, and what
 * cannot even be read, catches nothing.
 */
import { writeFile } from 'node:fs/promises'
import { readOptions, refuse, wholeNumber } from '../command-line.ts'
import { bugs, type Bug } from './bugs.ts'
import { checks, run, type Check, type Ran } from './checks.ts'
import { remembered } from './memory.ts'
import { isCaught, pageOf } from './page.ts'
import { copyProject } from './plant.ts'

const usage = `npm run teeth -- [options]
  --bugs a,b      only these (default: all ${bugs.length})
  --checks a,b    only these (default: ${checks.map(({ name }) => name).join(', ')})
  --first         ends with the first check that catches a bug
  --all           asks the slow checks too about what others have caught
  --at-once 2     how many bugs at the same time, each in a copy of its own
  --anew          asks again what an earlier run of the same sources has found out (it takes an hour or two)
  --json FILE     where to write the figures`

/** What a planted bug makes superfluous may stand there unused. */
const types = {
  name: 'types',
  args: ['node_modules/typescript/bin/tsc', '--noUnusedLocals', 'false', '--noUnusedParameters', 'false'],
  most: 120_000,
}

const values = readOptions(
  {
    bugs: { type: 'string' },
    checks: { type: 'string' },
    first: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    anew: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '2' },
    json: { type: 'string' },
  },
  usage,
)
process.exitCode = (await bite(pick(bugs, values.bugs), pick(checks, values.checks))) ? 0 : 1

function pick<T extends { name: string }>(all: readonly T[], names: string | undefined): T[] {
  const wanted = names?.split(',')
  const unknown = wanted?.find((name) => !all.some((one) => one.name === name))
  if (unknown !== undefined)
    refuse(`there is no ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`, usage)
  return all.filter(({ name }) => wanted?.includes(name) ?? true)
}

async function bite(planted: Bug[], by: Check[]): Promise<boolean> {
  const began = performance.now()
  const atOnce = wholeNumber('at-once', values['at-once'], usage)
  const memory = await remembered(by, { anew: values.anew, first: values.first, all: values.all })
  const { found } = memory
  if (!memory.isWhole) {
    // As many at once as later: what a busy machine alone makes fail would seem to catch every bug.
    const fails = new Set((await Promise.all(Array.from({ length: atOnce }, () => failuresWithout(by)))).flat())
    if (fails.size > 0) {
      console.error(`On the project as it is these do not pass, so they can catch nothing: ${[...fails].join(', ')}`)
      return false
    }
    await memory.keepWhole()
  }
  const left = planted.filter(({ name }) => !found.has(name))
  const worker = async (): Promise<void> => {
    const copy = await copyProject()
    try {
      for (let bug = left.shift(); bug; bug = left.shift()) {
        const takeOut = await copy.plant(bug)
        const outcomes = await catchers(bug, by, copy.folder)
        await memory.keep(bug.name, outcomes)
        await takeOut()
        const words = [...outcomes].map(([name, { outcome }]) => `${name} ${outcome}`).join(', ')
        process.stderr.write(
          `${planted.filter(({ name }) => found.has(name)).length} of ${planted.length}: ${bug.name} (${words})\n`,
        )
      }
    } finally {
      await copy.remove()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const caught = planted.filter(({ name }) => isCaught(found.get(name)))
  const page = pageOf(planted, by, found)
  console.log(page)
  console.log(`\n${caught.length} of ${planted.length} planted bugs caught`)
  const passed = caught.length === planted.length
  const seconds = Math.round((performance.now() - began) / 1_000)
  const figures = { bugs_planted: planted.length, bugs_caught: caught.length, table: page }
  if (values.json) await writeFile(values.json, `${JSON.stringify({ passed, seconds, figures }, undefined, 2)}\n`)
  return passed
}

/** The checks that do not pass without any bug. */
async function failuresWithout(by: Check[]): Promise<string[]> {
  const copy = await copyProject()
  try {
    const failed: string[] = []
    for (const check of [types, ...by]) {
      process.stderr.write(`as it is: ${check.name} …\n`)
      const { outcome, why = '' } = await run(check, copy.folder)
      if (outcome !== 'passed') failed.push(`${check.name} (${outcome}) ${why}`)
    }
    return failed
  } finally {
    await copy.remove()
  }
}

async function catchers(bug: Bug, by: Check[], folder: string): Promise<Map<string, Ran>> {
  const typed = await run(types, folder)
  if (typed.outcome !== 'passed') throw new Error(`${bug.name} does not type-check: write it otherwise. ${typed.why}`)
  const outcomes = new Map<string, Ran>()
  for (const check of by) {
    if (check.last && !values.all && isCaught(outcomes)) continue
    const ran = await run(check, folder)
    outcomes.set(check.name, ran)
    if (values.first && ran.outcome === 'caught') break
  }
  return outcomes
}
