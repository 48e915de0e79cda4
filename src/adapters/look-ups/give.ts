/**
 * What a system is given, by its own names: a tool wants `orderNumber` and a whole number where the assistant has `number` and
 * a text, and a value that is always the same beside it.
 */
import type { Given } from '../../core/look-ups/declared.ts'

/** A text is one; the others are told apart in JSON. */
export type Value = string | number | boolean
/** By the system's names. */
export type Values = Readonly<Record<string, Value>>

export const kinds = ['integer', 'number', 'boolean'] as const
export type Kind = (typeof kinds)[number]

export type Gives =
  /** Always the same. */
  | { value: Value }
  /** An argument, as a text unless it says what else. */
  | { of: string; as?: Kind }

/** By the system's names. */
export type Give = Readonly<Record<string, Gives>>

/** Names by which it is given what a customer gives. */
export const argumentsOf = (give: Give = {}): string[] =>
  Object.entries(give).flatMap(([name, gives]) => ('of' in gives ? [name] : []))

/**
 * @param give missing: each argument by its name
 * @returns what is given, without arguments that were not; or why it cannot be, in words that repeat no value
 */
export function valuesOf(
  give: Give | undefined,
  given: Given,
): { ok: true; values: Values } | { ok: false; detail: string } {
  if (!give) return { ok: true, values: { ...given } }
  const values: [string, Value][] = []
  for (const [name, gives] of Object.entries(give)) {
    if ('value' in gives) {
      values.push([name, gives.value])
      continue
    }
    const { of, as } = gives
    if (!Object.hasOwn(given, of)) continue
    const value = converted(given[of] ?? '', as)
    if (value === undefined) return { ok: false, detail: `its argument ${of} cannot be given as ${as}` }
    values.push([name, value])
  }
  return { ok: true, values: Object.fromEntries(values) }
}

/** Undefined when it is none, or would not be the same number any more. */
function converted(text: string, as: Kind | undefined): Value | undefined {
  switch (as) {
    case undefined:
      return text
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
    case 'number':
      return /^-?(?=[\d.]{1,15}$)\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined
    default:
      return as satisfies never
  }
}
