/**
 * The folders in which the shops' files lie, followed: each is watched and looked at once, however many things are made of
 * its files. What the system tells of is passed on at once; the rest is found by looking, since some drives (of a network,
 * of a container) tell nothing.
 */
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { Log } from '../../ports/log.ts'
import { openFolder, type Folder, type Seen } from './folder.ts'

/** What lies in folders, as it was at one time. */
export interface Look {
  /** The files in one of them, in order. */
  in(folder: string): string[]
  /** Another one once the file was touched; undefined when it is not there. */
  state(file: string): string | undefined
}

export interface Following {
  /** What lies there now: nothing of it was seen before this was asked. It never rejects. */
  look(): Promise<Look>
  close(): void
}

export interface Folders {
  /** @param onStir told when something in one of them may have changed */
  follow(folders: readonly string[], onStir: () => void): Following
  close(): void
}

export interface FoldersOptions {
  log: Log
  /** How often it is looked whether something changed that nobody told of (ms); where there are many files, less often. */
  lookEvery?: number
}

/** Looking has so long for each file (ms): however many there are, it is as little work at a time. */
const perFile = 5
/** Looking for a folder costs as much as looking at so many files. */
const itself = 2

export function openFolders({ log, lookEvery = 3_000 }: FoldersOptions): Folders {
  const folders = new Map<string, Folder>()
  const closing = new AbortController()
  const { signal } = closing
  const pause = (ms: number): Promise<void> => after(ms, undefined, { signal, ref: false })

  const lookAround = async (): Promise<void> => {
    for (;;) {
      const begun = performance.now()
      let owed = 0
      for (const folder of folders.values()) {
        // Not waited for: a drive that does not answer holds up no other.
        folder.lookAgain()
        owed += (folder.files() + itself) * perFile
        if (owed < 100) continue
        await pause(owed)
        owed = 0
      }
      await pause(Math.max(lookEvery - (performance.now() - begun), owed))
    }
  }
  lookAround().catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'changes that the system does not tell of are not found any more')
  })

  return {
    follow(paths, onStir) {
      const own = new Map(
        paths.map((path): [string, Folder] => {
          const key = resolve(path)
          const folder = folders.get(key) ?? openFolder(key, log)
          folders.set(key, folder)
          folder.listeners.add(onStir)
          return [key, folder]
        }),
      )
      return {
        async look() {
          const looks = [...own].map(async ([key, folder]): Promise<[string, Seen]> => [key, await folder.look()])
          const seen = new Map(await Promise.all(looks))
          return {
            in: (folder) => (seen.get(resolve(folder))?.names ?? []).map((name) => join(folder, name)),
            state: (file) => seen.get(resolve(dirname(file)))?.state(basename(file)),
          }
        },
        close() {
          for (const [key, folder] of own) {
            folder.listeners.delete(onStir)
            if (folder.listeners.size > 0) continue
            folder.close()
            if (folders.get(key) === folder) folders.delete(key)
          }
        },
      }
    },
    close() {
      closing.abort()
      for (const folder of folders.values()) folder.close()
      folders.clear()
    },
  }
}
