/**
 * A database that has come back from a dump, as servers are to find it. Whoever worked on the one that was dumped may have
 * gone on: what was under way goes to staff (core/restored.ts), turns are counted on from where nobody has counted yet, and
 * nobody is signed in. All of it in one transaction, in which no server begins.
 */
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import { countedFrom, restored, restoredEvent } from '../../core/restored.ts'
import type { Log } from '../../ports/log.ts'
import { write } from './commit.ts'
import { keyOf, openDatabase, type Queries } from './database.ts'
import { parseEvent } from './inbox.ts'
import { aliveFor } from './leases.ts'

/** So many conversations are read at once. */
const together = 200
const again = 500

const whole = z.looseObject({ format: z.literal(1), id: z.string(), facts: z.array(z.unknown()) })
const conversationSchema = z.custom<Conversation>((value) => whole.safeParse(value).success)

export interface Restored {
  conversations: number
  /** Conversations that were under way. */
  underWay: number
  /** Numbers of rows that are no conversation: they are as they were. */
  unreadable: string[]
}

/** @returns undefined when a server is at work on it: then nothing was changed */
export async function afterRestore(url: string, now: number, log: Log): Promise<Restored | undefined> {
  const database = openDatabase({ url, connections: 2, log })
  try {
    // Whoever works on it listens. Who may not see that: those that were alive as it was dumped have gone by then.
    const { rows } = await database.query(listeningSql)
    if (rows.length > 0) return undefined
    for (let waited = 0; (await aliveIn(database)) > 0; waited += again) {
      if (waited > aliveFor) return undefined
      await new Promise((done) => setTimeout(done, again))
    }
    return await database.transaction(async (queries) => {
      // A server that starts meanwhile waits, and sees all of it or nothing.
      await queries.query('LOCK TABLE kidoku.processes IN EXCLUSIVE MODE')
      return (await aliveIn(queries)) > 0 ? undefined : mark(queries, now)
    })
  } finally {
    await database.close()
  }
}

async function aliveIn(queries: Queries): Promise<number> {
  const { rows } = await queries.query('SELECT FROM kidoku.processes WHERE alive_until > now()')
  return rows.length
}

async function mark(queries: Queries, now: number): Promise<Restored> {
  await queries.query('DELETE FROM kidoku.processes')
  await queries.query('UPDATE kidoku.conversations SET owner = NULL WHERE owner IS NOT NULL')
  // Secrets of browsers, some of which have been signed out since; and how far a daily look had come.
  await queries.query("DELETE FROM kidoku.documents WHERE name = 'sessions'")
  await queries.query("DELETE FROM kidoku.single_values WHERE name = 'sweep'")
  const { rows } = await queries.query<{ from: string }>(raiseSql, [Math.floor(now / 1_000)])
  const turnsFrom = Number(rows[0]?.from)
  const waiting = await markInbox(queries)
  return markConversations(queries, { now, turnsFrom, waiting })
}

/** @returns the conversations for which something had come in */
async function markInbox(queries: Queries): Promise<Set<string>> {
  const conversations = new Set<string>()
  for (let last = '0'; ;) {
    const { rows } = await queries.query<{ number: string; event: unknown }>(
      'SELECT number, event FROM kidoku.inbox WHERE number > $1 ORDER BY number LIMIT $2',
      [last, together],
    )
    const end = rows.at(-1)?.number
    if (end === undefined) return conversations
    const events = rows.map(({ event }) => restoredEvent(parseEvent(event)))
    for (const { conversation } of events) conversations.add(conversation)
    await queries.query(
      `UPDATE kidoku.inbox AS i SET event = t.event FROM unnest($1::bigint[], $2::json[]) AS t(number, event)
        WHERE i.number = t.number`,
      [rows.map(({ number }) => number), events.map((event) => JSON.stringify(event))],
    )
    last = end
  }
}

interface Marking {
  now: number
  turnsFrom: number
  waiting: Set<string>
}

async function markConversations(queries: Queries, { now, turnsFrom, waiting }: Marking): Promise<Restored> {
  const done: Restored = { conversations: 0, underWay: 0, unreadable: [] }
  for (let last = '0'; ;) {
    const { rows } = await queries.query<{ number: string; state: unknown }>(
      'SELECT number, state FROM kidoku.conversations WHERE number > $1 AND state IS NOT NULL ORDER BY number LIMIT $2',
      [last, together],
    )
    const end = rows.at(-1)?.number
    if (end === undefined) break
    const counted: Conversation[] = []
    for (const { number, state } of rows) {
      const kept = conversationSchema.safeParse(state).data
      if (!kept) {
        done.unreadable.push(number)
        continue
      }
      const after = restored(kept, now)
      const conversation = countedFrom(after, turnsFrom)
      done.conversations += 1
      if (after === kept) counted.push(conversation)
      else {
        waiting.add(after.id)
        // Lists go by it.
        await write(queries, { conversation, entered: [], overflow: [], wakeAt: now }, { process: none })
      }
    }
    await queries.query(
      `UPDATE kidoku.conversations AS c SET state = t.state FROM unnest($1::text[], $2::json[]) AS t(id, state)
        WHERE c.id = t.id`,
      [counted.map(({ id }) => keyOf(id)), counted.map((one) => JSON.stringify(one))],
    )
    last = end
  }
  done.underWay = waiting.size
  await queries.query('UPDATE kidoku.conversations SET wake_at = now() WHERE id = ANY ($1)', [[...waiting].map(keyOf)])
  return done
}

/** Nobody's: what is written needs no lease, since no server is at work. */
const none = '00000000-0000-0000-0000-000000000000'

const listeningSql = `SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'kidoku news'`

const raiseSql = `INSERT INTO kidoku.single_values AS v VALUES ('turns_from', to_json($1::bigint))
  ON CONFLICT (name) DO UPDATE SET value = to_json(greatest((v.value #>> '{}')::bigint, $1))
  RETURNING value #>> '{}' AS from`
