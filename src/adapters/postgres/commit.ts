/** What a commit writes, in one statement: all of it or nothing, and only by whoever has the conversation. */
import { isErased, summaryOf } from '../../core/summary.ts'
import { textOf } from '../../core/search-words.ts'
import { turnRows } from '../../core/turn-row.ts'
import { LeaseLost } from '../../ports/leases.ts'
import type { Commit } from '../../ports/store.ts'
import { keyOf, type Queries } from './database.ts'
import { isFree, type Held } from './leases.ts'
import { earlierOf } from './turns.ts'

/** A ledger that was cut has at least so many facts left: what it no longer tells of stands in the rows alone. */
const cutLedger = 150
/** Turns before those that may still come to something. */
const earlierTurns = 50

export interface Writer {
  process: string
  /** Undefined: nobody may have it. */
  held?: Held
}

/** @throws LeaseLost when another process has it: then nothing is written */
export async function write(queries: Queries, commit: Commit, { process, held }: Writer): Promise<void> {
  const { conversation, entered, overflow, wakeAt, factsFrom } = commit
  const { id, mode, entries, facts } = conversation
  const summary = isErased(conversation) ? undefined : summaryOf(conversation)
  const wasForgotten = facts[0]?.type === 'forgotten'
  const ledger = overflow.length === 0 || wasForgotten ? facts : [...overflow, ...facts]
  const isCut = ledger.length >= cutLedger && !wasForgotten
  const earlier = isCut ? await earlierOf(queries, id, earlierTurns) : []
  const rows = summary ? turnRows({ ...conversation, facts: ledger }, earlier) : []
  const { rows: written } = await queries.query<{ count: string }>(sql, [
    keyOf(id),
    JSON.stringify(conversation),
    wakeAt ?? null,
    mode === 'staff' || entries.length > 0,
    process,
    held?.fence ?? null,
    held?.calls ?? null,
    entered.map(keyOf),
    wasForgotten ? Number.MAX_SAFE_INTEGER : (factsFrom ?? null),
    overflow.map(({ at }) => at),
    overflow.map((fact) => JSON.stringify(fact)),
    summary?.place ?? null,
    summary?.since ?? null,
    summary?.at ?? null,
    summary?.suspected ?? null,
    summary ? JSON.stringify(summary) : null,
    summary ? keyOf(textOf(summary)) : null,
    rows.map(({ turn }) => turn),
    rows.map(({ at }) => at),
    rows.map(({ decision }) => decision),
    rows.map((row) => JSON.stringify(row)),
    isCut ? earlier.map(({ turn }) => turn) : null,
  ])
  if (written[0]?.count === '0') throw new LeaseLost(`another process has ${id} now: nothing was written`)
}

// What came in since the inbox was last read (`calls`) is not forgotten: it is due at once. Whoever writes without a lease
// (a command, a migration of data) may do so only while nobody has it.
const sql = `
  WITH own AS (
    INSERT INTO kidoku.conversations AS c (id, state, wake_at, waits)
    SELECT $1, $2, to_timestamp($3::float8 / 1000), $4
      WHERE $6::bigint IS NULL OR EXISTS (SELECT FROM kidoku.conversations WHERE id = $1)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, waits = excluded.waits,
      wake_at = CASE
        WHEN $7::bigint IS NOT NULL AND c.calls <> $7 THEN now()
        WHEN $7::bigint IS NULL AND EXISTS (SELECT FROM kidoku.inbox AS i WHERE i.conversation = $1 AND i.id <> ALL ($8)) THEN now()
        ELSE excluded.wake_at END
    WHERE (c.owner = $5 AND c.fence = $6) OR ($6::bigint IS NULL AND ${isFree})
    RETURNING number
  ), entered AS (
    DELETE FROM kidoku.inbox WHERE id = ANY ($8::text[]) AND EXISTS (SELECT FROM own)
  ), expired AS (
    DELETE FROM kidoku.facts WHERE conversation = $1 AND at < $9::bigint AND EXISTS (SELECT FROM own)
  ), older AS (
    INSERT INTO kidoku.facts (conversation, at, fact)
    SELECT $1, t.at, t.fact FROM own, unnest($10::bigint[], $11::json[]) WITH ORDINALITY AS t(at, fact, place)
      WHERE t.at >= coalesce($9::bigint, t.at) ORDER BY t.place
  ), listed AS (
    INSERT INTO kidoku.summaries AS s (number, place, since, at, suspected, summary, words)
    SELECT number, $12::text, $13::bigint, $14::bigint, $15::boolean, $16::json, $17::text FROM own WHERE $12::text IS NOT NULL
    ON CONFLICT (number) DO UPDATE SET place = excluded.place, since = excluded.since, at = excluded.at,
      suspected = excluded.suspected, summary = excluded.summary, words = excluded.words
    WHERE s.summary::text <> excluded.summary::text
  ), unlisted AS (
    DELETE FROM kidoku.summaries WHERE $12::text IS NULL AND number = (SELECT number FROM own)
  ), dropped AS (
    DELETE FROM kidoku.turns WHERE number = (SELECT number FROM own) AND turn <> ALL ($18::text[])
      AND ($22::text[] IS NULL OR turn = ANY ($22))
  ), decided AS (
    INSERT INTO kidoku.turns AS k (number, turn, at, decision, row)
    SELECT own.number, t.turn, t.at, t.decision, t.row
      FROM own, unnest($18::text[], $19::bigint[], $20::text[], $21::json[]) AS t(turn, at, decision, row)
      WHERE t.at >= coalesce((SELECT (value #>> '{}')::bigint FROM kidoku.single_values WHERE name = 'figures_from'), t.at)
    ON CONFLICT (number, turn) DO UPDATE SET at = excluded.at, decision = excluded.decision, row = excluded.row
    WHERE k.row::text <> excluded.row::text
  )
  SELECT count(*) FROM own`
