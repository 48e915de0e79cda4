/** What is said in the log of a look-up that failed: its name and what happened, and never where it asked, what for or with what. */
import type { DeclaredLookUp, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { LookedUp, LookUp } from '../../ports/look-ups.ts'

export function toldInLog(
  declared: DeclaredLookUp,
  lookUp: (given: Given, signal: AbortSignal) => Promise<LookedUp>,
  log: Log,
): LookUp {
  return {
    declared,
    async find(given, signal) {
      const found = await lookUp(given, signal)
      if (found.type === 'failed') {
        log.warn({ lookUp: declared.name, why: found.why, detail: found.detail }, 'a look-up failed')
      }
      return found
    },
  }
}
