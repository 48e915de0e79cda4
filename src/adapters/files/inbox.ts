/**
 * The inbox: events as LINE sent them, appended to a small file as JSON lines and synced once for all that wait, so that
 * a thousand requests at once cost one write. A segment is one such file; when every event in it has entered its
 * conversation it is deleted, the last one soon after too, since nothing a customer unsends may stay in it. A crash leaves
 * segments whose events enter again and are ignored by their ids.
 */
import { readFile } from 'node:fs/promises'
import type { InboxEvent } from '../../core/event.ts'
import { syncFolder } from './durable.ts'
import { linesBut } from './rewrite.ts'
import { deleteSegment, eventIn, readSegment, segmentsIn, SegmentWriter, type Parse, type Segment } from './segments.ts'

/** How long (ms) the last segment may stay once all in it has entered. */
const idleTime = 1_000
/** How long (ms) until what could not be deleted is tried again. */
const deleteAgain = 10_000

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
  parse: Parse
  /** Called before segments are deleted: whatever their conversations still have to do must be durable elsewhere. */
  beforeDelete: () => Promise<void>
  /** Told when a finished segment could not be deleted; it is tried again. */
  onFailure: (error: unknown) => void
}

/** So much waits that nothing more is taken. */
class InboxFull extends Error {
  override name = 'InboxFull'
}

export class Inbox {
  readonly #options: InboxOptions
  readonly #segments: Segment[] = []
  readonly #writer: SegmentWriter
  readonly #waiting = new Map<string, Map<string, InboxEvent>>()
  readonly #segmentOf = new Map<string, Segment>()
  #queue: Append[] = []
  #writing: Promise<void> | undefined
  #deleting: Promise<void> | undefined
  #retiring: NodeJS.Timeout | undefined
  #deletingAgain: NodeJS.Timeout | undefined

  private constructor(options: InboxOptions, newest: number) {
    this.#options = options
    this.#writer = new SegmentWriter(options.folder, newest, (segment) => void this.#segments.push(segment))
  }

  /** Reads what an earlier process left. */
  static async open(options: InboxOptions): Promise<Inbox> {
    const { paths, newest } = await segmentsIn(options.folder)
    const inbox = new Inbox(options, newest)
    for (const path of paths) {
      const { segment, events, corrupt } = await readSegment(path, options.parse)
      for (const event of events) inbox.#add(segment, event)
      for (const line of corrupt) await options.onCorrupt(path, line)
      inbox.#segments.push(segment)
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
    if (this.#finished().length > 0) this.#startDeleting()
    if (this.#writer.current?.left.size === 0) {
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
    this.#writer.end()
    await this.append([])
    for (;;) {
      await this.#deleting
      // Nothing may come between the look and what follows from it.
      if (this.#deleting === undefined) break
    }
    const { current } = this.#writer
    const others = this.#segments.filter((segment) => segment !== current)
    this.#deleting = this.#rewrite(others, isGone, write).finally(() => (this.#deleting = undefined))
    await this.#deleting
    if (this.#finished().length > 0) this.#startDeleting()
  }

  async #rewrite(
    segments: readonly Segment[],
    isGone: (line: string) => boolean,
    write: (path: string, text: string) => Promise<void>,
  ): Promise<void> {
    for (const segment of segments) {
      const text = await readFile(segment.path, 'utf8')
      const rest = linesBut(
        text,
        (line) => isGone(line) && !segment.left.has(eventIn(line, this.#options.parse)?.id ?? ''),
      )
      if (rest === text) continue
      await write(segment.path, rest)
      segment.bytes = Buffer.byteLength(rest)
    }
  }

  /** Closes the last segment when nothing in it waits and nothing is being written to it: then it is deleted like others. */
  #retire(): void {
    this.#retiring = undefined
    if (!this.#writer.current) return
    if (this.#writing) this.#retiring = setTimeout(() => this.#retire(), idleTime).unref()
    if (this.#writing || this.#writer.current.left.size > 0) return
    this.#writer.close().catch(this.#options.onFailure)
    this.#startDeleting()
  }

  #startDeleting(): void {
    this.#deleting ??= this.#delete().finally(() => (this.#deleting = undefined))
  }

  async close(): Promise<void> {
    clearTimeout(this.#retiring)
    clearTimeout(this.#deletingAgain)
    await this.#writing
    await this.#deleting
    await this.#writer.close()
    await this.#delete(false)
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
        const lines = batch.flatMap(({ events }) => events.map((event) => `${JSON.stringify(event)}\n`))
        const segment = await this.#writer.write(lines.join(''))
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

  #finished(): Segment[] {
    return this.#segments.filter((segment) => segment.left.size === 0 && segment !== this.#writer.current)
  }

  /** Deletes what has wholly entered. A failure leaves it for later: its events are only ignored again. */
  async #delete(again = true): Promise<void> {
    try {
      for (let finished = this.#finished(); finished.length > 0; finished = this.#finished()) {
        await this.#options.beforeDelete()
        for (const segment of finished) {
          await deleteSegment(segment)
          this.#segments.splice(this.#segments.indexOf(segment), 1)
        }
        await syncFolder(this.#options.folder)
      }
    } catch (error) {
      // The next event that enters tries again, and if none comes, time.
      this.#options.onFailure(error)
      if (!again) return
      this.#deletingAgain ??= setTimeout(() => {
        this.#deletingAgain = undefined
        this.#startDeleting()
      }, deleteAgain).unref()
    }
  }
}
