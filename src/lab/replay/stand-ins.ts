/**
 * Numbers by which a past turn looked something up. No prompt could ask for it again if they were taken out like all other
 * numbers, so each has another of the same form in its place: order 1234 is 1001 in all that is judged, shown and written.
 */
import type { Given } from '../../core/look-ups/declared.ts'
import type { LookedUp } from '../../core/look-ups/looked-up.ts'
import { maskedGiven } from '../../core/look-ups/masked.ts'
import { passageOf } from '../../core/look-ups/passages.ts'
import { placeholders } from '../../core/redact.ts'
import type { Clean } from './redacted.ts'

export interface StandIns {
  /** Takes out what it takes out, but for these: their stand-ins stand there. */
  clean: Clean
  /** What was looked up, in the same terms. */
  kept: LookedUp[]
  /** The id of a passage that was found, in the same terms; undefined: it is none of these. */
  source(id: string): string | undefined
}

const mostTried = 1_000

/** Letters and digits of either width, in one piece. */
const piece = /[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+(?:[-_.－][A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+)*/g
/** Stand for them while the words around them are searched: letters of nobody's, and none of those of emojis. */
const first = 0x100000
const marks = /[\u{100000}-\u{10FFFD}]/gu
/** Digits by themselves: last ones of a telephone number, most likely. No part of a day, a time or a price. */
const bare =
  /(?<![\p{Nd}\p{sc=Latin}.,:¥$€£฿-]|[¥$€£฿] )\p{Nd}{4,}(?!\p{Nd}|[-.,:/]\p{Nd}|[ ,]*(?:年|円|元|圓|塊|บาท|yen|baht|dollars?|jpy|twd|thb|usd))/giu

/** @param hasProofs something was looked up in the conversation: digits by themselves may show whose it is */
export function standInsFor(looked: readonly LookedUp[], clean: Clean, hasProofs = looked.length > 0): StandIns {
  const values = looked.flatMap(({ text }) => Object.values(text.given)).filter((value) => /[\p{Nd}•]/u.test(value))
  const standIns = [...new Set(values)].map((value, index) => ({ value, standIn: alike(value, index + 1, values) }))
  const placeOf = (text: string): number => {
    const plain = text.normalize('NFKC')
    return standIns.findIndex(({ value, standIn }) => standIn === plain || value === plain || value === masked(plain))
  }
  /** @param isWords of somebody, and not a value that the ledger has masked */
  const put = (text: string, isWords: boolean): string => {
    if (!hasProofs) return clean(text)
    const marked = text.replace(marks, '').replace(piece, (found, at: number) => {
      const place = isWithinNumber(text, at, found.length) ? -1 : placeOf(found)
      return place === -1 ? found : String.fromCodePoint(first + place)
    })
    const cleaned = clean(marked)
    const plain = isWords ? cleaned.replace(bare, placeholders.number) : cleaned
    return plain.replace(marks, (one) => standIns[(one.codePointAt(0) ?? 0) - first]?.standIn ?? '')
  }
  const putAll = (given: Given): Given =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, standInOf(value) ?? put(value, false)]))
  const standInOf = (whole: string): string | undefined => standIns.find(({ value }) => value === whole)?.standIn

  const kept = looked.map(({ fact, text }): LookedUp => ({
    fact,
    text: { given: putAll(text.given), things: text.things.map(putAll) },
  }))
  const ids = new Map(
    looked.flatMap(({ fact, text }, at) =>
      text.things.flatMap((_, index): [string, string][] => {
        const [then, now] = [text.given, kept[at]?.text.given ?? {}].map((given) => idOf(fact.name, given, index))
        return then === undefined || now === undefined
          ? []
          : [
              [now, now],
              [then, now],
            ]
      }),
    ),
  )
  return { clean: (text) => put(text, true), kept, source: (id) => ids.get(id) }
}

/** The middle of a number that is written in groups: “090 1234 5678” holds no order 1234. */
const isWithinNumber = (text: string, at: number, length: number): boolean =>
  /\p{Nd}[ \u3000]$/u.test(text.slice(0, at)) && /^[ \u3000]\p{Nd}/u.test(text.slice(at + length))

const masked = (value: string): string => maskedGiven({ arguments: [{ name: 'value' }] }, { value })['value'] ?? value

/** As many digits in the same places, and none of those that are asked: 1234 is 1001, and K-•••42 is K-10001. */
function alike(value: string, nth: number, asked: readonly string[]): string {
  const count = Array.from(value.matchAll(/[\p{Nd}•]/gu)).length
  const digits = `1${String(nth).padStart(Math.max(0, count - 1), '0')}`.slice(-count)
  let next = 0
  const made = value.replace(/[\p{Nd}•]/gu, () => digits[next++] ?? '0')
  return asked.includes(made) && nth < mostTried ? alike(value, nth + asked.length, asked) : made
}

/** By the same rules as it got it. */
function idOf(name: string | undefined, given: Given, index: number): string | undefined {
  if (name === undefined) return undefined
  const args = Object.keys(given).map((one) => ({ name: one, about: '', shape: /.*/, longest: 200 }))
  return passageOf({ name, about: '', arguments: args, shows: ['any'] }, given, { any: 'thing' }, index)?.id
}
