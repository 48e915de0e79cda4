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

/** Answers that were recorded are all there is, and none is of this very request: nothing can be told of what it would be. */
export class NotRecorded extends ModelUnavailable {
  override name = 'NotRecorded'
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
  judge(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>
}
