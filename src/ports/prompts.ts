/** The prompts customers are judged by now. One call gives one snapshot: text, policy and hash belong together. */
import type { Experiment, ListedExperiment } from '../core/experiment.ts'
import type { Prompt } from '../core/request.ts'

export interface Prompts {
  /** The shop's own (PROFILE). */
  current(): Prompt
  /** One that the running experiment names; undefined for any other. */
  named?(name: string): Prompt | undefined
  /** The experiment that runs; undefined when none does. */
  experiment?(): Experiment | undefined
}

/** All experiments that are written down, for those who look at their results. */
export interface ExperimentsFile {
  all(): readonly ListedExperiment[]
  running(): Experiment | undefined
}
