/**
 * What customers sent that is not text, kept on disk for as long as `KEEP_CONTENT` says: asked for again it is not fetched
 * again, and staff can look at it in the console.
 *
 *   ab/<hash>   one message's content, named by a hash of the message's id, which so never is a path
 *   new/        what is half-written; what a dead process left there is deleted
 *
 * What is too old is given to nobody, and is deleted at the start and about hourly. What was forgotten is never kept
 * again, also when its fetch was under way. Nothing is kept on a disk that is nearly full: conversations need the rest.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, statfs, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import { foundIn, seenIn, type Contents, type Found, type KeptContents } from '../../ports/contents.ts'
import type { Log } from '../../ports/log.ts'
import { syncFolder } from './durable.ts'
import { readHead, readKept, writeKept, type Head } from './kept-file.ts'
import { isAbsent, namesIn } from './reading.ts'

const minute = 60_000
const hour = 60 * minute
/** A message that was forgotten is not asked for again; so many are remembered all the same. */
const forgottenKept = 10_000
/** With less free than this (bytes) nothing is kept: a full disk would stop the taking in of messages. */
const leastFree = 200_000_000

export interface KeptContentsOptions {
  /** Its own: everything in it belongs to it. */
  folder: string
  /** How long content is kept from when it was fetched (ms). 0: not at all, and what an earlier start kept is deleted. */
  ms: number
  clock: Pick<Clock, 'now'>
  log: Log
  /** How often what is too old is looked for (ms). Default: hourly, sooner when it is kept for less. */
  every?: number
  /** How much stays free on this file system (bytes). Default: 200 MB. */
  leavesFree?: number
}

/** Where a message's content lies in their folder, when it is kept. */
export function pathOfKept(folder: string, messageId: string): string {
  const name = createHash('sha256').update(messageId).digest('hex').slice(0, 32)
  return join(folder, name.slice(0, 2), name)
}

/** @param contents where it is fetched from when it is not on disk */
export function keepContents(contents: Contents, options: KeptContentsOptions): KeptContents {
  const { folder, ms, clock, log, every = Math.min(hour, Math.max(minute, ms)), leavesFree = leastFree } = options
  const started = randomUUID()
  const halfWritten = join(folder, 'new')
  const forgotten = new Set<string>()
  /** Writes under way, by the message's id: one after another. */
  const writing = new Map<string, Promise<void>>()

  const fileOf = (messageId: string): string => pathOfKept(folder, messageId)
  // A time that lies ahead means that the clock has jumped: nothing is kept for ever for it.
  const isFresh = ({ at }: Head): boolean => Math.abs(clock.now() - at) < ms
  const remove = async (file: string): Promise<void> => {
    try {
      await unlink(file)
      await syncFolder(dirname(file))
    } catch (error) {
      if (isAbsent(error)) return
      log.error({ err: error, file }, 'kept content could not be deleted: delete this file yourself')
    }
  }

  const find = async (messageId: string): Promise<Found | undefined> => {
    if (ms === 0 || forgotten.has(messageId)) return undefined
    const file = fileOf(messageId)
    const kept = await readKept(file)
    if (kept === 'missing') return undefined
    if (kept !== 'unreadable' && isFresh(kept)) return { mime: kept.mime, bytes: kept.bytes }
    await remove(file)
    return undefined
  }

  let saidFull: number | undefined
  /** Said once an hour at most: a full disk stays full for a while. */
  const sayFull = (): void => {
    const now = clock.now()
    if (saidFull !== undefined && Math.abs(now - saidFull) < hour) return
    saidFull = now
    log.warn(
      { folder, leavesFree },
      'THE DISK IS NEARLY FULL: what customers send is not kept until there is room; free some space, or set KEEP_CONTENT to less',
    )
  }

  const write = async (messageId: string, found: Found, at: number): Promise<void> => {
    const temporary = join(halfWritten, `${started}.${randomUUID()}`)
    try {
      const file = fileOf(messageId)
      for (const one of [halfWritten, dirname(file)]) await mkdir(one, { recursive: true })
      if ((await freeAt(folder)) - found.bytes.length < leavesFree) return sayFull()
      await writeKept(file, found, at, temporary)
    } catch (error) {
      log.warn({ err: error, message: messageId }, 'what a customer sent could not be kept; staff look at it in LINE')
      await remove(temporary)
    }
  }
  const keep = async (messageId: string, found: Found): Promise<void> => {
    const at = clock.now()
    const written = (writing.get(messageId) ?? Promise.resolve()).then(() => write(messageId, found, at))
    writing.set(messageId, written)
    await written
    if (writing.get(messageId) === written) writing.delete(messageId)
  }

  const over = new AbortController()
  const deleteOld = async (): Promise<void> => {
    const left = (await namesIn(halfWritten)).filter((name) => !name.startsWith(started))
    for (const name of left) await remove(join(halfWritten, name))
    for (const part of await namesIn(folder)) {
      if (part === 'new') continue
      for (const name of await namesIn(join(folder, part))) {
        if (over.signal.aborted) return
        const file = join(folder, part, name)
        const head = await readHead(file)
        if (head === 'unreadable' || (head !== 'missing' && !isFresh(head))) await remove(file)
      }
    }
  }
  let deleting: Promise<void> | undefined
  const startDeleting = (): void => {
    deleting ??= deleteOld()
      .catch((error: unknown) => log.error({ err: error, folder }, 'kept content could not be looked through'))
      .finally(() => (deleting = undefined))
  }
  startDeleting()
  const timer = setInterval(startDeleting, every).unref()

  return {
    async see(wanted, limits, signal) {
      signal.throwIfAborted()
      const { messageId } = wanted
      const kept = await find(messageId)
      signal.throwIfAborted()
      if (kept && kept.bytes.length <= limits.bytes) return seenIn(kept)
      const seen = await contents.see(wanted, limits, signal)
      if (forgotten.has(messageId)) return { type: 'unseen', why: 'gone' }
      const found = ms === 0 ? undefined : foundIn(seen)
      if (found) await keep(messageId, found)
      return seen
    },
    find,
    async types(messageIds) {
      const asked = ms === 0 ? [] : messageIds.filter((id) => !forgotten.has(id))
      const found = await Promise.all(
        asked.map(async (id): Promise<[string, string][]> => {
          const head = await readHead(fileOf(id))
          return typeof head === 'object' && isFresh(head) ? [[id, head.mime]] : []
        }),
      )
      return new Map(found.flat())
    },
    async forget(messageIds) {
      for (const id of messageIds) forgotten.add(id)
      for (const oldest of forgotten) {
        if (forgotten.size <= forgottenKept) break
        forgotten.delete(oldest)
      }
      for (const id of messageIds) {
        await writing.get(id)
        await remove(fileOf(id))
      }
      await contents.forget?.(messageIds)
    },
    async close() {
      clearInterval(timer)
      over.abort()
      await deleting
      await Promise.all(writing.values())
    },
  }
}

/** In bytes, for a user without special rights. A file system that says nothing about itself counts as empty. */
async function freeAt(folder: string): Promise<number> {
  const { blocks, bavail, bsize } = await statfs(folder)
  return blocks === 0 ? Infinity : bavail * bsize
}
