/**
 * A text as terms to index and to look for. Words come from `Intl.Segmenter`, which knows Japanese, Chinese and Thai;
 * pairs of neighbouring characters stand beside them there, since no two texts are cut into words alike.
 */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

export function terms(text: string): string[] {
  const words = [...segmenter.segment(text.normalize('NFKC').toLowerCase())]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
  return words.flatMap((word) => (unspaced.test(word) ? [word, ...pairs(word)] : [word]))
}

function pairs(word: string): string[] {
  const characters = Array.from(word)
  return characters.length < 3 ? [] : characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
