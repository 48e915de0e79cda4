/** The prompt a conversation is judged by now: the shop's own, or the one an experiment gives it. */
import { createHash } from 'node:crypto'
import type { Conversation } from '../core/conversation.ts'
import { partIn, type Assigned } from '../core/experiment.ts'
import type { Prompt } from '../core/request.ts'
import type { Parts } from './parts.ts'

export interface PromptFor {
  prompt: Prompt
  /** What the conversation takes part in, or will from this judgement on. */
  part?: Assigned
  /** The experiment the judgement counts in; missing when its prompt cannot be had and the shop's own is used. */
  experiment?: string
}

/** Asked anew each time, so that the kill switch and a changed file act at the next judgement. */
export function promptFor(
  conversation: Conversation,
  { prompts, service }: Pick<Parts, 'prompts' | 'service'>,
): PromptFor {
  const own = prompts.current()
  if (service?.current().experimentsOff) return { prompt: own }
  const running = prompts.experiment?.()
  const part = partIn(conversation, running, () => shareOf(running?.name ?? '', conversation.id))
  if (!part) return { prompt: own }
  const prompt = part.prompt === own.name ? own : prompts.named?.(part.prompt)
  return prompt ? { prompt, part, experiment: part.experiment } : { prompt: own, part }
}

/** 48 bits of a hash: from 0 to less than 1, the same in every process, and another in every experiment. */
export function shareOf(experiment: string, conversation: string): number {
  const hash = createHash('sha256').update(`${experiment}\n${conversation}`).digest()
  return hash.readUIntBE(0, 6) / 2 ** 48
}
