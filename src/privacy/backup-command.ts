/**
 * `npm run backup`: a copy of the data folder while the server runs. The inbox comes first: an event that leaves it meanwhile
 * is in its conversation by then, and that is copied later. What is replaced in one step is copied as it is; what is appended
 * to, up to its last whole line. A conversation comes before the facts beside it: what moves from one to the other
 * meanwhile is then in both, and not in neither.
 */
import { mkdir, open, readdir, readFile, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { isMissing, syncFolder } from '../adapters/files/durable.ts'
import { refuseHalfRestored } from '../adapters/files/half-restored.ts'
import { lookAtAccess } from '../adapters/files/private-folder.ts'
import { counted } from './counted.ts'
import { manifestFile, sha256OfBytes, type Manifest } from './manifest.ts'
import { Refused } from './refused.ts'

export interface BackupCommand {
  /** The data folder. */
  folder: string
  now: () => number
  say: (line: string) => void
  /** For a person who waits: how many files have been copied. The next are copied once it is shown. */
  progress?: (files: number) => void | Promise<void>
}

export const usage = `npm run backup -- FOLDER    copies the data folder into FOLDER, which is made; the server may be running`

/** Names at the top of the data folder that no backup holds, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'due.json': 'a start makes it anew from the conversations',
  'index.sqlite': 'a start makes it anew from the conversations',
  'index.sqlite-wal': 'belongs to the index',
  'index.sqlite-shm': 'belongs to the index',
  'sessions.json': 'a secret: everybody signs in again',
  'channel-access-token.json': 'a secret: another one is issued',
  'retention.json': 'the daily look begins anew',
  'control.sock': 'the running server’s own',
  'lock, lock.*': 'the running server’s own',
  scratch: 'half-written',
  tmp: 'half-written',
}
/** Any of these says that the folder is a shop's. */
const ours = ['conversations', 'inbox', 'staff.json', 'service.json', 'audit.jsonl', 'forgotten.json', 'drafts.json']
/** Each of several channels has its own. */
const isToken = (name: string): boolean => /^channel-access-token\..*json$/.test(name)
const isLeftOut = (name: string): boolean =>
  Object.hasOwn(leftOut, name) || isToken(name) || isBeside(name) || name.endsWith('.tmp')

/** What lies in the data folder and is no part of it: a lock, what a restore moved aside, what the simulator plays. */
export const isBeside = (name: string): boolean => /^(lock$|lock\.|replaced-|restoring-|simulator)/.test(name)

const isAppended = (path: string): boolean => path.endsWith('.jsonl') || path.endsWith('inbox-lines.txt')
/** So many files are copied at once. */
const together = 8

export async function backupCommand(args: readonly string[], command: BackupCommand): Promise<Manifest> {
  const [target, ...more] = args
  if (!target || more.length > 0 || target.startsWith('-')) throw new Refused(usage)
  const { folder, now, say } = command
  await prepare(target, folder)
  const begun = now()
  const files: Manifest['files'] = []
  const copyAll = async (paths: readonly string[]): Promise<void> => {
    for (let at = 0; at < paths.length; at += together) {
      const some = await Promise.all(paths.slice(at, at + together).map((path) => copy(folder, target, path)))
      files.push(...some.flatMap((one) => one ?? []))
      await command.progress?.(files.length)
    }
  }
  const isFacts = (path: string): boolean => path.endsWith('.facts.jsonl')
  await copyAll(await filesIn(folder, 'inbox'))
  const conversations = await filesIn(folder, 'conversations')
  await copyAll(conversations.filter((path) => !isFacts(path)))
  // Looked for again: the first facts beside a conversation may have come meanwhile.
  await copyAll((await filesIn(folder, 'conversations')).filter(isFacts))
  const names = (await readdir(folder)).filter((name) => !isLeftOut(name) && !['inbox', 'conversations'].includes(name))
  for (const name of names.toSorted()) await copyAll(await filesIn(folder, name))
  const manifest: Manifest = { format: 1, begun, ended: now(), files, leftOut }
  const unfinished = join(target, `${manifestFile}.tmp`)
  await writeSynced(unfinished, `${JSON.stringify(manifest, undefined, 2)}\n`)
  await rename(unfinished, join(target, manifestFile))
  for (const place of [target, dirname(target)]) await syncFolder(place)
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0)
  say(
    `${counted(files.length, 'file')}, ${(bytes / 1_000_000).toFixed(1)} MB, in ${target}. It holds what customers wrote: keep it where nobody else can read it.`,
  )
  say(
    'Left out: lists and timers, which a start makes anew; sessions and tokens, which are secrets; what is half-written.',
  )
  return manifest
}

async function prepare(target: string, folder: string): Promise<void> {
  await refuseHalfRestored(folder)
  const source = await realpath(folder).catch(unlessMissing)
  if (source === undefined || !(await isShop(folder))) {
    throw new Refused(`There is nothing to back up in ${folder}: set DATA_DIR to the folder that the server writes.`)
  }
  const kind = await stat(target).catch(unlessMissing)
  if (kind && !kind.isDirectory()) throw new Refused(`${target} is no folder: name one that is not there yet.`)
  if (kind && (await readdir(target)).length > 0) {
    throw new Refused(`${target} is not empty: name a folder that is not there yet, such as one with today's date.`)
  }
  const access = await lookAtAccess(target)
  if (access.type === 'foreign') {
    throw new Refused(`${target} belongs to another user, who could read what customers wrote: name another folder.`)
  }
  if (access.type === 'open') {
    throw new Refused(
      `other users of this computer may write to ${target}: run chmod 700 ${target}, or name a folder that is not there yet.`,
    )
  }
  const place = await placeOf(target)
  if (place === source || place.startsWith(source + sep) || source.startsWith(place + sep)) {
    throw new Refused(`${target} and ${folder} lie within one another: name a folder elsewhere, best on another disk.`)
  }
  await mkdir(target, { recursive: true, mode: 0o700 })
}

/** Whether a server has ever written there: customers may not have yet. */
async function isShop(folder: string): Promise<boolean> {
  for (const name of ours) if ((await filesIn(folder, name)).length > 0) return true
  return false
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}

/** Where a folder is, or will be once it is made. */
async function placeOf(path: string): Promise<string> {
  const whole = resolve(path)
  try {
    return await realpath(whole)
  } catch (error) {
    if (!isMissing(error) || dirname(whole) === whole) throw error
    return join(await placeOf(dirname(whole)), basename(whole))
  }
}

/** Paths of files, from the data folder; a name may also be a file. */
async function filesIn(folder: string, name: string): Promise<string[]> {
  const path = join(folder, name)
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    return entries
      .filter((one) => one.isFile() && !one.name.endsWith('.tmp') && one.parentPath !== join(folder, 'content', 'new'))
      .map((one) => relative(folder, join(one.parentPath, one.name)))
      .toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [name]
    throw error
  }
}

/** Undefined when it has gone: a segment of the inbox whose events have entered, a picture that is too old. */
async function copy(folder: string, target: string, path: string): Promise<Manifest['files'][number] | undefined> {
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // A socket is no file.
    if (isMissing(error) || code === 'ENXIO' || code === 'EOPNOTSUPP') return undefined
    throw error
  }
  // The last line may be half there.
  if (isAppended(path)) bytes = bytes.subarray(0, bytes.lastIndexOf('\n') + 1)
  const file = join(target, path)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeSynced(file, bytes)
  return {
    path: path.split(sep).join('/'),
    bytes: bytes.length,
    sha256: sha256OfBytes(bytes),
  }
}

/** For this user alone. */
export async function writeSynced(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
