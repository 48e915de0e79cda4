/** Text → bytes as a spreadsheet of some country saves it: what the decoder of that encoding reads, the other way round. */
import type { Encoding } from '../../src/knowledge/decode.ts'

type OfACountry = Extract<Encoding, 'shift_jis' | 'big5' | 'windows-874'>

const tables = new Map<OfACountry, ReadonlyMap<string, readonly number[]>>()

export function encode(text: string, encoding: OfACountry): Buffer {
  const table = tables.get(encoding) ?? tableOf(encoding)
  tables.set(encoding, table)
  const bytes = Array.from(text, (letter) => {
    const found = table.get(letter)
    if (!found) throw new Error(`${letter} is not in ${encoding}`)
    return found
  })
  return Buffer.from(bytes.flat())
}

function tableOf(encoding: OfACountry): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, readonly number[]>()
  const put = (bytes: readonly number[]): void => {
    const [letter, ...others] = decoder.decode(Uint8Array.from(bytes))
    if (letter !== undefined && others.length === 0 && letter !== '\uFFFD' && !table.has(letter))
      table.set(letter, bytes)
  }
  for (let one = 0; one < 256; one += 1) put([one])
  // Some letters are there twice: Windows writes those of Big5's own rows, from 0xA1 on, and none of 0xED and 0xEE in Japan.
  const leads = Array.from({ length: 0x7f }, (_, at) => 0x80 + ((at + 0x21) % 0x7f)).filter(
    (lead) => encoding !== 'shift_jis' || (lead !== 0xed && lead !== 0xee),
  )
  for (const lead of leads) for (let trail = 0x40; trail < 0x100; trail += 1) put([lead, trail])
  return table
}
