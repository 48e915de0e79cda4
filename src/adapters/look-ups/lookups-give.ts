/**
 * What a system is given by its own names, as `lookups.yaml` says it:
 *
 *     give:
 *       orderNumber: '{number}'                 an argument, as a text
 *       quantity: { of: count, as: integer }    an argument, as what else it says
 *       limit: 1                                always the same: a number, true or false, as they are written;
 *       note: from LINE                         anything else, and what is in quotation marks, is a text
 */
import type { Argument } from '../../core/look-ups/declared.ts'
import { kinds, type Give, type Gives, type Value } from './give.ts'
import type { ReadArguments } from './lookups-arguments.ts'
import type { Named, Place, Reading } from './lookups-reading.ts'
import { anyLine } from './lookups-shape.ts'

/** A name by which a tool, or an object in JSON, is given something. */
export const toolArgument = /^[A-Za-z_][\w-]{0,60}$/
const most = 20
const example = "write each of the system's names with what it is given, such as { orderNumber: '{number}' }"

/** @returns nothing when it is not written: then each argument goes by its name; undefined when it is not right */
export function readGive(
  reading: Reading,
  place: Place,
  { names, args = [] }: ReadArguments,
): { give?: Give } | undefined {
  if (!place.written) return {}
  const entries = reading.named(place, example)
  if (!entries) return undefined
  const before = reading.mistakes.length
  if (entries.length > most) reading.wrong(place, `holds ${entries.length}`, `${most} can stand there`)
  const read = entries.flatMap((entry): [string, Gives][] => {
    if (!toolArgument.test(entry.name)) {
      return reading.wrong(entry, 'is not the name of an argument', 'write it as the system has it') ?? []
    }
    const gives = readGives(reading, entry, names, args)
    return gives ? [[entry.name, gives]] : []
  })
  if (reading.mistakes.length > before) return undefined
  const used = new Set(read.flatMap(([, gives]) => ('of' in gives ? [gives.of] : [])))
  const unused = names.filter((name) => !used.has(name))
  for (const name of unused) {
    reading.wrong(place, `leaves out ${name}`, `give '{${name}}' by one of the system's names, or do not declare it`)
  }
  return unused.length === 0 ? { give: Object.fromEntries(read) } : undefined
}

function readGives(
  reading: Reading,
  entry: Named,
  names: readonly string[],
  args: readonly Argument[],
): Gives | undefined {
  const { written } = entry
  if (written?.type === 'map') {
    const [only] = written.entries
    if (written.entries.length === 1 && only?.value.type === 'text' && only.value.text === '') {
      return reading.wrong(entry, 'has { } without quotation marks', "put them around it, as in '{number}'")
    }
    return readAs(reading, entry, names, args)
  }
  const text = reading.text(entry, "write '{number}' for an argument, or what it is always given")
  if (text === undefined) return undefined
  const [, of] = /^\{([^{}]*)\}$/.exec(text) ?? []
  if (of !== undefined) return isArgument(reading, entry, of, names) ? { of } : undefined
  // What a setting holds is a value, and names no argument.
  if (/[{}]/.test(text.replace(/\$\{\w+\}/g, ''))) {
    return reading.wrong(entry, 'has { } within a text', "write an argument alone, as in '{number}'")
  }
  const isText = written?.type === 'text' && written.quoted
  const value = isText ? reading.filled(entry, text) : readPlain(reading, entry, text)
  return value === undefined ? undefined : { value }
}

/** What is not in quotation marks, as other readers of YAML would read it; what they read differently is a mistake. */
function readPlain(reading: Reading, entry: Place, text: string): Value | undefined {
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^(?:true|false|null|~|yes|no|on|off)$/i.test(text)) {
    return reading.wrong(entry, `is ${text}`, 'write true or false, or put quotation marks around it if it is a text')
  }
  const number = Number(text)
  if (!Number.isFinite(number)) return reading.filled(entry, text)
  if (String(number) === text) return number
  const remedy = 'put quotation marks around it if it is a text, else write the number plainly, such as 12 or 1.5'
  return reading.wrong(entry, 'is a number that is not written as one is', remedy)
}

function readAs(
  reading: Reading,
  entry: Place,
  names: readonly string[],
  args: readonly Argument[],
): Gives | undefined {
  const found = reading.fields(entry, ['of', 'as'], 'write { of: count, as: integer }')
  const of = found && reading.text(found('of'), 'name the argument, such as { of: count, as: integer }')
  if (!found || of === undefined || !isArgument(reading, found('of'), of, names)) return undefined
  if (!found('as').written) return { of }
  const remedy = `write one of ${kinds.join(', ')}; without it, it is a text`
  const text = reading.text(found('as'), remedy)
  if (text === undefined) return undefined
  const as = kinds.find((kind) => kind === text)
  if (!as) return reading.wrong(found('as'), 'is not known', remedy)
  const argument = args.find(({ name }) => name === of)
  if (args.length > 0 && (!argument || argument.shape === anyLine)) {
    const shape = as === 'boolean' ? "'true|false'" : "'[0-9]{1,4}'"
    const own = `give ${of} a shape that only such values have, such as ${shape}`
    return reading.wrong(entry, `gives any text as ${as}`, argument ? own : 'leave as out: a name is a text')
  }
  return { of, as }
}

function isArgument(reading: Reading, place: Place, of: string, names: readonly string[]): boolean {
  if (names.length === 0 || names.includes(of)) return true
  const shown = /^\w{1,31}$/.test(of) ? of : '{ }'
  reading.wrong(place, `names ${shown}, which is not an argument`, `the arguments are: ${names.join(', ')}`)
  return false
}
