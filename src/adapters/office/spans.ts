/** The hours of one day as they are written: `closed`, `9:00-17:30`, or several with commas. */

/** Minutes from the day's midnight. An end of more than 1440 is on the next day. */
export interface Span {
  from: number
  to: number
}

export interface NoSpans {
  problem: string
}

const written = /^(\d{1,2}):(\d{2})\s*[-–—~〜]\s*(\d{1,2}):(\d{2})$/
const day = 24 * 60

/** No spans: closed. */
export function readSpans(text: string): Span[] | NoSpans {
  // Full-width digits and signs are as good.
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (plain === 'closed') return []
  const spans: Span[] = []
  for (const part of plain.split(/\s*[,、]\s*/)) {
    const [, ...digits] = written.exec(part) ?? []
    if (digits.length === 0) return { problem: `“${part}” is not hours` }
    const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = digits.map(Number)
    const [from, to] = [h1 * 60 + m1, h2 * 60 + m2]
    if (m1 > 59 || m2 > 59 || from >= day || to > day) return { problem: `“${part}” has a time that no clock shows` }
    if (from === to) return { problem: `“${part}” begins when it ends` }
    spans.push({ from, to: to > from ? to : to + day })
  }
  const inOrder = spans.toSorted((a, b) => a.from - b.from)
  const overlap = inOrder.some(({ from }, index) => index > 0 && from < inOrder[index - 1]!.to)
  return overlap ? { problem: `the hours ${plain} overlap` } : inOrder
}
