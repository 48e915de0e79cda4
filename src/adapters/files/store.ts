/**
 * The files store (lowdb): an inbox of appended events, one small file a conversation, and a `due` file.
 *
 *   inbox/00000001.jsonl        events that have not entered their conversation yet (and some that have)
 *   conversations/ab/<hash>.json one conversation; a write costs the same with ten or a hundred thousand
 *   conversations/ab/<hash>.facts.jsonl  its facts past the last 200
 *   due.json                    conversations with work, a timer or a person waiting
 *   set-aside.jsonl, corrupt/   what could not be read, kept for a person to look at
 *
 * What is due is always named by the inbox or by `due.json`, since an inbox file is deleted only after `due.json` has
 * been written: a start reads those two and nothing else.
 */
import { createHash } from 'node:crypto'
import { appendFile, open, readFile, rename, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { InboxEvent } from '../../core/event.ts'
import type { Log } from '../../ports/log.ts'
import type { Commit, Listed, Store } from '../../ports/store.ts'
import { DurableJsonFile, makeFolder, writeDurably } from './durable.ts'
import { Inbox } from './inbox.ts'
import { lockFolder } from './lock.ts'

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
const dueSchema = z.object({ conversations: z.array(z.string()) })

/**
 * Opens a data folder, makes it where it is missing, and locks it.
 * @throws FolderTaken when another process has it
 */
export async function openFilesStore({ folder, log, onLost }: FilesStoreOptions): Promise<Store> {
  const folders = {
    inbox: join(folder, 'inbox'),
    conversations: join(folder, 'conversations'),
    corrupt: join(folder, 'corrupt'),
  }
  for (const path of Object.values(folders)) await makeFolder(path)
  const unlock = await lockFolder(folder, (error) => {
    log.error({ err: error }, 'the lock on the data folder was lost; another process may be writing there')
    onLost?.(error)
  })

  const setFileAside = async (path: string, why: string) => {
    const kept = join(folders.corrupt, `${basename(path)}.${Date.now()}`)
    await rename(path, kept)
    log.error({ file: path, kept, why }, 'a file was corrupt and has been set aside; all others are untouched')
  }

  const due = new Set<string>()
  const listed = new Map<string, Listed>()
  const dueFile = new Low(
    new DurableJsonFile(join(folder, 'due.json'), (value) => dueSchema.parse(value), setFileAside),
    {
      conversations: [],
    },
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
    (await new DurableJsonFile(fileOf(id), parseConversation, setFileAside).read()) ?? undefined

  const note = (conversation: Conversation, hasWork: boolean) => {
    const { id, mode, staffVersion, entries } = conversation
    if (mode === 'staff' || entries.length > 0) listed.set(id, { id, mode, staffVersion, entries })
    else listed.delete(id)
    if (hasWork || listed.has(id)) due.add(id)
    else due.delete(id)
  }

  await dueFile.read()
  for (const id of new Set([...dueFile.data.conversations, ...inbox.conversations()])) {
    const conversation = await load(id)
    if (conversation) note(conversation, true)
    else due.add(id)
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
        await appendDurably(path.replace(/\.json$/, '.facts.jsonl'), lines)
      }
      await new Low(new DurableJsonFile(path, parseConversation, setFileAside), conversation).write()
      note(conversation, wakeAt !== undefined)
      inbox.done(conversation.id, entered)
    },
    due: () => Promise.resolve([...due]),
    listed: () => Promise.resolve([...listed.values()]),
    async ready() {
      const probe = join(folder, 'probe')
      try {
        await writeDurably(probe, 'ok')
        return (await readFile(probe, 'utf8')) === 'ok'
      } catch {
        return false
      } finally {
        await unlink(probe).catch(() => undefined)
      }
    },
    async close() {
      await writeDue()
      await inbox.close()
      await unlock()
    },
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
