/**
 * Reads the conversations of a database from outside: no lease, no write. Servers may be at work on it: what is read of all
 * of them is of one moment. A row that is no conversation is told of and left as it is.
 */
import type pg from 'pg'
import { z } from 'zod'
import { keptConversation, keptFact } from '../../core/kept-conversation.ts'
import type { ReadConversation } from '../../ports/conversations.ts'
import type { Log } from '../../ports/log.ts'
import { openDatabase } from './database.ts'
import { eachRow } from './each-row.ts'

const row = z.object({ number: z.string(), state: z.unknown(), older: z.array(z.unknown()).nullable() })

// What a ledger has cut off is written in the same step: nothing of it is told twice.
const all = `SELECT c.number::text AS number, c.state,
    (SELECT json_agg(f.fact ORDER BY f.number) FROM kidoku.facts AS f WHERE f.conversation = c.id) AS older
  FROM kidoku.conversations AS c WHERE c.state IS NOT NULL ORDER BY c.number`

/** Every conversation, with all the facts it has ever had. */
export async function* readConversations(pool: pg.Pool): AsyncGenerator<ReadConversation> {
  for await (const { number, state, older } of eachRow(pool, all, row)) {
    const path = `kidoku.conversations, number ${number}`
    const read = keptConversation(state)
    if (!read.ok) {
      yield { ...read, path }
      continue
    }
    const facts = [...(older ?? []).flatMap((fact) => keptFact(fact) ?? []), ...read.conversation.facts]
    yield { ok: true, path, conversation: { ...read.conversation, facts } }
  }
}

/** The same for whoever has nothing else to do with the database. */
export async function* readConversationsAt(url: string, log: Log): AsyncGenerator<ReadConversation> {
  const database = openDatabase({ url, connections: 1, log })
  try {
    yield* readConversations(database.pool)
  } finally {
    await database.close()
  }
}
