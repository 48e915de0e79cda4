/**
 * The shop's files, read again when they change. What is read is whole: nothing is read before the files have been
 * still for a moment, and what changed meanwhile is read once more. A file that is broken keeps what it said before.
 *
 *     still ──(told by the watcher, or found by looking)── settling ── reading ── taken, or broken ── still
 */
import { stat } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { watch } from 'chokidar'
import type { Log } from '../../ports/log.ts'
import type { BrokenSource, Sources } from '../../ports/sources.ts'
import { BrokenFile, ended, type Mistake } from './broken-file.ts'

/** Files that make one thing of type T. */
export interface Source<T> {
  /** For the log: `prompt`. */
  what: string
  folder: string
  /** 1 when files of its folders count too. Without: 0. */
  depth?: 0 | 1
  /** Every file that counts, whether it is there or not. */
  files(): Promise<string[]>
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

export interface WatchOptions {
  log: Log
  now?: () => number
  /** How often it is looked whether something changed that nobody told of (ms). */
  lookEvery?: number
}

/** So long (ms) nothing may change before it is read: an editor or an upload may write in several steps. */
const stillFor = 200

/** @throws BrokenFile at the start, with every mistake, unless it can be done without; never afterwards */
export async function watchSource<T>(source: Source<T>, options: WatchOptions): Promise<Watched<T>> {
  const { log, now = Date.now, lookEvery = 3_000 } = options
  let seen = await fingerprint(source)
  const first = await firstOf(source)
  let current = first.value
  const broken = new Map<string, BrokenSource>()
  for (const { file, why } of note(broken, first.mistakes, now()).broken) {
    log.error({ file, why }, `${file} is broken; it is gone without until it is mended`)
  }
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  const { signal } = closing
  let stirred = false
  let working: Promise<void> | undefined

  const stir = (): void => {
    stirred = true
    if (!signal.aborted) working ??= work().finally(() => (working = undefined))
  }
  const work = async (): Promise<void> => {
    try {
      while (stirred && !signal.aborted) {
        stirred = false
        await readAgain(await settled(source, signal))
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, `the ${source.what} could not be read again; it stays as it was`)
    }
  }
  const readAgain = async (still: string): Promise<void> => {
    if (still === seen) return
    const reading = await source.read(current).catch((error: unknown): Reading<T> => {
      if (error instanceof BrokenFile) return { value: current, mistakes: error.mistakes }
      throw error
    })
    // Half of it may be from before, and half from after.
    if ((await fingerprint(source)) !== still) return void (stirred = true)
    if (signal.aborted) return
    seen = still
    const changed = reading.value !== current
    current = reading.value
    const told = note(broken, reading.mistakes, now())
    for (const { file, why } of told.broken) {
      log.warn({ file, why }, `${file} is broken; what it said before goes on until it is mended`)
    }
    for (const file of told.mended) log.info({ file }, `${file} is good again`)
    if (changed && told.mended.length === 0) log.info({ folder: source.folder }, `the ${source.what} has changed`)
    if (changed || told.broken.length + told.mended.length > 0) for (const listener of listeners) listener()
  }

  const watcher = watch(source.folder, { ignoreInitial: true, depth: source.depth ?? 0 })
  watcher.on('all', stir)
  // What changed before it was ready it does not tell.
  watcher.on('ready', stir)
  watcher.on('error', (error) => {
    log.warn({ err: error, folder: source.folder }, `changes are not told of here; looked for every ${lookEvery} ms`)
  })
  // It stays with the folder that was there first, and some drives (of a network, of a container) tell nothing.
  const looking = setInterval(() => {
    if (!working) void fingerprint(source).then((now) => now !== seen && stir())
  }, lookEvery).unref()

  return {
    current: () => current,
    broken: () => [...broken.values()],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closing.abort()
      clearInterval(looking)
      await watcher.close()
      await working
    },
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

/** Brings the list of broken files up to date; tells which are newly so, or in another way, and which no more. */
function note(broken: Map<string, BrokenSource>, mistakes: readonly Mistake[], now: number) {
  const byFile = Map.groupBy(mistakes, ({ file }) => file)
  const mended = [...broken.keys()].filter((file) => !byFile.has(file))
  for (const file of mended) broken.delete(file)
  const news: BrokenSource[] = []
  for (const [file, its] of byFile) {
    const why = its.map(inWords).join('\n')
    const before = broken.get(file)
    if (before?.why === why) continue
    const one = { file, why, since: before?.since ?? now }
    broken.set(file, one)
    news.push(one)
  }
  return { broken: news, mended }
}

const inWords = ({ line, problem, remedy }: Mistake): string =>
  `${line > 0 ? `line ${line}: ` : ''}${problem}. ${ended(remedy)}`

/** Waits until the files have been still; gives what they are then. */
async function settled(source: Source<unknown>, signal: AbortSignal): Promise<string> {
  let before = await fingerprint(source)
  for (;;) {
    await after(stillFor, undefined, { signal })
    const now = await fingerprint(source)
    if (now === before) return now
    before = now
  }
}

/** Which files are there and when they were last touched. It never throws: what is wrong is found by reading. */
async function fingerprint(source: Source<unknown>): Promise<string> {
  const files = await source.files().catch(() => [])
  const states = files.map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => undefined)
    return found ? `${file}|${found.ino}|${found.size}|${found.mtimeNs}|${found.ctimeNs}` : `${file}|`
  })
  return (await Promise.all(states)).join('\n')
}
