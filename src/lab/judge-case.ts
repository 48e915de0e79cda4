/** Judges a case the way the server judges a turn, so that rules and lowering count: what a customer would have got. */
import type { Office } from '../core/office.ts'
import type { Prompt } from '../core/request.ts'
import { conversationOf } from '../core/scene.ts'
import type { Tried } from '../core/tried.ts'
import { tryPrompt, type TryParts } from '../flow/try-prompt.ts'
import type { ModelPrices } from '../model-prices.ts'
import type { OfficeHours } from '../ports/office-hours.ts'
import { costOf } from './budget.ts'
import { systemsOf, type DeclaredSystems } from './case-systems.ts'
import { contentsOf, sceneOf, toldAt, type Case } from './cases.ts'
import { gradeOf } from './checks.ts'
import type { LabModel } from './models.ts'
import type { Trial } from './trial.ts'

export interface Judges extends Omit<TryParts, 'contents' | 'live' | 'office' | 'toldAt'> {
  prompt: Prompt
  /** What can be looked up and recorded: each case says what is found. Missing: nothing. */
  systems?: DeclaredSystems
  /** The shop's hours: how they stand at the case's own time. */
  office?: OfficeHours
}

/** Any time: the shop's time zone is told with every state of its hours. */
const someTime = Date.UTC(2026, 10, 18)

export interface Moment {
  /** The time the prompt is told (ms). */
  toldAt: number
  /** How the shop's hours stand then. */
  office?: Office
}

/** In the shop's time zone, as the server tells a prompt the time. */
export function momentOf(one: Pick<Case, 'at'>, prompt: Pick<Prompt, 'policy'>, office?: OfficeHours): Moment {
  const at = toldAt(one, prompt.policy.time_zone ?? office?.at(someTime)?.timeZone ?? 'UTC')
  return { toldAt: at, office: office?.at(at) }
}

/** @throws the signal's reason when aborted */
export function judgeCase(
  one: Case,
  { prompt, systems, office, ...parts }: Judges,
  signal: AbortSignal,
): Promise<Tried> {
  const live = systems && systemsOf(one, systems)
  const around = { ...parts, contents: contentsOf(one), live, ...momentOf(one, prompt, office) }
  return tryPrompt(conversationOf(sceneOf(one), parts.clock.now()), prompt, around, signal)
}

export interface JudgeWith extends Pick<TryParts, 'knowledge' | 'clock' | 'log'> {
  office: OfficeHours
  systems: DeclaredSystems
  prices: ModelPrices | undefined
}

export interface CaseToJudge {
  prompt: Prompt
  model: LabModel
  case: Case
  /** From 1. */
  repeat: number
}

/** @throws the signal's reason when aborted */
export async function judgeTrial(
  { prompt, model, repeat, case: one }: CaseToJudge,
  { knowledge, office, systems, clock, log, prices }: JudgeWith,
  signal: AbortSignal,
): Promise<Trial> {
  const asked = model.repeats[repeat - 1]
  if (!asked) throw new Error(`there is no repeat ${repeat} of ${model.name}`)
  const tried = await judgeCase(one, { prompt, office, systems, model: asked, knowledge, clock, log }, signal)
  const free = model.free || tried.by === 'rule'
  const cost = free ? 0 : costOf(model.name, tried.usage, prices)
  return trialOf(one, tried, { prompt, model: model.name, repeat, cost })
}

/** By whom and how often it was judged, and what it cost. */
export type TrialOf = Pick<Trial, 'model' | 'repeat' | 'cost'> & { prompt: Pick<Prompt, 'name' | 'hash'> }

export function trialOf(one: Case, tried: Tried, { prompt, model, repeat, cost }: TrialOf): Trial {
  const { decision, said, lowered, by, sources, confidence, topic, language, reason, reply, texts, why, ms } = tried
  const { lookUps, records } = tried
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
    ...(lookUps.length > 0 && { lookUps: lookUps.map(({ fact, text }) => ({ ...fact, given: text?.given })) }),
    ...(records.length > 0 && { records }),
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
