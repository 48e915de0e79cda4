/**
 * One process at a time on a data folder: two on one lowdb file lose writes. Two locks, since each knows what the other
 * cannot:
 *
 *   lock.sqlite  a lock of the system's own (SQLite takes it): it goes with the process, in whatever way that ends, and a
 *                process that was stopped for long still has it. Of many who start at once exactly one gets it. It is
 *                empty, and nothing else in the process may open it: on POSIX closing any file lets go of its locks.
 *   lock         a heartbeat for folders that several machines share, whose systems may know nothing of each other's
 *                locks. The owner touches it every second; when it has been still for 5 s, a start takes over.
 *
 * `lock.owner` names the run of the machine on which the last owner was: if it is this one, the system's lock has told
 * that it is dead, and nobody waits for its heartbeat.
 */
import { accessSync, constants, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { lock, type LockOptions } from 'proper-lockfile'

type OperationOptions = Exclude<LockOptions['retries'], number | undefined>

/** How old (ms) the last heartbeat is before an owner counts as dead. */
const stale = 5_000
/** How long (ms), and how often, a start waits for an owner that is ending. */
const patience = { tries: 65, every: 100 }

export class FolderTaken extends Error {
  override name = 'FolderTaken'
}

/** What is not referred to is closed by the garbage collector, and the lock with it. */
const held = new Set<DatabaseSync>()

/**
 * @param onWait another process has it, or had it until it died: this takes some seconds
 * @param onLost the lock was taken from us (another machine believes that we are dead): nothing may be written any more
 * @returns lets go of the lock
 * @throws FolderTaken when another process has it and lives
 */
export async function lockFolder(
  folder: string,
  onLost: (error: Error) => void,
  onWait: () => void,
): Promise<() => Promise<void>> {
  // SQLite would not say which folder it is, nor why.
  accessSync(folder, constants.W_OK)
  let told = false
  const waits = (): void => {
    if (!told) onWait()
    told = true
  }
  const system = await takeOfSystem(join(folder, 'lock.sqlite'), waits)
  try {
    if (!system) throw new FolderTaken(taken(folder))
    const unlock = await takeHeartbeat(folder, onLost, waits)
    return async () => {
      await unlock()
      letGo(system)
    }
  } catch (error) {
    if (system) letGo(system)
    throw error
  }
}

const taken = (folder: string): string =>
  `another kidoku is running on ${folder}: stop it first (kill it when it hangs), or give this one its own DATA_DIR`

/** Undefined when another process has it. */
async function takeOfSystem(path: string, onWait: () => void): Promise<DatabaseSync | undefined> {
  for (let tries = 0; tries < patience.tries; tries += 1) {
    // Nothing is ever written to it: what stands there is none of ours, and SQLite would refuse it.
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) truncateSync(path)
    const db = new DatabaseSync(path)
    try {
      db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
      held.add(db)
      return db
    } catch (error) {
      db.close()
      if (!isBusy(error)) throw error
    }
    onWait()
    await sleep(patience.every)
  }
  return undefined
}

function letGo(db: DatabaseSync): void {
  held.delete(db)
  db.close()
}

/** SQLITE_BUSY */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5

async function takeHeartbeat(
  folder: string,
  onLost: (error: Error) => void,
  onWait: () => void,
): Promise<() => Promise<void>> {
  // Within the folder, so that it goes where the data goes: a mounted volume, a folder under another name.
  const [path, ownerFile] = [join(folder, 'lock'), join(folder, 'lock.owner')]
  const here = runOfMachine()
  const isDead = here !== undefined && readOwner(ownerFile) === here
  // A heartbeat is a folder, so that it can be made in one step; anything else is none.
  if (isDead || statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path, { recursive: true, force: true })
  const take = (retries: OperationOptions) =>
    lock(folder, { lockfilePath: path, stale, update: 1_000, retries, onCompromised: onLost })
  const unlock = await take({ retries: 0 }).catch((error: unknown) => {
    if (!isLocked(error)) throw error
    onWait()
    const before = beatOf(path)
    return take({ retries: 13, factor: 1, minTimeout: 500, maxTimeout: 500 })
      .catch((again: unknown) => {
        if (!isLocked(again) || before === undefined || beatOf(path) !== before) throw again
        // It lies ahead of this clock, and nobody has touched it in more than five seconds of ours.
        rmSync(path, { recursive: true, force: true })
        return take({ retries: 0 })
      })
      .catch((last: unknown) => {
        throw isLocked(last) ? new FolderTaken(taken(folder)) : last
      })
  })
  // Away first: on a full disk it is better that nobody is named than somebody who is not the owner any more.
  rmSync(ownerFile, { recursive: true, force: true })
  try {
    if (here !== undefined) writeFileSync(ownerFile, here)
  } catch {
    rmSync(ownerFile, { force: true })
  }
  return unlock
}

const beatOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mtimeMs

const isLocked = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ELOCKED'

/** Linux draws it anew at each start of the machine. Undefined elsewhere: there the heartbeat is waited for. */
function runOfMachine(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}

function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
