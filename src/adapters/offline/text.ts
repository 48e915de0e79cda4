/** Text made comparable: width, case and kind of kana do not count; the language and the sentences of what was written. */
import { guessLanguage, knownLanguage } from '../../core/language.ts'

/** NFKC, lower case, straight quotes, long drawn ends off; 日曜 and 日曜日 are one. */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[〜~]+/g, ' ')
    .replace(/(?<=[日月火水木金土])曜日/g, '曜')
}

/** The same with katakana as hiragana, character by character: `ぺいぺい` is `ペイペイ`. */
export const fold = (text: string): string =>
  tidy(text).replace(/[ァ-ヶ]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60))

/** The language a passage is written in, from its id (`hours.ja#weekend`); undefined when the file's name has none. */
export function passageLanguage(id: string): string | undefined {
  return /\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)#/.exec(id)?.[1]
}

/**
 * The languages a text may be in, the likeliest first. Han characters alone may be Japanese as well as Chinese; what
 * was said before tells them apart.
 * @param known what an earlier judgement or the customer's profile told
 */
export function languagesOf(text: string, before: readonly string[], known?: string): string[] {
  const told = known === undefined ? undefined : knownLanguage(known)
  const guess = guessLanguage(text) ?? told ?? before.map(guessLanguage).findLast(Boolean) ?? 'en'
  if (guess !== 'zh-TW') return [guess]
  return before.some((said) => guessLanguage(said) === 'ja') ? ['ja', 'zh-TW'] : ['zh-TW', 'ja']
}

/** The sentences of a message. LINE's customers end them with a mark, a space (Thai, Chinese) or nothing at all. */
export function sentences(message: string): string[] {
  return message
    .split(/(?<=[。．！？!?…\n])\s*|(?<=[\p{L}\p{N}])\.+(?:\s+|$)|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}
