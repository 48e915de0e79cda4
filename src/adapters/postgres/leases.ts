/**
 * Leases: which process has a conversation. A process says every few seconds that it is alive, once for all it has; what
 * a process had that has not said so in time is free, by the database's clock. Each new owner raises the conversation's
 * `fence`, and whatever is written names it.
 */
import { randomUUID } from 'node:crypto'
import type { Lease, Leases } from '../../ports/leases.ts'
import type { Log } from '../../ports/log.ts'
import { version } from '../../version.ts'
import { keyOf, statement, type Queries } from './database.ts'
import { valueOf } from './single-values.ts'
import { Held, type Arrival } from './held.ts'
import { parsePlaced, placedIn } from './inbox.ts'

/** A process is alive for so long after it has said so, and says so this often (ms). */
export const aliveFor = 10_000
const every = 2_500

export interface LeaseBook extends Leases {
  readonly process: string
  held(conversation: string): Held | undefined
  /** Another process has it now, as a commit was told. */
  lost(conversation: string, held: Held): void
  /** Something came in, or was called for, also while it is being taken. Undefined: what, is not known. */
  arrived(conversation: string, arrival: Arrival | undefined): void
  /**
   * Where a conversation that has been taken here and has no state counts its turns from (`Store.turnsFrom`); undefined: no
   * such has been taken.
   */
  turnsFrom(): number | undefined
  close(): Promise<void>
}

/** @param alive to say by that the process is alive: not behind commits that wait, or it would count as dead for them */
export async function openLeases(queries: Queries, alive: Queries, log: Log): Promise<LeaseBook> {
  const process = randomUUID()
  const all = new Map<string, Held>()
  /** By those who are just taking them: what they are told meanwhile. */
  const taking = new Map<string, Set<(Arrival | undefined)[]>>()
  let turnsFrom: number | undefined
  const beat = async (): Promise<void> => {
    await alive.query(beatSql, [process, version, `${aliveFor} ms`])
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
    // It would be refused.
    if (lease.hasMore) return false
    const values = [keyOf(conversation), process, lease.fence, lease.seenOrTaken, wakeAt ?? null]
    const { rowCount } = await queries.query(releaseSql, values)
    if (rowCount === 0) {
      const { rows } = await queries.query<{ mine: boolean }>(isMineSql, [keyOf(conversation), process, lease.fence])
      lease.called()
      if (rows[0]?.mine) return false
    }
    all.delete(conversation)
    return true
  }

  return {
    process,
    held: (conversation) => all.get(conversation),
    lost(conversation, held) {
      if (all.get(conversation) === held) all.delete(conversation)
    },
    arrived(conversation, arrival) {
      for (const one of taking.get(conversation) ?? []) one.push(arrival)
      tell(all.get(conversation), arrival)
    },
    async take(conversation): Promise<Lease | undefined> {
      // What is told of while it is being taken may have been stored before or after that began to look.
      const meanwhile: (Arrival | undefined)[] = []
      const others = taking.get(conversation) ?? new Set()
      taking.set(conversation, others.add(meanwhile))
      try {
        const { rows } = await queries.query<Taken>(takeSql, [keyOf(conversation), process])
        const [row] = rows
        // It was another's meanwhile, or erased: what was known of it here is of another time.
        if (!row?.mine) all.delete(conversation)
        if (!row) return { isOfNone: true, release: () => Promise.resolve(true) }
        if (!row.mine) return undefined
        if (row.state === null) {
          // It was erased after this statement had begun to look, and so may what is counted from have been raised since.
          const from = row.began ? row.turns_from : await valueOf(queries, 'turns_from')
          // It is only ever raised: what was seen later is as good for whoever was seen before.
          turnsFrom = Math.max(turnsFrom ?? 0, Number(from ?? 0))
        }
        const lease = new Held(Number(row.fence), row.state, {
          row: row.number,
          calls: Number(row.calls),
          waiting: parsePlaced(row.events),
        })
        for (const arrival of meanwhile) tell(lease, arrival)
        all.set(conversation, lease)
        return { release: (wakeAt) => release(conversation, lease, wakeAt) }
      } finally {
        others.delete(meanwhile)
        if (others.size === 0) taking.delete(conversation)
      }
    },
    turnsFrom: () => turnsFrom,
    async close() {
      clearInterval(timer)
      await queries.query('DELETE FROM kidoku.processes WHERE id = $1', [process])
    },
  }
}

function tell(held: Held | undefined, arrival: Arrival | undefined): void {
  if (arrival) held?.arrived(arrival)
  else held?.called()
}

/** Of a conversation `c`: nobody has it, or whoever had it is dead. */
export const isFree = `(c.owner IS NULL OR NOT EXISTS (
  SELECT FROM kidoku.processes AS p WHERE p.id = c.owner AND p.alive_until > now()))`

const beatSql = statement(
  'beat',
  `INSERT INTO kidoku.processes (id, version, alive_until) VALUES ($1, $2, now() + $3::interval)
  ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`,
)

interface Taken {
  number: string
  mine: boolean
  fence: string
  state: unknown
  calls: string
  events: unknown
  /** It had no state when the statement began to look, either. */
  began: boolean
  turns_from: unknown
}

// The state is that of the row as it was taken: whoever had it may have written it after this statement began to look. The
// inbox and the count of calls are of that beginning, both: what came since is found by the count. Who has it already does
// not call for it: it would never be let go.
const takeSql = statement(
  'take',
  `WITH taken AS (
    UPDATE kidoku.conversations AS c SET
      owner = CASE WHEN ${isFree} THEN $2 ELSE c.owner END,
      fence = CASE WHEN ${isFree} THEN c.fence + 1 ELSE c.fence END,
      calls = CASE WHEN c.owner = $2 OR ${isFree} THEN c.calls ELSE c.calls + 1 END
    WHERE id = $1
    RETURNING number, owner = $2 AS mine, fence, CASE WHEN owner = $2 THEN state END AS state
  )
  SELECT taken.number, mine, taken.fence, taken.state, calls, c.state IS NULL AS began,
    CASE WHEN mine THEN ${placedIn('$1')} END AS events,
    CASE WHEN c.state IS NULL THEN (SELECT value FROM kidoku.single_values WHERE name = 'turns_from') END AS turns_from
  FROM taken, kidoku.conversations AS c WHERE id = $1`,
)

// What has not entered is due, whatever the owner thinks. The wake-up is in the same transaction: whoever is there gets it
// when its time has come.
const releaseSql = statement(
  'release',
  `WITH let_go AS (
    UPDATE kidoku.conversations SET owner = NULL, wake_at = CASE
      WHEN EXISTS (SELECT FROM kidoku.inbox WHERE conversation = $1) THEN now()
      ELSE to_timestamp($5::float8 / 1000) END
    WHERE id = $1 AND owner = $2 AND fence = $3 AND calls = $4
    RETURNING id, wake_at
  )
  SELECT CASE WHEN wake_at IS NOT NULL THEN (graphile_worker.add_job('wake', json_build_object('conversation', id),
    job_key => id, run_at => wake_at, max_attempts => 1)).id END FROM let_go`,
)
const isMineSql = statement(
  'is mine',
  'SELECT owner = $2 AND fence = $3 AS mine FROM kidoku.conversations WHERE id = $1',
)
