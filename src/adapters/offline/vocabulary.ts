/**
 * A text → the words that say what it is about. Latin script is cut at spaces; Japanese, Chinese and Thai are cut so
 * that as much as possible falls on words the shop's own passages use or on common words, since a word list from
 * outside cuts `筆電` in two. What falls on neither is *unknown*: the knowledge says nothing of it.
 */
import type { Passage } from '../../core/request.ts'
import { commonWords, type CommonWords } from './common-words.ts'
import { synonymsIn } from './synonyms.ts'
import { fold, tidy } from './text.ts'

/** `subject` must be answered; the others help to find a passage but need not stand in it. */
export type WordKind = 'subject' | 'day' | 'time' | 'light' | 'asking'

export interface Word {
  text: string
  kind: WordKind
  /** Whether any passage of the language holds it. */
  known: boolean
  /** The same word without its ending. */
  stem: string
  /** Words that mean the same. */
  same: readonly string[]
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー]+|\p{Script=Thai}+|[\p{Script=Latin}\p{M}\p{N}'&-]+|[\p{L}\p{M}]+/gu
const katakana = /\p{Script=Katakana}/u

export class Vocabulary {
  readonly #known: ReadonlySet<string>
  readonly #kinds = new Map<string, WordKind | 'stop'>()
  readonly #synonyms: ReadonlyMap<string, readonly string[]>
  readonly #longest: number

  constructor(passages: readonly Passage[], language: string) {
    const common = commonWords[language]
    this.#synonyms = synonymsIn(language, (word) => stem(fold(word)))
    for (const kind of ['stop', 'light', 'time', 'day', 'asking'] as const) {
      for (const word of common?.[kind] ?? []) this.#kinds.set(stem(fold(word).replaceAll("'", '')), kind)
    }
    const own = new Set(passages.flatMap((passage) => [...wordsOf(passage, common)]))
    const meant = [...this.#synonyms].filter(([, others]) => others.some((other) => own.has(other)))
    this.#known = new Set([...own, ...meant.map(([word]) => word)])
    this.#longest = [...this.#known, ...this.#kinds.keys()].reduce((most, { length }) => Math.max(most, length), 0)
  }

  /** The words of a text that are not looked past, in order. */
  words(text: string): Word[] {
    return (tidy(text).match(runs) ?? []).flatMap((run) => {
      const parts = unspaced.test(run) ? this.#cut(run) : latin(run)
      return parts.flatMap((part, index): Word[] => {
        const text = fold(part)
        const bare = stem(text)
        const known = this.#known.has(bare)
        const verb = !known && (part.endsWith('ly') || this.#isVerb(part, parts[index - 1], parts[index + 1]))
        const kind = this.#kinds.get(bare) ?? (verb ? 'light' : 'subject')
        if (kind === 'stop' || /^\p{N}+$|^\p{Script=Hiragana}{1,2}$/u.test(part)) return []
        return [{ text, kind, known, stem: bare, same: this.#synonyms.get(bare) ?? [] }]
      })
    })
  }

  /** "Where are you?" is made of common words only, and yet is what a passage says customers write: then it is one word. */
  phrase(text: string): Word[] {
    const whole = phraseOf(text)
    return this.#known.has(whole) ? [{ text: whole, kind: 'subject', known: true, stem: whole, same: [] }] : []
  }

  /** The cut of least cost: a word of the passages costs 1, a common one a little more, an unknown character 1.5. */
  #cut(run: string): string[] {
    const starts = [...clusters.segment(run)].map(({ index }) => index)
    const ends = [...starts.slice(1), run.length]
    const best: { cost: number; from: number; word: boolean }[] = [{ cost: 0, from: -1, word: true }]
    for (const [i, end] of ends.entries()) {
      let option = { cost: (best[i]?.cost ?? 0) + 1.5, from: i, word: false }
      for (let from = i; from >= 0 && end - (starts[from] ?? 0) <= this.#longest; from--) {
        const cost = (best[from]?.cost ?? 0) + this.#costOf(run.slice(starts[from], end))
        if (cost <= option.cost) option = { cost, from, word: true }
      }
      best.push(option)
    }
    const parts: string[] = []
    let unknown = ''
    for (let at = best.length - 1; at > 0;) {
      const { from, word } = best[at] ?? { from: at - 1, word: false }
      const part = run.slice(starts[from], ends[at - 1])
      if (word && unknown !== '') parts.unshift(unknown)
      if (word) parts.unshift(part)
      unknown = word ? '' : part + unknown
      at = from
    }
    return unknown === '' ? parts : [unknown, ...parts]
  }

  /** No common words and no short ones hide in katakana: ナイフ is not な, いふ. */
  #costOf(part: string): number {
    const folded = fold(part)
    if (this.#known.has(folded) && (part.length > 2 || !katakana.test(part))) return 1
    return this.#kinds.has(folded) && !katakana.test(part) ? 1.05 : Infinity
  }

  /**
   * A single Chinese character that is no noun, but an everyday verb: in Japanese by the ending after it (払える, 歩いて),
   * in Chinese when it stands alone and not behind a word it belongs to (徵, but not the 豆 of 咖啡豆).
   */
  #isVerb(part: string, before: string | undefined, after: string | undefined): boolean {
    if (/^\p{Script=Han}(?![はがをにのとでもへやっだ])\p{Script=Hiragana}{1,2}$/u.test(part)) return true
    if (!/^\p{Script=Han}$/u.test(part)) return false
    if (/^\p{Script=Hiragana}/u.test(after ?? '')) return /^[^はがをにのとでもへやっだ]/.test(after ?? '')
    const kind = this.#kinds.get(before ?? '')
    return before === undefined || !/^\p{Script=Han}/u.test(before) || (kind !== undefined && kind !== 'time')
  }
}

/** Everything a passage may be found by. An entry of `also` counts whole, and without the question around it (可頌幾點: 可頌). */
export function wordsOf({ title, also, text }: Passage, common: CommonWords | undefined): Set<string> {
  const entries = also
    .split(/[,、，\n]/)
    .flatMap((entry) => fold(entry).trim().split(/\s+/))
    .filter((entry) => unspaced.test(entry))
  const phrases = also.split(/[,、，\n]/).map(phraseOf)
  const around = aroundOf(common)
  const bare = entries
    .map((entry) => without(entry, around).replace(/^[的の]|[的のをはが]$/g, ''))
    .filter((entry) => entry.length > 1)
  return new Set([...phrases, ...entries, ...bare, ...wordsIn(`${title}\n${also}\n${text}`)])
}

/** The same for every passage of a language, of which there may be ten thousand. */
const folded = new WeakMap<CommonWords, ReadonlySet<string>>()

function aroundOf(common: CommonWords | undefined): ReadonlySet<string> {
  if (!common) return new Set()
  const known = folded.get(common) ?? new Set([...common.asking, ...common.time, ...common.stop].map(fold))
  folded.set(common, known)
  return known
}

const phraseOf = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()

/** Takes common words off both ends; the longest first. */
function without(entry: string, common: ReadonlySet<string>): string {
  for (let length = entry.length; length > 1; length--) {
    if (common.has(entry.slice(0, length))) return without(entry.slice(length), common)
    if (common.has(entry.slice(-length))) return without(entry.slice(0, -length), common)
  }
  return entry
}

/** The words of a text as a word list cuts them; a single character is none, or 豆 would be found in 豆乳. */
export function wordsIn(text: string): string[] {
  const cut = [...segmenter.segment(text.normalize('NFKC').toLowerCase())]
    .filter(({ isWordLike }) => isWordLike)
    .flatMap(({ segment }) =>
      unspaced.test(segment) ? [fold(segment)] : latin(segment).flatMap((word) => [word, stem(word)]),
    )
    .filter((word) => !unspaced.test(word) || [...clusters.segment(word)].length > 1)
  // 停められる is found by 停め as well: a Japanese verb keeps its first kana through most of its forms.
  const stems = fold(text).match(/\p{Script=Han}+(?![はがをにのとでもへや])\p{Script=Hiragana}/gu) ?? []
  return [...cut, ...stems]
}

/** `15cm` is cm: numbers are looked at elsewhere (question.ts). `can't` and `cant` are one. */
const latin = (run: string): string[] =>
  fold(run)
    .replaceAll("'", '')
    .split(/[-&\d]+/)
    .filter((word) => word !== '')

/** English endings off, so that "parking" finds "park". Only for plain Latin words. */
export function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word
  return word
    .replace(/(?:ation|ations)$/, '')
    .replace(/ies$/, 'y')
    .replace(/ves$/, 'f')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?<=\w{3})(?:ing|ed|er)$/, '')
    .replace(/([bfglmnprt])\1$/, '$1')
    .replace(/(?<=\w{3})e$/, '')
}
