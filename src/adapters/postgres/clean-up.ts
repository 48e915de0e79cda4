/**
 * Rows that were deleted stay in PostgreSQL's files until it cleans a table up (VACUUM), and some of their values longer: in
 * what it has noted for its planner (ANALYZE), which it notes anew only of tables that hold a row. Both are seen to here,
 * beside servers at work, which do not wait for it.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** Those in which something of a customer stands, or their id. */
const tables = [
  ...['conversations', 'inbox', 'facts', 'summaries', 'turns', 'set_aside', 'documents', 'audit', 'contents'].map(
    (name) => `kidoku.${name}`,
  ),
  'graphile_worker._private_jobs',
]

/** As the owner of the tables would write it. Indexes as well: an id stands in them. */
export const cleaningOf = (table: string): string => `VACUUM (ANALYZE, INDEX_CLEANUP ON) ${table}`

/** @returns the tables that could not be cleaned: this user may not, or somebody has them locked */
export async function cleanUp(url: string): Promise<string[]> {
  // Of its own: a large table takes longer than any statement of a server may.
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    lock_timeout: 10_000,
    application_name: 'kidoku command',
  })
  // What this user may not is no error there but a warning, and the table is skipped.
  let warned = false
  client.on('notice', ({ severity }) => (warned ||= severity === 'WARNING'))
  const isDone = async (sql: string): Promise<boolean> => {
    warned = false
    const done = await client.query(sql).then(
      () => true,
      (error: unknown) => {
        if (error instanceof pg.DatabaseError) return false
        throw error
      },
    )
    return done && !warned
  }
  await client.connect()
  try {
    const isNotedAnew = await isDone(noteAnew(randomUUID()))
    if (!isNotedAnew) await client.query('ROLLBACK')
    const left: string[] = []
    for (const table of tables) {
      if (!(await isDone(`VACUUM (INDEX_CLEANUP ON) ${table}`)) || !isNotedAnew) left.push(table)
    }
    return left
  } finally {
    await client.end()
  }
}

/**
 * A row of nobody in each table, which nobody else ever sees: without one, what was noted of the rows before would stay.
 * @param nobody an id that there is not
 */
const noteAnew = (nobody: string): string => `BEGIN;
  INSERT INTO kidoku.conversations (id) VALUES ('${nobody}');
  INSERT INTO kidoku.inbox (id, conversation, event) VALUES ('${nobody}', '${nobody}', '{}');
  INSERT INTO kidoku.facts (conversation, at, fact) VALUES ('${nobody}', 0, '{}');
  INSERT INTO kidoku.summaries SELECT number, '', 0, 0, false, '{}', '' FROM kidoku.conversations WHERE id = '${nobody}';
  INSERT INTO kidoku.turns SELECT number, '', 0, '', '{}' FROM kidoku.conversations WHERE id = '${nobody}';
  INSERT INTO kidoku.set_aside (at, event, why, raw) VALUES (0, '${nobody}', '', '{}');
  INSERT INTO kidoku.documents (name) VALUES ('${nobody}');
  INSERT INTO kidoku.contents (message) VALUES ('${nobody}');
  SELECT FROM graphile_worker.add_job('wake', job_key => '${nobody}', run_at => now() + interval '1 day');
  ANALYZE ${tables.join(', ')};
  SELECT FROM graphile_worker.remove_job('${nobody}');
  DELETE FROM kidoku.contents WHERE message = '${nobody}';
  DELETE FROM kidoku.documents WHERE name = '${nobody}';
  DELETE FROM kidoku.set_aside WHERE event = '${nobody}';
  DELETE FROM kidoku.facts WHERE conversation = '${nobody}';
  DELETE FROM kidoku.inbox WHERE id = '${nobody}';
  DELETE FROM kidoku.conversations WHERE id = '${nobody}';
  COMMIT`
