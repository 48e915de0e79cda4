/** Whether a request says enough for whoever is to do it, and whether it is only one. */
import { alike } from '../../core/written-alike.ts'
import { days } from './numbers.ts'
import {
  beside,
  deadlines,
  deeds,
  noAmounts,
  numerals,
  reports,
  requests,
  supplies,
  vague,
  wishes,
  without,
} from './request-words.ts'
import { fold } from './text.ts'

/** Numbers that say how many: no days, times, prices, rooms or sizes. */
function amountsIn(text: string): number {
  const left = alike(text).toLowerCase().replace(days, ' ').replace(noAmounts, ' ')
  const inWords = fold(left).match(numerals) ?? []
  return inWords.length + (left.match(/(?<![a-wyz\d.,/-])\d+(?:[.,]\d+)*/g) ?? []).length
}

const has = (pattern: RegExp, text: string): boolean => text.search(pattern) >= 0

/** What is to be bought or made needs an amount, and so does what names no deed at all: 「カップをお願いします」. */
export function saysTooLittle(text: string): boolean {
  const folded = fold(text)
  if (has(vague, folded)) return true
  return amountsIn(text) === 0 && (has(supplies, folded) || has(wishes, folded) || !has(without, folded))
}

/**
 * More than one thing is asked for. Some that are one look like two: they go to a person, where nothing is lost.
 * @param parts its sentences, folded
 * @param names whether one names something to be done
 * @param isAnswer to a question back about one: what goes on from there is another
 */
export function isSeveral(parts: readonly string[], names: (part: string) => boolean, isAnswer: boolean): boolean {
  const first = parts.findIndex((part) => has(requests, part))
  // What stands before it says what it is about: “The light is out. Could you replace it?”
  const from = parts.slice(Math.max(0, first))
  const text = from.join('\n')
  const namesMore = (part: string): boolean => names(part.replace(deadlines, ' '))
  const pieces = from
    .flatMap((part) => part.split(/[,，、;；:：]|\s(?=and\b)|(?=แล้วก็|และ)/u))
    .map((piece) => piece.trim())
  const wanted = pieces.filter((piece) => has(requests, piece) && namesMore(piece))
  const doing = pieces.filter((piece) => has(deeds, piece) || has(supplies, piece))
  if (wanted.length > 1 || doing.length > 1) return true
  const more = isAnswer ? pieces : [...parts.slice(1), ...pieces.slice(1)]
  if (more.some((piece) => has(beside, piece) && namesMore(piece))) return true
  if (from.slice(1).some((part) => has(reports, part) && !isOfTheSame(part))) return true
  return (has(supplies, text) || has(wishes, text)) && (amountsIn(text) > 1 || has(joined, text) || isList(text))
}

/** It goes on about what was named. */
const isOfTheSame = (part: string): boolean => /^(?:it|it's|they|this|that|these|those|これ|それ|它|มัน)/.test(part)

/** “paper and cups”: how many of which? */
const joined =
  /\band\b|&|[一-龠ぁ-ん](?:および|及び|並びに)|[一-龠]と|和(?![风風紙菓食室牛服え柄])|跟|及|และ|กับ|\bdan\b/u
/** Commas of Chinese stand between the things of a list. */
const isList = (text: string): boolean => /、/.test(text) && !/[ぁ-ん]/.test(text)
