/**
 * `npm run import`: what a data folder holds goes into PostgreSQL, and is then read from both and compared. It may be run
 * again: what is the same stays, what is newer there is left and told of. The folder is not changed, and no server may have it.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { readConversations } from '../adapters/files/read-conversations.ts'
import { openFilesStore } from '../adapters/files/store.ts'
import { keyOf } from '../adapters/postgres/database.ts'
import type { PostgresStore } from '../adapters/postgres/store.ts'
import type { Conversation } from '../core/conversation.ts'
import type { Log } from '../ports/log.ts'
import { count, type Count } from './count.ts'
import { importBeside } from './import-beside.ts'

/** As in the state of a running conversation; older facts go beside it. */
const factsKept = 200
/** So many conversations are written at once. */
const together = 8

export interface Imported {
  counts: Count[]
  /** What cannot be read in the folder, or differs now: a sentence each. */
  problems: string[]
  /** A hash over all conversations as they are in the folder, and as they are in the database. */
  hashes: { folder: string; database: string }
}

/** @throws FolderTaken when a server has the folder, NoSuchFolder when nothing has ever been kept there */
export async function importFolder(folder: string, to: PostgresStore, log: Log): Promise<Imported> {
  const files = await openFilesStore({ folder, log })
  try {
    const problems: string[] = []
    const conversations = count('conversations')
    const events = count('events that wait')
    const due = new Set(await files.due())
    const hashes = { folder: createHash('sha256'), database: createHash('sha256') }
    for await (const some of inPieces(readConversations(folder), together)) {
      const ends = await Promise.all(
        some.map(async (read) => read.ok && importOne(read.conversation, due.has(read.conversation.id), to)),
      )
      for (const [index, read] of some.entries()) {
        const end = ends[index]
        if (!read.ok || !end) {
          if (!read.ok) problems.push(`${read.path} is left out: ${read.why}`)
          continue
        }
        const { conversation } = read
        conversations.found += 1
        conversations[end] += 1
        if (end === 'left') {
          problems.push(`${conversation.id} has gone on in the database since: it is left as it is there`)
          continue
        }
        const there = await wholeOf(to, conversation.id)
        hashes.folder.update(textOf(conversation))
        hashes.database.update(there ? textOf(there) : 'missing')
      }
    }
    for (const id of due) {
      const waiting = await files.waiting(id)
      const there = new Set((await to.waiting(id)).map((event) => event.id))
      const known = new Set((await to.load(id))?.seen.flatMap(({ ids }) => ids))
      const fresh = waiting.filter((event) => !there.has(event.id) && !known.has(event.id))
      if (fresh.length > 0) await to.receive(fresh)
      events.found += waiting.length
      events.written += fresh.length
      events.same += waiting.length - fresh.length
    }
    const beside = await importBeside(folder, to.database)
    return {
      counts: [conversations, events, ...beside.counts],
      problems: [...problems, ...beside.problems],
      hashes: { folder: hashes.folder.digest('hex'), database: hashes.database.digest('hex') },
    }
  } finally {
    await files.close()
  }
}

async function importOne(
  conversation: Conversation,
  isDue: boolean,
  to: PostgresStore,
): Promise<'written' | 'same' | 'left'> {
  const there = await wholeOf(to, conversation.id)
  if (there && textOf(there) === textOf(conversation)) return 'same'
  if (there && there.version >= conversation.version) return 'left'
  const { facts, ...rest } = conversation
  const overflow = facts.slice(0, Math.max(0, facts.length - factsKept))
  // What lies beside an earlier version of it is written anew.
  await to.database.query('DELETE FROM kidoku.facts WHERE conversation = $1', [keyOf(conversation.id)])
  await to.commit({
    conversation: { ...rest, facts: facts.slice(overflow.length) },
    entered: [],
    overflow,
    ...(isDue && { wakeAt: Date.now() }),
  })
  return 'written'
}

const anyFact = z.looseObject({ type: z.string(), at: z.number() })

/** With all the facts it has ever had. */
async function wholeOf(to: PostgresStore, id: string): Promise<Conversation | undefined> {
  const found = await to.load(id)
  if (!found) return undefined
  const { rows } = await to.database.query<{ fact: unknown }>(
    'SELECT fact FROM kidoku.facts WHERE conversation = $1 ORDER BY number',
    [keyOf(id)],
  )
  const { facts, ...rest } = found
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by us, and only compared
  const older = rows.map(({ fact }) => anyFact.parse(fact)) as unknown as Conversation['facts']
  return { ...rest, facts: [...older, ...facts] }
}

/** The same for the same content, whatever the order of its fields. */
const textOf = (conversation: Conversation): string => JSON.stringify(conversation, inOrder)

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries: [string, unknown][] = Object.entries(value)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function* inPieces<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let piece: T[] = []
  for await (const one of all) {
    piece.push(one)
    if (piece.length < size) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}
