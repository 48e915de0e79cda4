/**
 * The files store (lowdb): an inbox of appended events, one small file a conversation, and a `due` file.
 *
 *   inbox/00000001.jsonl        events that have not entered their conversation yet (and some that have)
 *   conversations/ab/<hash>.json one conversation; a write costs the same with ten or a hundred thousand
 *   conversations/ab/<hash>.facts.jsonl  its facts past the last 200
 *   due.json                    conversations with work, a timer or a person waiting
 *   index.sqlite                the lists, search and figures (index/): made again from the conversations when it is lost
 *   content/                    pictures and files of customers, with KEEP_CONTENT (kept-contents.ts)
 *   set-aside.jsonl, corrupt/   what could not be read, kept for a person to look at
 *   forgotten.json              hashes of events of whoever was erased, for 72 hours, and how far turns have been counted
 *   retention.json              how far the daily look at what is too old has come
 *   scratch/, lock, lock.*      what is half-written; which process has the folder
 *
 * What is due is named by the inbox or by `due.json`, since an inbox file is deleted only after `due.json` has been
 * written: a start reads those two, and all conversations only when `due.json` is missing or corrupt. After a kill the
 * same two name whatever the index may lack.
 */
import { appendFile, readdir, rename, rm, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { InboxEvent } from '../../core/event.ts'
import type { Log } from '../../ports/log.ts'
import type { Erasing } from '../../ports/erasing.ts'
import type { Commit, Store } from '../../ports/store.ts'
import { appendDurably, ConversationFiles } from './conversation-files.ts'
import { DurableJsonFile, makeFolder, writeDurably } from './durable.ts'
import { eraserOf, eventId } from './erase.ts'
import { openForgottenEvents } from './forgotten-events.ts'
import { refuseHalfRestored } from './half-restored.ts'
import { Inbox } from './inbox.ts'
import { ConversationIndex } from './index/conversation-index.ts'
import { gather, type Gathering } from './index/gathering.ts'
import { lockFolder } from './lock.ts'
import { exclusively } from './rewrite.ts'

export interface FilesStoreOptions {
  folder: string
  log: Log
  /** Events that may wait in the inbox; past them LINE is asked to deliver again. Each takes some 800 bytes of memory. */
  mostWaiting?: number
  /** The folder's lock was lost: the process must stop. */
  onLost?: (error: Error) => void
}

const line = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => line.safeParse(value).success, 'not an event')
/** Null: no such file has been read. */
const dueSchema = z.object({ conversations: z.array(z.string()).nullable() })

/**
 * Opens a data folder, makes it where it is missing, and locks it.
 * @throws FolderTaken when another process has it
 * @throws HalfRestored when a restore was broken off there
 */
