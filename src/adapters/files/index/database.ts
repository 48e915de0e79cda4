/**
 * The file of the index (SQLite, Node's own): opened, made, and thrown away when it cannot be trusted. It may always be
 * made again from the conversations' files, so nothing in it is synced: after the machine has stopped without closing it
 * (`opened` names a boot that is over) nobody knows what of it reached the disk. A process that was merely killed leaves
 * it whole.
 */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { uptime } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Log } from '../../../ports/log.ts'

/** One more whenever what is written into the tables changes, while they stay as they are. */
const contents = 2

// Texts are narrow, so that a search reads little; turns lie in the order of time, so that a year is read in one go. What
// is deleted is overwritten, since customers take words back.
const tables = `
  CREATE TABLE conversations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL,
    since INTEGER NOT NULL,
    at INTEGER NOT NULL,
    suspected INTEGER NOT NULL,
    summary TEXT NOT NULL
  );
  CREATE INDEX by_place ON conversations (place, since);
  CREATE INDEX by_at ON conversations (at);
  CREATE INDEX by_suspicion ON conversations (at) WHERE suspected = 1;
  CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE TABLE turns (
    number INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    turn TEXT NOT NULL,
    at INTEGER NOT NULL,
    receivedAt INTEGER NOT NULL,
    decision TEXT NOT NULL,
    lowered TEXT,
    "limit" TEXT,
    "by" TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    model TEXT,
    prompt TEXT,
    promptHash TEXT,
    experiment TEXT,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    messages TEXT NOT NULL,
    sources TEXT,
    smallTalk INTEGER,
    observed INTEGER,
    answeredAt INTEGER,
    readAt INTEGER,
    withStaff INTEGER,
    takenAt INTEGER,
    doneAt INTEGER,
    solved INTEGER,
    returnedAt INTEGER,
    cameBackAt INTEGER,
    grade TEXT,
    PRIMARY KEY (at, number, turn)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX turns_of_conversation ON turns (number, turn);
  CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`

/** The LINE account in a conversation's id: what stands before the first colon. Asked for in the words of the indexes. */
export const destinationIn = (id: string): string => `substr(${id}, 1, instr(${id}, ':') - 1)`
/** Most conversations stand in no place that is listed, and cost one index less. Said with each place, it finds the index. */
export const isListed = `place <> 'assistant'`

// What is of one LINE account is found by these, whatever others hold. They are made of rows that are there, in half a
// second for 100,000: a file of an earlier version, which has none, need not be made anew.
const own = destinationIn('id')
const indexes = `
  CREATE INDEX IF NOT EXISTS by_destination_and_place ON conversations (${own}, place, since) WHERE ${isListed};
  CREATE INDEX IF NOT EXISTS by_destination_and_at ON conversations (${own}, at);
  CREATE INDEX IF NOT EXISTS by_destination_and_suspicion ON conversations (${own}, at) WHERE suspected = 1;
  CREATE INDEX IF NOT EXISTS turns_by_destination ON turns (${destinationIn('conversation')}, at, number, turn);
`

/** A file of other tables or contents is made anew. */
const version = crc32(`${contents} ${tables}`) & 0x7fffffff

export interface Opened {
  db: DatabaseSync
  /** `new`: empty. `killed`: whole, but the last moments before the process ended may be missing. */
  state: 'new' | 'killed' | 'closed'
}

/** Opens the file; one that cannot be used is thrown away, and where there can be none, the index is kept in memory. */
export function openDatabase(path: string, log: Log): Opened {
  try {
    const opened = open(path)
    if (typeof opened !== 'string') return opened
    if (opened !== 'missing')
      log.warn({ file: path, why: opened }, 'the index of the lists is thrown away and made anew')
    removeDatabase(path)
    return create(path)
  } catch (error) {
    log.error(
      { err: error, file: path },
      'the index of the lists cannot be kept in its file, and is made in memory at each start: see that the folder can be written to and the disk has room',
    )
    return create(':memory:')
  }
}

export function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
}

/** Names this run of the machine and this very file: a copy of the folder may have been made half-way through a write. */
function identity(path: string): string {
  const file = path === ':memory:' ? 0 : statSync(path).ino
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${file}`
  } catch {
    return `${Math.round((Date.now() / 1_000 - uptime()) / 60)} ${file}`
  }
}

/** Undefined: there is none. A word: why it is of no use. */
function open(path: string): Opened | string {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 'missing'
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path)
    set(db)
    if (db.prepare('PRAGMA user_version').get()?.user_version !== version) return refuse(db, 'of another version')
    const opened = readState(db, 'opened')
    if (opened !== '' && opened !== identity(path)) return refuse(db, 'the machine stopped before it was closed')
    mark(db, identity(path))
    db.exec(indexes)
    return { db, state: opened === '' ? 'closed' : 'killed' }
  } catch (error) {
    return refuse(db, error instanceof Error ? error.message : String(error))
  }
}

function refuse(db: DatabaseSync | undefined, why: string): string {
  if (db?.isOpen) db.close()
  return why
}

function create(path: string): Opened {
  const db = new DatabaseSync(path)
  set(db)
  db.exec(`${tables}; ${indexes}; PRAGMA user_version = ${version}`)
  writeState(db, 'opened', identity(path))
  return { db, state: 'new' }
}

function set(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000')
}

/** Closes it so that it can be trusted whatever happens to the machine. */
export function closeDatabase(db: DatabaseSync): void {
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  mark(db, '')
  db.close()
}

/** On the disk, with all that was written before it, when this returns. */
function mark(db: DatabaseSync, opened: string): void {
  db.exec('PRAGMA synchronous = FULL')
  writeState(db, 'opened', opened)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = OFF')
}

export function readState(db: DatabaseSync, name: string): string | undefined {
  const value = db.prepare('SELECT value FROM state WHERE name = ?').get(name)?.value
  return typeof value === 'string' ? value : undefined
}

export function writeState(db: DatabaseSync, name: string, value: string): void {
  db.prepare('INSERT INTO state VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(name, value)
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: it will not heal. */
export const isCorrupt = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  [11, 26].includes(error.errcode & 0xff)
