/**
 * Budget: what an evaluation or a replay may cost, by the operator's prices. What is under way counts at the average so
 * far, so that parallel calls do not run past the limit.
 */
import { costOf as priceOf } from '../core/model-price.ts'
import type { Usage } from '../core/judgement.ts'
import type { ModelPrices } from '../model-prices.ts'

/** US dollars; undefined when the model's price is not known, or nothing was counted. */
export function costOf(model: string, usage: Usage | undefined, prices: ModelPrices | undefined): number | undefined {
  const price = prices?.models.get(model)
  if (!price || !usage) return undefined
  return priceOf(usage, price)
}

export interface Budget {
  /** US dollars, with what was spent before an interruption. */
  spent(): number
  /** There is a limit, and nobody knows yet what one costs: several at once could cost anything. */
  isUnknown(): boolean
  /** Whether another judgement may begin. */
  allows(underWay: number): boolean
  /** @param cost of one that has ended (US dollars) */
  add(cost: number): void
}

/**
 * @param limit US dollars; missing: none
 * @param before what was spent (US dollars) before an interruption, and on how many judgements
 */
export function createBudget(limit: number | undefined, before = { spent: 0, judged: 0 }): Budget {
  let { spent, judged } = before
  return {
    spent: () => spent,
    isUnknown: () => limit !== undefined && spent === 0,
    allows(underWay) {
      const average = judged === 0 ? 0 : spent / judged
      return limit === undefined || spent + underWay * average < limit
    },
    add(cost) {
      spent += cost
      judged += 1
    },
  }
}
