/**
 * A shop's systems, as a case tells of them: look-ups find what it says they find, and no record is ever made. What is
 * declared is that of `lookups.yaml`, since a model is told of it; where any of it is does not matter here.
 */
import type { DeclaredLookUp, DeclaredRecord, Given, Thing } from '../core/look-ups/declared.ts'
import { isSame } from '../core/look-ups/kept.ts'
import { passagesOf } from '../core/look-ups/passages.ts'
import type { LiveSystems, LookedUp, LookUp, Sink } from '../ports/look-ups.ts'
import type { SaidLookUp } from './case-schema.ts'
import type { Case } from './cases.ts'

/** What there is to look up and to record, by its name. */
export interface DeclaredSystems {
  lookUps: ReadonlyMap<string, DeclaredLookUp>
  records: ReadonlyMap<string, DeclaredRecord>
}

export const noSystems: DeclaredSystems = { lookUps: new Map(), records: new Map() }

/** What a case does not say fails: nobody should be right by chance. */
const untold: LookedUp = { type: 'failed', why: 'down', detail: 'the case says nothing of it' }

export function systemsOf({ look_ups }: Pick<Case, 'look_ups'>, { lookUps, records }: DeclaredSystems): LiveSystems {
  return {
    lookUp(name): LookUp | undefined {
      const declared = lookUps.get(name)
      if (!declared) return undefined
      const find = (given: Given): LookedUp => {
        const said = look_ups.find((one) => one.look_up === name && isSame(one.given, given))
        return said ? answerOf(said) : untold
      }
      return { declared, find: (given) => Promise.resolve(find(given)) }
    },
    sink(name): Sink | undefined {
      const declared = records.get(name)
      const record: Sink['record'] = () => Promise.resolve({ type: 'refused', detail: 'a case records nothing' })
      return declared && { declared, record }
    },
  }
}

function answerOf({ found, failed }: SaidLookUp): LookedUp {
  if (failed) return { type: 'failed', why: failed, detail: 'the case says so' }
  return found ? { type: 'found', things: found } : { type: 'not_found' }
}

/** Ids of what its look-ups find, as an answer cites them. */
export function foundIn(
  { look_ups }: Pick<Case, 'look_ups'>,
  { lookUps }: DeclaredSystems,
  passages: Iterable<string>,
): string[] {
  const found = look_ups.flatMap(({ look_up: name, given, found: things }) => {
    const declared = lookUps.get(name)
    return declared && things ? [{ declared, given, things }] : []
  })
  return passagesOf(found, passages).map(({ id }) => id)
}

/** Columns that a thing has to have: by which whose it is can be shown. */
export const lacksProof = ({ proof }: DeclaredLookUp, thing: Thing): string | undefined =>
  proof && !Object.hasOwn(thing, proof.column) ? proof.column : undefined
