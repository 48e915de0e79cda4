/**
 * `npm run kills`: the real server, killed with SIGKILL at random moments under load. Several shops live at once, each on
 * a data folder of its own. After that, a disk that fails at each step of a turn.
 *
 * A killed process is not a power cut: what it had written is in the system's memory, synced or not.
 */
import { writeFile } from 'node:fs/promises'
import { readOptions, wholeNumber } from '../command-line.ts'
import { openPostgres } from '../postgres/server.ts'
import { randomOf } from '../simulation/random.ts'
import { noWrongs } from './checking.ts'
import { openCluster } from './cluster.ts'
import { failEach, noDiskFaults, ways, type Turn } from './disk-faults.ts'
import { diskFiguresOf, figuresOf, linesOf } from './figures.ts'
import { liveThrough, type Tally } from './life.ts'

const usage = `npm run kills -- [options]
  --rounds 300   rounds of load, each with a kill (now and then several)
  --shops 4      how many shops live at the same time
  --life 10      rounds on one data folder; then it is stopped, looked at as a whole, and a new one opens
  --seed 1       decides what customers do and when kills come; not what the machine does meanwhile
  --processes 3  several processes over one PostgreSQL instead of one over files: one of them is killed while the others
                 go on, and now and then the database restarts
  --no-disk      leave out the disk that fails
  --json FILE    where to write the figures`

const values = readOptions(
  {
    rounds: { type: 'string', default: '300' },
    shops: { type: 'string', default: '4' },
    life: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string' },
    disk: { type: 'boolean', default: true },
    json: { type: 'string' },
  },
  usage,
)
const whole = (name: 'rounds' | 'shops' | 'life' | 'seed') => wholeNumber(name, values[name], usage)
const [rounds, shops, life, seed] = [whole('rounds'), whole('shops'), whole('life'), whole('seed')]
const began = Date.now()
const tally: Tally = { rounds: 0, kills: 0, accepted: 0, ended: 0, recoveries: [], wrongs: noWrongs() }
const disk = noDiskFaults()
const told = new Set<string>()

function tellWrongs(): void {
  for (const line of [...linesOf(tally.wrongs), ...linesOf(disk.wrongs)].filter((one) => !told.has(one))) {
    told.add(line)
    console.log(line)
  }
}

function onRound(): void {
  tellWrongs()
  const { recovery_p50_ms: half, recovery_max_ms: longest } = figuresOf(tally)
  const line = `round ${tally.rounds} of ${rounds}: ${tally.kills} kills, ${told.size} wrongs, recovery p50 ${half} ms, max ${longest} ms`
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${tally.rounds === rounds ? '\n' : ''}`)
  else if (tally.rounds % 10 === 0 || tally.rounds === rounds) console.log(line)
}

/** Does what is in the list, so many at a time. */
async function inShops<T>(work: T[], act: (one: T) => Promise<void>): Promise<void> {
  const keep = async (): Promise<void> => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      await act(next).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error)
        tally.wrongs.others.add(`it broke off: ${why.split('\n')[0]}`)
      })
    }
  }
  await Promise.all(Array.from({ length: shops }, keep))
}

const lives = Array.from({ length: Math.ceil(rounds / life) }, (_, index) => ({
  name: String(index + 1),
  rounds: Math.min(life, rounds - index * life),
  random: randomOf(seed, index),
}))
const processes = values.processes === undefined ? undefined : wholeNumber('processes', values.processes, usage)
let restarts = 0
await inShops(lives, async (one) => {
  if (processes === undefined) return liveThrough({ ...one, tally, onRound })
  const postgres = await openPostgres()
  const { random } = one
  try {
    const url = await postgres.database()
    const restart = (): Promise<void> => {
      restarts += 1
      return postgres.restart()
    }
    const open = () => openCluster({ url, processes, random, restart })
    await liveThrough({ ...one, tally, onRound, open })
  } finally {
    await postgres.close()
  }
})
if (values.disk) {
  const all: Turn[] = ['resolved', 'handedOff']
  const every = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const work = all.flatMap((turn) => ways.map((way) => ({ turn, way })))
  await inShops(work, async ({ turn, way }) => {
    await failEach(turn, way, every, disk)
    tellWrongs()
    console.log(`a disk that fails (${turn}, ${way}): ${disk.fired} of ${disk.planned} steps so far`)
  })
}

tellWrongs()
const figures = {
  ...figuresOf(tally),
  ...(processes === undefined ? {} : { processes, database_restarts: restarts }),
  ...(values.disk ? diskFiguresOf(disk) : {}),
}
const isWhole = tally.rounds === rounds && disk.fired === disk.planned
const isNothingLost = tally.accepted === tally.ended && disk.accepted === disk.ended
const passed = told.size === 0 && isWhole && isNothingLost
const seconds = Math.round((Date.now() - began) / 1_000)
console.log()
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(34)}${value}`)
console.log(`\n${passed ? 'PASSED' : 'FAILED'} after ${seconds} s with seed ${seed}`)
if (values.json) await writeFile(values.json, `${JSON.stringify({ passed, seconds, figures }, null, 2)}\n`)
process.exit(passed ? 0 : 1)
