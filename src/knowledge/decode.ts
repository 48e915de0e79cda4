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
  for (const encoding of ['shift_jis', 'windows-874'] as const) {
    const decoded = decode(bytes, encoding)
    if (decoded && reads[encoding](decoded.text)) return decoded
  }
  return japaneseOrChinese(bytes)
}

/** A list of orders may be of kanji alone, which as bytes are nearly always letters of the other country too. */
function japaneseOrChinese(bytes: Uint8Array): Decoded | undefined {
  const [japanese, chinese] = [decode(bytes, 'shift_jis'), decode(bytes, 'big5')]
  const [inJapan, inTaiwan] = [japanese ? shareInJapan(bytes) : 0, chinese ? shareInTaiwan(bytes) : 0]
  if (japanese && inJapan > 0.6 && inJapan > inTaiwan) {
    // Half-width kana by themselves may be Thai without a vowel above or below.
    return share(decode(bytes, 'windows-874')?.text ?? '', /[\u0e01-\u0e5b]/g) > 0.9 ? undefined : japanese
  }
  return chinese && reads.big5(chinese.text) ? chinese : undefined
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
    // In Big5 every third letter or so has one of these as its second byte.
    const mixed = count(text, /[\u0e01-\u0e5b][@-~]/g) / Math.max(1, count(text, /[\u0e01-\u0e5b]/g))
    return share(text, /[\u0e01-\u0e5b]/g) > 0.9 && signs > 0 && held / signs > 0.95 && mixed < 0.1
  },
  big5: (text: string) => share(text, /[\p{Script=Han}\u3000-\u303f\uff00-\uffef‧…—–]/gu) > 0.9,
}

/**
 * How much of what is not ASCII is in daily use, by the bytes: both standards have the letters of every day in rows of their
 * own, in front of the rare ones.
 */
function shareInJapan(bytes: Uint8Array): number {
  let [usual, all, run] = [0, 0, 0]
  const endRun = (): void => {
    // One alone is a sign of some other country. Less than a kanji: two of them are often one letter in Big5.
    if (run > 1) usual += run * 0.9
    run = 0
  }
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte <= 0x7f) endRun()
    else if (byte >= 0xa1 && byte <= 0xdf) {
      all += 1
      if (byte >= 0xa6) run += 1
    } else {
      endRun()
      const letter = (byte << 8) | (bytes[(at += 1)] ?? 0)
      all += 1
      // Others are rare, but in names: 齋, 邊. From 0xF0 to 0xF9 there are none.
      usual += isUsual(letter, usualInJapan) ? 1 : byte < 0xf0 ? 0.5 : 0
    }
  }
  endRun()
  return usual / Math.max(1, all)
}

function shareInTaiwan(bytes: Uint8Array): number {
  let [usual, all] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte <= 0x80) continue
    all += 1
    if (isUsual((byte << 8) | (bytes[(at += 1)] ?? 0), usualInTaiwan)) usual += 1
  }
  return usual / Math.max(1, all)
}

type Rows = readonly (readonly [first: number, last: number])[]

/** Signs, kana and wide letters; those in a circle or such as ㈱; kanji of level 1; those that Windows added for names. */
const usualInJapan: Rows = [
  [0x8140, 0x8396],
  [0x8740, 0x879c],
  [0x889f, 0x9872],
  [0xfa40, 0xfc4b],
]
/** Signs, and letters of level 1. */
const usualInTaiwan: Rows = [
  [0xa140, 0xa3bf],
  [0xa440, 0xc67e],
]

const isUsual = (letter: number, rows: Rows): boolean => rows.some(([first, last]) => letter >= first && letter <= last)

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0

/** Of what is not ASCII. */
const share = (text: string, what: RegExp): number => count(text, what) / Math.max(1, count(text, /[^\0-\x7f]/gu))
