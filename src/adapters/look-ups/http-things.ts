/** What a live system answered in JSON, as things: an object is one, an array of objects is as many. */
import type { Thing } from '../../core/look-ups/declared.ts'
import { mostThings, type LookedUp } from '../../ports/look-ups.ts'

/** How deep the names of columns go: `customer.phone`. What lies deeper has none. */
const levels = 2

/**
 * @param answer parsed, its numbers as texts
 * @param columns that are declared; one that no thing has is a declaration of something else
 */
export function thingsOf(answer: unknown, columns: readonly string[]): LookedUp {
  if (answer === null) return { type: 'not_found' }
  if (!Array.isArray(answer) && isObject(answer) && Object.keys(answer).length === 0) return { type: 'not_found' }
  const found: unknown[] = Array.isArray(answer) ? answer : [answer]
  if (found.length === 0) return { type: 'not_found' }
  if (found.length > mostThings) return broken(`it found more than ${mostThings}`)
  const things = found.filter(isObject).map(flattened)
  if (things.length < found.length) return broken('it answered with something else than an object or objects')
  const missing = columns.find((column) => !things.some(({ has }) => has(column)))
  if (missing !== undefined) return broken(`it has no "${missing}" in its answer`)
  return { type: 'found', things: things.map(({ thing }) => thing) }
}

const broken = (detail: string): LookedUp => ({ type: 'failed', why: 'broken', detail })

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Flattened {
  thing: Thing
  /** Whether it knows of the column, though it may have no value for it. */
  has(column: string): boolean
}

function flattened(whole: object): Flattened {
  // A column may be called `constructor` or `__proto__`.
  const thing: Record<string, string> = Object.create(null)
  const known = new Set<string>()
  const empty: string[] = []
  const enter = (part: object, before: string, left: number): void => {
    for (const [key, value] of Object.entries(part)) {
      const name = before + key
      if (value === null) empty.push(`${name}.`)
      if (isObject(value)) {
        if (left > 1) enter(value, `${name}.`, left - 1)
        continue
      }
      const values: unknown[] = Array.isArray(value) ? value : [value]
      if (!values.every(isScalar)) continue
      known.add(name)
      const text = textOf(values)
      if (text !== undefined && !Object.hasOwn(thing, name)) thing[name] = text
    }
  }
  enter(whole, '', levels)
  return { thing, has: (column) => known.has(column) || empty.some((name) => column.startsWith(name)) }
}

/** Numbers have become texts. */
type Scalar = string | boolean | null
const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean'

/** Undefined for what stands there without a value. */
function textOf(values: readonly Scalar[]): string | undefined {
  const texts = values.filter((one) => one !== null).map(String)
  return texts.length > 0 ? texts.join(', ') : undefined
}
