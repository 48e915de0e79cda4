/** Telephone numbers, in whatever groups they are written, and where they end: "03-1234-5678 24 hours a day". */

export interface Telephone {
  kind: 'telephone'
  written: string
  digits: string
  /** It may be a list of numbers after all. */
  parts: number[]
}

/** What may be one; it can go on past its end. */
export const telephone = /(?<![\d.]|\d,)\+?\(?\d[\d() .\u2010-\u2015-]{5,}\d/g

export function telephoneIn(found: string): Telephone | undefined {
  const isCalled = /^\(?[+0]/.test(found)
  const written = isCalled ? found.slice(0, endOf(found)) : found
  const groups = written.match(/\d+/g) ?? []
  const digits = groups.join('')
  if (digits.length < 8 || (!isCalled && groups.length < 3)) return undefined
  const isList = !isCalled && !groups.some((one) => one.startsWith('0'))
  return { kind: 'telephone', written, digits, parts: isList ? groups.map(Number) : [] }
}

/** Where a number begins that is another one: after a bracket, after a space where the groups are joined by something else. */
function endOf(found: string): number {
  let digits = 0
  let isJoined = false
  let at = 0
  for (const { 0: group, 1: between = '', 2: own = '', index } of found.matchAll(/([^\d]*)(\d+)/g)) {
    const isApart =
      between.includes('(') || (/^\)?\s+$/.test(between) && (isJoined || (digits >= 10 && own.length < 3)))
    if (digits >= 9 && isApart) return at
    if (digits > 0 && /[-.\u2010-\u2015]/.test(between)) isJoined = true
    digits += own.length
    at = index + group.length
  }
  return found.length
}
