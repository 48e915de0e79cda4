/**
 * Leases: which process has a conversation. A process says every few seconds that it is alive, once for all it has; what
 * a process had that has not said so in time is free, by the database's clock. Each new owner raises the conversation's
 * `fence`, and whatever is written names it.
 */
import { randomUUID } from 'node:crypto'
import type { InboxEvent } from '../../core/event.ts'
import type { Lease, Leases } from '../../ports/leases.ts'
import type { Log } from '../../ports/log.ts'
import { version } from '../../version.ts'
import { keyOf, type Queries } from './database.ts'
import { parseEvents } from './inbox.ts'

/** A process is alive for so long after it has said so, and says so this often (ms). */
export const aliveFor = 10_000
const every = 2_500

/** What this process knows of a conversation that it has: nobody else changes it, and who adds to its inbox calls for it. */
export interface Held {
  fence: number
  /** As it was taken: read once. */
  state?: unknown
  /** Its inbox as it was last read. */
  events: InboxEvent[]
  /** How often it had been called for then. */
  calls: number
  /** It has been called for since, as far as this process has heard. */
  called: boolean
}

export interface LeaseBook extends Leases {
  readonly process: string
  held(conversation: string): Held | undefined
  close(): Promise<void>
}

export async function openLeases(queries: Queries, log: Log): Promise<LeaseBook> {
  const process = randomUUID()
  const all = new Map<string, Held>()
  const beat = async (): Promise<void> => {
    await queries.query(beatSql, [process, version, `${aliveFor} ms`])
  }
  await beat()
  const timer = setInterval(() => {
    beat().catch((error: unknown) =>
      log.warn({ err: error }, 'PostgreSQL could not be told that this process is alive'),
    )
  }, every)
  timer.unref()

  const release = async (conversation: string, lease: Held, wakeAt: number | undefined): Promise<boolean> => {
    if (all.get(conversation) !== lease) return true
    const values = [keyOf(conversation), process, lease.fence, lease.calls, wakeAt ?? null]
    const { rowCount } = await queries.query(releaseSql, values)
    if (rowCount === 0) {
      const { rows } = await queries.query<{ mine: boolean }>(isMineSql, [keyOf(conversation), process, lease.fence])
      lease.called = true
      if (rows[0]?.mine) return false
    }
    all.delete(conversation)
    return true
  }

  return {
    process,
    held: (conversation) => all.get(conversation),
    async take(conversation): Promise<Lease | undefined> {
      const { rows } = await queries.query<Taken>(takeSql, [keyOf(conversation), process])
      const row = rows[0]
      // There is none as yet, and nothing waits for it.
      if (!row) return { release: () => Promise.resolve(true) }
      if (!row.mine) return undefined
      const events = parseEvents(row.events)
      const lease: Held = {
        fence: Number(row.fence),
        state: row.state,
        events,
        calls: Number(row.calls),
        called: false,
      }
      all.set(conversation, lease)
      return { release: (wakeAt) => release(conversation, lease, wakeAt) }
    },
    async close() {
      clearInterval(timer)
      await queries.query('DELETE FROM kidoku.processes WHERE id = $1', [process])
    },
  }
}

/** Of a conversation `c`: nobody has it, or whoever had it is dead. */
export const isFree = `(c.owner IS NULL OR NOT EXISTS (
  SELECT FROM kidoku.processes AS p WHERE p.id = c.owner AND p.alive_until > now()))`

const beatSql = `INSERT INTO kidoku.processes (id, version, alive_until) VALUES ($1, $2, now() + $3::interval)
  ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`

interface Taken {
  mine: boolean
  fence: string
  state: unknown
  calls: string
  events: unknown
}

// The state is that of the row as it was taken: whoever had it may have written it after this statement began to look. The
// inbox and the count of calls are of that beginning, both: what came since is found by the count.
const takeSql = `WITH taken AS (
    UPDATE kidoku.conversations AS c SET
      owner = CASE WHEN ${isFree} THEN $2 ELSE c.owner END,
      fence = CASE WHEN ${isFree} THEN c.fence + 1 ELSE c.fence END,
      calls = CASE WHEN ${isFree} THEN c.calls ELSE c.calls + 1 END
    WHERE id = $1
    RETURNING owner = $2 AS mine, fence, state
  )
  SELECT mine, fence, state,
    (SELECT calls FROM kidoku.conversations WHERE id = $1) AS calls,
    (SELECT json_agg(event ORDER BY number) FROM kidoku.inbox WHERE conversation = $1) AS events
  FROM taken`

// What has not entered is due, whatever the owner thinks. The wake-up is in the same transaction: whoever is there gets it
// when its time has come.
const releaseSql = `WITH let_go AS (
    UPDATE kidoku.conversations SET owner = NULL, wake_at = CASE
      WHEN EXISTS (SELECT FROM kidoku.inbox WHERE conversation = $1) THEN now()
      ELSE to_timestamp($5::float8 / 1000) END
    WHERE id = $1 AND owner = $2 AND fence = $3 AND calls = $4
    RETURNING id, wake_at
  )
  SELECT CASE WHEN wake_at IS NOT NULL THEN (graphile_worker.add_job('wake', json_build_object('conversation', id),
    job_key => id, run_at => wake_at, max_attempts => 1)).id END FROM let_go`
const isMineSql = 'SELECT owner = $2 AND fence = $3 AS mine FROM kidoku.conversations WHERE id = $1'
