/**
 * One process at a time on a data folder: two on one lowdb file lose writes. The owner touches the lock every second;
 * when a dead owner's heartbeat has been still for 5 s, a start takes over.
 */
import { join } from 'node:path'
import { lock } from 'proper-lockfile'

/** How old (ms) the last heartbeat is before an owner counts as dead. */
const stale = 5_000

export class FolderTaken extends Error {
  override name = 'FolderTaken'
}

/**
 * @param onLost the lock was taken from us (the process was stopped for long): nothing may be written any more
 * @returns lets go of the lock
 * @throws FolderTaken when another process has it and lives
 */
export async function lockFolder(folder: string, onLost: (error: Error) => void): Promise<() => Promise<void>> {
  try {
    return await lock(folder, {
      // Within the folder, so that it goes where the data goes: a mounted volume, a folder under another name.
      lockfilePath: join(folder, 'lock'),
      stale,
      update: 1_000,
      retries: { retries: 13, factor: 1, minTimeout: 500, maxTimeout: 500 },
      onCompromised: onLost,
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') {
      throw new FolderTaken(`another kidoku is running on ${folder}: stop it first, or give this one its own DATA_DIR`)
    }
    throw error
  }
}
