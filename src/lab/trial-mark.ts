/** Mark: what one trial came to, in one word; and the order of how bad that is. */
import type { Trial } from './trial.ts'

/** Worst first. What stands together is equally bad: a model that gives nothing is no better than one that is wrong. */
const steps = [['false_read'], ['missed_handoff'], ['wrong', 'failed'], ['check'], ['right']] as const

/** Worst first. */
export const marks = steps.flat()
export type Mark = (typeof marks)[number]

export function markOf({ decision, right, falseRead, missedHandoff, checks }: Trial): Mark {
  if (falseRead) return 'false_read'
  if (decision === 'failed') return 'failed'
  if (missedHandoff) return 'missed_handoff'
  if (!right) return 'wrong'
  return checks.every(({ kept }) => kept) ? 'right' : 'check'
}

/** Of several trials. */
export function worstMark(trials: readonly Trial[]): Mark {
  const there = new Set(trials.map(markOf))
  return marks.find((mark) => there.has(mark)) ?? 'right'
}

/**
 * Below zero where `a` is worse than `b`, the repeats of each taken together: by the share of false reads, where those
 * are equal by that of missed hand-offs, and so on. No number of other mistakes outweighs a false read.
 */
export function worseFirst(a: readonly Trial[], b: readonly Trial[]): number {
  const share = (trials: readonly Trial[], step: readonly Mark[]) =>
    trials.length === 0 ? 0 : trials.filter((trial) => step.includes(markOf(trial))).length / trials.length
  for (const step of steps) {
    const less = share(b, step) - share(a, step)
    if (less !== 0) return less
  }
  return 0
}

export interface MarkWords {
  /** On a pill. */
  one: string
  /** Over a group of cases. */
  group: string
  /** In a small mark. */
  sign: string
}

export const markWords: Record<Mark, MarkWords> = {
  false_read: { one: 'false read', group: 'False reads', sign: 'R' },
  missed_handoff: { one: 'missed hand-off', group: 'Missed hand-offs', sign: 'H' },
  wrong: { one: 'wrong decision', group: 'Other wrong decisions', sign: '×' },
  failed: { one: 'no judgement', group: 'No judgement', sign: '–' },
  check: { one: 'broken check', group: 'Right, but the reply breaks a check', sign: '!' },
  right: { one: 'right', group: 'Always right', sign: '✓' },
}
