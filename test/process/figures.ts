/** What rounds come to, as figures and as lines for a person. */
import type { Wrongs } from './checking.ts'
import type { DiskFaults } from './disk-faults.ts'
import type { Tally } from './life.ts'

export function figuresOf({ rounds, kills, accepted, ended, recoveries, wrongs }: Tally): Record<string, number> {
  const answering = recoveries.map((one) => one.answering)
  const caughtUp = recoveries.flatMap((one) => one.caughtUp ?? [])
  return {
    rounds,
    kills,
    events_accepted: accepted,
    events_ended: ended,
    events_lost: accepted - ended,
    answers_doubled: wrongs.doubled.size,
    answers_missing: wrongs.missing.size,
    false_reads: wrongs.falseReads.size,
    reads_missing: wrongs.readsMissing.size,
    other_wrongs: wrongs.others.size,
    // From the kill until the webhook answers 200.
    recovery_p50_ms: percentile(answering, 0.5),
    recovery_p95_ms: percentile(answering, 0.95),
    recovery_max_ms: percentile(answering, 1),
    starts_that_waited_for_the_lock: recoveries.filter(({ waited }) => waited).length,
    // From the kill until the last event that was accepted before it has its end.
    caught_up_p50_ms: percentile(caughtUp, 0.5),
    caught_up_p95_ms: percentile(caughtUp, 0.95),
    caught_up_max_ms: percentile(caughtUp, 1),
  }
}

export function diskFiguresOf({
  planned,
  fired,
  refused,
  accepted,
  ended,
  wrongs,
}: DiskFaults): Record<string, number> {
  return {
    disk_faults_planned: planned,
    disk_faults_fired: fired,
    disk_webhooks_refused: refused,
    disk_events_accepted: accepted,
    disk_events_ended: ended,
    disk_events_lost: accepted - ended,
    disk_answers_doubled: wrongs.doubled.size,
    disk_wrongs: linesOf(wrongs).length,
  }
}

/** The smallest value that so many are not above (nearest rank); 0 of none. */
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

/** What went wrong, a line each. */
export const linesOf = (wrongs: Wrongs): string[] =>
  Object.entries(wrongs).flatMap(([kind, lines]: [string, Set<string>]) => [...lines].map((line) => `${kind}: ${line}`))
