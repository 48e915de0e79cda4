/** Live systems: what may be looked up in them, and what may be recorded. None of these ever throws or rejects. */
import type { DeclaredLookUp, DeclaredRecord, Given, Thing } from '../core/look-ups/declared.ts'
import type { AccountLinking } from './account-linking.ts'
import type { Failure } from '../core/look-ups/failure.ts'

export type { Failure }

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
  /** Whose its things are was shown already, when the ledger kept them. No system of a shop ever says so. */
  readonly proven?: true
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
  /**
   * Another one once it is declared otherwise, or goes elsewhere: what was decided for the one is not put into the other. A
   * hash, since it is kept; missing where nothing of it ever changes.
   */
  readonly same?: string
  /** @param key the same for each try of one record: 1 to 64 letters, digits and hyphens */
  record(given: Given, key: string, signal: AbortSignal): Promise<Recorded>
}

/** The systems that a shop has declared, by the names of their look-ups and records, as they are now. */
export interface LiveSystems {
  lookUp(name: string): LookUp | undefined
  sink(name: string): Sink | undefined
  /** How customers link their accounts; missing, or undefined: they cannot. */
  accountLinking?(): AccountLinking | undefined
}