export async function openFilesStore({
  folder,
  log,
  mostWaiting = 200_000,
  onLost,
}: FilesStoreOptions): Promise<Store & Erasing> {
  const folders = {
    inbox: join(folder, 'inbox'),
    conversations: join(folder, 'conversations'),
    corrupt: join(folder, 'corrupt'),
    scratch: join(folder, 'scratch'),
  }
  await makeFolder(folder)
  const unlock = await lockFolder(
    folder,
    (error) => {
      log.error({ err: error }, 'the lock on the data folder was lost; another process may be writing there')
      onLost?.(error)
    },
    () => log.info({ folder }, 'the data folder is in use, or was when its last process died: waiting some seconds'),
  )

  await refuseHalfRestored(folder).catch(async (error: unknown) => {
    await unlock()
    throw error
  })
  for (const path of Object.values(folders)) await makeFolder(path)
  // What a killed process left half-written is worth nothing; drafts once lay in a folder of their own.
  await rm(join(folder, 'tmp'), { recursive: true, force: true })
  for (const name of await readdir(folders.scratch)) await unlink(join(folders.scratch, name))

  const setFileAside = async (path: string, why: string) => {
    const kept = join(folders.corrupt, `${basename(path)}.${Date.now()}`)
    await rename(path, kept)
    log.error({ file: path, kept, why }, 'a file was corrupt and has been set aside; all others are untouched')
  }
  const forgotten = await openForgottenEvents(folder, folders.scratch, setFileAside)
  const files = new ConversationFiles({
    folder: folders.conversations,
    scratch: folders.scratch,
    // What comes next begins a new conversation. How many turns this one has had, nobody can tell.
    async onCorrupt(path, why) {
      await forgotten.raiseTurns()
      await setFileAside(path, why)
    },
  })

  const due = new Set<string>()
  const listeners = new Set<(conversation: string) => void>()
  const dueFile = new Low(
    new DurableJsonFile(join(folder, 'due.json'), {
      parse: (value) => dueSchema.parse(value),
      onCorrupt: setFileAside,
      scratch: folders.scratch,
    }),
    { conversations: null },
  )
  let gathering: Gathering | undefined
  let closing = false
  const index = new ConversationIndex({
    path: join(folder, 'index.sqlite'),
    log,
    onLost: () => void regather(),
  })
  /** What leaves the list of what is due is in the index before: after a crash nothing else would name it. */
  const writeDue = async () => {
    index.flush()
    dueFile.data = { conversations: [...due] }
    await dueFile.write()
  }
  const inbox = await Inbox.open({
    folder: folders.inbox,
    most: mostWaiting,
    parse: (value) => eventSchema.parse(value),
    beforeDelete: writeDue,
    onCorrupt: async (path, line) => {
      await appendFile(join(folders.corrupt, 'inbox-lines.txt'), `${line}\n`)
      log.error({ file: path }, 'a line of the inbox was corrupt and has been set aside')
    },
    onFailure: (error) => log.warn({ err: error }, 'a finished piece of the inbox could not be deleted yet'),
  })

  const note = ({ conversation, overflow, wakeAt }: Commit) => {
    const { id, mode, entries } = conversation
    index.note(conversation, overflow)
    if (wakeAt !== undefined || mode === 'staff' || entries.length > 0) due.add(id)
    else due.delete(id)
  }

  await dueFile.read()
  // Without that file (a crash before the first was written, or a corrupt one) every conversation is looked at once.
  for (const id of dueFile.data.conversations ?? (await files.ids())) due.add(id)
  for (const id of inbox.conversations()) due.add(id)
  await writeDue()
  const gatherAll = () => gather({ index, files, log, first: [...due], next: [] })
  // A process that was killed had written all but its last moments, unless it had only begun to make the index.
  if (index.progress === undefined) gathering = gatherAll()
  else if (index.state === 'killed' || index.progress !== 'done')
    gathering = gather({ index, files, log, first: inbox.conversations(), next: [...due] })
  async function regather(): Promise<void> {
    await gathering?.stop()
    if (!closing) gathering = gatherAll()
  }

  // Whoever listens cannot make a commit fail.
  const tell = (listener: (conversation: string) => void, id: string): void => {
    try {
      listener(id)
    } catch (error) {
      log.error({ err: error, conversation: id }, 'what was to happen after a commit failed')
    }
  }

  const erasing = eraserOf({
    folder,
    folders,
    files,
    inbox,
    index,
    forgotten,
    async erased(id) {
      due.delete(id)
      await writeDue()
      for (const listener of listeners) tell(listener, id)
    },
  })

  let checking: Promise<boolean> | undefined
  const check = async (): Promise<boolean> => {
    const probe = join(folders.scratch, 'probe')
    try {
      await writeDurably(probe, 'ok', folders.scratch)
      return true
    } catch {
      return false
    }
  }

  return {
    ...erasing,
    async receive(events) {
      const known = events.filter(({ id }) => !forgotten.has(id))
      if (known.length > 0) await inbox.append(known)
    },
    async setAside(events, at) {
      const known = events.filter(({ raw }) => !forgotten.has(eventId.safeParse(raw).data?.webhookEventId ?? ''))
      if (known.length === 0) return
      const lines = known.map(({ raw, why }) => `${JSON.stringify({ at, why, raw })}\n`).join('')
      const path = join(folder, 'set-aside.jsonl')
      await exclusively(path, folders.scratch, () => appendDurably(path, lines))
    },
    load: (id) => files.load(id),
    waiting: (id) => Promise.resolve(inbox.waiting(id)),
    async commit(commit) {
      const { conversation, entered, overflow, factsFrom } = commit
      await files.write(conversation, overflow, factsFrom)
      note(commit)
      inbox.done(conversation.id, entered)
      for (const listener of listeners) tell(listener, conversation.id)
    },
    due: () => Promise.resolve([...new Set([...due, ...inbox.conversations()])]),
    async list(query) {
      await gathering?.first
      const page = await index.list(query)
      return index.progress === 'done' ? page : { ...page, incomplete: true }
    },
    async counts(destinations) {
      await gathering?.first
      return index.counts(destinations)
    },
    async countsByDestination() {
      await gathering?.first
      return index.countsByDestination()
    },
    turns: (query) => index.turns(query),
    eachTurn: (query, visit) => index.eachTurn(query, visit),
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ready() {
      checking ??= check().finally(() => (checking = undefined))
      return checking
    },
    async close() {
      closing = true
      await gathering?.stop()
      await writeDue()
      await inbox.close()
      index.close()
      await unlock()
    },
  }
}
