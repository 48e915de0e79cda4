/**
 * Preloaded into a real server (`--import`): a disk that fails when it is told to, by messages. It counts what makes
 * something durable below DATA_DIR (opening to write, writing, syncing, renaming, deleting); from the one that was asked
 * for on so many fail. A write that fails has written half, as on a disk that has become full.
 *
 * SQLite writes by itself and is not among them.
 */
import { promises as fs } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { resolve, sep } from 'node:path'

/** What the test asks for: the `from`-th from now on fails, and `times` in all. */
export interface Wish {
  from: number
  times: number
  code: 'ENOSPC' | 'EIO'
}

/** What it tells, of the time since the last wish. */
export interface Told {
  count: number
  failed: number
  /** What failed first. */
  what?: string
}

const folder = resolve(process.env['DATA_DIR'] ?? '.') + sep
let wish: Wish = { from: 0, times: 0, code: 'EIO' }
let told: Told = { count: 0, failed: 0 }

const isOurs = (path: unknown): path is string => typeof path === 'string' && resolve(path).startsWith(folder)

/** Counts it; the error, if it is one of those that are to fail. */
function fault(syscall: string, path = ''): Error | undefined {
  told.count += 1
  const { from, times, code } = wish
  if (told.count < from || told.count >= from + times) return undefined
  told.failed += 1
  told.what ??= `${syscall} ${path.slice(folder.length)}`
  return Object.assign(new Error(`${code}: ${syscall} '${path}' on a disk that fails`), { code, syscall, path })
}

const { open, rename, unlink, appendFile } = fs
const paths = new WeakMap<object, string>()

fs.open = async (path, flags, mode) => {
  const writes = typeof flags === 'string' && flags !== 'r'
  const error = isOurs(path) && writes ? fault('open', path) : undefined
  if (error) throw error
  const opened = await open(path, flags, mode)
  if (isOurs(path)) paths.set(opened, path)
  return opened
}
fs.rename = async (from, to) => {
  const error = isOurs(to) ? fault('rename', to) : undefined
  if (error) throw error
  await rename(from, to)
}
fs.unlink = async (path) => {
  const error = isOurs(path) ? fault('unlink', path) : undefined
  if (error) throw error
  await unlink(path)
}
fs.appendFile = async (path, data, options) => {
  const error = isOurs(path) ? fault('append', path) : undefined
  if (error) throw error
  await appendFile(path, data, options)
}

const own = await open(new URL(import.meta.url))
// The class of file handles cannot be imported by a name.
const handle: fs.FileHandle = Object.getPrototypeOf(own)
await own.close()
for (const name of ['writeFile', 'appendFile'] as const) {
  const act = handle[name]
  handle[name] = async function (this: fs.FileHandle, data, options) {
    const path = paths.get(this)
    const error = path === undefined ? undefined : fault('write', path)
    if (!error) return act.call(this, data, options)
    if (typeof data === 'string') await act.call(this, data.slice(0, data.length / 2))
    throw error
  }
}
for (const name of ['datasync', 'sync', 'truncate'] as const) {
  const act = handle[name]
  handle[name] = async function (this: fs.FileHandle, length?: number) {
    const path = paths.get(this)
    const error = path === undefined ? undefined : fault(name, path)
    if (error) throw error
    await act.call(this, length)
  }
}
syncBuiltinESMExports()

process.on('message', (next: Wish | 'look') => {
  process.send?.(told)
  if (next === 'look') return
  wish = next
  told = { count: 0, failed: 0 }
})
// The test's end of the line does not keep the server alive.
process.channel?.unref()
