/**
 * Experiment: new conversations are split among prompts by weight. Which one a conversation has is a fact of it from its
 * first judgement on, so that nobody is talked to in two voices; the share it is chosen by comes from its id, so that two
 * processes choose alike before that fact is there.
 */
import type { Conversation } from './conversation.ts'

export interface Experiment {
  name: string
  /** In the order of the file; weights are above zero, and one of the prompts is the shop's own (PROFILE). */
  variants: readonly { prompt: string; weight: number }[]
}

/** One that the file tells of, whether it runs or not. */
export interface ListedExperiment extends Experiment {
  ended: boolean
}

/** What a conversation takes part in. */
export interface Assigned {
  experiment: string
  /** The prompt's name. */
  prompt: string
}

/**
 * The prompt that a share falls to.
 * @param share from 0 to less than 1, spread evenly over conversations
 */
export function chooseVariant({ variants }: Experiment, share: number): string {
  const whole = variants.reduce((sum, { weight }) => sum + weight, 0)
  let left = share * whole
  for (const { prompt, weight } of variants) {
    if (left < weight) return prompt
    left -= weight
  }
  return variants.at(-1)?.prompt ?? ''
}

/** Nobody has judged anything in it yet: it can still take part. */
export const isNew = ({ turns, assigned }: Conversation): boolean => turns === 0 && assigned === undefined

/**
 * What a conversation takes part in while an experiment runs: what it was assigned to, or for a new one what its share
 * falls to. Undefined when it takes part in nothing now: the shop's own prompt is for it.
 */
export function partIn(
  conversation: Conversation,
  experiment: Experiment | undefined,
  share: () => number,
): Assigned | undefined {
  if (!experiment) return undefined
  const { assigned } = conversation
  if (assigned) return assigned.experiment === experiment.name ? assigned : undefined
  return isNew(conversation) ? { experiment: experiment.name, prompt: chooseVariant(experiment, share()) } : undefined
}
