/**
 * Takes lines out of a file that others append to, while they do: the file is replaced in one step, and what was appended
 * to the old one meanwhile is carried over. Whoever appends opens the file for one line and closes it.
 */
import { open } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { appendDurably } from './conversation-files.ts'
import { isMissing, writeDurably } from './durable.ts'

/** An append is over within this time (ms). */
const longestAppend = 250

/**
 * @param change what becomes of a line; undefined: it goes
 * @returns how many were changed or taken out
 */
export async function rewriteLines(
  path: string,
  scratch: string,
  change: (line: string) => string | undefined,
): Promise<number> {
  let handle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
  try {
    const text = await handle.readFile('utf8')
    // What is being written just now is not whole yet, and is carried over like what comes after it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    const { lines, changed } = changeAll(whole, change)
    if (changed + changeAll(text.slice(whole.length), change).changed === 0) return 0
    await writeDurably(path, lines, scratch)
    await after(longestAppend)
    const { size } = await handle.stat()
    const from = Buffer.byteLength(whole)
    if (size > from) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
      await appendDurably(path, changeAll(buffer.toString('utf8', 0, bytesRead), change).lines)
    }
    return changed
  } finally {
    await handle.close()
  }
}

/** A text of lines without some of them. */
export const linesBut = (text: string, isGone: (line: string) => boolean): string =>
  changeAll(text, (line) => (isGone(line) ? undefined : line)).lines

function changeAll(text: string, change: (line: string) => string | undefined): { lines: string; changed: number } {
  const kept: string[] = []
  let changed = 0
  for (const line of text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined)) {
    const now = line === '' ? line : change(line)
    if (now !== line) changed += 1
    if (now !== undefined && now !== '') kept.push(`${now}\n`)
  }
  return { lines: kept.join(''), changed }
}
