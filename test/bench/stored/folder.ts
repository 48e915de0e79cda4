/**
 * Data folders with many conversations, written by the product's own store and kept for the next time. What they would
 * look like now is part of their name, so that a folder of another format is never used.
 */
import { createHash } from 'node:crypto'
import { existsSync, linkSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openFilesStore } from '../../../src/adapters/files/store.ts'
import type { Log } from '../../../src/ports/log.ts'
import { destination } from '../load/webhooks.ts'
import { shopOf, storedConversation } from './conversations.ts'

const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error }

/** Of these many it is told whether a folder that is kept is as it would be written now. */
const sample = 60
/** Any time will do, as long as it is the same one. */
const sampleTime = Date.UTC(2026, 0, 1)
/** Written at once. */
const together = 32

/** @returns a folder that is nobody's to write into: see `copied` */
export async function storedFolder(cache: string, count: number, say: (words: string) => void): Promise<string> {
  await mkdir(cache, { recursive: true })
  const folder = join(cache, `files-${count}-${await formatOf(cache)}`)
  if (existsSync(folder)) return folder
  say(`${count.toLocaleString('en')} conversations are written, once for all later runs`)
  const making = await mkdtemp(join(cache, 'making-'))
  await write(making, count, Date.now())
  for (const old of await readdir(cache)) {
    if (old.startsWith(`files-${count}-`)) await rm(join(cache, old), { recursive: true })
  }
  await rename(making, folder)
  return folder
}

/** A copy for one run: a conversation's file is only ever replaced, so a link to it will do; all else is copied. */
export async function copied(folder: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const [from, target] = [join(folder, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copied(from, target)
    else if (/^[0-9a-f]{32}\.json$/.test(entry.name)) linkSync(from, target)
    else if (!entry.name.startsWith('lock')) await copyFile(from, target)
  }
}

async function write(folder: string, count: number, now: number): Promise<void> {
  const store = await openFilesStore({ folder, log })
  let next = 0
  const one = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      const conversation = storedConversation(number, shopOf(number, count, now, destination))
      await store.commit({ conversation, entered: [], overflow: [] })
    }
  }
  await Promise.all(Array.from({ length: together }, one))
  await store.close()
}

/** A hash over what some conversations and their index look like when they are written now. */
async function formatOf(cache: string): Promise<string> {
  const folder = await mkdtemp(join(cache, 'sample-'))
  try {
    await write(folder, sample, sampleTime)
    const hash = createHash('sha256')
    for (const file of (await readdir(folder, { recursive: true })).toSorted()) {
      if (file.endsWith('.json')) hash.update(file).update(await readFile(join(folder, file)))
    }
    const index = new DatabaseSync(join(folder, 'index.sqlite'), { readOnly: true })
    hash.update(JSON.stringify(index.prepare('SELECT sql FROM sqlite_master ORDER BY name').all()))
    index.close()
    return hash.digest('hex').slice(0, 12)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
