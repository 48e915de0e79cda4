/**
 * `npm run fuzz -- --inputs N --seed S [--json FILE]`: bodies of every kind against the real intake, in a process of its
 * own. It says what it found, with the number and seed of the input, and a smaller body that shows the same.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { readOptions, refuse, wholeNumber } from '../command-line.ts'
import { openPostgres } from '../postgres/server.ts'
import { fuzz, heapBound, type Fault, type Figures } from './fuzz.ts'
import type { HouseOptions } from './house.ts'
import { startHouse } from './house-remote.ts'
import { shrink } from './shrink.ts'

const usage = `npm run fuzz -- [options]
  --inputs 50000    how many events and odd bodies
  --seed N          the same seed gives the same inputs (default: by chance)
  --every 20000     after so many all is left to come to its end, and looked at
  --connections 8   requests under way at once
  --store files     where it is all kept: files, or postgres
  --json FILE       where to write the figures`

const values = readOptions(
  {
    inputs: { type: 'string', default: '50000' },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000_000)) },
    every: { type: 'string', default: '20000' },
    connections: { type: 'string', default: '8' },
    store: { type: 'string', default: 'files' },
    json: { type: 'string' },
  },
  usage,
)
const { store } = values
if (store !== 'files' && store !== 'postgres') refuse(`--store ${store}: files or postgres is wanted`, usage)
const whole = (name: 'inputs' | 'seed' | 'every' | 'connections') => wholeNumber(name, values[name], usage)
process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  const began = performance.now()
  const secret = randomUUID()
  const inputs = whole('inputs')
  const seed = whole('seed')
  const postgres = store === 'postgres' ? await openPostgres() : undefined
  const house = await startHouse(secret, await postgres?.database())
  const onProgress = (figures: Figures): void => {
    const seconds = (performance.now() - began) / 1_000
    const line = `${figures.inputs} of ${inputs} inputs, ${Math.round(figures.inputs / seconds)} a second, heap ${figures.heap_last} MB`
    if (process.stderr.isTTY) process.stderr.write(`\r${line} `)
    else console.error(line)
  }
  const options = { inputs, seed, secret, every: whole('every'), onProgress }
  const { passed, figures, faults } = await fuzz(house, {
    ...options,
    connections: whole('connections'),
  })
  await house.close().catch(() => undefined)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  console.log(`\nseed ${seed}, ${store}, ${seconds} s`)
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(20)} ${value}`)
  if (figures.heap_growth > heapBound) console.log(`The heap grew by more than ${heapBound} MB.`)
  for (const fault of faults.slice(0, 20)) await tell(fault, seed, { secret, database: await postgres?.database() })
  await postgres?.close()
  console.log(passed ? 'passed' : 'FAILED')
  if (values.json)
    await writeFile(
      values.json,
      `${JSON.stringify({ passed, seconds, figures: { seed, store, ...figures } }, undefined, 2)}\n`,
    )
  return passed
}

async function tell(fault: Fault, seed: number, options: HouseOptions): Promise<void> {
  const { kind, what, body } = fault
  console.log(`\n${kind}: ${what}`)
  if (!body) return
  console.log(`  input ${body.first} (${body.inputs} in its body, ${body.kind}) of seed ${seed}`)
  const smaller = await shrink(fault, options)
  const shown = smaller ?? body.bytes.toString()
  console.log(`  ${smaller === undefined ? 'the body' : 'made smaller'}: ${JSON.stringify(shown.slice(0, 2_000))}`)
}
