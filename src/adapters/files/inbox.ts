/**
 * The inbox: events as LINE sent them, appended to a small file as JSON lines and synced once for all that wait, so that
 * a thousand requests at once cost one write. A segment is one such file; when every event in it has entered its
 * conversation it is deleted, the last one soon after too, since nothing a customer unsends may stay in it. A crash leaves
 * segments whose events enter again and are ignored by their ids.
 */
import { open, readdir, readFile, unlink, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { InboxEvent } from '../../core/event.ts'
import { isMissing, syncFolder } from './durable.ts'
import { linesBut } from './rewrite.ts'

/** A segment is closed past this many bytes, so that it can be deleted once its events have entered. */
const segmentBytes = 2_000_000
/** How long (ms) the last segment may stay once all in it has entered. */
const idleTime = 1_000
/** How long (ms) until what could not be deleted is tried again. */
const deleteAgain = 10_000

interface Segment {
  path: string
  /** Ids of events that have not entered yet. */
  left: Set<string>
  bytes: number
}

interface Append {
  events: readonly InboxEvent[]
  resolve: () => void
  reject: (error: unknown) => void
}

export interface InboxOptions {
  folder: string
  /** What a line that is not an event is given to. */
  onCorrupt: (path: string, line: string) => Promise<void>
  /** Events that may wait: more are not taken, since a process that ends for want of memory ends again at every start. */
  most: number
  /** Reads one line's value as an event. Throws when it is none. */
  parse: (value: unknown) => InboxEvent
  /** Called before segments are deleted: whatever their conversations still have to do must be durable elsewhere. */
  beforeDelete: () => Promise<void>
  /** Told when a finished segment could not be deleted; it is tried again. */
  onFailure: (error: unknown) => void
}

/** So much waits that nothing more is taken. */
export class InboxFull extends Error {
  override name = 'InboxFull'
}

export class Inbox {
  readonly #options: InboxOptions
  readonly #segments: Segment[] = []
  readonly #waiting = new Map<string, Map<string, InboxEvent>>()
  readonly #segmentOf = new Map<string, Segment>()
  #queue: Append[] = []
  #writing: Promise<void> | undefined
  #deleting: Promise<void> | undefined
  #file: FileHandle | undefined
  #number = 0
  #retiring: NodeJS.Timeout | undefined
  #deletingAgain: NodeJS.Timeout | undefined
  /** The next write goes to a new segment. */
  #isClosed = false

  private constructor(options: InboxOptions) {
    this.#options = options
  }

  /** Reads what an earlier process left. */
  static async open(options: InboxOptions): Promise<Inbox> {
    const inbox = new Inbox(options)
    const names = (await readdir(options.folder)).filter((name) => /^\d+\.jsonl$/.test(name)).toSorted()
    for (const name of names) {
      inbox.#number = Math.max(inbox.#number, Number.parseInt(name, 10))
      await inbox.#readSegment(join(options.folder, name))
    }
    return inbox
  }

  /** Durable when it resolves; when it rejects, none of it is there. */
  append(events: readonly InboxEvent[]): Promise<void> {
    if (events.length > 0 && this.#segmentOf.size >= this.#options.most) {
      return Promise.reject(new InboxFull(`${this.#segmentOf.size} events wait already`))
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject })
      this.#writing ??= this.#drain()
    })
  }

  waiting(conversation: string): InboxEvent[] {
    return [...(this.#waiting.get(conversation)?.values() ?? [])]
  }

  /** Conversations that have events here. */
  conversations(): string[] {
    return [...this.#waiting.keys()]
  }

  /** These events are in a durable conversation now. */
  done(conversation: string, ids: readonly string[]): void {
    const events = this.#waiting.get(conversation)
    for (const id of ids) {
      events?.delete(id)
      const segment = this.#segmentOf.get(id)
      segment?.left.delete(id)
      this.#segmentOf.delete(id)
    }
    if (events?.size === 0) this.#waiting.delete(conversation)
    if (this.#finished(false).length > 0) this.#startDeleting()
    if (this.#file && this.#segments.at(-1)?.left.size === 0) {
      this.#retiring ??= setTimeout(() => this.#retire(), idleTime).unref()
    }
  }

  /**
   * Takes lines out of the files, except those whose events have not entered yet. Segments stay for as long as anything in
   * them waits, so that under load what has entered long ago may still stand in one.
   * @param write replaces a file in one step
   */
  async erase(isGone: (line: string) => boolean, write: (path: string, text: string) => Promise<void>): Promise<void> {
    // Nothing is appended to a segment any more once another one has begun.
    this.#isClosed = true
    await this.append([])
    for (;;) {
      await this.#deleting
      // Nothing may come between the look and what follows from it.
      if (this.#deleting === undefined) break
    }
    const current = this.#segments.at(-1)
    const others = this.#segments.filter((segment) => segment !== current)
    this.#deleting = this.#rewrite(others, isGone, write).finally(() => (this.#deleting = undefined))
    await this.#deleting
    if (this.#finished(false).length > 0) this.#startDeleting()
  }

  async #rewrite(
    segments: readonly Segment[],
    isGone: (line: string) => boolean,
    write: (path: string, text: string) => Promise<void>,
  ): Promise<void> {
    for (const segment of segments) {
      const text = await readFile(segment.path, 'utf8')
      const rest = linesBut(text, (line) => isGone(line) && !segment.left.has(this.#idIn(line) ?? ''))
      if (rest === text) continue
      await write(segment.path, rest)
      segment.bytes = Buffer.byteLength(rest)
    }
  }

  #idIn(line: string): string | undefined {
    try {
      return this.#options.parse(JSON.parse(line)).id
    } catch {
      return undefined
    }
  }

  /** Closes the last segment when nothing in it waits and nothing is being written to it: then it is deleted like others. */
  #retire(): void {
    this.#retiring = undefined
    const file = this.#file
    if (!file) return
    if (this.#writing) this.#retiring = setTimeout(() => this.#retire(), idleTime).unref()
    if (this.#writing || this.#segments.at(-1)?.left.size !== 0) return
    this.#file = undefined
    file.close().catch(this.#options.onFailure)
    this.#startDeleting()
  }

  #startDeleting(): void {
    this.#deleting ??= this.#delete(false).finally(() => (this.#deleting = undefined))
  }

  async close(): Promise<void> {
    clearTimeout(this.#retiring)
    clearTimeout(this.#deletingAgain)
    await this.#writing
    await this.#deleting
    await this.#file?.close()
    this.#file = undefined
    await this.#delete(true)
  }

  async #readSegment(path: string): Promise<void> {
    const text = await readFile(path, 'utf8')
    const segment: Segment = { path, left: new Set(), bytes: Buffer.byteLength(text) }
    const lines = text.split('\n')
    // A crash can tear the last line; it was never answered with 200, and LINE delivers it again. One that lacks its end
    // alone is whole.
    const last = lines.pop() ?? ''
    if (this.#isEvent(last)) lines.push(last)
    for (const line of lines) {
      try {
        this.#add(segment, this.#options.parse(JSON.parse(line)))
      } catch {
        await this.#options.onCorrupt(path, line)
      }
    }
    this.#segments.push(segment)
  }

  #isEvent(line: string): boolean {
    try {
      this.#options.parse(JSON.parse(line))
      return true
    } catch {
      return false
    }
  }

  #add(segment: Segment, event: InboxEvent): void {
    if (this.#segmentOf.has(event.id)) return
    segment.left.add(event.id)
    this.#segmentOf.set(event.id, segment)
    const events = this.#waiting.get(event.conversation) ?? new Map<string, InboxEvent>()
    this.#waiting.set(event.conversation, events.set(event.id, event))
  }

  /** Writes whatever waits, in one piece, until nothing waits. */
  async #drain(): Promise<void> {
    // Requests that are being read in this turn of the event loop join the same write.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const batch = this.#queue
      this.#queue = []
      try {
        const segment = await this.#write(batch)
        for (const { events, resolve } of batch) {
          for (const event of events) this.#add(segment, event)
          resolve()
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    // In the same breath as the look at the queue: an append that comes right after it starts a new round.
    this.#writing = undefined
  }

  async #write(batch: readonly Append[]): Promise<Segment> {
    const segment = await this.#current()
    const lines = batch.flatMap(({ events }) => events.map((event) => `${JSON.stringify(event)}\n`)).join('')
    try {
      await this.#file!.appendFile(lines)
      await this.#file!.datasync()
    } catch (error) {
      await this.#undo(segment)
      throw error
    }
    segment.bytes += Buffer.byteLength(lines)
    return segment
  }

  /** Takes back a write that failed half-way; where even that fails, the next write goes to a new segment. */
  async #undo(segment: Segment): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.truncate(segment.bytes).catch(() => undefined)
    await file?.close().catch(() => undefined)
  }

  async #current(): Promise<Segment> {
    const last = this.#segments.at(-1)
    if (this.#file && last && last.bytes < segmentBytes && !this.#isClosed) return last
    await this.#file?.close()
    this.#file = undefined
    this.#isClosed = false
    const number = this.#number + 1
    const path = join(this.#options.folder, `${String(number).padStart(8, '0')}.jsonl`)
    const file = await open(path, 'ax')
    const segment = { path, left: new Set<string>(), bytes: 0 }
    this.#number = number
    this.#file = file
    this.#segments.push(segment)
    try {
      await syncFolder(this.#options.folder)
    } catch (error) {
      await this.#undo(segment)
      throw error
    }
    return segment
  }

  #finished(closing: boolean): Segment[] {
    const current = closing || !this.#file ? undefined : this.#segments.at(-1)
    return this.#segments.filter((segment) => segment.left.size === 0 && segment !== current)
  }

  /** Deletes what has wholly entered. A failure leaves it for later: its events are only ignored again. */
  async #delete(closing: boolean): Promise<void> {
    try {
      for (let finished = this.#finished(closing); finished.length > 0; finished = this.#finished(closing)) {
        await this.#options.beforeDelete()
        for (const segment of finished) {
          await unlink(segment.path).catch((error: unknown) => {
            if (!isMissing(error)) throw error
          })
          this.#segments.splice(this.#segments.indexOf(segment), 1)
        }
        await syncFolder(this.#options.folder)
      }
    } catch (error) {
      // The next event that enters tries again, and if none comes, time.
      this.#options.onFailure(error)
      if (closing) return
      this.#deletingAgain ??= setTimeout(() => {
        this.#deletingAgain = undefined
        this.#startDeleting()
      }, deleteAgain).unref()
    }
  }
}
