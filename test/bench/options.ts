/** What can be set on the command line, with what a plain `npm run bench` does. */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'

export const usage = `npm run bench -- [options]
  --rounds 4        how often the echo and kidoku take turns
  --warm-up 3       seconds before each measurement, not counted
  --seconds 5       seconds of each measurement
  --connections 64  requests under way at once
  --customers 30000 how many write; enough that none writes twice before an answer
  --burst 3         messages each writes before waiting for the answer
  --per-request 1   events in one webhook
  --rate 200        requests a second of the schedule
  --rate-seconds 20 how long it goes on
  --rate-customers 1000  how many write on the schedule
  --rate-burst 1    messages each customer writes on the schedule
  --line-ms 0       how long LINE takes to answer (ms)
  --most 20000      events a second that are made ready
  --folder DIR      where the data goes; a real disk (default: the system's folder for temporary files)
  --entry FILE      kidoku's entry (default: src/main.ts)
  --node-options=X  for kidoku's process, separated by spaces; --cpu-prof shows the schedule only: a flood ends by SIGKILL
  --json FILE       where to write the figures`

/** @throws TypeError, RangeError that say what is wrong */
export function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '4' },
      'warm-up': { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '64' },
      customers: { type: 'string', default: '30000' },
      burst: { type: 'string', default: '3' },
      'per-request': { type: 'string', default: '1' },
      rate: { type: 'string', default: '200' },
      'rate-seconds': { type: 'string', default: '20' },
      'rate-customers': { type: 'string', default: '1000' },
      'rate-burst': { type: 'string', default: '1' },
      'line-ms': { type: 'string', default: '0' },
      most: { type: 'string', default: '20000' },
      folder: { type: 'string', default: tmpdir() },
      entry: { type: 'string', default: 'src/main.ts' },
      'node-options': { type: 'string', default: '' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    rounds: whole('rounds', values.rounds),
    warmUp: whole('warm-up', values['warm-up']),
    seconds: whole('seconds', values.seconds),
    connections: whole('connections', values.connections),
    customers: whole('customers', values.customers),
    burst: whole('burst', values.burst),
    perRequest: whole('per-request', values['per-request']),
    rate: whole('rate', values.rate),
    rateSeconds: whole('rate-seconds', values['rate-seconds']),
    rateCustomers: whole('rate-customers', values['rate-customers']),
    rateBurst: whole('rate-burst', values['rate-burst']),
    lineMs: whole('line-ms', values['line-ms']),
    most: whole('most', values.most),
    folder: values.folder,
    entry: values.entry,
    nodeOptions: values['node-options'].split(' ').filter((one) => one !== ''),
    json: values.json,
    help: values.help,
  }
}

function whole(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new RangeError(`--${name} is not a whole number`)
}

export type Options = ReturnType<typeof readOptions>
