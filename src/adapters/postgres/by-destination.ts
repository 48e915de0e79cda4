/**
 * Rows of some LINE accounts (`destination`: each id of a conversation begins with one). Of each account the first are read
 * by an index in their order, and put together: asked for at once (`= ANY`), all of them would be read and sorted.
 */
import { z } from 'zod'

/** Once each, and as it stands in the json by which the tables know it. */
export const asWritten = (destinations: readonly string[]): string[] =>
  [...new Set(destinations)].map((one) => JSON.stringify(one).slice(1, -1))

/** The account as its conversations have it. What no json can be stands for itself. */
export function asRead(written: string): string {
  try {
    return z.string().parse(JSON.parse(`"${written}"`))
  } catch {
    return written
  }
}

/**
 * @param nth selects the rows of one of them; 1 is the first, and nobody's where there are none
 * @param end order and limit, by names of what is selected
 */
export function firstOfEach(destinations: readonly string[], nth: (one: number) => string, end: string): string {
  const each = Array.from({ length: Math.max(1, destinations.length) }, (_, index) => `(${nth(index + 1)} ${end})`)
  return each.length === 1 ? each.join('') : `${each.join(' UNION ALL ')} ${end}`
}
