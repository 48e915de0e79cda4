/** Where rows begin and end in the text of a CSV file, for what is put at its end: byte for byte, nothing is rewritten. */

export interface RowAt {
  from: number
  /** Behind what ends it. */
  to: number
  /** `''`: the file ends in it. */
  end: '' | '\n' | '\r\n' | '\r'
  /** A quotation mark is opened in it and never closed. */
  isOpen: boolean
}

export function* rowsIn(text: string): Generator<RowAt> {
  let from = 0
  let isOpen = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    // A quotation mark that is written twice closes and opens again.
    if (sign === 0x22) isOpen = !isOpen
    if (isOpen || (sign !== 0x0a && sign !== 0x0d)) continue
    const end = sign === 0x0a ? '\n' : text[at + 1] === '\n' ? '\r\n' : '\r'
    const to = at + end.length
    yield { from, to, end, isOpen: false }
    from = to
    at = to - 1
  }
  if (from < text.length) yield { from, to: text.length, end: '', isOpen }
}
