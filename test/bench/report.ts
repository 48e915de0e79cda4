/** What a run says: a table for a person, and the same figures as a value for `--json`. */

/** Latencies in ms. */
export interface Latency {
  p50: number
  p99: number
  max: number
}

export interface Side {
  eventsPerSecond: number
  latency: Latency
  failed: number
  /** Replies that LINE got while it was measured, a second: for kidoku that is turns finished, for the echo events. */
  repliesPerSecond: number
  readsPerSecond: number
  loadingPerSecond: number
  /** Replies with a token that had been used. */
  usedTwice: number
  /** Processor time for one event, all threads (µs). */
  cpuPerEvent?: number
  /** Most memory held (MB). */
  peakMb?: number
}

export interface Intake extends Side {
  /** Events answered with 200 since the start, and how many of these were not found on disk after a SIGKILL. */
  safe: number
  lost: number
  /** Conversations that have passed to staff: they cost nothing any more. */
  withStaff: number
}

export interface Round {
  echo: Side
  kidoku: Intake
  ratio: number
}

export interface Steady extends Intake {
  perSecond: number
  seconds: number
  /** How late the sender itself was: part of the latency above. */
  lateness: Latency
  /** How long after the last request all turns were finished (s); undefined: not within the time given. */
  settled?: number
  /** Messages in the conversations at the end, closed and confirmed Read. */
  messages: number
  closed: number
  read: number
}

export interface Figures {
  machine: { cores: number; cpu: string; node: string; disk: string; syncMs: Latency; load: number }
  setup: Record<string, string | number>
  rounds: Round[]
  medians: { echo: number; kidoku: number; ratio: number }
  steady: Steady
}

export function latencyOf(values: readonly number[]): Latency {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [below = 0, above = 0] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 0 ? (below + above) / 2 : above
}

/** What was promised (issue 2, Figures), in order: a figure, what it must be, and whether it is. */
export function promises({ medians, rounds, steady }: Figures): { text: string; kept: boolean }[] {
  const kidokus = [...rounds.map(({ kidoku }) => kidoku), steady]
  const lost = sum(kidokus.map((one) => one.lost))
  const failed = sum(kidokus.map((one) => one.failed))
  const twice = sum(kidokus.map((one) => one.usedTwice))
  const finished = sum(rounds.map(({ kidoku }) => kidoku.repliesPerSecond))
  return [
    { text: `intake is ${medians.ratio.toFixed(2)} times the echo (at least 2)`, kept: medians.ratio >= 2 },
    {
      text: `p99 is ${ms(steady.latency.p99)} ms at ${steady.perSecond} events a second (under 200)`,
      kept: steady.latency.p99 < 200,
    },
    {
      text: `${lost} of ${whole(sum(kidokus.map((one) => one.safe)))} events answered with 200 were not on disk after a SIGKILL (0)`,
      kept: lost === 0,
    },
    { text: `${failed} requests were not answered with 200 (0)`, kept: failed === 0 },
    { text: `${twice} reply tokens were used twice (0)`, kept: twice === 0 },
    {
      text: 'turns were finished in every round',
      kept: finished > 0 && rounds.every((r) => r.kidoku.repliesPerSecond > 0),
    },
    {
      text: `at ${steady.perSecond} events a second ${steady.closed} of ${steady.messages} messages were answered, ${steady.read} Read, ${steady.settled?.toFixed(1) ?? 'not'} s after the last (all)`,
      kept: steady.settled !== undefined && steady.closed === steady.messages && steady.read === steady.messages,
    },
  ]
}

export function print(figures: Figures): void {
  const { machine, setup, rounds, medians, steady } = figures
  console.log(
    `\n${machine.cores} cores, ${machine.cpu}, Node ${machine.node}, load ${machine.load.toFixed(1)} at the start`,
    `\n${machine.disk}: append and datasync of 800 bytes p50 ${ms(machine.syncMs.p50)} ms, p99 ${ms(machine.syncMs.p99)} ms`,
    `\n${Object.entries(setup)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  )
  console.log('\nIntake: as many events as each takes; the SDK echo on Express, then kidoku, in the same minute\n')
  row(['round', '', 'events/s', 'ratio', 'p50 ms', 'p99 ms', 'replies/s', 'reads/s', 'dots/s', 'µs/event', 'MB'])
  for (const [index, { echo, kidoku, ratio }] of rounds.entries()) {
    row([String(index + 1), 'echo', ...sideCells(echo, '')])
    row(['', 'kidoku', ...sideCells(kidoku, ratio.toFixed(2))])
  }
  row(['median', 'echo', whole(medians.echo)])
  row(['', 'kidoku', whole(medians.kidoku), medians.ratio.toFixed(2)])
  console.log(
    `\nSchedule: ${steady.perSecond} requests a second for ${steady.seconds} s, latency from when each was due\n`,
  )
  row(['', '', 'events/s', '', 'p50 ms', 'p99 ms', 'replies/s', 'reads/s', 'dots/s', 'µs/event', 'MB'])
  row(['', 'kidoku', ...sideCells(steady, '')])
  console.log(
    `\n  slowest ${ms(steady.latency.max)} ms; the sender itself was late by p99 ${ms(steady.lateness.p99)}, at most ${ms(steady.lateness.max)} ms`,
    `\n  conversations that passed to staff: ${sum([...rounds.map((round) => round.kidoku.withStaff), steady.withStaff])}`,
  )
  console.log()
  for (const { text, kept } of promises(figures)) console.log(`${kept ? '  ok    ' : '  MISSED'} ${text}`)
}

const sideCells = (side: Side, ratio: string): string[] => [
  whole(side.eventsPerSecond),
  ratio,
  ms(side.latency.p50),
  ms(side.latency.p99),
  whole(side.repliesPerSecond),
  whole(side.readsPerSecond),
  whole(side.loadingPerSecond),
  side.cpuPerEvent === undefined ? '–' : whole(side.cpuPerEvent),
  side.peakMb === undefined ? '–' : whole(side.peakMb),
]

function row(cells: readonly string[]): void {
  const [first = '', second = '', ...others] = cells
  console.log(`  ${first.padEnd(7)}${second.padEnd(7)}${others.map((cell) => cell.padStart(10)).join('')}`)
}

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0)
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
