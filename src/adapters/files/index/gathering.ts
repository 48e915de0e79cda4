/**
 * Gathering: what the index lacks is read from the conversations' files, in the background. After a kill only those that
 * the inbox or `due.json` names can be missing. When the index is new, those come first, since everybody who waits for a
 * person is among them, so that *Waiting* is right from the first look; then all others, folder by folder. A start that
 * finds this half done goes on with it.
 */
import { setImmediate as breath } from 'node:timers/promises'
import type { Conversation } from '../../../core/conversation.ts'
import type { Log } from '../../../ports/log.ts'
import type { ConversationFiles } from '../conversation-files.ts'
import type { ConversationIndex } from './conversation-index.ts'

/** So many files are read at once and written in one go. */
const together = 16

export interface Gathering {
  /** Resolves when those that come first are in it: no list is told before. */
  first: Promise<void>
  stop(): Promise<void>
}

export interface GatheringOptions {
  index: ConversationIndex
  files: ConversationFiles
  log: Log
  /** Ids of those that come first, and of those that come next. */
  first: readonly string[]
  next: readonly string[]
}

export function gather({ index, files, log, ...named }: GatheringOptions): Gathering {
  const stopping = new AbortController()
  const { signal } = stopping
  const isWhole = () => index.progress === 'done'

  async function take<T>(from: readonly T[], read: (one: T) => Promise<Conversation | undefined>): Promise<number> {
    let count = 0
    for (let start = 0; start < from.length && !signal.aborted; start += together) {
      const found = await Promise.all(from.slice(start, start + together).map(read))
      const conversations = found.filter((one): one is Conversation => one !== undefined)
      if (signal.aborted) break
      index.restore(conversations)
      count += conversations.length
      await breath()
    }
    return count
  }

  const takeNamed = (ids: readonly string[]) => take(ids, (id) => files.readWholeOf(id))

  const takeAll = async (): Promise<void> => {
    const begun = Date.now()
    const before = index.progress ?? ''
    log.info(
      { from: before || 'the beginning' },
      'the lists are being made from the conversations: until then they show fewer',
    )
    let count = 0
    for (const folder of await files.folders()) {
      if (folder <= before) continue
      count += await take(await files.paths(folder), (path) => files.readWhole(path))
      if (signal.aborted) return
      index.progress = folder
    }
    index.progress = 'done'
    log.info({ conversations: count, ms: Date.now() - begun }, 'the lists are whole')
  }

  index.reading(true)
  const failed = (error: unknown) =>
    log.error({ err: error }, 'the lists could not be made whole; the next start goes on')
  const first = takeNamed(named.first).then(() => undefined, failed)
  const all = first
    .then(() => takeNamed(named.next))
    .then(() => (isWhole() || signal.aborted ? undefined : takeAll()))
    .catch(failed)
    .finally(() => (signal.aborted ? undefined : index.reading(false)))
  return {
    first,
    async stop() {
      stopping.abort()
      await all
    },
  }
}
