/** Many words looked for in many bytes at once, in every form in which a file of ours may hold them. */
import { searchable } from '../core/search-words.ts'
import { formsOf, mayStandBefore } from '../core/naming.ts'

export interface Needle {
  /** What it stands for, such as a message's text. */
  of: string
  bytes: Buffer
  /** An id: no letter or digit may stand before or behind it. The width of a character (bytes). */
  alone?: 1 | 2
}

/** A piece of a text that was cut (a list shows 160 characters) is found as well. */
const piece = 60

/** An id in the forms in which it may be written. */
export function needlesOfId(id: string): Needle[] {
  return formsOf([id]).flatMap((form): Needle[] => [
    { of: id, bytes: Buffer.from(form), alone: 1 },
    { of: id, bytes: Buffer.from(form.toLowerCase()), alone: 1 },
    { of: id, bytes: Buffer.from(form, 'utf16le'), alone: 2 },
    { of: id, bytes: Buffer.from(form, 'utf16le').swap16(), alone: 2 },
  ])
}

/** A text: its beginning, middle and end, as it is, as JSON writes it, as searches have it, and in UTF-16. */
export function needlesOfText(text: string): Needle[] {
  const found = new Map<string, Buffer>()
  const add = (bytes: Buffer): void => {
    if (bytes.length >= 4) found.set(bytes.toString('latin1'), bytes)
  }
  for (const part of piecesOf(text)) {
    const json = JSON.stringify(part).slice(1, -1)
    const escaped = json.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    for (const form of [part, json, escaped, searchable(part)]) add(Buffer.from(form))
    const wide = Buffer.from(part, 'utf16le')
    add(wide)
    add(Buffer.from(wide).swap16())
  }
  return [...found.values()].map((bytes) => ({ of: text, bytes }))
}

function piecesOf(text: string): string[] {
  const whole = text.trim()
  if (whole.length <= piece) return [whole]
  const middle = Math.floor((whole.length - piece) / 2)
  return [0, middle, whole.length - piece].map((at) => whole.slice(at, at + piece).toWellFormed())
}

/** A few letters stand everywhere. Signs that are not of ASCII say more. */
export function isDistinctive(text: string): boolean {
  const length = Array.from(text.trim()).length
  return /[^\0-\x7f]/.test(text) ? length >= 4 : length >= 8
}

/** @returns what a piece of bytes holds: the `of` of each needle in it */
export function searcherFor(needles: readonly Needle[]): (bytes: Buffer) => Set<string> {
  const byBeginning = new Map<number, Needle[]>()
  const begins = new Uint8Array(65_536)
  for (const needle of needles.filter(({ bytes }) => bytes.length >= 2)) {
    const key = needle.bytes.readUInt16BE(0)
    begins[key] = 1
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), needle])
  }
  return (bytes) => {
    const found = new Set<string>()
    let key = bytes[0] ?? 0
    for (let at = 1; at < bytes.length; at += 1) {
      key = ((key << 8) | (bytes[at] ?? 0)) & 0xffff
      if (begins[key] !== 1) continue
      for (const needle of byBeginning.get(key) ?? []) {
        if (!found.has(needle.of) && isAt(bytes, at - 1, needle)) found.add(needle.of)
      }
    }
    return found
  }
}

function isAt(bytes: Buffer, at: number, { bytes: wanted, alone }: Needle): boolean {
  const end = at + wanted.length
  if (end > bytes.length || bytes.compare(wanted, 0, wanted.length, at, end) !== 0) return false
  if (alone === undefined) return true
  if (isLetter(bytes, end, alone)) return false
  return !isLetter(bytes, at - alone, alone) || (alone === 1 && mayStandBefore(bytes.toString('latin1', at - 12, at)))
}

/** Whether a letter or digit of ASCII stands there. */
function isLetter(bytes: Buffer, at: number, width: 1 | 2): boolean {
  const codes = [bytes[at] ?? 0, width === 2 ? (bytes[at + 1] ?? 0) : 0]
  if (width === 2 && !codes.includes(0)) return false
  return codes.some((code) => /[0-9A-Za-z]/.test(String.fromCharCode(code)))
}
