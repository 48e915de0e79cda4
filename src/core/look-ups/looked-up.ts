/**
 * What a turn's look-ups came to, for the ledger: a fact that holds no value of anybody's, and beside it what was asked and
 * given, masked, which goes when the words of the turn go.
 */
import type { Failure } from './failure.ts'
import type { Given, Proof, Thing } from './declared.ts'
import type { Try } from './proof.ts'

/**
 * `unproven`: nobody has shown whose it is, so nothing is known of it. `no_tries_left`: too many numbers were given as a
 * proof; it was not asked. `refused`: the model named no such thing, or gave what is no argument; it was not asked.
 */
export type Came = 'found' | 'not_found' | 'unproven' | 'no_tries_left' | 'failed' | 'refused'

/**
 * Why nobody has shown whose it is, for staff alone: a model and the customer read the same of all three, or it would tell
 * what exists. `not_on_file`: nothing that was found has what a customer could show.
 */
export type MissingProof = 'not_given' | 'not_right' | 'not_on_file'

/** Part of the fact `judged` or `failed`. */
export interface LookUpFact {
  /** A declared name; missing where the model made one up. */
  name?: string
  came: Came
  /** Of one that failed. */
  why?: Failure
  /** Of one that is unproven, with what would prove it. */
  proof?: MissingProof
  by?: Proof['by']
  /** How long the system took; missing where it was not asked. */
  ms?: number
  /** How many things the customer may see. */
  things?: number
}

/** Kept with the judgement's words, in the order of its facts. */
export interface LookUpText {
  /** Masked. */
  given: Given
  /** What was shown of each thing, masked. */
  things: Thing[]
}

/** One look-up of a turn, with all that is kept of it. */
export interface LookedUp {
  fact: LookUpFact
  text: LookUpText
}

/** What a conversation remembers of its look-ups that want a proof, for a day: see proof.ts. */
export interface Proofs {
  /** What was given to them: digits of an order are no proof of another. */
  given: { at: number; given: Given }[]
  /** Guesses that did not prove anything, or found nothing, or to which the system gave no answer. */
  tries: Try[]
}

const day = 24 * 3_600_000
/** So many are kept at most; a turn adds three. */
const most = 300

/** What is remembered by now (ms), with what a turn adds. */
export function remembered(before: Proofs | undefined, added: Proofs | undefined, now: number): Proofs | undefined {
  const recent = <T extends { at: number }>(all: readonly T[]): T[] =>
    all.filter(({ at }) => now - at < day).slice(-most)
  const given = recent([...(before?.given ?? []), ...(added?.given ?? [])])
  const tries = recent([...(before?.tries ?? []), ...(added?.tries ?? [])])
  return given.length + tries.length === 0 ? undefined : { given, tries }
}

/** All words are forgotten, and guesses stay counted: else whoever has them forgotten could guess on. */
export function wordless(proofs: Proofs | undefined): Proofs | undefined {
  if (!proofs || proofs.tries.length === 0) return undefined
  const tries = proofs.tries.map((one, index) => ({ ...one, given: '', digits: `${index}` }))
  return { given: [], tries }
}
