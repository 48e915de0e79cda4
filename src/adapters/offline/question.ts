/** What the open messages ask, in words: those that must be answered, and those said around them. */
import { commonWords } from './common-words.ts'
import { withoutGreeting } from './intents.ts'
import { commasApart } from './numbers.ts'
import { sentences } from './text.ts'
import type { Vocabulary, Word } from './vocabulary.ts'

export interface Question {
  /** The words of what is asked. */
  asked: Word[]
  /** The words of what was said beside it. */
  told: Word[]
}

export function readQuestion(open: readonly string[], language: string, vocabulary: Vocabulary): Question {
  const said = open.filter((message) => !/^\[sticker: .*\]$/.test(message))
  const parts = said.flatMap((message) => sentences(withoutGreeting(message)))
  const words = (texts: readonly string[]) => unique(texts.flatMap((text) => vocabulary.words(text)))
  const whole = words(parts)
  if (whole.length === 0) return { asked: vocabulary.phrase(parts.join(' ')), told: [] }
  const questions = words(parts.filter((part) => commonWords[language]?.question.test(part) ?? false))
  // A question that names no thing ("how much?") takes it from what was said beside it ("the croissant").
  const asked = named(hasSubject(questions) ? questions : whole)
  return { asked, told: whole.filter((word) => !asked.some(({ text }) => text === word.text)) }
}

export const hasSubject = (words: readonly Word[]): boolean => words.some(({ kind }) => kind === 'subject')

/** "And on Saturday?" names nothing else: then the day is what it is about. */
function named(words: readonly Word[]): Word[] {
  const onlyDay = words.every(({ kind }) => kind === 'day' || kind === 'time' || kind === 'light')
  return words.map((word) => (onlyDay && word.kind === 'day' ? { ...word, kind: 'subject' } : word))
}

const unique = (words: readonly Word[]): Word[] => [...new Map(words.map((word) => [word.text, word])).values()]

/** Followed by these a number is a time, a date, an age or money. */
const units =
  /^\s*(?:時|点|點|分|月|日|號|号|年|週|歳|歲|才|円|圓|元|%|st|nd|rd|th|am|pm|h\b|o'clock|min|days?|weeks?|months?|years?|yen|น\.|โมง|ทุ่ม|นาที|วัน|เยน|บาท|ขวบ|ปี)/i

/** Amounts above ten: what the shop can do depends on them (200 croissants, a table for 15). */
export function amounts(text: string): number[] {
  const plain = commasApart(text.normalize('NFKC'))
  return [...plain.matchAll(/(?<![\d:/.,¥$-])\d[\d,]*(?![\d:/]|,\d)/g)]
    .filter(({ 0: number, index }) => !units.test(plain.slice(index + number.length)))
    .map(({ 0: number }) => toNumber(number))
    .filter((number) => number > 10)
}

export const numbersIn = (text: string): number[] =>
  [...text.normalize('NFKC').matchAll(/\d[\d,]*/g)].map(({ 0: number }) => toNumber(number))

const toNumber = (digits: string): number => Number(digits.replaceAll(',', ''))
