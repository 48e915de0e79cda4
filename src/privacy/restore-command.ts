/**
 * `npm run restore`: puts a backup in place of the data folder. It is checked whole before anything is touched, and put
 * together beside its place. What was under way when the backup was made goes to staff (core/restored.ts): the server
 * that made it may have answered since.
 */
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isMissing, syncFolder } from '../adapters/files/durable.ts'
import { parsed } from '../adapters/files/reading.ts'
import type { Conversation } from '../core/conversation.ts'
import type { InboxEvent } from '../core/event.ts'
import { restored, restoredEvent } from '../core/restored.ts'
import { isBeside, writeSynced } from './backup-command.ts'
import { manifestFile, manifestSchema, sha256Of, type Manifest } from './manifest.ts'
import { Refused } from './refused.ts'

export interface RestoreCommand {
  /** The data folder. */
  folder: string
  /** Takes the folder's lock; what it gives lets go of it. Throws when a server has it. */
  lock: (folder: string) => Promise<() => Promise<void>>
  now: () => number
  say: (line: string) => void
}

export const usage = `npm run restore -- FOLDER [--replace]    puts the backup in FOLDER in place of the data folder

The server must be stopped. With --replace what is in the data folder now is moved aside within it, and not deleted.`

/** They hold nothing. */
const empty = new Set(['scratch', 'control.sock'])
const together = 8

const isConversation = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => isConversation.safeParse(value).success)
const isEvent = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => isEvent.safeParse(value).success)

export async function restoreCommand(args: readonly string[], command: RestoreCommand): Promise<void> {
  const { from, replace } = read(args)
  const { folder, lock, now, say } = command
  const manifest = await check(from)
  const made = new Date(manifest.begun).toISOString()
  say(`The backup of ${made} is whole: ${manifest.files.length} files.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lock(folder)
  try {
    const there = (await readdir(folder)).filter((name) => !empty.has(name) && !isBeside(name))
    if (there.length > 0 && !replace) {
      throw new Refused(
        `${folder} is not empty (${there.slice(0, 3).join(', ')}${there.length > 3 ? ', …' : ''}): nothing was changed. To put the backup in its place, add --replace; what is there now is kept beside it.`,
      )
    }
    const stamp = new Date(now()).toISOString().replace(/[:.]/g, '-')
    const staging = join(folder, `restoring-${stamp}`)
    await mkdir(staging, { mode: 0o700 })
    const changed = await putTogether(from, staging, manifest, now()).catch(async (error: unknown) => {
      await rm(staging, { recursive: true, force: true })
      throw error
    })
    if (there.length > 0) {
      const aside = join(folder, `replaced-${stamp}`)
      await mkdir(aside, { mode: 0o700 })
      for (const name of there) await rename(join(folder, name), join(aside, name))
      say(`What was there is in ${aside}: delete it when all is well, since it holds what customers wrote.`)
    }
    for (const name of await readdir(staging)) await rename(join(staging, name), join(folder, name))
    await rm(staging, { recursive: true, force: true })
    await syncFolder(folder)
    say(`${folder} is as it was then. Start the server.`)
    say(
      changed === 0
        ? 'Nothing was under way when the backup was made.'
        : `${changed} conversations were under way: what was open in them is for your staff, under Waiting, since it may have been answered since.`,
    )
    say(`Whoever was forgotten after ${made} is back: run npm run forget for them again.`)
  } finally {
    await unlock()
  }
}

function read(args: readonly string[]): { from: string; replace: boolean } {
  try {
    const options = { replace: { type: 'boolean', default: false } } as const
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [from, ...more] = positionals
    if (from !== undefined && more.length === 0) return { from, replace: values.replace }
  } catch {
    throw new Refused(usage)
  }
  throw new Refused(usage)
}

/** @throws Refused when it is not whole */
async function check(from: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(join(from, manifestFile), 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Refused(`${from} is no whole backup: it has no ${manifestFile}, which is written last. Take another one.`)
  }
  const manifest = manifestSchema.safeParse(parsed(text)).data
  if (!manifest)
    throw new Refused(`${join(from, manifestFile)} is damaged, or of another version: take another backup.`)
  const wrong: string[] = []
  for (let at = 0; at < manifest.files.length; at += together) {
    const some = manifest.files.slice(at, at + together).map(async ({ path, bytes, sha256 }) => {
      const found = await sha256Of(join(from, path)).catch(() => undefined)
      if (found?.bytes !== bytes || found.sha256 !== sha256) wrong.push(path)
    })
    await Promise.all(some)
  }
  if (wrong.length === 0) return manifest
  const named = wrong.toSorted().slice(0, 5).join(', ')
  throw new Refused(
    `${wrong.length} files of the backup are missing or damaged (${named}): nothing was changed. Take another backup.`,
  )
}

/** @returns how many conversations were under way */
async function putTogether(from: string, staging: string, manifest: Manifest, now: number): Promise<number> {
  const underWay = new Set<string>()
  const one = async ({ path }: Manifest['files'][number]): Promise<void> => {
    const target = join(staging, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if (path.startsWith('inbox/')) {
      const events = eventsIn(await readFile(join(from, path), 'utf8'))
      for (const { conversation } of events) underWay.add(conversation)
      return writeSynced(target, events.map((event) => `${JSON.stringify(restoredEvent(event))}\n`).join(''))
    }
    if (path.startsWith('conversations/') && path.endsWith('.json')) {
      const conversation = conversationSchema.safeParse(parsed(await readFile(join(from, path), 'utf8'))).data
      const after = conversation && restored(conversation, now)
      if (after && after !== conversation) {
        underWay.add(after.id)
        return writeSynced(target, JSON.stringify(after))
      }
    }
    await copyFile(join(from, path), target)
    const handle = await open(target, 'r+')
    try {
      await handle.chmod(0o600)
      await handle.datasync()
    } finally {
      await handle.close()
    }
  }
  for (let at = 0; at < manifest.files.length; at += together) {
    await Promise.all(manifest.files.slice(at, at + together).map(one))
  }
  return underWay.size
}

const eventsIn = (text: string): InboxEvent[] =>
  text.split('\n').flatMap((line) => eventSchema.safeParse(parsed(line)).data ?? [])
