/**
 * Arguments of a look-up or a record, checked. A model wrote them, out of what a customer wrote: whatever is not declared,
 * or not of the declared shape, goes nowhere.
 */
import { z } from 'zod'
import { inOurDigits } from '../written-alike.ts'
import type { Argument, Given } from './declared.ts'

/**
 * Characters that any value has at most, whatever is declared. It makes a shape's work small where it grows with the length
 * or its square. One that doubles with each character (`(\d+)+`) is busy for minutes with 40: no limit of length helps there,
 * and whoever reads a shape from a file has to refuse it.
 */
export const longestOfAll = 200

/** `wrong_shape`: also where the whole is no list of pairs, and where an argument comes twice, since nobody knows which is meant. */
export type NotGiven = 'unknown_argument' | 'missing' | 'not_text' | 'too_long' | 'wrong_shape'

/** `argument` is a declared name; what else a model calls one is repeated nowhere. */
export type GivenOrWhy = { ok: true; given: Given } | { ok: false; why: NotGiven; argument?: string }

const pair = z.object({ name: z.string(), value: z.unknown() })

/**
 * Checks what a model gives for the arguments of a look-up.
 * @param raw pairs such as `{ "name": "number", "value": "1234" }`, in any order
 * @returns values in half width, trimmed, in one line, without what is not seen. An empty one counts as not given.
 */
export function givenFrom(declared: { arguments: readonly Argument[] }, raw: unknown): GivenOrWhy {
  if (!Array.isArray(raw)) return { ok: false, why: 'wrong_shape' }
  const values = new Map<string, string>()
  const seen = new Set<string>()
  const pairs: readonly unknown[] = raw
  for (const one of pairs) {
    const read = pair.safeParse(one)
    if (!read.success) return { ok: false, why: 'wrong_shape' }
    const argument = declared.arguments.find(({ name }) => name === read.data.name)
    if (!argument) return { ok: false, why: 'unknown_argument' }
    const { name } = argument
    if (seen.has(name)) return { ok: false, why: 'wrong_shape', argument: name }
    seen.add(name)
    const checked = valueOf(argument, read.data.value)
    if (!checked.ok) return { ...checked, argument: name }
    if (checked.value !== '') values.set(name, checked.value)
  }
  const missing = declared.arguments.find(({ name, optional }) => !optional && !values.has(name))
  if (missing) return { ok: false, why: 'missing', argument: missing.name }
  return { ok: true, given: Object.fromEntries(values) }
}

/** How much longer a text may be before it is written in one way: a letter and its marks become one. */
const composed = 4

function valueOf(
  { shape, longest }: Argument,
  raw: unknown,
): { ok: true; value: string } | { ok: false; why: NotGiven } {
  if (typeof raw !== 'string') return { ok: false, why: 'not_text' }
  const most = Math.min(longest, longestOfAll)
  // Before anything looks at its characters.
  if (raw.length > most * composed) return { ok: false, why: 'too_long' }
  const value = plain(raw)
  if (Array.from(value).length > most) return { ok: false, why: 'too_long' }
  if (value === '') return { ok: true, value }
  // Half a character is one of `Cs`.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return { ok: false, why: 'wrong_shape' }
  if (hasShape(value, shape)) return { ok: true, value }
  // ๑๒๓๔: a customer's own script.
  const digits = inOurDigits(value)
  return hasShape(digits, shape) ? { ok: true, value: digits } : { ok: false, why: 'wrong_shape' }
}

/** Marks of direction come along where a number is copied from a telephone's contacts. Joiners are spelling, and make emoji. */
const unseen = /(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** As customers type it (１２３４) and as systems have it (1234). */
function plain(raw: string): string {
  const value = raw
    .normalize('NFKC')
    // Thai and Lao: one letter, that no system of a shop has in two.
    .replaceAll('\u0e4d\u0e32', '\u0e33')
    .replaceAll('\u0ecd\u0eb2', '\u0eb3')
    .replace(/[\t\n\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unseen, '')
    .trim()
  return /[\p{L}\p{N}\p{P}\p{S}\p{Cc}\p{Cs}\p{Co}]/u.test(value) ? value : ''
}

const wholes = new WeakMap<RegExp, RegExp>()

/** All of the value, also where a shape is `\d+|[A-Z]+`. `g` and `y` remember where they were; for `m` a line's end is an end. */
function hasShape(value: string, shape: RegExp): boolean {
  const whole = wholes.get(shape) ?? new RegExp(`^(?:${shape.source})$`, shape.flags.replace(/[^iusv]/g, ''))
  wholes.set(shape, whole)
  return whole.test(value)
}
