/** What is proved by which command, in which size, and how its figures are called in the table. */
export interface Part {
  name: string
  /** Arguments of node; `--json FILE` is added, or the file's name is given in the variable `json`. */
  args: (size: Size) => string[]
  /** The variable that names the file, where the command is none of ours. */
  json?: string
  /** What the table calls each figure; a figure that is not named here is not shown there. */
  rows: Record<string, string>
}

/** `full` is what docs/reliability.md is made of; `quick` shows within minutes that all of it works. */
export type Size = 'full' | 'quick'

const of = (size: Size, full: number, quick: number): string => String(size === 'full' ? full : quick)

/** What load and kills come to, however many processes there are. */
const ofRounds = {
  events_accepted: 'events accepted',
  events_ended: 'events that reached an end',
  events_lost: 'events lost',
  answers_doubled: 'answers doubled',
  answers_missing: 'answers missing',
  false_reads: 'false Reads',
  reads_missing: 'Reads missing',
  other_wrongs: 'other things wrong',
}

export const parts: readonly Part[] = [
  {
    name: 'simulate',
    args: (size) => ['test/simulation/main.ts', '--seeds', of(size, 10_000, 300)],
    rows: {
      seeds: 'seeds run',
      seeds_broken: 'seeds that broke an invariant',
      customers: 'customers simulated',
      events_accepted: 'events accepted',
      events_ended: 'events that reached an end',
      events_lost: 'events lost',
      answers: 'answers on phones',
      answers_doubled: 'answers doubled',
      reads: 'messages marked Read',
      false_reads: 'false Reads',
      reads_missing: 'Reads missing',
      crashes: 'simulated crashes survived',
      faults_planned: 'faults planned',
      faults_fired: 'faults fired',
    },
  },
  {
    name: 'kills',
    args: (size) => ['test/process/rounds.ts', '--rounds', of(size, 300, 6)],
    rows: {
      rounds: 'rounds of load on a real process',
      kills: 'times it was killed and came back',
      ...ofRounds,
      recovery_p50_ms: 'recovery, half of them within (ms)',
      recovery_p95_ms: 'recovery, 95 % within (ms)',
      recovery_max_ms: 'recovery, the longest (ms)',
      disk_faults_planned: 'steps of a turn at which the disk was to fail',
      disk_faults_fired: 'of those at which it failed',
      disk_events_accepted: 'events accepted on that disk',
      disk_events_lost: 'of those lost',
      disk_wrongs: 'things wrong on that disk',
    },
  },
  {
    name: 'cluster',
    // Two shops at a time: each is three processes and a database. In full it takes some ten minutes.
    args: (size) => {
      const options = { rounds: of(size, 70, 4), processes: '3', shops: '2', life: of(size, 10, 2) }
      const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
      return ['test/process/rounds.ts', ...given, '--no-disk']
    },
    rows: {
      rounds: 'rounds of load on several processes on PostgreSQL',
      processes: 'processes on one database',
      kills: 'times one of them was killed and came back',
      database_restarts: 'times the database restarted at that moment',
      ...ofRounds,
      recovery_max_ms: 'no webhook was taken, the longest (ms)',
      caught_up_p50_ms: 'what was accepted before a kill had ended, half of them within (ms)',
      caught_up_p95_ms: 'what was accepted before a kill had ended, 95 % within (ms)',
      caught_up_max_ms: 'what was accepted before a kill had ended, the longest (ms)',
    },
  },
  {
    name: 'faults',
    args: () => ['node_modules/vitest/vitest.mjs', 'run', 'test/faults'],
    json: 'FAULTS_JSON',
    rows: { faults_planned: 'faults of LINE and the model planned', faults_fired: 'of those fired' },
  },
  {
    name: 'fuzz',
    args: (size) => ['test/fuzz/main.ts', '--inputs', of(size, 1_000_000, 20_000)],
    rows: {
      inputs: 'inputs fuzzed',
      five_xx: 'answers of 500 and above',
      crashes: 'crashes',
      unsigned_effects: 'effects of what was not signed',
      neighbours_lost: 'good neighbours of bad events lost',
      heap_growth: 'growth of the heap over all of them (MB)',
    },
  },
  {
    name: 'teeth',
    args: (size) => ['test/teeth/main.ts', ...(size === 'full' ? [] : ['--first'])],
    rows: { bugs_planted: 'bugs planted', bugs_caught: 'bugs caught' },
  },
]
