/** Text in columns of a terminal: letters of East Asia take two, and Thai is broken between its words. */

/** As wide as lines of the lab get (columns). */
export const lineWidth = 100

const wide = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303F\uFF01-\uFF60]|\p{Emoji_Presentation}/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const words = new Intl.Segmenter('en', { granularity: 'word' })

export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Control characters a customer or a model may have written would move the cursor: they are taken out. */
export const harmless = (text: string): string => text.replace(/[^\S\n]+/g, ' ').replace(/[^\P{C}\n\u200C\u200D]/gu, '')

/** What others wrote as one line; where they began a new one stands a stroke. */
export const oneLine = (text: string): string => harmless(text.replace(/\s*\n\s*/g, ' / ')).trim()

/** Cells in columns, each as wide as its widest. */
export function aligned(rows: readonly (readonly string[])[], between = '  '): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join(between)
      .trimEnd(),
  )
}

/** Lines no wider than `width`; what is longer than `most` lines is cut, and an ellipsis says so. */
export function wrapped(text: string, width: number, most = Infinity): string[] {
  const lines = harmless(text)
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : wrapLine(line.trim(), width)))
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`]
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const { segment } of words.segment(text)) {
    const pieces = widthOf(segment) > width ? Array.from(graphemes.segment(segment), (one) => one.segment) : [segment]
    for (const piece of pieces) {
      const more = widthOf(piece)
      // Punctuation stays with its word, if only just.
      const sticks = /^\p{P}$/u.test(piece) && used + more <= width + 2
      if (used + more > width && !sticks) {
        lines.push(line.trimEnd())
        line = ''
        used = 0
      }
      if (line === '' && piece.trim() === '') continue
      line += piece
      used += more
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}
