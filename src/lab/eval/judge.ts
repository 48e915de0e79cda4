/** Judges one planned trial. */
import type { ModelPrices } from '../../model-prices.ts'
import type { OfficeHours } from '../../ports/office-hours.ts'
import type { TryParts } from '../../flow/try-prompt.ts'
import { judgeCase, trialOf } from '../judge-case.ts'
import type { Trial } from '../trial.ts'
import { costOf } from './budget.ts'
import type { Planned } from './plan.ts'

export interface JudgeWith extends Pick<TryParts, 'knowledge' | 'clock' | 'log'> {
  office: OfficeHours
  prices: ModelPrices | undefined
}

/** @throws the signal's reason when aborted */
export async function judgeTrial(planned: Planned, parts: JudgeWith, signal: AbortSignal): Promise<Trial> {
  const { prompt, model, repeat, case: one } = planned
  const { knowledge, office, clock, log, prices } = parts
  const asked = model.repeats[repeat - 1]
  if (!asked) throw new Error(`there is no repeat ${repeat} of ${model.name}`)
  const tried = await judgeCase(one, { prompt, office, model: asked, knowledge, clock, log }, signal)
  const free = model.free || tried.by === 'rule'
  const cost = free ? 0 : costOf(model.name, tried.usage, prices)
  return trialOf(one, tried, { prompt, model: model.name, repeat, cost })
}
