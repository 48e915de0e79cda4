/** A model that fails when the simulator's page says so; it stands before the real one only where the simulator plays LINE. */
import { ModelUnavailable, type Model } from '../ports/model.ts'

export interface ModelFaults {
  mode: 'none' | 'down' | 'slow' | 'garbage'
}

/** Longer than a judgement may take. */
const slow = 60_000

/** @param after waits, as the clock port does */
export function failingModel(
  model: Model,
  faults: ModelFaults,
  after: (ms: number, signal?: AbortSignal) => Promise<void>,
): Model {
  return {
    name: model.name,
    takesMedia: model.takesMedia,
    form: model.form,
    async judge(request, signal) {
      switch (faults.mode) {
        case 'none':
          return model.judge(request, signal)
        case 'down':
          throw new ModelUnavailable('the model is down (switched on in the simulator)')
        case 'slow':
          await after(slow, signal)
          signal.throwIfAborted()
          return model.judge(request, signal)
        case 'garbage':
          return { ok: true, text: 'Sure! Here is what I would say: {"decision": "resol' }
        default:
          return faults.mode satisfies never
      }
    },
  }
}
