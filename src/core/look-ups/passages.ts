/**
 * What a look-up found, as passages: only what a reply cites can resolve anything, and that holds for live systems too.
 * An id goes to the ledger with the judgement, so it is made of what may stand there (`masked.ts`).
 */
import type { Passage } from '../request.ts'
import type { DeclaredLookUp, Given, Thing } from './declared.ts'
import { maskedGiven } from './masked.ts'
import { shown } from './values.ts'

/** Things that one look-up found, of those that the customer may see. */
export interface Found {
  declared: DeclaredLookUp
  given: Given
  things: readonly Thing[]
}

/**
 * The passages of a turn, each with an id of its own.
 * @param taken ids of the knowledge's passages, which may have a file that is called like a look-up
 */
export function passagesOf(found: readonly Found[], taken: Iterable<string> = []): Passage[] {
  const ids = new Set(taken)
  return found.flatMap(({ declared, given, things }) =>
    things.flatMap((thing, index) => {
      const passage = passageOf(declared, given, thing, index, ids)
      if (!passage) return []
      ids.add(passage.id)
      return [passage]
    }),
  )
}

/**
 * A thing as a passage: `orders#1234`, and `orders#1234.2` for the second that the same look-up found.
 * @param index of the thing among those found, from 0
 * @param taken ids that others have: values that differ only in what an id cannot hold get `-2` and so on
 * @returns undefined when nothing of it is to be seen: what says nothing is a source of nothing
 */
export function passageOf(
  declared: DeclaredLookUp,
  given: Given,
  thing: Thing,
  index: number,
  taken: ReadonlySet<string> = new Set(),
): Passage | undefined {
  const lines = shown(declared.shows, thing).map(([column, value]) => `${column}: ${value}`)
  const [first, ...others] = lines
  if (first === undefined) return undefined
  const id = freeId(idOf(declared, given, index), taken)
  // Never what the customer gave: a price in it would become the shop's.
  if (others.length === 0) return { id, title: declared.name, text: first, also: '' }
  return { id, title: first, text: others.join('\n'), also: '' }
}

/** Characters of what comes after the `#`: a model has to write it down again. */
const longestId = 60

function idOf(declared: DeclaredLookUp, given: Given, index: number): string {
  const asked = Object.values(maskedGiven(declared, given)).map(partOfId)
  const part = asked.filter((one) => one !== '').join('-')
  // What no letter or digit is left of.
  const name = part === '' ? 'found' : Array.from(part).slice(0, longestId).join('')
  return `${declared.name}#${name}${index === 0 ? '' : `.${index + 1}`}`
}

const partOfId = (text: string): string =>
  text.replace(/[^\p{L}\p{M}\p{Nd}._-]+/gu, '-').replace(/^[-._]+|[-._]+$/g, '')

function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id
  let count = 2
  while (taken.has(`${id}-${count}`)) count += 1
  return `${id}-${count}`
}
