/**
 * The bench: how many events a second kidoku takes in durably, beside the official SDK's Express echo in the same minute,
 * while turns are being worked on; and how long a webhook waits at a steady rate. `npm run bench -- --help`.
 *
 * Three processes, only loopback: this one sends; the server that is measured and a stand-in of LINE are fresh every time.
 */
import { mkdtemp, open, rm, statfs, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { measureEcho, measureIntake, measureSteady } from './measure.ts'
import { readOptions, usage, type Options } from './options.ts'
import { latencyOf, median, print, promises, type Figures, type Round } from './report.ts'

/** `statfs` calls a file system in memory by this number. */
const tmpfs = 0x01021994

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else process.exitCode = (await bench(options)) ? 0 : 1

async function bench(options: Options): Promise<boolean> {
  const load = loadavg()[0] ?? 0
  const disk = await lookAtDisk(options.folder)
  const rounds: Round[] = []
  for (let round = 1; round <= options.rounds; round += 1) {
    const echo = await measureEcho(options)
    const kidoku = await measureIntake(options)
    rounds.push({ echo, kidoku, ratio: kidoku.eventsPerSecond / echo.eventsPerSecond })
    process.stderr.write(`round ${round} of ${options.rounds} done\n`)
  }
  const steady = await measureSteady(options)
  const cores = cpus()
  const figures: Figures = {
    machine: { cores: cores.length, cpu: cores[0]?.model ?? 'unknown', node: process.version, load, ...disk },
    setup: setupOf(options),
    rounds,
    medians: {
      echo: median(rounds.map(({ echo }) => echo.eventsPerSecond)),
      kidoku: median(rounds.map(({ kidoku }) => kidoku.eventsPerSecond)),
      ratio: median(rounds.map(({ ratio }) => ratio)),
    },
    steady,
  }
  print(figures)
  if (options.json) await writeFile(options.json, `${JSON.stringify(figures, undefined, 2)}\n`)
  return promises(figures).every(({ kept }) => kept)
}

function setupOf(options: Options): Figures['setup'] {
  return {
    connections: options.connections,
    customers: options.customers,
    burst: options.burst,
    'events per request': options.perRequest,
    'LINE answers after (ms)': options.lineMs,
    'customers on the schedule': options.rateCustomers,
    'burst there': options.rateBurst,
    'warm-up (s)': options.warmUp,
    'measured (s)': options.seconds,
  }
}

/** What a durable write costs here, and whether it is durable at all. */
async function lookAtDisk(parent: string): Promise<Pick<Figures['machine'], 'disk' | 'syncMs'>> {
  const folder = await mkdtemp(join(parent, 'kidoku-bench-'))
  try {
    const file = await open(join(folder, 'probe'), 'w')
    const times: number[] = []
    for (let count = 0; count < 200; count += 1) {
      const began = performance.now()
      await file.appendFile('x'.repeat(800))
      await file.datasync()
      times.push(performance.now() - began)
    }
    await file.close()
    const inMemory = (await statfs(folder)).type === tmpfs
    return {
      disk: `data in ${parent}${inMemory ? ', WHICH IS MEMORY: set --folder to a disk' : ''}`,
      syncMs: latencyOf(times),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
