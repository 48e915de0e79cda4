/** Live systems: what may be looked up in them, and what may be recorded. None of these ever throws or rejects. */
import type { DeclaredLookUp, DeclaredRecord, Given, Thing } from '../core/look-ups/declared.ts'

/**
 * Why a live system gave nothing: not reached or an error of its own; not in time; an answer that is not as declared; it
 * refused (401, 403, another 4xx); an answer larger than is taken.
 */
export type Failure = 'down' | 'slow' | 'broken' | 'refused' | 'too_large'

export type LookedUp =
  /** One or more, and as many as `mostThings` at most: past that it is `broken`, since nobody knows which is meant. */
  | { type: 'found'; things: readonly Thing[] }
  | { type: 'not_found' }
  /** `detail` is for the operator's log: it repeats no argument, no value and no secret. */
  | { type: 'failed'; why: Failure; detail: string }

/** So many things are an answer; a question that finds more was not one about a customer's own. */
export const mostThings = 5

export interface LookUp {
  readonly declared: DeclaredLookUp
  /** @param signal ends it; then it is `slow` */
  find(given: Given, signal: AbortSignal): Promise<LookedUp>
}

export type Recorded =
  /** It stands there. `reference`: how the system calls it, if it said so. */
  | { type: 'confirmed'; reference?: string }
  /** It does not stand there, and the same again would not either. */
  | { type: 'refused'; detail: string }
  /** It does not stand there; the same again may succeed. */
  | { type: 'not_recorded'; why: Failure; detail: string }
  /** It may stand there. The same key again makes it stand there once, as far as the sink keeps keys. */
  | { type: 'unknown'; detail: string }

export interface Sink {
  readonly declared: DeclaredRecord
  /** @param key the same for each try of one record: 1 to 64 letters, digits and hyphens */
  record(given: Given, key: string, signal: AbortSignal): Promise<Recorded>
}
