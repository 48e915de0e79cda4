/**
 * Files that are whole or not there: a unique temporary name, write, datasync, rename, sync of the folder. lowdb's own
 * file adapters do not sync, so a power cut could leave an empty file behind an answered request.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Adapter } from 'lowdb'

/** Makes a folder's entries (a new, renamed or removed file) durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes a file whole. After a failure the old content is still there and nothing else.
 * @param scratch a folder of the same file system for what is half-written; it is emptied at each start
 */
export async function writeDurably(path: string, text: string, scratch: string): Promise<void> {
  const temporary = join(scratch, `${randomUUID()}.tmp`)
  try {
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(text)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes a folder and the entry that leads to it durable. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first !== undefined) await syncFolder(dirname(first))
}

export type FileContent<T> = { state: 'missing' } | { state: 'read'; data: T } | { state: 'corrupt'; why: string }

/** Reads a JSON file through a parser of its shape; what is torn or of another shape is corrupt, not an exception. */
export async function readJson<T>(path: string, parse: (value: unknown) => T): Promise<FileContent<T>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return { state: 'missing' }
    throw error
  }
  try {
    return { state: 'read', data: parse(JSON.parse(text)) }
  } catch (error) {
    // A syntax error quotes the file, and a conversation's holds what customers write.
    if (error instanceof SyntaxError) return { state: 'corrupt', why: 'not JSON' }
    return { state: 'corrupt', why: error instanceof Error ? error.message : String(error) }
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

export interface DurableOptions<T> {
  /** Reads a value as the file's shape; throws when it is another. */
  parse: (value: unknown) => T
  /** Told of a file that is none of that shape. */
  onCorrupt: (path: string, why: string) => Promise<void>
  /** See `writeDurably`. */
  scratch: string
}

/** A lowdb adapter over one durable JSON file. A corrupt file is handed to `onCorrupt`, which moves it aside. */
export class DurableJsonFile<T> implements Adapter<T> {
  readonly #path: string
  readonly #options: DurableOptions<T>

  constructor(path: string, options: DurableOptions<T>) {
    this.#path = path
    this.#options = options
  }

  async read(): Promise<T | null> {
    const content = await readJson(this.#path, this.#options.parse)
    if (content.state === 'read') return content.data
    if (content.state === 'corrupt') await this.#options.onCorrupt(this.#path, content.why)
    return null
  }

  async write(data: T): Promise<void> {
    await writeDurably(this.#path, JSON.stringify(data), this.#options.scratch)
  }
}
