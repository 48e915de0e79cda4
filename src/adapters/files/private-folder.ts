/**
 * A folder whose files are believed: who may write into it may make themselves an owner (`staff.json`), or answer in the
 * shop's name. So it is ours, and nobody else of this computer may write there. The administrator (uid 0) may anyway.
 * Windows knows neither owners nor rights of this kind.
 */
import { chmod, lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './durable.ts'

/** `open`: others may write. `foreign`: it, or something directly in it, is another user's. */
export type FolderAccess = { type: 'private' | 'missing' | 'open' } | { type: 'foreign'; path: string }

/** Its message says what to do. */
export class NotPrivate extends Error {
  override name = 'NotPrivate'
}

const ofOthers = 0o022

/** @param us the uid that kidoku runs as; undefined where there is none */
export async function lookAtAccess(folder: string, us = process.getuid?.()): Promise<FolderAccess> {
  if (us === undefined) return { type: 'private' }
  const isForeign = (uid: number): boolean => uid !== us && uid !== 0
  try {
    const { uid, mode } = await stat(folder)
    if (isForeign(uid)) return { type: 'foreign', path: folder }
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      const entry = await lstat(path).catch(unlessMissing)
      if (entry && isForeign(entry.uid)) return { type: 'foreign', path }
    }
    return { type: mode & ofOthers ? 'open' : 'private' }
  } catch (error) {
    if (isMissing(error)) return { type: 'missing' }
    throw error
  }
}

/**
 * Takes from others the right to write into a folder of ours, if they have it. A folder that is not there is left so.
 * @param say told, in a sentence, when something was changed
 * @throws NotPrivate when others can write there, or could, and that cannot be put right
 */
export async function makePrivate(
  folder: string,
  say: (words: string) => void,
  us = process.getuid?.(),
): Promise<void> {
  // First: nobody puts anything there while the rest is looked at.
  const wasOpen = await close(folder, us)
  const access = await lookAtAccess(folder, us)
  if (access.type === 'foreign') {
    const { path } = access
    const give = `give it to the user that kidoku runs as (chown -R ${us} ${path})`
    const remedy =
      path === folder ? `${give}, or choose another folder` : `look at it; if it is yours, ${give}; else remove it`
    throw new NotPrivate(
      `${path} belongs to another user of this computer, who could put there what they like: ${remedy}`,
    )
  }
  if (access.type === 'open') {
    const remedy = `have its owner run chmod 700 ${folder}, or choose a folder on a disk that knows users`
    throw new NotPrivate(
      `other users of this computer may write to ${folder}, and kidoku cannot change that: ${remedy}`,
    )
  }
  if (wasOpen) say(`other users of this computer could write to ${folder}; it is for this user alone now (chmod 700)`)
}

/** Whether it was open and ours; where it cannot be closed, it is found open afterwards. */
async function close(folder: string, us: number | undefined): Promise<boolean> {
  const now = await stat(folder).catch(unlessMissing)
  if (!now || us === undefined || now.uid !== us || !(now.mode & ofOthers)) return false
  await chmod(folder, 0o700).catch(() => undefined)
  return true
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}
