/** What the model takes of all customers within 24 h, and whether it may be asked. */
import type { Usage } from '../core/judgement.ts'

export interface SpendingLimits {
  /** Tokens, in and out. */
  tokens?: number
  /** US dollars. */
  dollars?: number
}

export interface SpendingState {
  /** Within the last 24 h. */
  tokens: number
  /** 0 where no price is known. */
  dollars: number
  limits: SpendingLimits
  /** The model is not asked; `until`: when enough is older than 24 h, if nothing more is spent (ms). */
  stopped?: { limit: keyof SpendingLimits; since: number; until: number }
}

export interface Spending {
  /** Whether the model may be asked now. */
  mayAsk(): boolean
  /**
   * The model took this for one answer, of whatever use that was.
   * @param conversation whose turn will tell of it in the store; missing: no turn will
   */
  spent(model: string, usage: Usage | undefined, conversation?: string): void
  state(): SpendingState
}
