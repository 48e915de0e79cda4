/** The cases of a result put in order for reading, worst first, each with what every combination made of it. */
import { trialsOf, type Combination } from '../combinations.ts'
import { marks, worseFirst, worstMark, type Mark } from '../trial-mark.ts'
import type { Result, Trial, TrialCase } from '../trial.ts'

export interface ReadCase {
  case: TrialCase
  all: Trial[]
  /** Of all of them. */
  worst: Mark
  /** Of each combination that judged it. */
  byCombination: { combination: Combination; trials: Trial[] }[]
}

/** Cases that were judged at least once: worst first, within that those that went wrong most often, then as in the result. */
export function casesOf(result: Result, combinations: readonly Combination[]): ReadCase[] {
  const judged = combinations.map((combination) => ({
    combination,
    byCase: Map.groupBy(trialsOf(result, combination), (trial) => trial.case),
  }))
  const read = result.cases.flatMap((one): ReadCase[] => {
    const byCombination = judged.flatMap(({ combination, byCase }) => {
      const trials = byCase.get(one.id)
      return trials ? [{ combination, trials: trials.toSorted((a, b) => a.repeat - b.repeat) }] : []
    })
    const all = byCombination.flatMap(({ trials }) => trials)
    return all.length === 0 ? [] : [{ case: one, worst: worstMark(all), all, byCombination }]
  })
  return read.toSorted((a, b) => marks.indexOf(a.worst) - marks.indexOf(b.worst) || worseFirst(a.all, b.all))
}
