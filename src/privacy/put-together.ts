/**
 * A backup put together in a folder, as a server is to find it: each file is checked once more as it is copied, what was
 * under way goes to staff, and turns are counted on from where nobody has counted yet.
 */
import { copyFile, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '../adapters/files/durable.ts'
import { forgottenFile, forgottenSchema, turnsNow } from '../adapters/files/forgotten-events.ts'
import { parsed, textOf } from '../adapters/files/reading.ts'
import type { Conversation } from '../core/conversation.ts'
import type { InboxEvent } from '../core/event.ts'
import { countedFrom, restored, restoredEvent } from '../core/restored.ts'
import { writeSynced } from './backup-command.ts'
import { sha256Of, sha256OfBytes, type Manifest } from './manifest.ts'
import { Refused } from './refused.ts'

/** So many files are copied at once. */
export const together = 8

const isConversation = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => isConversation.safeParse(value).success)
const isEvent = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => isEvent.safeParse(value).success)

type File = Manifest['files'][number]

/** @returns how many conversations were under way */
export async function putTogether(from: string, staging: string, manifest: Manifest, now: number): Promise<number> {
  const forgotten = forgottenSchema.safeParse(parsed((await textOf(join(from, forgottenFile))) ?? '')).data
  const turnsFrom = turnsNow(now, forgotten?.turnsFrom)
  const underWay = new Set<string>()

  const one = async (file: File): Promise<void> => {
    const { path } = file
    const target = join(staging, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if (path.startsWith('inbox/')) {
      const events = eventsIn((await wholeOf(from, file)).toString('utf8'))
      for (const { conversation } of events) underWay.add(conversation)
      return writeSynced(target, events.map((event) => `${JSON.stringify(restoredEvent(event))}\n`).join(''))
    }
    if (path.startsWith('conversations/') && path.endsWith('.json')) {
      const bytes = await wholeOf(from, file)
      const conversation = conversationSchema.safeParse(parsed(bytes.toString('utf8'))).data
      if (!conversation) return writeSynced(target, bytes)
      const after = restored(conversation, now)
      if (after !== conversation) underWay.add(after.id)
      return writeSynced(target, JSON.stringify(countedFrom(after, turnsFrom)))
    }
    await copy(join(from, path), target, file)
  }
  const files = manifest.files.filter(({ path }) => path !== forgottenFile)
  for (let at = 0; at < files.length; at += together) await Promise.all(files.slice(at, at + together).map(one))
  const counted = { format: 1, events: forgotten?.events ?? [], turnsFrom }
  await writeSynced(join(staging, forgottenFile), JSON.stringify(counted))
  const folders = await readdir(staging, { recursive: true, withFileTypes: true })
  for (const entry of folders) if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name))
  await syncFolder(staging)
  return underWay.size
}

async function wholeOf(from: string, file: File): Promise<Buffer> {
  const bytes = await readFile(join(from, file.path))
  if (bytes.length !== file.bytes || sha256OfBytes(bytes) !== file.sha256) throw changed(file)
  return bytes
}

async function copy(source: string, target: string, file: File): Promise<void> {
  await copyFile(source, target)
  const handle = await open(target, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  const { bytes, sha256 } = await sha256Of(target)
  if (bytes !== file.bytes || sha256 !== file.sha256) throw changed(file)
}

const changed = ({ path }: File): Refused =>
  new Refused(`${path} of the backup has changed while it was copied: nothing was restored. Take another backup.`)

const eventsIn = (text: string): InboxEvent[] =>
  text.split('\n').flatMap((line) => eventSchema.safeParse(parsed(line)).data ?? [])
