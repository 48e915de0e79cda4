/** The phones as they were, for a person who restarts `npm start`. Written lightly: this is a toy's memory, not a store. */
import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { Saved, type Platform } from './platform.ts'

const PAUSE_MS = 300
/** Older events and tokens help nobody; without a bound a long-running toy would write an ever larger file. */
const KEEP = 500

/** Loads the state file into the platform and writes it a moment after each change. Returns how to write the last and stop. */
export async function keepState(platform: Platform, file: string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true })
  const db = new Low<unknown>(new JSONFile<unknown>(file), {})
  const saved = Saved.safeParse(
    await db.read().then(
      () => db.data,
      () => 'unreadable',
    ),
  )
  if (saved.success) Object.assign(platform.saved, saved.data)
  // An old or broken file is set aside, and the phones start empty.
  else await rename(file, `${file}.broken`).catch(() => undefined)

  const write = async (): Promise<void> => {
    const { saved } = platform
    const { replyTokens, readTokens, quoteTokens, linkTokens, retryKeys, events } = saved
    for (const map of [replyTokens, readTokens, quoteTokens, linkTokens, retryKeys, events])
      for (const key of Object.keys(map).slice(0, -KEEP)) delete map[key]
    db.data = saved
    await db.write()
  }
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const stopListening = platform.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      writing = writing.then(write).catch(() => undefined)
    }, PAUSE_MS).unref()
  })
  return async () => {
    stopListening()
    clearTimeout(timer)
    await writing
    await write().catch(() => undefined)
  }
}
