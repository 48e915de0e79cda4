/** Combination: one prompt on one model, within a result. */
import type { Result, Trial } from './trial.ts'

export interface Combination {
  prompt: string
  /** As the model names itself. */
  model: string
}

/** In the order of the result: all models of the first prompt, then those of the next. Those that judged nothing too. */
export function combinationsOf({ prompts, models, trials }: Pick<Result, 'prompts' | 'models' | 'trials'>) {
  const all = [
    ...prompts.flatMap(({ name: prompt }) => models.map((model): Combination => ({ prompt, model }))),
    ...trials.map(({ prompt, model }): Combination => ({ prompt, model })),
  ]
  return [...new Map(all.map((one) => [JSON.stringify([one.prompt, one.model]), one])).values()]
}

/** Those that judged anything. */
export const judgedCombinations = (result: Pick<Result, 'prompts' | 'models' | 'trials'>): Combination[] =>
  combinationsOf(result).filter((one) => trialsOf(result, one).length > 0)

export const trialsOf = ({ trials }: Pick<Result, 'trials'>, { prompt, model }: Combination): Trial[] =>
  trials.filter((trial) => trial.prompt === prompt && trial.model === model)
