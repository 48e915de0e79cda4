/**
 * Whether a value that is to be recorded is in the customer's own words. A model can be talked into a request that nobody
 * made, by whatever it reads; numbers, days and links in it are looked at elsewhere (supported.ts), and this looks at the
 * words: a good part of them has to stand in the messages that the turn answers.
 */
import { alike } from '../written-alike.ts'

/** Share of a value's letters, by which “by Friday 27 November” is still the customer's “by Friday”. */
const enough = 0.4
/** So many letters are compared of a word: “orders” is “order”. */
const stem = 4
/** Scripts that put no blanks between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/** @param texts the open messages; a value of numbers alone has no words, and is theirs as far as this can tell */
export function isOwnWords(value: string, texts: readonly string[]): boolean {
  const said = new Set(texts.flatMap((text) => piecesOf(text)))
  const pieces = piecesOf(value)
  const known = pieces.filter((piece) => said.has(piece))
  return pieces.length === 0 || known.length / pieces.length >= enough
}

/** A question that shares less than this with what is recorded is another matter. */
const shared = 0.25

/**
 * Whether they ask something beside what is recorded of them, which “it is recorded” does not answer. Only a question mark
 * tells a question for sure, whatever the language.
 */
export function asksBeside(texts: readonly string[], values: readonly string[]): boolean {
  const recorded = new Set(values.flatMap((value) => piecesOf(value)))
  const questions = texts.flatMap((text) => alike(text).match(/[^.!?。\n]*\?/g) ?? [])
  return questions.some((question) => {
    const pieces = piecesOf(question)
    const known = pieces.filter((piece) => recorded.has(piece))
    return pieces.length > 0 && known.length / pieces.length < shared
  })
}

/** Beginnings of words, each as often as it has letters; pairs of characters where there are no blanks. */
function piecesOf(text: string): string[] {
  const runs =
    alike(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? []
  return runs.flatMap((run) => {
    const letters = Array.from(run)
    if (!unspaced.test(run)) return letters.map(() => letters.slice(0, stem).join(''))
    if (letters.length < 2) return [run]
    return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
  })
}
