/** The bytes of a CSV file that nobody is writing, as UTF-8 without a mark in front. */
import { isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { decodeTable, type Encoding } from '../../knowledge/decode.ts'
import { BrokenFile } from '../markdown/broken-file.ts'
import { reasonOf } from '../markdown/read-file.ts'
import { stateOf } from './csv-follow.ts'
import { putRows } from './csv-table.ts'
import { csvEncodings } from './lookups-csv.ts'

/** Bytes. */
export const mostBytes = 64 * 1024 * 1024
/** So long (ms) it may not change before it is read, and so often it is waited for: then somebody else looks again. */
const still = { for: 300, tries: 10 }
/** What is not ASCII tells the encoding, and so much of it (bytes) is enough. */
const sampled = 200_000

const again = 'Save it from your spreadsheet as CSV UTF-8 once more'
const sayWhich = `${again}, or say in lookups.yaml what it is, as encoding: ${csvEncodings.join(', ')}`

/**
 * @param signal ends it, by an exception of its own
 * @param given what it is in; missing: the file itself tells
 * @throws BrokenFile when there is nothing to read yet
 */
export async function readBytes(file: string, signal: AbortSignal, given?: Encoding): Promise<Buffer> {
  const broken: (problem: string, remedy: string, code?: string) => never = (problem, remedy, code) => {
    throw new BrokenFile([{ file, line: 0, problem, remedy, ...(code === undefined ? {} : { code }) }])
  }
  for (let tries = 0; tries < still.tries; tries += 1) {
    try {
      const before = await stateOf(file)
      await after(still.for, undefined, { signal })
      const found = await stat(file)
      // A pipe would be waited for without end.
      if (!found.isFile()) return broken('is not a file', 'Put a CSV file there')
      if (found.size > mostBytes)
        return broken('is larger than 64 MB', 'Leave out rows and columns that nobody asks for')
      if ((await stateOf(file)) !== before) continue
      const bytes = await readFile(file, { signal })
      if ((await stateOf(file)) !== before) continue
      if (bytes.length === 0) return broken('is empty', putRows)
      if (given === undefined) return inUtf8(bytes) ?? broken('is in an encoding that cannot be told', sayWhich)
      const text = decodeTable(bytes, given)?.text
      return text === undefined
        ? broken(`is not ${given}`, 'Correct encoding in lookups.yaml, or leave it out')
        : Buffer.from(text)
    } catch (error) {
      if (error instanceof BrokenFile || signal.aborted) throw error
      const code = reasonOf(error)
      if (code === 'ENOENT') return broken('is not there', 'Put it there, or correct lookups.yaml', code)
      const remedy = 'Put it there, where this user may read it, or correct lookups.yaml'
      return broken(`cannot be read (${code})`, remedy, code)
    }
  }
  return broken('is being written all the time', 'Write it elsewhere and move it here once it is whole')
}

function inUtf8(bytes: Buffer): Buffer | undefined {
  const start = bytes.subarray(0, 4_000)
  // Without its mark UTF-16 is valid UTF-8 too, as long as it is plain English.
  const isWide = start.includes(0) && decodeTable(start)?.encoding.startsWith('utf-16')
  if (isUtf8(bytes) && isWide !== true) return bytes
  const text = decodeTable(bytes, isMarked(bytes) || isWide ? undefined : encodingOf(bytes))?.text
  return text === undefined ? undefined : Buffer.from(text)
}

const isMarked = ([first = 0]: Uint8Array): boolean => first >= 0xfe

/** Told from the first lines that have more than ASCII in them. */
function encodingOf(bytes: Buffer): Encoding | undefined {
  const lines: Buffer[] = []
  let length = 0
  for (let from = 0; from < bytes.length && length < sampled;) {
    const end = bytes.indexOf(0x0a, from)
    const line = bytes.subarray(from, end === -1 ? bytes.length : end + 1)
    from += line.length
    if (!line.some((byte) => byte > 0x7f)) continue
    lines.push(line)
    length += line.length
  }
  return decodeTable(Buffer.concat(lines))?.encoding
}
