/** What the playground is made with. */
import type { Conversation } from '../../core/conversation.ts'
import type { LookedUp } from '../../core/look-ups/looked-up.ts'
import type { Prompt } from '../../core/request.ts'
import type { Tried } from '../../core/tried.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Drafts } from '../../ports/drafts.ts'
import type { Knowledge } from '../../ports/knowledge.ts'
import type { Log } from '../../ports/log.ts'
import type { PromptFiles } from '../../ports/prompt-files.ts'
import type { Prompts } from '../../ports/prompts.ts'
import type { Store } from '../../ports/store.ts'
import type { InsightsParts } from '../insights/insights.ts'
import type { Names } from '../names.ts'

/** What the playground needs that no other page does. */
export interface TryingParts {
  files: PromptFiles
  prompts: Pick<Prompts, 'current' | 'experiment'>
  /** As its tokens are priced by, and as it is shown. */
  model: string
  /**
   * What a customer would get under a prompt. Nothing is said to anybody, nothing is recorded, and nothing is kept.
   * @param kept where the words are a customer's, or were before they were edited: what was looked up for them then is all
   *   that is found, and no system of the shop is asked. Missing: they are the author's own
   * @throws the signal's reason when aborted
   */
  tryOut: (
    conversation: Conversation,
    prompt: Prompt,
    signal: AbortSignal,
    kept?: { lookUps: readonly LookedUp[]; isSameWords: boolean },
  ) => Promise<Tried>
  /** While the day's limit for the model is reached: until about when (ms). Missing: there is none. */
  stoppedUntil?: () => number | undefined
}

export interface PlaygroundParts extends TryingParts {
  store: Pick<Store, 'load'>
  names: Names
  clock: Pick<Clock, 'now'>
  log: Log
  knowledge?: Pick<Knowledge, 'passages'>
  /** Missing: no cases are saved. */
  drafts?: Drafts
  prices?: InsightsParts['prices']
  newId: () => string
  /** Aborts when the server is to end. */
  ending?: AbortSignal
}
