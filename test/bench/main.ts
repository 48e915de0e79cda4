/**
 * The bench: what kidoku takes in and answers, beside the official SDK's Express echo and others in the same minutes.
 * `npm run bench -- --help`. Only loopback; every server that is measured is a fresh process.
 *
 * What it finds is kept, part by part, in docs/performance.json, with the date and the commit; docs/performance.md and
 * docs/performance.html are made from it.
 */
import { writeFile } from 'node:fs/promises'
import { refuse } from '../command-line.ts'
import type { Context, Part } from './context.ts'
import { machineOf, stateOf } from './machine.ts'
import { readOptions, usage, type Options } from './options.ts'
import { measureIntake } from './parts/intake.ts'
import { measureModel } from './parts/model.ts'
import { measureProcesses } from './parts/processes.ts'
import { measureStart } from './parts/start.ts'
import { measureStored } from './parts/stored.ts'
import { measureTurns } from './parts/turns.ts'
import type { Measured, PartName, Performance } from './results/figures.ts'
import { keep, readPerformance, render } from './results/keep.ts'
import { promises } from './results/promises.ts'
import { printPart, printPromises } from './results/terminal.ts'
import { openDatabase, type Database } from './servers/postgres.ts'

const parts: Record<PartName, Part> = {
  intake: measureIntake,
  turns: measureTurns,
  stored: measureStored,
  processes: measureProcesses,
  start: measureStart,
  model: measureModel,
}

const options = optionsOf(process.argv.slice(2))
if (options.help) console.log(usage)
else if (options.render) await render(await readPerformance())
else process.exitCode = (await bench(options)) ? 0 : 1

function optionsOf(args: string[]): Options {
  try {
    return readOptions(args)
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage)
  }
}

async function bench({ only, sizes, folder, entry, nodeOptions, keeps, json }: Options): Promise<boolean> {
  let opening: Promise<Database> | undefined
  const database = (): Promise<Database> => (opening ??= openDatabase(folder))
  const context: Context = {
    ground: { folder, entry, nodeOptions, database },
    sizes,
    say: (words) => void process.stderr.write(`${words}\n`),
  }
  const found: Performance = {}
  try {
    const machine = await machineOf(folder)
    for (const name of only) {
      found[name] = await measure(parts[name], context, machine)
      printPart(name, found[name])
      if (keeps) await keep({ ...(await readPerformance()), ...found })
    }
  } finally {
    await (await opening)?.close()
  }
  printPromises(found)
  if (json !== undefined) await writeFile(json, `${JSON.stringify(found, undefined, 2)}\n`)
  return promises(found).every(({ kept }) => kept !== false)
}

async function measure(part: Part, context: Context, machine: Measured['machine']): Promise<Measured> {
  const began = performance.now()
  // Of what is run, whatever is committed meanwhile.
  const state = stateOf()
  const { figures, setup } = await part(context)
  return { ...state, seconds: Math.round((performance.now() - began) / 1_000), machine, setup, figures }
}
