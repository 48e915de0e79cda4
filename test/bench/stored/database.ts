/**
 * Databases with many conversations. Some are written by the product's own store; the others are the same under other
 * users, made from these rows by SQL, in seconds. History is more rows of those conversations that do not write again.
 */
import { openPostgresStore } from '../../../src/adapters/postgres/store.ts'
import { conversationId } from '../../../src/core/event.ts'
import type { Log } from '../../../src/ports/log.ts'
import { destination } from '../load/webhooks.ts'
import { copyOf, withClient, type Database } from '../servers/postgres.ts'
import { shopOf, storedConversation, storedUser } from './conversations.ts'

const log: Log = { debug() {}, info() {}, warn: console.warn, error: console.error }
/** So many are written by the store. */
const written = 1_000
const together = 8

/** @returns its address; nobody has it open */
export async function storedDatabase(database: Database, count: number): Promise<string> {
  const url = await database.database()
  const own = Math.min(count, written)
  const store = await openPostgresStore({ url, connections: together, log })
  let next = 0
  const one = async (): Promise<void> => {
    for (let number = next++; number < own; number = next++) {
      const conversation = storedConversation(number, shopOf(number, count, Date.now(), destination))
      await store.commit({ conversation, entered: [], overflow: [] })
    }
  }
  await Promise.all(Array.from({ length: together }, one))
  await store.close()
  const users = Array.from({ length: own }, (_, number) => storedUser(number))
  await withClient(url, async (client) => {
    await client.query('CREATE TEMP TABLE base (place bigint, usr text, id text)')
    await client.query('INSERT INTO base SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])', [
      users.map((_, place) => place),
      users,
      users.map((id) => conversationId(destination, { type: 'user', id })),
    ])
    for (const sql of multiply) await client.query(sql.replace(':times', String(Math.floor(count / own) - 1)))
    await client.query('VACUUM (ANALYZE)')
  })
  return url
}

/** @returns another database that holds `rows` more of history: half of them turns, half of them facts */
export async function withHistory(url: string, count: number, rows: number): Promise<string> {
  const copy = await copyOf(url)
  const each = Math.ceil(rows / count)
  await withClient(copy, async (client) => {
    for (const sql of history) await client.query(sql.replace(':each', String(each)))
    await client.query('VACUUM (ANALYZE)')
  })
  return copy
}

/** Whether history was added to this one: it does not write again, since a commit would put its rows in order. */
export const hasHistory = (number: number): boolean => number % 2 === 1

// `storedUser` once more: a user's number times a large one, in hexadecimal.
const multiply = [
  `CREATE TEMP TABLE made AS
    SELECT b.id AS old, b.usr, n.usr AS new, replace(b.id, b.usr, n.usr) AS id
    FROM base AS b CROSS JOIN generate_series(1, :times) AS k
    CROSS JOIN LATERAL (SELECT 'U' || lpad(to_hex((k * (SELECT count(*) FROM base) + b.place) * 2654435761), 32, '0') AS usr) AS n`,
  `INSERT INTO kidoku.conversations (id, state, wake_at, waits)
    SELECT m.id, replace(c.state::text, m.usr, m.new)::json, c.wake_at, c.waits
    FROM made AS m JOIN kidoku.conversations AS c ON c.id = m.old`,
  `CREATE TEMP TABLE numbered AS
    SELECT o.number AS old, c.number, m.usr, m.new
    FROM made AS m JOIN kidoku.conversations AS o ON o.id = m.old JOIN kidoku.conversations AS c ON c.id = m.id`,
  `INSERT INTO kidoku.summaries (number, place, since, at, suspected, summary, words)
    SELECT m.number, s.place, s.since, s.at, s.suspected,
      replace(s.summary::text, m.usr, m.new)::json, replace(s.words, lower(m.usr), lower(m.new))
    FROM numbered AS m JOIN kidoku.summaries AS s ON s.number = m.old`,
  `INSERT INTO kidoku.turns (number, turn, at, decision, row)
    SELECT m.number, t.turn, t.at, t.decision, replace(t.row::text, m.usr, m.new)::json
    FROM numbered AS m JOIN kidoku.turns AS t ON t.number = m.old`,
]

// The number that a user's id ends with is odd where the customer's is.
const history = [
  `INSERT INTO kidoku.turns (number, turn, at, decision, row)
    SELECT t.number, 'h' || k, t.at - k * 3600000, t.decision, t.row
    FROM (SELECT DISTINCT ON (t.number) t.* FROM kidoku.turns AS t JOIN kidoku.conversations AS c USING (number)
      WHERE c.id ~ '[13579bdf]$') AS t
    CROSS JOIN generate_series(1, :each) AS k`,
  `INSERT INTO kidoku.facts (conversation, at, fact)
    SELECT c.id, (c.state #>> '{facts,0,at}')::bigint - k * 3600000, c.state #> '{facts,0}'
    FROM kidoku.conversations AS c CROSS JOIN generate_series(1, :each) AS k WHERE c.id ~ '[13579bdf]$'`,
]
