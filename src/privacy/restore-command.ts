/**
 * `npm run restore`: puts a backup in place of the data folder. It is checked whole before anything is touched, and put
 * together beside its place; what is moved then is written down before, so that a restore that was broken off is gone on
 * with (adapters/files/half-restored.ts). What was under way when the backup was made goes to staff (core/restored.ts):
 * the server that made it may have answered since.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isMissing } from '../adapters/files/durable.ts'
import { beginMove, endMove, halfRestored } from '../adapters/files/half-restored.ts'
import { parsed, textOf } from '../adapters/files/reading.ts'
import { isBeside } from './backup-command.ts'
import { counted } from './counted.ts'
import { manifestFile, manifestSchema, sha256Of, type Manifest } from './manifest.ts'
import { putTogether, together } from './put-together.ts'
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

The server must be stopped. With --replace what is in the data folder now is moved aside within it, and not deleted.

npm run restore -- --database    with DATABASE_URL: after pg_restore, and before a server starts (docs/backup.md)`

/** They hold nothing. */
const empty = new Set(['scratch', 'tmp', 'control.sock'])

export async function restoreCommand(args: readonly string[], command: RestoreCommand): Promise<void> {
  const { from, replace } = read(args)
  const { folder, lock, say } = command
  if (await goOn(command)) return
  const manifest = await check(from)
  const made = new Date(manifest.begun).toISOString()
  say(`The backup of ${made} is whole: ${counted(manifest.files.length, 'file')}.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lock(folder)
  try {
    const names = await readdir(folder)
    const there = names.filter((name) => !empty.has(name) && !isBeside(name))
    if (there.length > 0 && !replace) {
      throw new Refused(
        `${folder} is not empty (${there.slice(0, 3).join(', ')}${there.length > 3 ? ', …' : ''}): nothing was changed. To put the backup in its place, add --replace; what is there now is kept beside it.`,
      )
    }
    // What one that was killed had put together is worth nothing, and holds what customers wrote.
    for (const name of names.filter((one) => one.startsWith('restoring-'))) {
      await rm(join(folder, name), { recursive: true, force: true })
    }
    await putInPlace({ ...command, from, manifest, there })
  } finally {
    await unlock()
  }
}

/** What was broken off is ended first. Whether there was something. */
async function goOn({ folder, lock, say }: RestoreCommand): Promise<boolean> {
  if (!(await halfRestored(folder))) return false
  const unlock = await lock(folder)
  try {
    const move = await halfRestored(folder)
    if (!move) return false
    await endMove(folder, move)
    say('An earlier restore was broken off: it has been ended, and nothing else was done.')
    for (const words of move.words) say(words)
    return true
  } finally {
    await unlock()
  }
}

type Place = RestoreCommand & { from: string; manifest: Manifest; there: string[] }

async function putInPlace({ folder, from, manifest, there, now, say }: Place): Promise<void> {
  const stamp = new Date(now()).toISOString().replace(/[:.]/g, '-')
  const staging = `restoring-${stamp}`
  const aside = there.length > 0 ? `replaced-${stamp}` : undefined
  const place = join(folder, staging)
  await mkdir(place, { mode: 0o700 })
  const changed = await putTogether(from, place, manifest, now()).catch(async (error: unknown) => {
    await rm(place, { recursive: true, force: true })
    throw error
  })
  const words = [
    `${folder} is as it was then. Start the server.`,
    changed === 0
      ? 'Nothing was under way when the backup was made.'
      : `${changed === 1 ? '1 conversation was' : `${changed} conversations were`} under way: what was open there is for your staff, under Waiting, since it may have been answered since.`,
    ...accountsBack(await accountsIn(from), await accountsIn(folder)),
    `Whoever was forgotten after ${new Date(manifest.begun).toISOString()} is back: run npm run forget for them again.`,
  ]
  if (aside !== undefined) {
    await mkdir(join(folder, aside), { mode: 0o700 })
    const kept = join(folder, aside)
    words.unshift(`What was there is in ${kept}: delete it when all is well, since it holds what customers wrote.`)
  }
  const move = { format: 1 as const, staging, aside, there, words }
  await beginMove(folder, move)
  await endMove(folder, move)
  for (const line of words) say(line)
}

const accountsSchema = z.object({ accounts: z.array(z.object({ name: z.string(), role: z.string() })) })

/** Undefined when there is no such file, or it cannot be read. */
async function accountsIn(folder: string): Promise<string[] | undefined> {
  const file = accountsSchema.safeParse(parsed((await textOf(join(folder, 'staff.json'))) ?? '')).data
  return file?.accounts.map(({ name, role }) => (role === 'owner' ? `${name} (owner)` : name))
}

/** Somebody who may not come in any more must not be able to again, unseen. */
function accountsBack(then: readonly string[] = [], now: readonly string[] | undefined): string[] {
  if (then.length === 0) return []
  const back = now ? then.filter((one) => !now.includes(one)) : then
  const passwords = 'Passwords are those of then.'
  if (back.length === 0) return [`Accounts: nobody is back who was removed. ${passwords}`]
  const who = now ? 'These are back, and were not there just now' : 'Accounts are those of then'
  return [`${who}: ${back.join(', ')}. Whoever has left since: npm run staff -- remove NAME. ${passwords}`]
}

function read(args: readonly string[]): { from: string; replace: boolean } {
  try {
    const options = { replace: { type: 'boolean', default: false } } as const
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [from, ...more] = positionals
    if (from && more.length === 0) return { from, replace: values.replace }
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
