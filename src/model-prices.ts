/** What a model's tokens cost, as the operator looked it up: price lists change, so none ships. */
import type { Settings } from './settings.ts'

export interface ModelPrices {
  currency: 'USD'
  /** The day they were looked up: `2026-11-01`. */
  asOf: string
  /** Per million tokens. */
  models: Map<string, { input: number; output: number }>
}

const shapes = {
  prices: {
    fits: /^[\w./:@+-]+=\d+(\.\d+)?\/\d+(\.\d+)?$/,
    problem: 'holds something that is not a model and its prices',
    remedy: 'write the model, then US dollars for a million tokens in and out, such as gemini-3.6-flash=0.30/2.50',
  },
  day: {
    fits: /^\d{4}-\d{2}-\d{2}$/,
    problem: 'is not a day',
    remedy: 'write it as year-month-day, such as 2026-11-01',
  },
}

/** Undefined when none is set: then tokens are shown, and no cost. */
export function readModelPrices({ list, text, isSet, wrong }: Settings): ModelPrices | undefined {
  const prices = list('MODEL_PRICES', shapes.prices)
  const asOf = text('MODEL_PRICES_OF', shapes.day)
  if (isSet('MODEL_PRICES') && !isSet('MODEL_PRICES_OF')) {
    wrong('MODEL_PRICES_OF', 'is missing', 'write the day on which you looked up MODEL_PRICES, such as 2026-11-01')
  }
  if (isSet('MODEL_PRICES_OF') && !isSet('MODEL_PRICES')) {
    wrong('MODEL_PRICES_OF', 'is set but MODEL_PRICES is not', 'set MODEL_PRICES too, or remove it')
  }
  if (prices.length === 0 || asOf === undefined) return undefined
  const models = prices.map((one): [string, { input: number; output: number }] => {
    const [name = '', price = ''] = one.split('=')
    const [input, output] = price.split('/').map(Number)
    return [name, { input: input ?? 0, output: output ?? 0 }]
  })
  return { currency: 'USD', asOf, models: new Map(models) }
}
