/** Groups: what one prompt and one model came to within a result. */
import type { Result, Trial } from '../trial.ts'

export interface Group {
  prompt: string
  model: string
}

/** Those that judged anything, in the order of the result. */
export function groupsOf({ trials }: Pick<Result, 'trials'>): Group[] {
  const groups = new Map(trials.map(({ prompt, model }) => [JSON.stringify([prompt, model]), { prompt, model }]))
  return [...groups.values()]
}

export const trialsOf = ({ trials }: Pick<Result, 'trials'>, { prompt, model }: Group): Trial[] =>
  trials.filter((trial) => trial.prompt === prompt && trial.model === model)
