/**
 * Proof: whose data a thing is. Code alone looks at it, in the customer's own words; a model can neither give it nor talk
 * it into being.
 *
 *   last digits   of the telephone number on file. A number that the customer wrote proves it when it ends in them, or is
 *                 all of it: 1234, 090-1234-5678, +81 90 1234 5678, ๑๒๓๔. It stands by itself: not in the middle of another
 *                 number, not in a code (A-1234), a date, a price. What they gave as the argument of a look-up is no proof
 *   account link  of the customer's LINE account to the one in that column
 *
 * Four digits can be guessed, so guesses are counted: whoever lists numbers proves nothing, and see {@link triesLeft}.
 */
import { alike } from '../written-alike.ts'
import type { Given, Proof, Thing } from './declared.ts'
import { valueOf } from './values.ts'

/** What a customer has to show for it. */
export interface Shown {
  /** Their own words, of their messages of this conversation in the last day, one text a message: nobody else's. */
  words: readonly string[]
  /** What they gave to this look-up, and to the earlier ones in those words: the number of an order is no proof of it. */
  given: readonly Given[]
  /** The account that they have linked. */
  linked?: string
}

/** Fewer digits are no proof, whatever is declared. */
const fewestDigits = 4
/** Digits of a telephone number with its area. More than the most is none. */
const [wholeNumber, mostDigits] = [8, 16]
/** Guesses in a day; so many different numbers may stand in the words at most, too. */
const mostTries = 3
const day = 24 * 3_600_000

export function isProven(proof: Proof, thing: Thing, shown: Shown): boolean {
  const value = valueOf(thing, proof.column)
  if (proof.by === 'account_link') return value.trim() !== '' && shown.linked === value
  const own = numberOnFile(value, proof.digits)
  if (own === undefined) return false
  const said = candidatesIn(shown, proof.digits)
  return guessesIn(said).length <= mostTries && said.some((one) => proves(one, own, proof.digits))
}

/** Whether it has anything by which a customer could show that it is theirs. */
export function isOnFile(proof: Proof, thing: Thing): boolean {
  const value = valueOf(thing, proof.column)
  return proof.by === 'account_link' ? value.trim() !== '' : numberOnFile(value, proof.digits) !== undefined
}

/** One guess: these digits for what this look-up was asked. `given` may be a hash, as long as the same gives the same. */
export interface Try {
  /** ms */
  at: number
  look_up: string
  given: string
  digits: string
}

/**
 * The guesses that these words are for one look-up: to be counted when it was not proven, and when it found nothing or failed
 * too, or the count would tell what exists.
 * @param asked the look-up's name and arguments; they are among `given` of the words too
 */
