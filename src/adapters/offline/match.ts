/**
 * How well a passage answers a question: the share of the question's weight that its words carry. A word weighs by how
 * few passages hold it; one that none holds weighs most, which is what tells a near miss ("does your parking have an EV
 * charger?") from a question that is answered.
 */
import type { Passage } from '../../core/request.ts'
import { commonWords } from './common-words.ts'
import { fold, passageLanguage } from './text.ts'
import type { Question } from './question.ts'
import { Vocabulary, wordsIn, wordsOf, type Word } from './vocabulary.ts'

export interface Match {
  passage: Passage
  /** Share of the subject words' weight that the passage holds, 0 to 1. */
  coverage: number
  /** Weight of all words it holds; comparable within one question. */
  score: number
}

interface Indexed {
  passage: Passage
  /** Title and `also`: what the passage is about. */
  about: Text
  body: Text
}

interface Text {
  folded: string
  words: ReadonlySet<string>
}

/** The passages of one language, ready to be compared with questions. */
export class Shelf {
  readonly vocabulary: Vocabulary
  readonly #indexed: readonly Indexed[]

  constructor(passages: readonly Passage[], language: string) {
    const common = commonWords[language]
    const own = passages.filter(({ id }) => (passageLanguage(id) ?? language) === language)
    this.#indexed = own.map((passage) => ({
      passage,
      about: { folded: fold(`${passage.title}\n${passage.also}`), words: wordsOf({ ...passage, text: '' }, common) },
      body: { folded: fold(passage.text), words: new Set(wordsIn(passage.text)) },
    }))
    this.vocabulary = new Vocabulary(own, language)
  }

  /** The passages that hold anything of a question, best first. What was said around it only helps to choose. */
  match({ asked, told }: Question): Match[] {
    const weights = new Map([...asked, ...told].map((word) => [word, this.#weight(word)]))
    const weigh = (words: readonly Word[], share: (word: Word) => number) =>
      sum(words.map((word) => (weights.get(word) ?? 0) * share(word)))
    const subjects = asked.filter(({ kind }) => kind === 'subject')
    const total = weigh(subjects, () => 1)
    return this.#indexed
      .map((indexed): Match => {
        const held = weigh(subjects, (word) => (holds(indexed, word) > 0 ? 1 : 0))
        const value = (word: Word) => factors[word.kind] * holds(indexed, word)
        return {
          passage: indexed.passage,
          coverage: total === 0 ? 0 : held / total,
          score: weigh(asked, value) + weigh(told, value) / 2,
        }
      })
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
  }

  /** Whether a passage holds all that a question asks: its subject, and the price, time or order it asks about. */
  serves(id: string, { asked }: Question): boolean {
    const indexed = this.#indexed.find((one) => one.passage.id === id)
    const needed = asked.filter(({ kind }) => kind === 'subject' || kind === 'asking' || kind === 'time')
    return indexed !== undefined && needed.length > 0 && needed.every((word) => holds(indexed, word) > 0)
  }

  /** How many subject words said beside the question a passage does not hold. */
  besides(id: string, { told }: Question): number {
    const indexed = this.#indexed.find((one) => one.passage.id === id)
    return told.filter((word) => word.kind === 'subject' && indexed !== undefined && holds(indexed, word) === 0).length
  }

  /** Whether a passage is about a word, and does not just mention it. */
  isAbout(passage: Passage, word: Word): boolean {
    const indexed = this.#indexed.find((one) => one.passage === passage)
    return indexed !== undefined && has(indexed.about, word.stem)
  }

  #weight(word: Word): number {
    const count = this.#indexed.filter((indexed) => holds(indexed, word) > 0).length
    return Math.log(1 + this.#indexed.length / Math.max(count, 0.5)) * (isGrammar(word.text) ? 0.3 : 1)
  }
}

/** Among passages of one file, a day named in the question chooses the one about that day. */
export function narrowed(matches: readonly Match[], { asked }: Question, shelf: Shelf): Match[] {
  const [first, ...others] = matches
  const days = asked.filter(({ kind }) => kind === 'day')
  const names = ({ passage }: Match) => days.some((day) => shelf.isAbout(passage, day))
  const sibling = first && !names(first) && others.find((match) => fileOf(match) === fileOf(first) && names(match))
  if (!sibling) return [...matches]
  return [{ ...first, passage: sibling.passage }, ...others.filter((match) => match !== sibling)]
}

/** `hours.ja` of `hours.ja#weekend`. */
export const fileOf = ({ passage: { id } }: Match): string => id.replace(/#.*/, '')

const factors = { subject: 1, day: 0.5, time: 0.5, asking: 0.5, light: 0.5 } as const

/** A scrap of kana between known words is an ending, hardly ever a subject. */
const isGrammar = (word: string): boolean => /^\p{Script=Hiragana}{1,2}$/u.test(word)

/** 1 when the passage is about the word, less when it has it in another form, only in its text, or says it otherwise. */
function holds({ about, body }: Indexed, { text, stem, same }: Word): number {
  if (has(about, text)) return 1
  if (has(about, stem)) return 0.75
  if (has(body, stem)) return 0.6
  return same.some((other) => has(about, other)) ? 0.8 : 0
}

/** In scripts without spaces a longer word may stand anywhere within; a single character only as a word (蛋 is not 蛋糕). */
function has(text: Text, word: string): boolean {
  if (text.words.has(word)) return true
  return word.length > 1 && /[^\p{Script=Latin}\p{N}]/u.test(word) && text.folded.includes(word)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
