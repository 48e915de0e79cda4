/** How `lookups.yaml` says whose data a thing is, and whether that can prove anything. */
import type { Proof } from '../../core/look-ups/declared.ts'
import { argumentsOf } from './give.ts'
import { readColumn } from './lookups-csv.ts'
import type { LookUpSource } from './lookups-entries.ts'
import type { Place, Reading } from './lookups-reading.ts'

export function readProof(reading: Reading, place: Place): Proof | undefined {
  const example = 'write { last_digits: 4, of: phone } or { account_link: customer_id }'
  const found = reading.fields(place, ['last_digits', 'of', 'account_link'], example)
  if (!found) return undefined
  const [last, of, link] = [found('last_digits'), found('of'), found('account_link')]
  if (link.written) {
    if (last.written || of.written) return reading.wrong(place, 'asks for two proofs', example)
    const column = readColumn(reading, link)
    return column === undefined ? undefined : { by: 'account_link', column }
  }
  if (!last.written) return reading.wrong(place, 'does not say what the proof is', example)
  // Three digits are guessed by who tries often.
  const digits = reading.whole(last, 4, 10)
  const column = readColumn(reading, of)
  return digits === undefined || column === undefined ? undefined : { by: 'last_digits', column, digits }
}

/**
 * Last digits of what the customer gives to find the thing prove nothing: whoever knows the one knows the other. Core takes
 * no such digits, so that nothing would ever be shown.
 * @param names of its arguments
 */
export function checkProof(
  reading: Reading,
  place: Place,
  proof: Proof,
  from: LookUpSource,
  names: readonly string[],
): void {
  if (proof.by !== 'last_digits') return
  const { column } = proof
  const isIt = (name: string): boolean => plain(name) === plain(column)
  if (from.type === 'csv') {
    if (!Object.values(from.find).includes(column)) return
    const remedy = 'take another column for the proof, or for finding the row'
    return reading.wrong(place, `is of ${column}, by which the row is found: so it proves nothing`, remedy)
  }
  // Of another's system only names tell what is the same.
  const asked = [...names, ...(from.type === 'http' ? askedFor(from.url) : argumentsOf(from.give))]
  if (!asked.some(isIt)) return
  const problem = `is of ${column}, which the customer gives to find it: so it proves nothing`
  reading.wrong(place, problem, 'take another column for the proof, or ask for something else')
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')

/** Names in the query of an address whose values are given. */
const askedFor = (url: string): string[] => [...url.matchAll(/[?&]([^=&]+)=[^&]*\{/g)].map(([, name = '']) => name)
