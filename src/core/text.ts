/**
 * Text as a customer may see it: Markdown that a model leaks becomes plain text, and a long answer becomes several
 * messages, cut at the end of a sentence and never inside a character as people count them (a grapheme).
 */

/** LINE: a text message holds up to 5,000 UTF-16 units, and a reply up to 5 messages. */
export const maxUnits = 5_000
export const maxMessages = 5

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Markdown to plain text, carefully: only what is surely markup goes. `10~12`, `2 * 3`, `a_b` and `<5 kg` stay, which
 * general strippers eat (docs/decisions/0003-plain-text.md). A link keeps its address, or nobody could follow it.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
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

/** Sentences; one that is too long by itself comes as graphemes. A single grapheme past the limit is left out. */
function* parts(text: string, units: number): Iterable<string> {
  for (const { segment: sentence } of sentences.segment(text)) {
    if (sentence.length <= units) yield sentence
    else for (const { segment } of graphemes.segment(sentence)) if (segment.length <= units) yield segment
  }
}
