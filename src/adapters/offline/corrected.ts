/**
 * Which number a reply to our question to check is: the order's, in place of the one before, or digits of the telephone
 * number. Proof is looked at elsewhere, in all words of the day: digits that were given before stand.
 */
import type { NumbersSaid } from './numbers.ts'

/** What the earlier messages hold. */
export interface Before {
  /** Numbers of what is looked up. */
  numbers: readonly string[]
  /** Last digits of telephone numbers. */
  ends: readonly string[]
}

/**
 * @param isEnd whether a number could be the last digits
 * @param wasPair of two numbers without a word our question took the second for those: else it would have asked which is meant
 */
export function beforeIn(
  { fitting, named, telephones }: NumbersSaid,
  { digits, isEnd, wasPair }: { digits: number | undefined; isEnd: (token: string) => boolean; wasPair: boolean },
): Before {
  const ends = digits === undefined ? [] : telephones.map((number) => number.slice(-digits))
  const [first, second, ...more] = fitting
  const isPair = wasPair && ends.length === 0 && more.length === 0 && first !== undefined && second !== undefined
  if (!isPair || !isEnd(second) || named.includes(second)) return { numbers: fitting, ends }
  return { numbers: [first], ends: [second] }
}

/** Whether a number that could be either is the digits: it is nearer to those before than to the number before. */
export function isForEnds(token: string, number: string, ends: readonly string[]): boolean {
  if (ends.length === 0) return distance(token, number) > 1
  if (ends.includes(token)) return true
  const [toEnds, toNumber] = [Math.min(...ends.map((end) => distance(token, end))), distance(token, number)]
  if (toEnds !== toNumber) return toEnds < toNumber
  // Like neither: shops seldom begin a number with 0.
  return token.startsWith('0') && !number.startsWith('0')
}

/** In how many places two differ; the same digits in another order are one slip. */
function distance(one: string, other: string): number {
  if (one.length !== other.length) return Infinity
  const sorted = (text: string): string => Array.from(text).toSorted().join('')
  if (one !== other && sorted(one) === sorted(other)) return 1
  return Array.from(one).filter((digit, at) => digit !== other[at]).length
}
