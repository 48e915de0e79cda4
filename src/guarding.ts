/**
 * What guards the model: the breaker, the queue before it, and what it may take in a day. Part of the entry. Customers'
 * turns go through all three; what staff try in the playground waits for nobody, and is paid from the same day.
 */
import type { Config } from './config.ts'
import { behind } from './flow/behind.ts'
import { createBreaker, type Breaker } from './flow/breaker.ts'
import { createQueue, type Queue } from './flow/queue.ts'
import { openSpending } from './flow/spending.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Model } from './ports/model.ts'
import type { Spending } from './ports/spending.ts'
import type { Store } from './ports/store.ts'

export interface GuardParts {
  settings: Pick<Config, 'tokensPerDay' | 'spendPerDay' | 'judgementsAtOnce' | 'modelPrices'>
  store: Pick<Store, 'eachTurn' | 'list'>
  /** Several processes share the store, and what the model may take in a day. */
  shared?: boolean
  clock: Clock
  log: Log
}

export interface Guards {
  /** A model as it is asked: all that are share the breaker, the queue and the day. */
  over(model: Model): Guarded
  health: Breaker['state']
  spending: Spending
  queue: Queue
}

export interface Guarded {
  /** For customers' turns. */
  model: Model
  /** For whoever tries a prompt: what it takes is counted, and who asks looks at `spending` first. */
  tried: Model
}

export async function openGuards({ settings, store, shared, clock, log }: GuardParts): Promise<Guards> {
  const breaker = createBreaker({ clock, log })
  const limits = { tokens: settings.tokensPerDay, dollars: settings.spendPerDay }
  const spending = await openSpending({ limits, prices: settings.modelPrices?.models, store, shared, clock, log })
  const over = (model: Model): Guarded => ({
    model: breaker.guard(model),
    tried: behind(model, async (request, signal) => {
      const answer = await model.judge(request, signal)
      spending.spent(model.name, answer.usage)
      return answer
    }),
  })
  return { over, health: breaker.state, spending, queue: createQueue(settings.judgementsAtOnce, clock) }
}
