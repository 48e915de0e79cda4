/** One folder that is followed: what lies in it, and when it may have changed. */
import { watch, type FSWatcher } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Log } from '../../ports/log.ts'
import { reasonOf } from './read-file.ts'

/** The files of a folder, as they were at one time. */
export interface Seen {
  /** In order. */
  names: readonly string[]
  /** Another one once the file was touched; undefined when it is not there. */
  state(name: string): string | undefined
}

export interface Folder {
  /** Told when something in it may have changed. */
  listeners: Set<() => void>
  /** What lies there; nothing of it was seen before this was asked. It never rejects: none where it cannot be read. */
  look(): Promise<Seen>
  /** Looks once more, if nobody looks just now, and tells of what is not as it was the last time. */
  lookAgain(): void
  /** How many there were when it was last looked. */
  files(): number
  close(): void
}

/** Texts and lists. A name that begins with a dot is an editor's or the system's. */
const counts = (name: string): boolean => /^[^.].*\.(md|yaml)$/is.test(name)

/** Some systems tell no case apart, nor ways to write an accent. */
const alike = (name: string): string => name.normalize('NFC').toLowerCase()

export function openFolder(path: string, log: Log): Folder {
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  let watcher: FSWatcher | undefined
  /** Which folder that watches: another may take its place under the same name. */
  let watched: string | undefined
  let isSaid = false
  let isClosed = false
  let last: Seen | undefined

  const unwatch = (): void => {
    watcher?.close()
    watcher = watched = undefined
  }
  const failed = (error: unknown): void => {
    unwatch()
    // A folder that is taken away says so too, on some systems.
    if (isSaid || isClosed || ['ENOENT', 'EPERM'].includes(reasonOf(error))) return
    isSaid = true
    log.warn({ err: error, folder: path }, 'changes are not told of here; it is looked for them every few seconds')
  }
  const watchIt = (id: string): void => {
    unwatch()
    try {
      const begun = watch(path, { persistent: false }, (_, name) => {
        // So it calls itself when it is moved or removed. What takes its place is watched once somebody looks.
        if (watcher === begun && name === basename(path)) unwatch()
        tell()
      })
      begun.on('error', failed)
      watcher = begun
      watched = id
    } catch (error) {
      failed(error)
    }
  }

  const look = oneAtATime(async (): Promise<Seen> => {
    const own = await stat(path, { bigint: true }).catch(() => undefined)
    // A number is given anew once its folder is gone.
    const id = own && `${own.dev}|${own.ino}|${own.birthtimeNs}`
    if (id === undefined) unwatch()
    // Before it is read, so that nothing changes untold in between.
    else if (id !== watched && !isClosed) watchIt(id)
    const seen = await filesIn(path)
    last ??= seen
    return seen
  })

  const compare = async (): Promise<void> => {
    const seen = await look.next()
    const before = last
    last = seen
    if (before && !same(before, seen)) tell()
  }

  return {
    listeners,
    look: look.next,
    lookAgain() {
      if (!look.busy()) void compare()
    },
    files: () => last?.names.length ?? 0,
    close() {
      isClosed = true
      unwatch()
    },
  }
}

async function filesIn(path: string): Promise<Seen> {
  const names = (await readdir(path).catch(() => [])).filter(counts).toSorted()
  const states = names.map(async (name): Promise<[string, string]> => {
    const found = await stat(join(path, name), { bigint: true }).catch(() => undefined)
    return [name, found ? `${found.ino}|${found.size}|${found.mtimeNs}|${found.ctimeNs}` : '']
  })
  const exact = new Map(await Promise.all(states))
  const others = new Map([...exact].map(([name, state]) => [alike(name), state]))
  return { names, state: (name) => exact.get(name) ?? others.get(alike(name)) }
}

const same = (a: Seen, b: Seen): boolean =>
  a.names.length === b.names.length && a.names.every((name) => a.state(name) === b.state(name))

/**
 * Work that many want done: who comes while it is under way has the next run, together with all who come meanwhile.
 * @param work never rejects
 */
function oneAtATime<T>(work: () => Promise<T>): { next(): Promise<T>; busy(): boolean } {
  let current: Promise<T> | undefined
  let following: Promise<T> | undefined
  const run = (): Promise<T> => {
    const begun = work().finally(() => {
      if (current === begun) current = undefined
    })
    current = begun
    return begun
  }
  return {
    next() {
      if (!current) return run()
      following ??= current.then(() => {
        following = undefined
        return current ?? run()
      })
      return following
    },
    busy: () => current !== undefined,
  }
}
