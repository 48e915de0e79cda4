/** Whether DATA_DIR can be written, and where it lies. It is only looked at: a running kidoku is not disturbed. */
import { ok, type Finding } from './finding.ts'

export interface Disk {
  folder: string
  /** `new`: it is made at the first start. `blocked`: something that is no folder is in the way. */
  state: 'writable' | 'new' | 'refused' | 'blocked'
  /**
   * `memory`: gone when the machine stops. `container`: a container's own layer, gone when it is replaced. `mount`: a
   * volume, or a disk other than the system's. `root`: the system's disk, or nobody can tell.
   */
  place: 'memory' | 'container' | 'mount' | 'root'
  /** Who may write there; missing where nobody can tell. */
  access?: { type: 'private' | 'missing' | 'open' } | { type: 'foreign'; path: string }
  /** Bytes; undefined where the system does not tell. */
  free?: number
  /** A kidoku holds it: its heartbeat is fresh. */
  running: boolean
}

const mega = 1_000_000
/** Below this (bytes) a busy day may fill it. */
const little = 200 * mega

/** @param inDatabase everything that matters is kept there, and this is for what a start makes anew */
export function dataFolder({ folder, state, access, free, running }: Disk, inDatabase = false): Finding {
  const topic = 'DATA_DIR'
  const problem = (found: string, why: string, remedy: string): Finding => ({
    level: 'problem',
    topic,
    found,
    why,
    remedy,
  })
  const cannot = `Without a place to keep ${inDatabase ? 'its tokens' : 'messages'} kidoku does not start`
  if (state === 'refused') {
    return problem(
      `${folder} cannot be written`,
      cannot,
      'Give this user the right to, or set DATA_DIR to a folder that can be',
    )
  }
  if (state === 'blocked') {
    return problem(`something that is no folder is in the way of ${folder}`, cannot, 'Set DATA_DIR to another place')
  }
  const believed = inDatabase
    ? 'Whoever may write there can change the token with which kidoku speaks to LINE'
    : 'Whoever may write there can make themselves an owner of the console, or change what customers are told'
  if (access?.type === 'foreign') {
    return problem(
      `${access.path} belongs to another user of this computer`,
      `${believed}. kidoku does not start with it`,
      'If it is yours, give it to the user that kidoku runs as (chown -R); else remove it, or set DATA_DIR to a folder of its own',
    )
  }
  if (free !== undefined && free < little && !inDatabase) {
    const left = `${Math.floor(free / mega)} MB`
    const why = 'When the disk is full, LINE’s messages cannot be stored: it is told 503, and customers are not heard'
    const found = `only ${left} left on the disk of ${folder}`
    return { ...problem(found, why, 'Make room there'), level: free < 10 * mega ? 'problem' : 'warning' }
  }
  if (access?.type === 'open') {
    const remedy = `Run chmod 700 ${folder}; a start of kidoku does the same`
    return { ...problem(`other users of this computer may write to ${folder}`, believed, remedy), level: 'warning' }
  }
  if (inDatabase) return ok(topic, `${folder}; conversations are in the database`)
  const now = running
    ? 'a kidoku is running on it'
    : state === 'new'
      ? 'it is made at the first start'
      : 'no kidoku is running on it'
  return ok(topic, `${folder}; ${now}`)
}
