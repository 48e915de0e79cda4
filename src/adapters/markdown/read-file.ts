/** Reads the shop's text files: UTF-8 or nothing, with line ends as `\n` and no byte order mark. */
import { readdir, readFile } from 'node:fs/promises'
import { BrokenFile } from './broken-file.ts'

/** @throws BrokenFile when it cannot be read or is not UTF-8 */
export async function readText(file: string, remedy: string): Promise<string> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    const code = reasonOf(error)
    throw new BrokenFile([{ file, line: 0, problem: `cannot be read (${code})`, remedy, code }])
  }
  const text = decode(bytes)
  if (text !== undefined) return text.replace(/\r\n?/g, '\n')
  throw new BrokenFile([
    {
      file,
      line: firstBadLine(bytes),
      problem: 'is not UTF-8 text',
      remedy: 'Save the file again with encoding UTF-8',
    },
  ])
}

/** Names of the files in a folder that end in `ending`, in order. */
export async function listFiles(dir: string, ending: string, remedy: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(ending) && !name.startsWith('.')).toSorted()
  } catch (error) {
    throw new BrokenFile([{ file: dir, line: 0, problem: `cannot be listed (${reasonOf(error)})`, remedy }])
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A line feed is never part of a longer UTF-8 character, so each line can be tried alone. */
function firstBadLine(bytes: Buffer): number {
  let line = 1
  let from = 0
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from)
    const to = end === -1 ? bytes.length : end
    if (decode(bytes.subarray(from, to)) === undefined) return line
    from = to + 1
    line++
  }
  return 1
}

/** `ENOENT` and its like; the code says enough for a person and holds no path twice. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
