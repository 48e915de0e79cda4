/** What the model may take for all customers in a day, and how many turns are judged at once. */
import type { ModelPrices } from './model-prices.ts'
import type { ModelSettings } from './model-settings.ts'
import type { Settings } from './settings.ts'

export interface LimitSettings {
  /** Past these within 24 h the model is not asked. */
  tokensPerDay?: number
  /** US dollars. */
  spendPerDay?: number
  judgementsAtOnce: number
}

const dollars = {
  fits: /^\d{1,7}(\.\d{1,2})?$/,
  problem: 'is not an amount of US dollars',
  remedy: 'write one such as 5 or 2.50, without a sign',
}

export function readLimits(
  { text, whole, isSet, wrong }: Settings,
  prices: ModelPrices | undefined,
  { model, gemini, openai }: Pick<ModelSettings, 'model' | 'gemini' | 'openai'>,
): LimitSettings {
  const pause = 'write 1 or more; to stop the assistant, pause it in the console'
  const tokensPerDay = isSet('TOKENS_PER_DAY') ? whole('TOKENS_PER_DAY', 1, 999_999_999, pause) : undefined
  const amount = text('SPEND_PER_DAY', dollars)
  const spendPerDay = amount === undefined ? undefined : Number(amount)
  if (spendPerDay === 0) wrong('SPEND_PER_DAY', 'is 0', pause)
  const judgementsAtOnce = whole('JUDGEMENTS_AT_ONCE', defaultAtOnce, 1_000, 'write 1 or more')

  const answers = model === 'gemini' ? gemini?.model : model === 'openai' ? openai?.model : undefined
  if (isSet('SPEND_PER_DAY') && !isSet('MODEL_PRICES')) {
    const remedy = 'set MODEL_PRICES and MODEL_PRICES_OF too, or set TOKENS_PER_DAY instead'
    wrong('SPEND_PER_DAY', 'is set but MODEL_PRICES is not, so nobody can tell what is spent', remedy)
  } else if (spendPerDay !== undefined && prices && answers !== undefined && !prices.models.has(answers)) {
    const remedy = 'add the model that answers your customers, under the name it is set by'
    wrong('MODEL_PRICES', 'has no price of the model that answers, which SPEND_PER_DAY needs', remedy)
  }
  return { tokensPerDay, spendPerDay, judgementsAtOnce }
}

/** What a small server bears (docs/limits.md tells how that was measured). */
const defaultAtOnce = 50
