/** `npm run simulate`: worlds by their seeds; of one that broke an invariant the story is told. `npm run simulate -- --help`. */
import { writeFileSync } from 'node:fs'
import { readOptions, wholeNumber } from '../command-line.ts'
import { figuresOf, runMany } from './many.ts'
import { runSeed, usualCustomers, type SeedResult } from './seed.ts'

const usage = `npm run simulate -- [options]
  --seed 7          one world, replayed exactly; a story if anything broke
  --story 3         with --seed: the story of its customer 3
  --only 3          its customer 3 alone
  --seeds 200       so many worlds, on all cores
  --from 1          the first of them
  --bail            begins no more after one that broke
  --customers ${usualCustomers}    in each world
  --json FILE       where to write the figures`

const values = readOptions(
  {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    customers: { type: 'string', default: String(usualCustomers) },
    only: { type: 'string' },
    story: { type: 'string' },
    json: { type: 'string' },
    bail: { type: 'boolean', default: false },
  },
  usage,
)

function numberOf(name: 'seed' | 'seeds' | 'from' | 'customers' | 'only' | 'story'): number | undefined {
  const text = values[name]
  return text === undefined ? undefined : wholeNumber(name, text, usage)
}

const only = numberOf('only')
const customers = numberOf('customers') ?? usualCustomers
const told = numberOf('story')
const seed = numberOf('seed')
const started = performance.now()
/** So many stories are told; of the others the seed is named. */
const stories = 5

const options = { customers, ...(only === undefined ? {} : { only: [only] }) }
let results: SeedResult[]
if (seed === undefined) {
  const [from, count] = [numberOf('from') ?? 1, numberOf('seeds') ?? 200]
  let broken = 0
  results = await runMany({
    ...options,
    from,
    count,
    bail: values.bail,
    ended(result, done) {
      if (result.broken.length > 0) {
        broken += 1
        process.stderr.write(`seed ${result.seed} broke: ${result.broken[0]?.what}\n`)
      }
      const line = `${done} of ${count} seeds, ${broken} broken`
      if (process.stderr.isTTY) process.stderr.write(`\r${line}`)
      else if (done % Math.max(1, Math.round(count / 10)) === 0) process.stderr.write(`${line}\n`)
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\n')
} else {
  results = [await runSeed({ ...options, seed }, told)]
}

const bad = results.filter((one) => one.broken.length > 0)
for (const { story } of [...bad.slice(0, stories), ...(told === undefined ? [] : results)])
  if (story) console.log(`${story}\n`)
if (bad.length > stories)
  console.log(
    `Broken too: ${bad
      .slice(stories)
      .map((one) => one.seed)
      .join(', ')}`,
  )

const figures = figuresOf(results, results.length * (only === undefined ? customers : 1))
const { events_accepted, events_lost, answers, answers_doubled, reads, false_reads, reads_missing, crashes } = figures
const { look_ups, requests, requests_doubled, requests_lost } = figures
const seconds = Math.round((performance.now() - started) / 100) / 10
console.log(
  `${results.length} ${results.length === 1 ? 'seed' : 'seeds'}, ${figures.customers} customers, ${crashes} crashes, ${figures.faults_in_all} faults in ${seconds} s`,
)
console.log(`${figures.faults_fired} of ${figures.faults_planned} kinds of fault fired`)
console.log(`${events_accepted} events accepted, ${events_lost} lost`)
console.log(`${answers} answers, ${answers_doubled} doubled`)
console.log(`${reads} messages Read, ${false_reads} falsely, ${reads_missing} missing`)
console.log(`${look_ups} look-ups; ${requests} requests recorded, ${requests_doubled} doubled, ${requests_lost} lost`)
const passed = bad.length === 0
console.log(passed ? 'Every invariant held.' : `${bad.length} seeds broke an invariant.`)
if (values.json) writeFileSync(values.json, `${JSON.stringify({ passed, seconds, figures }, undefined, 2)}\n`)
process.exitCode = passed ? 0 : 1
