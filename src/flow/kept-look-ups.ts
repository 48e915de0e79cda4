/**
 * What a past turn looked up, as its ledger has kept it, in place of the shop's systems: where a turn is judged once more,
 * nobody is asked, and nobody has to show again whose it is. What was not asked then fails.
 */
import type { Given } from '../core/look-ups/declared.ts'
import { isSame } from '../core/look-ups/kept.ts'
import type { LookedUp as Kept } from '../core/look-ups/looked-up.ts'
import { holdsMask, maskedGiven } from '../core/look-ups/masked.ts'
import { inOneLine } from '../core/look-ups/values.ts'
import type { LiveSystems, LookedUp, LookUp, Sink } from '../ports/look-ups.ts'

/**
 * @param kept masked values among them stand for many: they are found only where `isSameWords`
 * @param live what is declared now; none of it is ever asked
 * @param isSameWords the customer's words are those of then, all of them
 * @returns the same look-ups and records, where the former find what was found then, masked as it was kept
 */
export function keptSystems(
  kept: readonly Kept[],
  live: LiveSystems | undefined,
  { isSameWords = false }: { isSameWords?: boolean } = {},
): LiveSystems {
  return {
    lookUp(name): LookUp | undefined {
      const declared = live?.lookUp(name)?.declared
      if (!declared) return undefined
      const find = (given: Given): LookedUp => {
        const ofName = kept.filter(({ fact }) => fact.name === name)
        const plain = ofName.find(({ text }) => !isMasked(text.given) && isSame(text.given, inLines(given)))
        if (plain || !isSameWords) return plain ? answerOf(plain) : untold
        const wanted = maskedGiven(declared, given)
        // What is masked stays as it is when it is masked again.
        const isMeant = ({ given: then }: Kept['text']) => isMasked(then) && isSame(maskedGiven(declared, then), wanted)
        const [then, ...others] = ofName.filter(({ text }) => isMeant(text))
        // Nobody knows which of two was meant.
        return then && others.length === 0 ? answerOf(then) : untold
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

const isMasked = (given: Given): boolean => Object.values(given).some(holdsMask)

/** As a ledger keeps what is not masked. */
const inLines = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, inOneLine(value)]))

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
