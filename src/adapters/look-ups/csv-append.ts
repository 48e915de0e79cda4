/** Appends to a file so that it is durable, or as it was before. */
import type { FileHandle } from 'node:fs/promises'
import { reasonOf } from '../markdown/read-file.ts'

export type Appended =
  | { type: 'done' }
  /** It is as it was. */
  | { type: 'undone'; code: string }
  /** It may stand there, or a part of it. */
  | { type: 'unknown'; code: string }

/**
 * @param handle opened to append; nobody else of ours has the file
 * @param size of the file (bytes)
 */
export async function append(handle: FileHandle, size: number, text: string): Promise<Appended> {
  try {
    // One call: what another program appends at the same time stands before it or behind it.
    await handle.appendFile(text)
    await handle.datasync()
    return { type: 'done' }
  } catch (error) {
    const code = reasonOf(error)
    return { type: (await takeBack(handle, size, Buffer.byteLength(text))) ? 'undone' : 'unknown', code }
  }
}

async function takeBack(handle: FileHandle, size: number, length: number): Promise<boolean> {
  try {
    const now = await handle.stat()
    // Somebody else has appended behind it.
    if (now.size > size + length) return false
    await handle.truncate(size)
    await handle.datasync()
    return true
  } catch {
    return false
  }
}
