/**
 * Budget: what an evaluation may cost, by the operator's prices. What is under way counts at the average so far, so that
 * parallel calls do not run past the limit.
 */
import type { Usage } from '../../core/judgement.ts'
import type { ModelPrices } from '../../model-prices.ts'

/** US dollars; undefined when the model's price is not known, or nothing was counted. */
export function costOf(model: string, usage: Usage | undefined, prices: ModelPrices | undefined): number | undefined {
  const price = prices?.models.get(model)
  if (!price || !usage) return undefined
  return (usage.input * price.input + usage.output * price.output) / 1_000_000
}

export interface Budget {
  /** US dollars, with what was spent before an interruption. */
  spent(): number
  /** Whether another trial may begin. */
  allows(underWay: number): boolean
  /** @param cost of a trial that has ended */
  add(cost: number): void
}

/**
 * @param limit US dollars; missing: none
 * @param before what was spent, and on how many trials
 */
export function createBudget(limit: number | undefined, before: { spent: number; trials: number }): Budget {
  let { spent, trials } = before
  return {
    spent: () => spent,
    allows(underWay) {
      const average = trials === 0 ? 0 : spent / trials
      return limit === undefined || spent + underWay * average < limit
    },
    add(cost) {
      spent += cost
      trials += 1
    },
  }
}
