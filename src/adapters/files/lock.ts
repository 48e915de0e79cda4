/**
 * One process at a time on a data folder: two on one lowdb file lose writes. The owner touches the lock every second;
 * when a dead owner's heartbeat has been still for 5 s, a start takes over.
 */
import { join } from 'node:path'
import { lock, type LockOptions } from 'proper-lockfile'

type OperationOptions = Exclude<LockOptions['retries'], number | undefined>

const isLocked = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ELOCKED'

/** How old (ms) the last heartbeat is before an owner counts as dead. */
const stale = 5_000

export class FolderTaken extends Error {
  override name = 'FolderTaken'
}

/**
 * @param onWait another process has it, or had it until it died: this takes some seconds
 * @param onLost the lock was taken from us (the process was stopped for long): nothing may be written any more
 * @returns lets go of the lock
 * @throws FolderTaken when another process has it and lives
 */
export async function lockFolder(
  folder: string,
  onLost: (error: Error) => void,
  onWait: () => void,
): Promise<() => Promise<void>> {
  const take = (retries: OperationOptions) =>
    lock(folder, {
      // Within the folder, so that it goes where the data goes: a mounted volume, a folder under another name.
      lockfilePath: join(folder, 'lock'),
      stale,
      update: 1_000,
      retries,
      onCompromised: onLost,
    })
  try {
    return await take({ retries: 0 }).catch((error: unknown) => {
      if (!isLocked(error)) throw error
      onWait()
      return take({ retries: 13, factor: 1, minTimeout: 500, maxTimeout: 500 })
    })
  } catch (error) {
    if (isLocked(error)) {
      throw new FolderTaken(`another kidoku is running on ${folder}: stop it first, or give this one its own DATA_DIR`)
    }
    throw error
  }
}
