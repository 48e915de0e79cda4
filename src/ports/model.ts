/** A model that judges turns. */
import type { Usage } from '../core/judgement.ts'
import type { ModelRequest } from '../core/request.ts'

/**
 * What a model gave: text that should be a judgement (it is parsed by the core, never here), or nothing usable: blocked,
 * cut off, empty. `why` names it for the log and the ledger.
 */
export type ModelAnswer = { ok: true; text: string; usage?: Usage } | { ok: false; why: string; usage?: Usage }

/** The model could not be reached or refused for good, after the adapter's own retries. */
export class ModelUnavailable extends Error {
  override name = 'ModelUnavailable'
}

/** What stands before the model did not let it be asked: it was down a moment ago, and costs nobody a wait. */
export class NotAsked extends ModelUnavailable {
  override name = 'NotAsked'
}

/** Answers that were recorded are all there is, and none is of this very request: nothing can be told of what it would be. */
export class NotRecorded extends ModelUnavailable {
  override name = 'NotRecorded'
}

/** It was asked and refused this very request (too large, of a kind it does not take), which says nothing of the next one. */
export class RequestRefused extends ModelUnavailable {
  override name = 'RequestRefused'
}

/** The reason a judgement's signal aborts with when the time for all its tries is over. */
export class NoAnswerInTime extends Error {
  override name = 'NoAnswerInTime'
}

/** Whether the model is asked, for those who look: `open` means that it is not, `half-open` that one judgement tries it. */
export interface ModelHealth {
  state: 'closed' | 'open' | 'half-open'
  /** Since when it is closed, or is not (ms). */
  since: number
  /** What the model's last failure was; for the operator. */
  why?: string
}

/** What is known of a judgement beside its request: for what stands before the model, which is told nothing of it. */
export interface Asking {
  /** Whose turn it is. */
  conversation: string
  /** It has all the time that a judgement may take; one that is late already has less. */
  hasFullTime: boolean
}

export interface Model {
  /** Recorded on every judgement, e.g. `gemini-3.6-flash`. */
  name: string
  /** Whether it can be shown pictures, sound and files. */
  takesMedia: boolean
  /** Names how its adapter writes a request, and is another whenever other words go out: answers are recorded under it. */
  form?: string
  /**
   * @throws ModelUnavailable when there is no answer to be had
   * @throws the signal's reason when aborted
   */
  judge(request: ModelRequest, signal: AbortSignal, asking?: Asking): Promise<ModelAnswer>
}
