/** The arguments of a look-up or a record, as `lookups.yaml` declares them. */
import { longestOfAll } from '../../core/look-ups/arguments.ts'
import type { Argument } from '../../core/look-ups/declared.ts'
import type { Place, Reading } from './lookups-reading.ts'
import { anyLine, longestShape, shapeOf } from './lookups-shape.ts'

/** A name that a model gives back and that stands in an address. */
export const name = {
  fits: /^[a-z][a-z0-9_]{0,30}$/,
  remedy: 'write 1 to 31 of a-z, 0-9 and _, beginning with a letter',
}
const mostArguments = 10

export interface ReadArguments {
  /**
   * Also of those that are not right, so that where they are used is no mistake besides; of a record with that by which it
   * is told who asked.
   */
  names: string[]
  /** Undefined when one of them is not right. */
  args?: Argument[]
}

/** @param of what they are arguments of: a look-up needs all of them, each of a known shape */
export function readArguments(reading: Reading, place: Place, of: 'look-up' | 'record'): ReadArguments {
  const example = of === 'record' ? 'what: { about: … }' : "number: { about: …, shape: '[0-9]{4,10}' }"
  const remedy = `write each argument below it, such as ${example}`
  const entries = reading.named(place, remedy)
  if (!entries) return { names: [] }
  if (entries.length === 0) reading.wrong(place, 'has nothing behind it', remedy)
  if (entries.length > mostArguments) {
    reading.wrong(place, `holds ${entries.length}`, `a model is asked for ${mostArguments} at the most`)
  }
  const args = entries.flatMap((entry) => {
    if (!name.fits.test(entry.name)) reading.wrong(entry, 'is not a name for an argument', name.remedy)
    return readArgument(reading, entry, entry.name, of) ?? []
  })
  const names = entries.map(({ name }) => name)
  return args.length === entries.length ? { names, args } : { names }
}

/** By which name a record is told who asked. @param names of its arguments */
export function readAskedBy(reading: Reading, place: Place, names: readonly string[]): string | undefined {
  const text = reading.text(place, 'name what takes the name of who asked, such as requester')
  if (text === undefined) return undefined
  if (!name.fits.test(text)) return reading.wrong(place, 'is not a name', name.remedy)
  if (!names.includes(text)) return text
  return reading.wrong(place, 'is an argument', 'take another name: the assistant gives its arguments, and not this')
}

function readArgument(reading: Reading, place: Place, name: string, of: 'look-up' | 'record'): Argument | undefined {
  const { wrong, text } = reading
  const found = reading.fields(place, ['about', 'shape', 'longest', 'optional'])
  if (!found) return undefined
  const about = text(found('about'), 'say what it is, and as who writes it, for the model')
  const longest = reading.whole(found('longest'), 1, longestOfAll) ?? longestOfAll
  const isOptional = found('optional').written && text(found('optional'), 'write true, or leave it out')
  if (isOptional !== undefined && isOptional !== 'true' && isOptional !== 'false') {
    wrong(found('optional'), 'is neither true nor false', 'write true, or leave it out')
  }
  if (isOptional === 'true' && of === 'look-up') {
    wrong(found('optional'), 'stands in a look-up, which needs all it asks for', 'remove it, or declare two look-ups')
  }
  const shape = readShape(reading, found('shape'), longest, of)
  if (about === undefined || !shape) return undefined
  return { name, about: oneLine(about), shape, longest, ...(isOptional === 'true' ? { optional: true } : {}) }
}

function readShape(reading: Reading, place: Place, longest: number, of: 'look-up' | 'record'): RegExp | undefined {
  if (!place.written && of === 'record') return anyLine
  const remedy = "write what all of it must look like, in quotation marks, such as '[0-9]{4,10}'"
  const written = reading.text(place, remedy, longestShape)
  if (written === undefined) return undefined
  const read = shapeOf(written, longest)
  return 'shape' in read ? read.shape : reading.wrong(place, read.problem, read.remedy)
}

/** Folded over several lines in the file, perhaps. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
