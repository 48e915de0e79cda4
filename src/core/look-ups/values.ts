/** Values of a thing as somebody reads them: in one line each, so that none can look like another column, and short. */
import { shorten } from '../text.ts'
import type { Thing } from './declared.ts'

/** UTF-16 units of one value. */
const longestShown = 500

/** The columns that are shown, in this order, with their values. Empty ones are left out, and those that the thing lacks. */
export function shown(columns: readonly string[], thing: Thing): [column: string, value: string][] {
  return columns.flatMap((column): [string, string][] => {
    const value = inOneLine(valueOf(thing, column))
    return value === '' ? [] : [[column, value]]
  })
}

/** What the thing itself has there: every object has a `constructor`. */
export const valueOf = (thing: Thing, column: string): string =>
  Object.hasOwn(thing, column) ? (thing[column] ?? '') : ''

/** Not seen, or turns the direction of what follows. Joiners are spelling. */
const unseen = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

export function inOneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(unseen, '')
    .trim()
  // Half a number would be another one.
  return line.length <= longestShown ? line : shorten(line, longestShown).replace(/\p{Nd}[\p{Nd}.,:-]*…$/u, '…')
}
