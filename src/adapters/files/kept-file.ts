/**
 * A file of kept content: one line of JSON that says what it is, then its bytes. It is whole or not there; one that is
 * torn, or none of ours, is `unreadable`.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import type { Found } from '../../ports/contents.ts'
import { isMissing } from './durable.ts'

/** A head is short: no more than this (bytes) need be read for it. */
const headBytes = 1_000

const headSchema = z.object({
  format: z.literal(1),
  /** When it was fetched (ms). */
  at: z.number(),
  mime: z.string().max(200),
  /** Of the content alone. */
  length: z.number().int().nonnegative(),
})
export type Head = z.infer<typeof headSchema>

export type Read<T> = T | 'missing' | 'unreadable'

/** @param temporary where it is written first, in the same file system */
export async function writeKept(file: string, { mime, bytes }: Found, at: number, temporary: string): Promise<void> {
  const head: Head = { format: 1, at, mime, length: bytes.length }
  const handle = await open(temporary, 'wx')
  try {
    await handle.writeFile(`${JSON.stringify(head)}\n`)
    await handle.writeFile(bytes)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

export async function readKept(file: string): Promise<Read<Head & Found>> {
  try {
    const whole = await readFile(file)
    const read = headIn(whole, whole.length)
    return read ? { ...read.head, bytes: whole.subarray(read.length) } : 'unreadable'
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable'
  }
}

/** What it is, without its bytes. */
export async function readHead(file: string): Promise<Read<Head>> {
  try {
    const handle = await open(file, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      const { size } = await handle.stat()
      return headIn(buffer.subarray(0, bytesRead), size)?.head ?? 'unreadable'
    } finally {
      await handle.close()
    }
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable'
  }
}

/** @param size of the whole file (bytes): another than the head tells means that it was torn */
function headIn(start: Buffer, size: number): { head: Head; length: number } | undefined {
  const length = start.indexOf('\n') + 1
  if (length === 0 || length > headBytes) return undefined
  try {
    const head = headSchema.parse(JSON.parse(start.toString('utf8', 0, length)))
    return length + head.length === size ? { head, length } : undefined
  } catch {
    return undefined
  }
}
