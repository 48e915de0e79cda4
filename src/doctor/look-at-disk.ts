/** Looks at a folder without touching it: rights, place, room, and whether a kidoku holds it. */
import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Disk } from './disk.ts'

/** A heartbeat older than this (ms) is a dead owner's (src/adapters/files/lock.ts). */
const stale = 5_000

/** Linux's names for what a folder lies on (statfs(2)). 9p is what gVisor shows a container. */
const memory = new Set([0x01021994, 0x858458f6])
const container = new Set([0x794c7630, 0x01021997])

export async function lookAtDisk(folder: string, now: number): Promise<Disk> {
  const { at, isNew, blocked } = await nearest(resolve(folder))
  const able = await access(at, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const state = blocked ? 'blocked' : !able ? 'refused' : isNew ? 'new' : 'writable'
  const system = await statfs(at).catch(() => undefined)
  const heart = await stat(join(folder, 'lock')).catch(() => undefined)
  return {
    folder,
    state,
    place: await placeOf(at, system?.type),
    free: system && system.bavail * system.bsize,
    running: heart !== undefined && Math.abs(now - heart.mtimeMs) < stale,
  }
}

/** The folder, or of those above it the first there is. */
async function nearest(folder: string): Promise<{ at: string; isNew: boolean; blocked: boolean }> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(at).catch((error: unknown) => codeOf(error))
    if (typeof found === 'object') return { at, isNew: at !== folder, blocked: !found.isDirectory() }
    // A file among the folders above it is said further up; a folder that may not be entered is there.
    if (found === 'EACCES' || at === dirname(at)) return { at, isNew: false, blocked: false }
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

async function placeOf(at: string, type: number | undefined): Promise<Disk['place']> {
  if (process.platform !== 'linux' || type === undefined) return 'root'
  if (memory.has(type >>> 0)) return 'memory'
  if (container.has(type >>> 0)) return 'container'
  const [own, root] = await Promise.all([stat(at), stat('/')].map((one) => one.catch(() => undefined)))
  return own && root && own.dev !== root.dev ? 'mount' : 'root'
}
