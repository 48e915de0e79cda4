/**
 * Text as a customer may see it: Markdown that a model leaks becomes plain text, and a long answer becomes several
 * messages, cut at the end of a sentence and never inside a character as people count them (a grapheme).
 */

/** LINE: a text message holds up to 5,000 UTF-16 units, and a reply up to 5 messages. */
export const maxUnits = 5_000
export const maxMessages = 5

/** The longest that mean something (families, flags of regions) have some thirty units. */
const longestGrapheme = 100

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What is not seen and does nothing for the letters beside it. Joiners (U+200C, U+200D) make emoji and are spelling. */
const unseen = /\u034f|[\u00ad\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]/g
/** Whether anything of a text can be seen at all. */
const isVisible = (text: string): boolean => /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)

/**
 * What a customer may be sent: whole characters, no control characters, no marks that turn the direction of what follows,
 * and nothing that opens something in LINE's app by a tap. A model may have been made to write any of them.
 */
const harmless = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(unseen, '')
    .replace(/(?<![a-z\d])line[a-z]*:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*/gi, '')

/**
 * Markdown to plain text, carefully: only what is surely markup goes. `10~12`, `2 * 3`, `a_b` and `<5 kg` stay, which
 * general strippers eat (docs/decisions/0003-plain-text.md). A link keeps its address, or nobody could follow it.
 * @returns empty when nothing can be seen of it
 */
export function plainText(markdown: string): string {
  // Again where the markup parted it: line`:`//.
  const text = harmless(withoutMarkup(harmless(markdown)))
  return isVisible(text) ? text : ''
}

/** The same text with what its markup parted together again, harmful as it may be. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/^[ \t]*(```|~~~)[^\n]*\n?/gm, '')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$/gm, '$1')
    .replace(/^[ \t]{0,3}(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^([ \t]*)[*+-][ \t]+/gm, '$1• ')
    .replace(/^[ \t]{0,3}>[ \t]?/gm, '')
    .replace(/!?\[([^\][\n]+)\]\((https?:[^\s)]+)\)/g, (_, label: string, address: string) =>
      label === address ? address : `${label} ${address}`,
    )
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/(?<=^|[\s、。，：,.:])\*(?=[\p{L}\p{N}])([^\n*]*[^\s*])\*(?![\p{L}\p{N}*])/gmu, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * Cuts a text into pieces of at most `units` UTF-16 units, at ends of sentences where there are any.
 * @returns at most `pieces` pieces; what does not fit is left out and the last piece ends in an ellipsis
 */
export function split(text: string, units: number = maxUnits, pieces: number = maxMessages): string[] {
  if (text.length <= units) return text === '' ? [] : [text]
  const found: string[] = []
  let piece = ''
  for (const part of parts(text, units)) {
    if (piece.length + part.length > units) {
      found.push(piece)
      piece = ''
    }
    piece += part
  }
  found.push(piece)
  const whole = found.map((one) => one.trim()).filter((one) => one !== '')
  return whole.length <= pieces ? whole : [...whole.slice(0, pieces - 1), shorten(whole[pieces - 1]!, units)]
}

/** Shortens a text to at most `units` UTF-16 units, ending in an ellipsis, never inside a grapheme. */
export function shorten(text: string, units: number): string {
  let short = ''
  for (const { segment } of graphemes.segment(text)) {
    if (short.length + segment.length + 1 > units) break
    short += segment
  }
  return `${short.trimEnd()}…`
}

/** Sentences; one that is too long by itself comes as graphemes. Of a letter under a flood of marks the first are kept. */
function* parts(text: string, units: number): Iterable<string> {
  for (const { segment: sentence } of sentences.segment(text)) {
    if (sentence.length <= units) yield sentence
    else for (const { segment } of graphemes.segment(sentence)) yield start(segment, Math.min(units, longestGrapheme))
  }
}

/** Its first units, never half a character. */
const start = (text: string, units: number): string => text.slice(0, units).replace(/[\ud800-\udbff]$/, '')
