/** Judges a case the way the server judges a turn, so that rules and lowering count: what a customer would have got. */
import type { Prompt } from '../core/request.ts'
import { conversationOf } from '../core/scene.ts'
import { tryPrompt, type Tried, type TryParts } from '../flow/try-prompt.ts'
import type { OfficeHours } from '../ports/office-hours.ts'
import { contentsOf, sceneOf, toldAt, type Case } from './cases.ts'
import { gradeOf } from './checks.ts'
import type { Trial } from './trial.ts'

export interface Judges extends Omit<TryParts, 'contents' | 'office' | 'at'> {
  prompt: Prompt
  /** The shop's hours: how they stand at the case's own time. */
  office?: OfficeHours
}

/** In the shop's time zone, as the server tells a prompt the time. */
export function judgeCase(one: Case, { prompt, office, ...parts }: Judges, signal: AbortSignal): Promise<Tried> {
  const now = parts.clock.now()
  const at = toldAt(one, prompt.policy.time_zone ?? office?.at(now)?.timeZone ?? 'UTC')
  const around = { ...parts, contents: contentsOf(one), office: office?.at(at), at }
  return tryPrompt(conversationOf(sceneOf(one), now), prompt, around, signal)
}

/** By whom and how often it was judged, and what it cost. */
export type TrialOf = Pick<Trial, 'model' | 'repeat' | 'cost'> & { prompt: Pick<Prompt, 'name' | 'hash'> }

export function trialOf(one: Case, tried: Tried, { prompt, model, repeat, cost }: TrialOf): Trial {
  const { decision, said, lowered, by, sources, confidence, topic, language, reason, reply, texts, why, ms } = tried
  return {
    case: one.id,
    prompt: prompt.name,
    promptHash: prompt.hash,
    model,
    repeat,
    decision,
    said,
    lowered,
    by,
    sources,
    confidence,
    topic,
    language,
    reason,
    reply,
    texts,
    why,
    ...gradeOf(one, tried),
    usage: tried.usage,
    cost,
    ms,
  }
}
