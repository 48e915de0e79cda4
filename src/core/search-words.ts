/**
 * What a search goes by: names, words and wishes without case, width and accents, so that `ｶﾌｪ`, `カフェ`, `CAFE` and
 * `café` find what a person means by them. A search is words, all of which must stand somewhere in that text.
 */
import type { Summary } from './summary.ts'

/** A search is cut to this: nobody types more, and each word costs a look at every text. */
const most = { units: 200, words: 8 }

/**
 * NFKC makes one of full and half width. Accents go from Latin and Greek letters alone: in Japanese, Thai and Indic
 * scripts marks make other words. Signs that nobody sees (joiners, marks of direction) are left out.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed()
}

/** The words of a search, the longest first: they find the least. */
export function termsOf(search: string): string[] {
  const words = searchable(search.slice(0, most.units)).split(' ')
  const terms = [...new Set(words)].filter((word) => word !== '').slice(0, most.words)
  return terms.toSorted((a, b) => b.length - a.length)
}

/** What of a conversation is searched: its words in one line, its id in the next. */
export const textOf = ({ id, name = '', words, wants }: Summary): string =>
  `${searchable(`${name}\n${words}\n${wants}`)}\n${searchable(id)}`

/**
 * Digits and letters at random, so a few of them would be found in the id of nearly everybody: a short one is looked for in
 * the words alone, before the line break.
 */
export const isShort = (term: string): boolean => /^[\x21-\x7e]{1,3}$/.test(term)
