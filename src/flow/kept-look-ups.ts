/**
 * What a past turn looked up, as its ledger has kept it, in place of the shop's systems: where a turn is judged once more,
 * nobody is asked, and nobody has to show again whose it is. What was not asked then fails.
 */
import type { Given } from '../core/look-ups/declared.ts'
import { isSame } from '../core/look-ups/kept.ts'
import type { LookedUp as Kept } from '../core/look-ups/looked-up.ts'
import { maskedGiven } from '../core/look-ups/masked.ts'
import type { LiveSystems, LookedUp, LookUp, Sink } from '../ports/look-ups.ts'

/**
 * @param live what is declared now; none of it is ever asked
 * @returns the same look-ups and records, where the former find what was found then, masked as it was kept
 */
export function keptSystems(kept: readonly Kept[], live: LiveSystems | undefined): LiveSystems {
  return {
    lookUp(name): LookUp | undefined {
      const declared = live?.lookUp(name)?.declared
      if (!declared) return undefined
      const find = (given: Given): LookedUp => {
        const wanted = maskedGiven(declared, given)
        // What is masked stays as it is when it is masked again.
        const then = kept.find(
          ({ fact, text }) => fact.name === name && isSame(maskedGiven(declared, text.given), wanted),
        )
        return then ? answerOf(then) : untold
      }
      return { declared, proven: true, find: (given) => Promise.resolve(find(given)) }
    },
    sink(name): Sink | undefined {
      const declared = live?.sink(name)?.declared
      const record: Sink['record'] = () => Promise.resolve({ type: 'refused', detail: 'a past turn records nothing' })
      return declared && { declared, record }
    },
  }
}

const untold: LookedUp = { type: 'failed', why: 'down', detail: 'nobody asked this then' }

function answerOf({ fact: { came, why = 'down' }, text: { things } }: Kept): LookedUp {
  switch (came) {
    case 'found':
      return things.length > 0 ? { type: 'found', things } : untold
    // A model is told the same of both where a proof is wanted.
    case 'not_found':
    case 'unproven':
      return { type: 'not_found' }
    case 'failed':
      return { type: 'failed', why, detail: 'it failed then' }
    case 'no_tries_left':
    case 'refused':
      return untold
    default:
      return came satisfies never
  }
}
