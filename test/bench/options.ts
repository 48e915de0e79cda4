/** What can be set on the command line, with what a plain `npm run bench` does. */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { partNames, type PartName } from './results/figures.ts'
import { full, quick, type Sizes } from './sizes.ts'

export const usage = `npm run bench -- [options]
  --only a,b        only these parts: ${partNames.join(', ')}
  --quick           some minutes and less certainty; nothing is kept in docs/
  --rounds 3        how often those that are compared take turns
  --json FILE       where to write the figures, beside what is kept in docs/
  --render          measures nothing: writes docs/performance.md and .html again from docs/performance.json
  --folder DIR      where data goes; a real disk (default: the system's folder for temporary files)

To try something, with nothing kept in docs/:
  --seconds N       of each measurement
  --warm-up N       seconds before each, not counted
  --connections N   requests of a flood under way at once
  --stored A,B,C    few, some and many stored conversations
  --history N       rows of history beside the many in PostgreSQL
  --entry FILE      kidoku's entry (default: src/main.ts)
  --node-options=X  for kidoku's process, separated by spaces; --cpu-prof shows those that end in order: a flood is killed`

export interface Options {
  only: readonly PartName[]
  sizes: Sizes
  /** Whether what is found is kept in docs/: only what was measured in full sizes, of kidoku as it is. */
  keeps: boolean
  render: boolean
  json?: string
  folder: string
  entry: string
  nodeOptions: string[]
  help: boolean
}

/** @throws TypeError, RangeError that say what is wrong */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      json: { type: 'string' },
      render: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      connections: { type: 'string' },
      stored: { type: 'string' },
      history: { type: 'string' },
      entry: { type: 'string', default: 'src/main.ts' },
      'node-options': { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  })
  const sizes = { ...(values.quick ? quick : full) }
  if (values.rounds !== undefined) sizes.rounds = whole('rounds', values.rounds, 1)
  if (values.seconds !== undefined) {
    const seconds = whole('seconds', values.seconds, 1)
    for (const one of ['flood', 'schedule', 'talk', 'added', 'idle'] as const) sizes[one] = seconds
  }
  if (values['warm-up'] !== undefined) sizes.warmUp = whole('warm-up', values['warm-up'], 0)
  if (values.connections !== undefined) {
    sizes.connections = whole('connections', values.connections, 1)
    sizes.atOnce = Math.min(sizes.atOnce, sizes.connections)
  }
  if (values.stored !== undefined) sizes.stored = three(values.stored)
  if (values.history !== undefined) sizes.history = whole('history', values.history, 0)
  const tried = ['seconds', 'warm-up', 'connections', 'stored', 'history'] as const
  const asItIs = values.entry === 'src/main.ts' && values['node-options'] === ''
  return {
    only: partsOf(values.only),
    sizes,
    keeps: !values.quick && asItIs && sizes.rounds >= full.rounds && tried.every((name) => values[name] === undefined),
    render: values.render,
    json: values.json,
    folder: values.folder,
    entry: values.entry,
    nodeOptions: values['node-options'].split(' ').filter((one) => one !== ''),
    help: values.help,
  }
}

function partsOf(only: string | undefined): readonly PartName[] {
  if (only === undefined) return partNames
  const named = only.split(',')
  const unknown = named.find((name) => !partNames.some((part) => part === name))
  if (unknown !== undefined) throw new RangeError(`--only: there is no part “${unknown}”`)
  return partNames.filter((name) => named.includes(name))
}

function three(value: string): Sizes['stored'] {
  const [few, some, many, ...others] = value.split(',').map((one) => whole('stored', one, 1))
  if (few === undefined || some === undefined || many === undefined || others.length > 0) {
    throw new RangeError('--stored wants three numbers, such as 10,1000,100000')
  }
  if (few > some || some > many) throw new RangeError('--stored wants the smallest number first')
  return [few, some, many]
}

function whole(name: string, value: string, least: number): number {
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value)
  throw new RangeError(`--${name}: “${value}” is not a whole number from ${least}`)
}
