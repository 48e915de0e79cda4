/**
 * Segments: the inbox's files, `00000001.jsonl` and on, a line an event. One of them is appended to; a write that failed
 * half-way is taken back, and where even that fails the next one goes to a new segment.
 */
import { open, readdir, readFile, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { InboxEvent } from '../../core/event.ts'
import { isMissing, syncFolder } from './durable.ts'

/** A segment is closed past this many bytes, so that it can be deleted once its events have entered. */
const segmentBytes = 2_000_000

export interface Segment {
  path: string
  /** Ids of events that have not entered yet. */
  left: Set<string>
  bytes: number
}

/** Reads one line's value as an event. Throws when it is none. */
export type Parse = (value: unknown) => InboxEvent

/** What an earlier process left, oldest first, with the number of the newest. */
export async function segmentsIn(folder: string): Promise<{ paths: string[]; newest: number }> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.jsonl$/.test(name)).toSorted()
  return {
    paths: names.map((name) => join(folder, name)),
    newest: Math.max(0, ...names.map((name) => Number.parseInt(name, 10))),
  }
}

/**
 * A crash can tear the last line; it was never answered with 200, and LINE delivers it again. One that lacks its end alone
 * is whole.
 */
export async function readSegment(
  path: string,
  parse: Parse,
): Promise<{ segment: Segment; events: InboxEvent[]; corrupt: string[] }> {
  const text = await readFile(path, 'utf8')
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  if (eventIn(last, parse)) lines.push(last)
  const events: InboxEvent[] = []
  const corrupt: string[] = []
  for (const line of lines) {
    const event = eventIn(line, parse)
    if (event) events.push(event)
    else corrupt.push(line)
  }
  return { segment: { path, left: new Set(), bytes: Buffer.byteLength(text) }, events, corrupt }
}

/** Undefined when it is none. */
export function eventIn(line: string, parse: Parse): InboxEvent | undefined {
  try {
    return parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

export async function deleteSegment({ path }: Segment): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

/** The segment that is appended to. */
export class SegmentWriter {
  readonly #folder: string
  readonly #begun: (segment: Segment) => void
  #number: number
  #file: FileHandle | undefined
  #segment: Segment | undefined
  #isEnding = false

  /**
   * @param newest the number of the newest segment there is
   * @param begun told of each new one, before anything stands in it
   */
  constructor(folder: string, newest: number, begun: (segment: Segment) => void) {
    this.#folder = folder
    this.#number = newest
    this.#begun = begun
  }

  /** The one that is open; undefined when the next write begins another. */
  get current(): Segment | undefined {
    return this.#file && this.#segment
  }

  /** Durable when it resolves; when it rejects, none of it is there. */
  async write(lines: string): Promise<Segment> {
    const { file, segment } = await this.#writable()
    try {
      await file.appendFile(lines)
      await file.datasync()
    } catch (error) {
      await this.#undo(file, segment)
      throw error
    }
    segment.bytes += Buffer.byteLength(lines)
    return segment
  }

  /** The next write goes to a new segment, whatever is being written now. */
  end(): void {
    this.#isEnding = true
  }

  /** Lets go of the file. Only while nothing is being written. */
  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  async #undo(file: FileHandle, segment: Segment): Promise<void> {
    this.#file = undefined
    await file.truncate(segment.bytes).catch(() => undefined)
    await file.close().catch(() => undefined)
  }

  async #writable(): Promise<{ file: FileHandle; segment: Segment }> {
    if (this.#file && this.#segment && this.#segment.bytes < segmentBytes && !this.#isEnding) {
      return { file: this.#file, segment: this.#segment }
    }
    await this.close()
    this.#isEnding = false
    const number = this.#number + 1
    const path = join(this.#folder, `${String(number).padStart(8, '0')}.jsonl`)
    const file = await open(path, 'ax')
    const segment = { path, left: new Set<string>(), bytes: 0 }
    this.#number = number
    this.#file = file
    this.#segment = segment
    this.#begun(segment)
    try {
      await syncFolder(this.#folder)
    } catch (error) {
      await this.#undo(file, segment)
      throw error
    }
    return { file, segment }
  }
}
