/**
 * What a result holds, put in order for reading: its combinations (a prompt with a model), and its cases, worst first,
 * each with what every combination made of it.
 */
import type { Result, Trial, TrialCase } from '../trial.ts'

export interface Combination {
  prompt: string
  promptHash: string
  model: string
  trials: Trial[]
}

/** In the order of the result: all models of the first prompt, then those of the next. Those that judged nothing too. */
export function combinationsOf({ prompts, models, trials }: Result): Combination[] {
  const all = prompts.flatMap(({ name, hash }) =>
    models.map((model): Combination => ({ prompt: name, promptHash: hash, model, trials: [] })),
  )
  const keyOf = (one: { prompt: string; promptHash: string; model: string }) =>
    JSON.stringify([one.prompt, one.promptHash, one.model])
  const byKey = new Map(all.map((one) => [keyOf(one), one]))
  for (const trial of trials) {
    const key = keyOf(trial)
    const known = byKey.get(key)
    if (known) known.trials.push(trial)
    else byKey.set(key, { prompt: trial.prompt, promptHash: trial.promptHash, model: trial.model, trials: [trial] })
  }
  return [...byKey.values()]
}

/** What one trial came to, in one word. Worst first. */
export const outcomes = ['false_read', 'missed_handoff', 'wrong', 'failed', 'check', 'right'] as const
export type OutcomeWord = (typeof outcomes)[number]

export function outcomeOf({ decision, right, falseRead, missedHandoff, checks }: Trial): OutcomeWord {
  if (falseRead) return 'false_read'
  if (decision === 'failed') return 'failed'
  if (missedHandoff) return 'missed_handoff'
  if (!right) return 'wrong'
  return checks.every(({ kept }) => kept) ? 'right' : 'check'
}

export interface ReadCase {
  case: TrialCase
  /** Of all its trials. */
  worst: OutcomeWord
  /** Of 1. */
  wrongShare: number
  /** Of each combination that judged it. */
  byCombination: { combination: Combination; trials: Trial[] }[]
}

/** Cases that were judged at least once: worst first, within that those that went wrong most often, then as in the result. */
export function casesOf({ cases }: Result, combinations: readonly Combination[]): ReadCase[] {
  const byCase = combinations.map((combination) => Map.groupBy(combination.trials, (trial) => trial.case))
  const read = cases.map((one): ReadCase => {
    const byCombination = combinations.flatMap((combination, index) => {
      const trials = byCase[index]?.get(one.id)
      return trials ? [{ combination, trials: trials.toSorted((a, b) => a.repeat - b.repeat) }] : []
    })
    const all = byCombination.flatMap(({ trials }) => trials.map(outcomeOf))
    return {
      case: one,
      worst: outcomes.find((word) => all.includes(word)) ?? 'right',
      wrongShare: all.length === 0 ? 0 : all.filter((word) => word !== 'right').length / all.length,
      byCombination,
    }
  })
  return read
    .filter(({ byCombination }) => byCombination.length > 0)
    .toSorted((a, b) => outcomes.indexOf(a.worst) - outcomes.indexOf(b.worst) || b.wrongShare - a.wrongShare)
}
