/**
 * Documents as files of the data folder, `<name>.json` each. The server has the folder for itself, so that its changes
 * wait for each other here alone. What commands change beside a running server is changed under a lock file of its own;
 * no other has one, so that a killed process never makes a start wait.
 */
import { copyFile, stat } from 'node:fs/promises'
import { unwatchFile, watchFile, type Stats } from 'node:fs'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { DocumentBusy, type Change, type Document, type DocumentKind, type Documents } from '../../ports/documents.ts'
import type { Log } from '../../ports/log.ts'
import { isMissing, makeFolder, readJson, writeDurably, type FileContent } from './durable.ts'

/** So often (ms) it is looked whether a command has changed what somebody listens to. */
const lookEvery = 500

/** Nothing is read or written before a document is. */
export function openFileDocuments(folder: string, log: Log): Documents {
  const listeners = new Map<string, Set<() => void>>()
  return {
    open(kind) {
      const own = listeners.get(kind.name) ?? new Set()
      listeners.set(kind.name, own)
      return openFile(folder, kind, own, log)
    },
  }
}

type Content<T> = Exclude<FileContent<T>, { state: 'missing' }>

function openFile<T>(folder: string, kind: DocumentKind<T>, listeners: Set<() => void>, log: Log): Document<T> {
  const path = join(folder, `${kind.name}.json`)
  const { byCommands = false, broken } = kind
  // A start empties `scratch`, and a command may be writing then.
  const scratch = byCommands ? folder : join(folder, 'scratch')
  /** The file as it was read last, told by what a rename changes. */
  let last: { mark: string; content: Content<T> } | undefined

  const look = async (): Promise<Content<T>> => {
    const mark = await markOf(path)
    if (last?.mark === mark) return last.content
    const found = await readJson(path, (value) => kind.parse(value))
    const content: Content<T> = found.state === 'missing' ? { state: 'read', data: kind.first() } : found
    last = { mark, content }
    return content
  }
  const write = async (value: T): Promise<void> => {
    // People look into what their commands write.
    const text = byCommands ? `${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value)
    await writeDurably(path, text, scratch)
    if (!byCommands) for (const listener of listeners) listener()
  }
  /** The broken one stays until what is instead is written: a crash here must not lose it. */
  const mend = async (why: string): Promise<T> => {
    if ('refuse' in broken) throw broken.refuse(path)
    const kept = `${path}.corrupt.${Date.now()}`
    await copyFile(path, kept)
    log.error({ file: path, kept, why }, broken.words)
    const value = broken.instead()
    await write(value)
    return value
  }
  const step = async <R>(make: (now: T) => Change<T, R> | Promise<Change<T, R>>): Promise<R> => {
    await makeFolder(scratch)
    const unlock = byCommands ? await take(path) : undefined
    try {
      const content = await look()
      const { next, result } = await make(content.state === 'read' ? content.data : await mend(content.why))
      if (next !== undefined) await write(next)
      return result
    } finally {
      await unlock?.()
    }
  }

  let before: Promise<unknown> = Promise.resolve()
  const change: Document<T>['change'] = (make) => {
    const result = before.then(() => step(make))
    before = result.catch(() => undefined)
    return result
  }
  return {
    async read() {
      const content = await look()
      if (content.state === 'read') return content.data
      if ('refuse' in broken) throw broken.refuse(path)
      return change((now) => ({ result: now }))
    },
    change,
    onChange(listener) {
      if (byCommands) return watch(path, listener)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function watch(path: string, listener: () => void): () => void {
  const hear = (now: Stats, before: Stats): void => {
    if (now.ino !== before.ino || now.mtimeMs !== before.mtimeMs) listener()
  }
  watchFile(path, { persistent: false, interval: lookEvery }, hear)
  return () => unwatchFile(path, hear)
}

/** Every writing makes a new file, so its number changes even within one tick of the clock. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(path, { bigint: true })
    return `${ino} ${mtimeMs} ${size}`
  } catch (error) {
    if (isMissing(error)) return 'missing'
    throw error
  }
}

/** One that was killed is waited out. */
async function take(path: string): Promise<() => Promise<void>> {
  try {
    // The file itself may not be there yet.
    const retries = { retries: 150, factor: 1, minTimeout: 100, maxTimeout: 100 }
    return await lock(path, { realpath: false, stale: 10_000, retries })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error
    throw new DocumentBusy(`another command is changing ${path}: wait until it has ended, then try again`)
  }
}
