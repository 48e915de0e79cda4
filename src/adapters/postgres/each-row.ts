/** Rows as they all were at one moment, read some at a time: nothing is written, and nobody who writes waits for it. */
import type pg from 'pg'
import { z } from 'zod'

/** Rows may be large: a film that is kept is one. */
const together = 100

/**
 * @param sql without values
 * @throws what the database says, also when its rules would hide some rows from this user
 */
export async function* eachRow<Row extends z.ZodType>(
  pool: pg.Pool,
  sql: string,
  row: Row,
): AsyncGenerator<z.infer<Row>> {
  const client = await pool.connect()
  let over: Error | undefined = new Error('broken off')
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query('SET LOCAL row_security = off')
    await client.query(`DECLARE each_row NO SCROLL CURSOR FOR ${sql}`)
    for (;;) {
      const { rows } = await client.query<pg.QueryResultRow>(`FETCH ${together} FROM each_row`)
      for (const one of rows) yield row.parse(one)
      if (rows.length < together) break
    }
    await client.query('COMMIT')
    over = undefined
  } finally {
    // Whoever stops reading leaves a transaction open, which ends with its connection.
    client.release(over)
  }
}
