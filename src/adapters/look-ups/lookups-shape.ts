/**
 * The shape of an argument, from what somebody wrote. What customers and models write is held against it, so a shape must
 * never take long: the number of ways in which a text can be tried against it is counted beforehand. The count is of all
 * ways there might be, so a shape under the limit is quick; one above it may be quick too, and is refused all the same.
 */

/** Tried in about a tenth of a second at the very worst. */
const mostWays = 1_000_000
/** A shape is one line of a file (characters). */
export const longestShape = 200

export type ReadShape = { shape: RegExp } | { problem: string; remedy: string }

/** Any line of text in which something can be seen. */
export const anyLine = /^(?=.*[^\p{C}\p{Z}])[^\p{Cc}\p{Zl}\p{Zp}]+$/u

/** @param longest how long a value can be (characters) */
export function shapeOf(written: string, longest: number): ReadShape {
  let shape: RegExp
  try {
    // By itself first: a bracket too many would end the one that is put around it.
    RegExp(written, 'u')
    shape = RegExp(`^(?:${written})$`, 'u')
  } catch (error) {
    const why = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : ''
    return { problem: `is not a regular expression (${why})`, remedy: "write one such as '[0-9]{4,10}'" }
  }
  if (shape.test('')) {
    return { problem: 'matches an empty text', remedy: 'ask for one character at least: + in place of *' }
  }
  const ways = waysOf(written, longest)
  if (ways === undefined) {
    return {
      problem: 'looks ahead, looks behind or repeats what was found before',
      remedy: 'write what the value consists of, with letters, [ ], ( ), | and counts alone',
    }
  }
  if (ways > mostWays) {
    return {
      problem: 'could be tried for a very long time on some texts',
      remedy: 'repeat less: no + or * on what has + or * or | in it, counts such as {1,20}, or a smaller longest',
    }
  }
  return { shape }
}

/**
 * In how many ways a text can be taken apart by a regular expression (with the flag u), at the most.
 * @returns undefined when that cannot be counted: looking around, back references, other things in `(?`
 */
export function waysOf(source: string, longest: number): number | undefined {
  let at = 0
  let isCountable = true

  const alternatives = (): number => {
    let sum = sequence()
    while (source[at] === '|') {
      at += 1
      sum += sequence()
    }
    return sum
  }
  const sequence = (): number => {
    let product = 1
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const ways = atom()
      product *= repeated(ways)
    }
    return product
  }
  const atom = (): number => {
    const sign = source[at]
    at += 1
    if (sign === '\\') escaped()
    else if (sign === '[') {
      for (; at < source.length && source[at] !== ']'; at += 1) if (source[at] === '\\') at += 1
      at += 1
    } else if (sign === '(') {
      const [opening] = /^\?(:|<(?![=!])[^>]*>)/.exec(source.slice(at, at + 100)) ?? []
      if (opening === undefined && source[at] === '?') isCountable = false
      at += opening?.length ?? 0
      const ways = alternatives()
      at += 1
      return ways
    }
    return 1
  }
  const escaped = (): void => {
    const sign = source[at] ?? ''
    if (/[1-9k]/.test(sign)) isCountable = false
    at += 1
    if (/[pPu]/.test(sign) && source[at] === '{') at = source.indexOf('}', at) + 1
  }
  const repeated = (ways: number): number => {
    const [counts, , least = '', comma, most = ''] =
      /^([*+?]|\{(\d+)(,(\d*))?\})\??/.exec(source.slice(at, at + 30)) ?? []
    if (counts === undefined) return ways
    at += counts.length
    const [sign] = counts
    const from = sign === '{' ? Number(least) : sign === '+' ? 1 : 0
    const to = sign === '?' ? 1 : sign !== '{' ? longest : comma === undefined ? from : Number(most || longest)
    let sum = 0
    for (let count = from; count <= Math.min(to, Math.max(from, longest)); count += 1) {
      sum += ways ** Math.min(count, longest)
      if (sum > mostWays) break
    }
    return sum
  }

  const ways = alternatives()
  return isCountable ? ways : undefined
}
