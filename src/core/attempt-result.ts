/** How one attempt of an action came out, and what can be told of it whatever the action is. */
import type { Action } from './action.ts'
import type { Change, Result } from './facts.ts'

/** How one call to the outside world came out, as its adapter saw it. */
export type CallResult =
  | {
      type: 'answered'
      status: number
      message?: string
      retryAfter?: number
      /** Ids of the messages that a reply or push became, so that a quote of one is known. */
      sent?: string[]
    }
  /** It surely did not arrive: the connection was refused, or no name was found. */
  | { type: 'not_sent'; why: string }
  /** It may have arrived: a reset, nothing within the time limit, or (`died`) our own process ended before the answer. */
  | { type: 'no_answer'; why: string; died?: boolean }

/** How one attempt of an action came out. */
export type AttemptResult =
  | CallResult
  /** A record stands in the shop's system. `reference`: how that calls it. */
  | { type: 'confirmed'; reference?: string }
  /** A record that the system does not take, and would not take again. */
  | { type: 'declined'; why: string }

export const second = 1_000
export const longest = 600 * second

/** Doubling from `first` (ms) with each attempt, ten minutes at most; what LINE asks for in Retry-After if that is longer. */
export function backoff(first: number, count: number, result: AttemptResult): number {
  // A restart has cost time enough.
  if (result.type === 'no_answer' && result.died) return 0
  const asked = result.type === 'answered' ? (result.retryAfter ?? 0) : 0
  return Math.min(longest, Math.max(asked, first * 2 ** Math.min(count - 1, 20)))
}

export function outcomeOf(action: Action, result: AttemptResult, means: Result, now: number): Change {
  const told =
    result.type === 'answered' ? { status: result.status, detail: result.message } : { detail: detailOf(result) }
  return { type: 'outcome', at: now, action: action.id, what: action.kind, result: means, ...told }
}

export function waitFor(action: Action, length: number, now: number, why: string): Change {
  return { type: 'waiting', at: now, action: action.id, what: action.kind, until: now + length, length, why }
}

export const isSuccess = (result: AttemptResult): boolean =>
  result.type === 'answered' && result.status >= 200 && result.status < 300

/**
 * Refused for certain, and worth another try: LINE did not take it (connection refused, 401, 429; in outages LINE has
 * answered 403 to everything).
 */
export const isRefused = (result: AttemptResult): boolean =>
  result.type === 'not_sent' || (result.type === 'answered' && [401, 403, 429].includes(result.status))

export const isUnknown = (result: AttemptResult): boolean =>
  result.type === 'no_answer' || (result.type === 'answered' && result.status >= 500)

/** In words for the ledger. */
export function describeResult(result: AttemptResult): string {
  if (result.type === 'answered') return `${result.status}${result.message ? ` ${result.message}` : ''}`
  return detailOf(result) ?? ''
}

const detailOf = (result: Exclude<AttemptResult, { type: 'answered' }>): string | undefined =>
  result.type === 'confirmed' ? result.reference : result.why