export function triesIn(
  proof: Proof,
  asked: { look_up: string; given: Given },
  shown: Pick<Shown, 'words' | 'given'>,
  at: number,
): Try[] {
  if (proof.by !== 'last_digits') return []
  const given = JSON.stringify(Object.entries(asked.given).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const said = candidatesIn({ ...shown, given: [...shown.given, asked.given] }, proof.digits)
  return guessesIn(said).map((digits) => ({ at, look_up: asked.look_up, given, digits }))
}

/**
 * How many guesses a conversation has left. Three different ones in any 24 hours, then a person: of 10,000 possibilities
 * that is a chance of 0.03 % a day, and somebody who mistypes their own number twice still gets through. A guess is digits
 * *for an order*: else one could try 1234 on every order of the shop. The same again costs nothing, since the words that
 * hold it are looked at again in every turn.
 * @param tries of the whole conversation, in any order
 */
export function triesLeft(tries: readonly Try[], now: number): number {
  return Math.max(0, mostTries - different(recent(tries, now)))
}

/**
 * Whether the guesses that are made now may be looked at: asked before {@link isProven}, which knows of no earlier ones.
 * Where it is false a person goes on, whether they are right or not. Of several look-ups in one turn, the guesses of each
 * are earlier ones for the next.
 */
export function mayTry(earlier: readonly Try[], fresh: readonly Try[], now: number): boolean {
  return different([...recent(earlier, now), ...fresh]) <= mostTries
}

/** A clock that was set back makes none of them older. */
const recent = (tries: readonly Try[], now: number): Try[] => tries.filter(({ at }) => now - at < day)

const different = (tries: readonly Try[]): number =>
  new Set(tries.map(({ look_up, given, digits }) => JSON.stringify([look_up, given, digits]))).size

/** A number that may be meant as a proof. */
interface Candidate {
  /** How it may be dialled: with a leading 0 where a country's number stood. */
  ways: readonly string[]
  /** Its last digits; all of it where only that counts. */
  digits: string
  /** It ends like what was given: only the whole number on file proves anything. */
  whole: boolean
}

const guessesIn = (said: readonly Candidate[]): string[] => [...new Set(said.map(({ digits }) => digits))]

function proves({ ways, whole }: Candidate, own: readonly string[], digits: number): boolean {
  if (whole) return ways.some((way) => own.includes(way))
  return own.some((one) => one.length >= digits && ways.some((way) => way.endsWith(one.slice(-digits))))
}

/**
 * The number on file, as it may be dialled. None where there are several, since each would be one more chance; nor where
 * all its digits are the same: 000-0000-0000 stands for nobody's; nor where a spreadsheet has made it 9.01235E+09.
 */
function numberOnFile(value: string, digits: number): string[] | undefined {
  if (!(digits >= fewestDigits) || /\d[eE][+-]?\d/.test(value)) return undefined
  const [number, ...others] = numbersIn(alike(value)).filter(({ groups }) => groups.join('').length >= digits)
  const run = number?.groups.join('') ?? ''
  if (!number || others.length > 0 || run.length > mostDigits || /^(\d)\1*$/.test(run)) return undefined
  return waysOf(number)
}

/** The different numbers in the words that could be meant as a proof, without what was given. */
function candidatesIn({ words, given }: Pick<Shown, 'words' | 'given'>, digits: number): Candidate[] {
  const asked = new Set(given.flatMap((one) => Object.values(one).flatMap(digitsGiven)))
  const found: Candidate[] = []
  for (const number of words.flatMap((text) => numbersIn(withoutOthers(alike(text))))) {
    for (const reading of readings(number, asked)) {
      const ways = waysOf(reading)
      const [run] = ways
      if (run.length < digits || run.length > mostDigits) continue
      const whole = [...asked].some((one) => one.endsWith(run.slice(-digits)))
      // "Order 00001234" is order 1234.
      if (whole && run.length < wholeNumber) continue
      found.push({ ways, digits: whole ? run : run.slice(-digits), whole })
    }
  }
  return found
}

/** What a value's digits may be said as: each number in it, and all of them. */
function digitsGiven(value: string): string[] {
  const written = alike(value)
  return [...numbersIn(written).map(({ groups }) => groups.join('')), written.replace(/\D/g, '')].filter(
    (one) => one !== '',
  )
}

interface Written {
  /** `+` stands before it. */
  abroad: boolean
  groups: readonly string[]
}

/** Between two groups of one number: a blank, a hyphen, brackets, a point without a blank. No end of a line. */
const number = /(\+ ?)?\(?\d+(?:(?: ?[-\u2010-\u2015] ?| ?\( ?| ?\) ?-? ?| |\.)\d+)*/g

const numbersIn = (text: string): Written[] =>
  Array.from(text.replace(/\u00a0/g, ' ').matchAll(number), ({ 0: written, 1: plus }) => ({
    abroad: plus !== undefined,
    groups: written.match(/\d+/g) ?? [],
  }))

/** A number as it stands, and what is left where a part of it was given: "1234 5678" may be an order and last digits. */
function* readings(written: Written, asked: ReadonlySet<string>): Iterable<Written> {
  const { groups } = written
  if (!asked.has(groups.join(''))) yield written
  for (let from = 0; from < groups.length; from += 1) {
    for (let to = from + 1; to <= groups.length; to += 1) {
      const part = groups.slice(from, to).join('')
      // No more than a telephone number has: a text of numbers would be put together again and again.
      if (part.length > mostDigits) break
      if (!asked.has(part)) continue
      if (from > 0) yield { ...written, groups: groups.slice(0, from) }
      if (to < groups.length) yield { abroad: false, groups: groups.slice(to) }
    }
  }
}

/** Digits as they stand; +81 90 … is 090 … too, and +81 (0)90 …, and so for countries of one digit and of three. */
function waysOf({ abroad, groups }: Written): [string, ...string[]] {
  const run = groups.join('')
  const international = abroad ? run : /^(?:00|010)(?=[1-9])/.test(run) ? run.replace(/^0(?:0|10)/, '') : undefined
  if (international === undefined || international.length < 10) return [run]
  return [run, ...[1, 2, 3].map((length) => `0${international.slice(length).replace(/^0/, '')}`)]
}

/** Numbers that are surely something else. What is taken out proves nothing, so too much is no harm. */
const withoutOthers = (text: string): string => others.reduce((left, form) => left.replace(form, ' / '), text)

const others: readonly RegExp[] = [
  // Days and times.
  /(?<!\d)(?:19|20|25)\d{2}([-/.])\d{1,2}\1\d{1,2}(?!\d)/g,
  /(?<!\d)\d{1,4} ?年(?: ?\d{1,2} ?月)?(?: ?\d{1,2} ?日)?/g,
  /(?<!\d)\d{1,2}:\d{2}(?!\d)/g,
  // Prices.
  /[¥$€£฿] ?\d[\d,.]*/g,
  /(?<![\d,.])\d[\d,.]* ?(?:円|元|圓|塊|บาท|yen|baht|dollars?|JPY|TWD|THB|USD)/gi,
  // Codes: letters and digits in one. Not TEL09012345678.
  /(?<![a-z\d]|[a-z\d][-_])(?!(?:tel|phone|mobile|mob)\.?-?\d)[a-z][a-z\d]*(?:[-_][a-z\d]+)*[-_]?\d[a-z\d]*(?:[-_][a-z\d]+)*/gi,
  /(?<![a-z\d]|[a-z\d][-_])\d[\d-]*[-_]?[a-z][a-z\d]*(?:[-_][a-z\d]+)*/gi,
  // Links and e-mail.
  /(?:https?:\/\/|www\.)\S+|(?<!\S)\S+@\S+/gi,
]
