/**
 * What was looked up for a judgement, and what it is to have recorded, as staff read it: a line each, which a page lays out
 * and the ledger says as a sentence. Its values are masked already; with the words of the turn they go, and the line stays.
 */
import type { JudgedText } from '../conversation.ts'
import type { Given, Thing } from '../look-ups/declared.ts'
import type { LookUpFact, LookUpText } from '../look-ups/looked-up.ts'
import { shorten } from '../text.ts'
import { lookedUpWords, type LookedUpWords } from './looked-up-words.ts'
import type { StaffLanguage } from './words.ts'

export interface LookUpLine {
  /** `Looked up orders (number 1234)` */
  what: string
  /** What came of it: `found 1`. Empty for a record. */
  came: string
  /** How long the system took: `0.3 s`. */
  took?: string
  /** Each thing that was found, or what is to be recorded: names with their values, fit to be shown. */
  things: Named[][]
}

export type Named = readonly [name: string, value: string]

/** Those of one judgement. Texts that do not belong to their facts any more are not shown. */
export function lookUpLines(
  facts: readonly LookUpFact[],
  texts: readonly LookUpText[] | undefined,
  language: StaffLanguage,
): LookUpLine[] {
  const fitting = texts?.length === facts.length ? texts : []
  return facts.map((fact, index) => lookUpLine(fact, fitting[index], lookedUpWords[language]))
}

/**
 * @param names of the records, as the fact has them
 * @param isOnlyObserved nothing is recorded: it would have been
 */
export function recordLines(
  names: readonly string[],
  texts: JudgedText['records'],
  isOnlyObserved: boolean,
  language: StaffLanguage,
): LookUpLine[] {
  const words = lookedUpWords[language]
  const fitting = texts?.length === names.length ? texts : []
  return names.map((name, index) => {
    const given = fitting[index]?.given
    const what = isOnlyObserved ? words.wouldRecord(name) : words.toRecord(name)
    return { what, came: '', things: given ? [shown(given)] : [] }
  })
}

export function lineSentence({ things, ...line }: LookUpLine, language: StaffLanguage): string {
  const words = lookedUpWords[language]
  return words.sentence({ ...line, things: things.map((thing) => inWords(thing, words)) })
}

/** Neither of these was asked at all. */
const notAsked: ReadonlySet<LookUpFact['came']> = new Set(['no_tries_left', 'refused'])

function lookUpLine(fact: LookUpFact, text: LookUpText | undefined, words: LookedUpWords): LookUpLine {
  const { name, came, ms } = fact
  if (name === undefined) return { what: words.wantedUnknown, came: words.notAsked, things: [] }
  const asked = text ? inWords(shown(text.given), words) : ''
  return {
    what: (notAsked.has(came) ? words.wanted : words.lookedUp)(name, asked),
    came: cameInWords(fact, words),
    took: ms === undefined ? undefined : inSeconds(ms, words),
    things: came === 'found' ? (text?.things ?? []).map(shown) : [],
  }
}

function cameInWords({ came, why, proof, by, things }: LookUpFact, words: LookedUpWords): string {
  if (came === 'found') return words.found(things ?? 0)
  if (came === 'failed') return words.failed[why ?? 'broken']
  // Older facts tell of no proof.
  if (came === 'unproven' && proof) return words.unproven[by ?? 'last_digits'][proof]
  return words.came[came]
}

/** Nothing takes no time at all. */
export const inSeconds = (ms: number, words: LookedUpWords): string =>
  words.seconds(Math.max(0.1, ms / 1_000).toFixed(1))

/** Of each value. */
const longest = 160
/** Marks that would turn the words of our sentence around, and what is not to be seen. */
const unseen = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?!\s)\p{Cc}/gu

const shown = (values: Given | Thing): Named[] =>
  Object.entries(values).map(([name, value]): Named => [harmless(name), harmless(value)])

/** `order_no 1234, status sent` */
const inWords = (values: readonly Named[], { comma }: LookedUpWords): string =>
  values.map(([name, value]) => `${name} ${value}`.trim()).join(comma)

function harmless(text: string): string {
  const line = text.toWellFormed().replace(unseen, '').replace(/\s+/g, ' ').trim()
  return line.length > longest ? shorten(line, longest) : line
}
