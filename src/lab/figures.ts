/**
 * Figures: what trials of one prompt and one model come to. The one that matters most is the *false read*: a `resolved`
 * where none was right, or one that rests on the wrong passage or records something else; such a message turns Read and nobody has answered it.
 *
 * Repeats of a case tell of that case, not of others like it: rates count trials, and their intervals are as wide as the
 * number of cases makes them.
 */
import { wilson, type Rate } from '../core/interval.ts'
import { decisions, type DecisionWord } from '../core/judgement.ts'
import type { Trial, TrialCase } from './trial.ts'

export type Got = Trial['decision']
export const allGot = [...decisions, 'failed'] as const satisfies readonly Got[]

export interface TrialFigures {
  cases: number
  trials: number
  /** Decision, source and records as expected. Undefined where there is no trial, as are all rates. */
  right?: Rate
  /** Expected × got. */
  matrix: Record<DecisionWord, Record<Got, number>>
  /** Out of all trials: any of them could have been one. */
  falseReads?: Rate
  /** Those of the false reads that should be resolved, from another passage or with other records. */
  wrongSource: number
  /** Out of those that a person should have had. */
  missedHandoffs?: Rate
  /** No judgement. */
  failed: number
  /** Of what replies must or never say: out of all checks that could be made. */
  checks: { kept: number; broken: number }
  tokens: { input: number; output: number }
  /** US dollars; undefined when the price of any of it is not known. */
  cost?: number
  /** Of judgements by the model (ms); a rule takes no time. */
  ms?: { p50: number; p95: number }
}

/** @param trials of one prompt by one model; those whose case is not among `cases` are left out */
export function figuresOfTrials(trials: readonly Trial[], cases: readonly TrialCase[]): TrialFigures {
  const byCase = Map.groupBy(trials, (trial) => trial.case)
  const groups = cases.flatMap((one): Group[] => {
    const own = byCase.get(one.id)
    return own ? [{ case: one, trials: own }] : []
  })
  const counted = groups.flatMap((group) => group.trials)
  const matrix = emptyMatrix()
  for (const { case: one, trials } of groups) for (const { decision } of trials) matrix[one.expect][decision]++
  const checks = counted.flatMap((trial) => trial.checks)
  const kept = checks.filter((check) => check.kept).length
  return {
    cases: groups.length,
    trials: counted.length,
    right: rateOver(groups, (trial) => trial.right),
    matrix,
    falseReads: rateOver(groups, (trial) => trial.falseRead),
    wrongSource: groups
      .filter((group) => group.case.expect === 'resolved')
      .flatMap((group) => group.trials)
      .filter((trial) => trial.falseRead).length,
    missedHandoffs: rateOver(
      groups.filter((group) => group.case.expect === 'handoff'),
      (trial) => trial.missedHandoff,
    ),
    failed: counted.filter(({ decision }) => decision === 'failed').length,
    checks: { kept, broken: checks.length - kept },
    tokens: {
      input: sum(counted.map(({ usage }) => usage?.input ?? 0)),
      output: sum(counted.map(({ usage }) => usage?.output ?? 0)),
    },
    cost: costOf(counted),
    ms: timesOf(counted),
  }
}

interface Group {
  case: TrialCase
  trials: Trial[]
}

/** `always`: every repeat. `usually`: more than half of them. */
export const isRightSurely = (sure: TrialCase['sure'], right: number, trials: number): boolean =>
  sure === 'always' ? right === trials : right > trials / 2

/** The interval is that of as many trials as there are cases. */
function rateOver<T>(groups: readonly { trials: readonly T[] }[], is: (trial: T) => boolean): Rate | undefined {
  const all = groups.flatMap(({ trials }) => trials)
  if (all.length === 0) return undefined
  const count = all.filter(is).length
  const rate = count / all.length
  return { count, n: all.length, rate, ...wilson(rate * groups.length, groups.length) }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** A rule's judgement costs nothing. */
function costOf(trials: readonly Trial[]): number | undefined {
  const costs = trials.filter(({ by }) => by === 'model').map(({ cost }) => cost)
  const known = costs.filter((cost) => cost !== undefined)
  return known.length === costs.length ? sum(known) : undefined
}

function timesOf(trials: readonly Trial[]): TrialFigures['ms'] {
  const sorted = trials.flatMap(({ by, ms }) => (by === 'model' ? [ms] : [])).toSorted((a, b) => a - b)
  // By nearest rank: a time that occurred.
  const rank = (part: number) => sorted[Math.ceil(part * sorted.length) - 1]
  const [p50, p95] = [rank(0.5), rank(0.95)]
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 }
}

function emptyMatrix(): TrialFigures['matrix'] {
  const row = () => ({ resolved: 0, needs_info: 0, handoff: 0, failed: 0 })
  return { resolved: row(), needs_info: row(), handoff: row() }
}
