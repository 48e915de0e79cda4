/**
 * Figures for those who watch the server from outside (Prometheus). What is counted here is of this process since its
 * start; whoever collects it knows that a start begins at nought. Never a customer's id, never a text.
 */
import type { Measured } from '../core/measure.ts'
import type { Owed } from '../core/owed.ts'
import type { ModelHealth } from './model.ts'
import type { Telling } from './notifier.ts'
import type { SpendingState } from './spending.ts'
import type { Counts } from './store.ts'

/** What is looked at each time somebody asks. Missing, or failing: its figure is not told. */
export interface Gauges {
  /** Actions decided and not ended, of all conversations. */
  outbox(): readonly Owed[]
  counts(): Promise<Counts>
  /** Whether kidoku can take in messages now: as /readyz says. */
  ready(): Promise<boolean>
  /** How telling goes, by each way that is on. */
  telling(): readonly Telling[]
  /** The circuit breaker before the model. */
  breaker(): Pick<ModelHealth, 'state'>
  /** What the model took within 24 h, and the limits that are set. */
  spend(): Pick<SpendingState, 'tokens' | 'dollars' | 'limits'>
}

export interface Metrics {
  count(measured: Measured): void
  /** A webhook was answered with this status. */
  webhook(status: number): void
  /** Adds what is to be looked at. */
  watch(gauges: Partial<Gauges>): void
  /** All figures in Prometheus' text form. */
  scrape(): Promise<{ type: string; body: string }>
}
