/**
 * The shop's files, read again when they change. What is read is whole: nothing is read before the files have been
 * still for a moment, and what changed meanwhile is read once more. A file that is broken keeps what it said before.
 *
 *     still ──(its folder stirs: folders.ts)── settling ── reading ── taken, or broken ── still
 */
import { setTimeout as after } from 'node:timers/promises'
import type { BrokenSource, Sources } from '../../ports/sources.ts'
import { BrokenFile, type Mistake } from './broken-file.ts'
import { noteBroken } from './broken-list.ts'
import { openFolders, type Folders, type FoldersOptions, type Look } from './folders.ts'

/** Files that make one thing of type T. */
export interface Source<T> {
  /** For the log: `prompt`. */
  what: string
  /** Where they are; the first is told in the log. */
  folders: readonly [string, ...string[]]
  /** Every file that counts, whether it is there or not. */
  files(look: Look): readonly string[]
  /**
   * Reads all of it.
   * @param last what was read before; it is given back when it is still the same
   * @throws BrokenFile when nothing of it can be used
   */
  read(last?: T): Promise<Reading<T>>
  /** What there is when it is broken at the start; missing: nothing starts then. */
  without?: T
}

export interface Reading<T> {
  value: T
  /** Of files without which the value was made: for them the last good one goes on. */
  mistakes: readonly Mistake[]
}

export interface Watched<T> extends Sources {
  current(): T
  /** Told after each change of what is current or broken. Gives back what ends the telling. */
  onChange(listener: () => void): () => void
  /** Stops watching; what is current stays. */
  close(): Promise<void>
}

export interface WatchOptions extends FoldersOptions {
  now?: () => number
  /** Followed for others too; missing: for this alone. */
  folders?: Folders
}

/** So long (ms) nothing may change before it is read: an editor or an upload may write in several steps. */
const stillFor = 200

/** @throws BrokenFile at the start, with every mistake, unless it can be done without; never afterwards */
export async function watchSource<T>(source: Source<T>, options: WatchOptions): Promise<Watched<T>> {
  const { log, now: time = Date.now } = options
  const folders = options.folders ?? openFolders(options)
  const closing = new AbortController()
  const { signal } = closing
  let stirred = false
  let isRead = false
  let working: Promise<void> | undefined
  const stir = (): void => {
    stirred = true
    if (isRead && !signal.aborted) working ??= work().finally(() => (working = undefined))
  }
  const following = folders.follow(source.folders, stir)
  const close = async (): Promise<void> => {
    closing.abort()
    following.close()
    if (!options.folders) folders.close()
    await working
  }
  const begun = await following.look()
  const first = await firstOf(source).catch(async (error: unknown) => {
    await close()
    throw error
  })
  /** What of the files has been read. */
  let seen = fingerprint(source, begun)
  let current = first.value
  const broken = new Map<string, BrokenSource>()
  for (const { file, why } of noteBroken(broken, first.mistakes, time()).broken) {
    log.error({ file, why }, `${file} cannot be used; kidoku goes on without it until it is put right`)
  }
  const listeners = new Set<() => void>()

  const work = async (): Promise<void> => {
    try {
      while (stirred && !signal.aborted) {
        stirred = false
        const still = await settled()
        if (still) await readAgain(still)
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, `the ${source.what} could not be read again; it stays as it was`)
    }
  }
  /** Waits until the files have been still; gives what they are then, if they are not what has been read. */
  const settled = async (): Promise<Look | undefined> => {
    let before = await following.look()
    while (fingerprint(source, before) !== seen) {
      await after(stillFor, undefined, { signal })
      const now = await following.look()
      if (fingerprint(source, now) === fingerprint(source, before)) return now
      before = now
    }
    return undefined
  }
  const readAgain = async (still: Look): Promise<void> => {
    const reading = await source.read(current).catch((error: unknown): Reading<T> => {
      if (error instanceof BrokenFile) return { value: current, mistakes: error.mistakes }
      throw error
    })
    // Half of it may be from before, and half from after.
    const now = fingerprint(source, await following.look())
    if (now !== fingerprint(source, still)) return void (stirred = true)
    if (signal.aborted) return
    seen = now
    const changed = reading.value !== current
    current = reading.value
    const told = noteBroken(broken, reading.mistakes, time())
    for (const { file, why } of told.broken) {
      log.warn({ file, why }, `${file} is broken; what it said before goes on until it is mended`)
    }
    for (const file of told.mended) log.info({ file }, `${file} is good again`)
    if (changed && told.mended.length === 0) log.info({ folder: source.folders[0] }, `the ${source.what} has changed`)
    if (changed || told.broken.length + told.mended.length > 0) for (const listener of listeners) listener()
  }

  isRead = true
  if (stirred) stir()
  return {
    current: () => current,
    broken: () => [...broken.values()],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close,
  }
}

async function firstOf<T>(source: Source<T>): Promise<Reading<T>> {
  const { without } = source
  try {
    const first = await source.read()
    if (first.mistakes.length === 0 || without !== undefined) return first
    throw new BrokenFile(first.mistakes)
  } catch (error) {
    if (without === undefined || !(error instanceof BrokenFile)) throw error
    return { value: without, mistakes: error.mistakes }
  }
}

/** Which of its files are there, and when they were last touched. */
const fingerprint = (source: Source<unknown>, look: Look): string =>
  source
    .files(look)
    .map((file) => `${file}|${look.state(file) ?? ''}`)
    .join('\n')
