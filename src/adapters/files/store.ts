/**
 * The files store (lowdb): an inbox of appended events, one small file a conversation, and a `due` file.
 *
 *   inbox/00000001.jsonl        events that have not entered their conversation yet (and some that have)
 *   conversations/ab/<hash>.json one conversation; a write costs the same with ten or a hundred thousand
 *   conversations/ab/<hash>.facts.jsonl  its facts past the last 200
 *   due.json                    conversations with work, a timer or a person waiting
 *   content/                    pictures and files of customers, with KEEP_CONTENT (kept-contents.ts)
 *   set-aside.jsonl, corrupt/   what could not be read, kept for a person to look at
 *   scratch/, lock              what is half-written; which process has the folder
 *
 * What is due is named by the inbox or by `due.json`, since an inbox file is deleted only after `due.json` has been
 * written: a start reads those two, and all conversations only when `due.json` is missing or corrupt.
 */
import { createHash } from 'node:crypto'
import { appendFile, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { InboxEvent } from '../../core/event.ts'
import type { Log } from '../../ports/log.ts'
import type { Commit, Listed, Store } from '../../ports/store.ts'
import { DurableJsonFile, isMissing, makeFolder, writeDurably } from './durable.ts'
import { Inbox } from './inbox.ts'
import { lockFolder } from './lock.ts'

/** More at once would only stand in the thread pool's line, in front of the inbox. */
const writesAtOnce = 8

export interface FilesStoreOptions {
  folder: string
  log: Log
  /** The folder's lock was lost: the process must stop. */
  onLost?: (error: Error) => void
}

// What these files hold was written by us from parsed values: the check is that a file is whole and ours.
const whole = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => whole.safeParse(value).success, 'not a conversation')
const line = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => line.safeParse(value).success, 'not an event')
const parseConversation = (value: unknown): Conversation => conversationSchema.parse(value)
/** Null: no such file has been read. */
const dueSchema = z.object({ conversations: z.array(z.string()).nullable() })

/**
 * Opens a data folder, makes it where it is missing, and locks it.
 * @throws FolderTaken when another process has it
 */
export async function openFilesStore({ folder, log, onLost }: FilesStoreOptions): Promise<Store> {
  const folders = {
    inbox: join(folder, 'inbox'),
    conversations: join(folder, 'conversations'),
    corrupt: join(folder, 'corrupt'),
    scratch: join(folder, 'scratch'),
  }
  for (const path of Object.values(folders)) await makeFolder(path)
  const unlock = await lockFolder(
    folder,
    (error) => {
      log.error({ err: error }, 'the lock on the data folder was lost; another process may be writing there')
      onLost?.(error)
    },
    () => log.info({ folder }, 'the data folder is in use, or was when its last process died: waiting some seconds'),
  )

  // What a killed process left half-written is worth nothing.
  for (const name of await readdir(folders.scratch)) await unlink(join(folders.scratch, name))

  const setFileAside = async (path: string, why: string) => {
    const kept = join(folders.corrupt, `${basename(path)}.${Date.now()}`)
    await rename(path, kept)
    log.error({ file: path, kept, why }, 'a file was corrupt and has been set aside; all others are untouched')
  }
  const durable = <T>(path: string, parse: (value: unknown) => T) =>
    new DurableJsonFile(path, { parse, onCorrupt: setFileAside, scratch: folders.scratch })

  const due = new Set<string>()
  const listed = new Map<string, Listed>()
  const dueFile = new Low(
    durable(join(folder, 'due.json'), (value) => dueSchema.parse(value)),
    { conversations: null },
  )
  const writeDue = async () => {
    dueFile.data = { conversations: [...due] }
    await dueFile.write()
  }
  const inbox = await Inbox.open({
    folder: folders.inbox,
    parse: (value) => eventSchema.parse(value),
    beforeDelete: writeDue,
    onCorrupt: async (path, line) => {
      await appendFile(join(folders.corrupt, 'inbox-lines.txt'), `${line}\n`)
      log.error({ file: path }, 'a line of the inbox was corrupt and has been set aside')
    },
    onFailure: (error) => log.warn({ err: error }, 'a finished piece of the inbox could not be deleted yet'),
  })

  const fileOf = (id: string): string => {
    const name = createHash('sha256').update(id).digest('hex').slice(0, 32)
    return join(folders.conversations, name.slice(0, 2), `${name}.json`)
  }
  const made = new Set<string>()
  const makeFolderOf = async (path: string) => {
    const parent = join(path, '..')
    if (made.has(parent)) return
    await makeFolder(parent)
    made.add(parent)
  }
  const load = async (id: string): Promise<Conversation | undefined> =>
    (await durable(fileOf(id), parseConversation).read()) ?? undefined

  const note = (conversation: Conversation, hasWork: boolean) => {
    const { id, mode, staffVersion, entries } = conversation
    if (mode === 'staff' || entries.length > 0) listed.set(id, { id, mode, staffVersion, entries })
    else listed.delete(id)
    if (hasWork || listed.has(id)) due.add(id)
    else due.delete(id)
  }

  await dueFile.read()
  // Without that file (a crash before the first was written, or a corrupt one) every conversation is looked at once.
  const named = dueFile.data.conversations ?? (await allConversations(folders.conversations))
  for (const id of new Set([...named, ...inbox.conversations()])) {
    const conversation = await load(id)
    if (conversation) note(conversation, true)
    else due.add(id)
  }
  await writeDue()

  const few = atMost(writesAtOnce)
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
    receive: (events) => inbox.append(events),
    async setAside(raw, why, at) {
      await appendDurably(join(folder, 'set-aside.jsonl'), `${JSON.stringify({ at, why, raw })}\n`)
    },
    load,
    waiting: (id) => Promise.resolve(inbox.waiting(id)),
    async commit({ conversation, entered, overflow, wakeAt }: Commit) {
      const path = fileOf(conversation.id)
      await makeFolderOf(path)
      if (overflow.length > 0) {
        const lines = overflow.map((fact) => `${JSON.stringify(fact)}\n`).join('')
        await appendDurably(factsOf(path), lines)
      }
      await few(() => new Low(durable(path, parseConversation), conversation).write())
      // Everything was forgotten, and nothing has been put beside it since: what lay there goes too.
      if (conversation.facts[0]?.type === 'forgotten') await removeFile(factsOf(path))
      note(conversation, wakeAt !== undefined)
      inbox.done(conversation.id, entered)
    },
    due: () => Promise.resolve([...due]),
    listed: () => Promise.resolve([...listed.values()]),
    ready() {
      checking ??= check().finally(() => (checking = undefined))
      return checking
    },
    async close() {
      await writeDue()
      await inbox.close()
      await unlock()
    },
  }
}

const factsOf = (path: string): string => path.replace(/\.json$/, '.facts.jsonl')

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/** The ids of all conversations there are; a file that tells none is left for when it is loaded. */
async function allConversations(folder: string): Promise<string[]> {
  const ids: string[] = []
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.json')) continue
    const parsed = z.looseObject({ id: z.string() }).safeParse(parseJson(await readFile(join(folder, name), 'utf8')))
    if (parsed.success) ids.push(parsed.data.id)
  }
  return ids
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function appendDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'a')
  try {
    await handle.appendFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Lets so many run at once; the others wait in order. */
function atMost(most: number): <T>(act: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (act) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
