/**
 * The bytes of a spreadsheet's CSV → text. Excel writes UTF-8 or UTF-16 with a mark in front, or what Windows uses in
 * its country; which of those it is, the text itself has to tell.
 */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'big5', 'windows-874'] as const
export type Encoding = (typeof encodings)[number]

export interface Decoded {
  text: string
  encoding: Encoding
}

/** Undefined when it cannot be told, or is not in the encoding that was given. */
export function decodeTable(bytes: Uint8Array, given?: Encoding): Decoded | undefined {
  if (given) return decode(bytes, given)
  const marked = markOf(bytes)
  if (marked) return decode(bytes, marked)
  const unmarked = looksLikeUtf16(bytes)
  if (unmarked) return decode(bytes, unmarked)
  const utf8 = decode(bytes, 'utf-8')
  if (utf8) return utf8
  for (const encoding of ['shift_jis', 'windows-874', 'big5'] as const) {
    const decoded = decode(bytes, encoding)
    if (decoded && reads[encoding](decoded.text)) return decoded
  }
  return undefined
}

function decode(bytes: Uint8Array, encoding: Encoding): Decoded | undefined {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding }
  } catch {
    return undefined
  }
}

function markOf([first, second]: Uint8Array): Encoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

/** In UTF-16 what parts cells and rows has a zero beside it; in the others nothing has. */
function looksLikeUtf16(bytes: Uint8Array): Encoding | undefined {
  const parting = [...bytes.subarray(0, 4_000).entries()].filter(([, byte]) => [9, 10, 44, 59].includes(byte))
  const after = parting.filter(([at]) => at % 2 === 0 && bytes[at + 1] === 0).length
  const before = parting.filter(([at]) => at % 2 === 1 && bytes[at - 1] === 0).length
  if (Math.max(after, before) * 2 <= parting.length) return undefined
  return after > before ? 'utf-16le' : 'utf-16be'
}

/** Whether a text that could be decoded reads as people write: bytes of one country are often letters in another. */
const reads = {
  shift_jis: (text: string) =>
    share(text, /[\p{Script=Hiragana}\u30a1-\u30ff]/gu) > 0.15 && share(text, /[\uff61-\uff9f]/g) < 0.2,
  // Thai vowels and tones stand on consonants; anything else leaves them in the air.
  'windows-874': (text: string) => {
    const signs = count(text, /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g)
    const held = count(text, /(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e39\u0e47-\u0e4d])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g)
    return share(text, /[\u0e01-\u0e5b]/g) > 0.9 && signs > 0 && held / signs > 0.95
  },
  big5: (text: string) => share(text, /[\p{Script=Han}\u3000-\u303f\uff00-\uffef‧…—–]/gu) > 0.9,
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Of what is not ASCII. */
const share = (text: string, what: RegExp): number => count(text, what) / Math.max(1, count(text, /[^\0-\x7f]/gu))
