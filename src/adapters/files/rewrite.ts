/**
 * Takes lines out of a file that others append to, while they do. Appending and rewriting take turns, in this process by a
 * queue and among several (a server and its commands) by a lock of the system's own, which goes with the process in
 * whatever way that ends: whoever appends does it `exclusively`. So nothing is appended to a file that is being replaced;
 * and since it is replaced in one step, a process that dies leaves the file as it was or as it should be, with every line.
 */
import { basename, dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as after } from 'node:timers/promises'
import { writeDurably } from './durable.ts'
import { isThere, textOf } from './reading.ts'

/** How often (ms), and how many times, a lock is asked for that another process has. */
const patience = { every: 5, tries: 2_000 }
/** The last to wait for each file, in this process. */
const queues = new Map<string, Promise<unknown>>()

/**
 * Does something with a file of lines while nobody else appends to it or rewrites it.
 * @param scratch see `writeDurably`; in the data folder, where the lock lies beside it
 * @throws when another process does not let go of it
 */
export async function exclusively<T>(path: string, scratch: string, work: () => Promise<T>): Promise<T> {
  const lock = resolve(dirname(scratch), `lock.${basename(path)}`)
  const result = (queues.get(lock) ?? Promise.resolve()).then(async () => {
    // One connection at a time: on POSIX closing any file lets go of the process's locks on it.
    const held = await take(lock)
    try {
      return await work()
    } finally {
      held.close()
    }
  })
  const over = result.catch(() => undefined)
  queues.set(lock, over)
  try {
    return await result
  } finally {
    if (queues.get(lock) === over) queues.delete(lock)
  }
}

/**
 * @param scratch see `exclusively`
 * @param change what becomes of a line; undefined: it goes
 * @returns how many were changed or taken out
 */
export async function rewriteLines(
  path: string,
  scratch: string,
  change: (line: string) => string | undefined,
): Promise<number> {
  if (!(await isThere(path))) return 0
  return exclusively(path, scratch, async () => {
    const { lines, changed } = changeAll((await textOf(path)) ?? '', change)
    if (changed > 0) await writeDurably(path, lines, scratch)
    return changed
  })
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

async function take(lock: string): Promise<DatabaseSync> {
  for (let tries = 1; ; tries += 1) {
    const db = new DatabaseSync(lock)
    try {
      // Nothing is ever written to it.
      db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
      return db
    } catch (error) {
      db.close()
      if (!isBusy(error) || tries === patience.tries) throw error
    }
    await after(patience.every)
  }
}

/** SQLITE_BUSY */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
