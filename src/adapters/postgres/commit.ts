/**
 * What a commit writes, in one statement: all of it or nothing, and only by whoever has the conversation. It is made of those
 * parts that there is something to write for: each of them costs, whether it finds a row or not.
 */
import { isErased, summaryOf } from '../../core/summary.ts'
import { textOf } from '../../core/search-words.ts'
import { turnRows, type TurnRow } from '../../core/turn-row.ts'
import { LeaseLost } from '../../ports/leases.ts'
import type { Commit } from '../../ports/store.ts'
import { keyOf, statement, type Queries, type Statement } from './database.ts'
import type { Held, Listed } from './held.ts'
import { isFree } from './leases.ts'
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
  const { conversation, overflow } = commit
  const { id, facts } = conversation
  // What has come in by the time that this is written is not in it.
  const seen = held?.seen
  const taken = held?.seenOrTaken
  const summary = isErased(conversation) ? undefined : summaryOf(conversation)
  const wasForgotten = facts[0]?.type === 'forgotten'
  const ledger = overflow.length === 0 || wasForgotten ? facts : [...overflow, ...facts]
  const isCut = ledger.length >= cutLedger && !wasForgotten
  const earlier = isCut ? await earlierOf(queries, id, earlierTurns) : []
  const rows = summary ? turnRows({ ...conversation, facts: ledger }, earlier) : []
  const turns = rows.map((row) => ({ ...row, json: JSON.stringify(row) }))
  const listed: Listed = {
    summary: summary && JSON.stringify(summary),
    turns: turns.map(({ json }) => json).join('\n'),
  }
  // Nobody else writes these while it is held; what was too old was deleted since, and stays so.
  const before = held?.listed

  const parts = new Parts()
  writeState(parts, commit, { process, fence: held?.fence, taken, isSeen: seen !== undefined })
  writeFacts(parts, commit, wasForgotten)
  if (!before || before.summary !== listed.summary) {
    if (!summary || listed.summary === undefined) parts.add('unlisted', unlisted)
    else {
      const { place, since, at, suspected } = summary
      const values = [place, since, at, suspected, listed.summary, keyOf(textOf(summary))]
      parts.add('listed', listedIn(values.map((value) => parts.value(value))))
    }
  }
  if (!before || before.turns !== listed.turns) writeTurns(parts, turns, isCut ? earlier : undefined)

  // One that fails may have been written all the same.
  if (held) held.listed = undefined
  const { rows: written } = await queries.query<{ count: string }>(parts.statement(), parts.values)
  if (written[0]?.count === '0') throw new LeaseLost(`another process has ${id} now: nothing was written`)
  if (held) held.listed = listed
}

/** A statement that is put together. Its text depends on which parts there are, never on their values. */
class Parts {
  readonly values: unknown[] = []
  readonly #parts: string[] = []

  /** @returns how it stands in the text */
  value(value: unknown): string {
    return `$${this.values.push(value)}`
  }

  add(name: string, sql: string): void {
    this.#parts.push(`${name} AS (${sql})`)
  }

  statement(): Statement {
    const text = `WITH ${this.#parts.join(', ')} SELECT count(*) FROM own`
    const known = statements.get(text) ?? statement('commit', text)
    statements.set(text, known)
    return known
  }
}

/** By their texts: as many as there are mixtures of parts, of which a turn has three or four and a shop some dozens. */
const statements = new Map<string, Statement>()

interface Right {
  process: string
  fence: number | undefined
  taken: number | undefined
  isSeen: boolean
}

// What came in since the inbox was last given out (`calls`) is not forgotten: it is due at once. Whoever has not looked there
// leaves what waits due as well. Whoever writes without a lease (a command, a migration of data) may do so only while nobody
// has it.
function writeState(parts: Parts, commit: Commit, { process, fence, taken, isSeen }: Right): void {
  const { conversation, entered, wakeAt } = commit
  const { mode, entries } = conversation
  const [id, state] = [parts.value(keyOf(conversation.id)), parts.value(JSON.stringify(conversation))]
  const wake = `to_timestamp(${parts.value(wakeAt ?? null)}::float8 / 1000)`
  const waits = parts.value(mode === 'staff' || entries.length > 0)
  const ids = entered.length > 0 || !isSeen ? `${parts.value(entered.map(keyOf))}::text[]` : undefined
  const isBehind = fence === undefined ? 'FALSE' : `c.calls <> ${parts.value(taken)}`
  const more = isSeen
    ? ''
    : ` OR EXISTS (SELECT FROM kidoku.inbox AS i WHERE i.conversation = ${id} AND i.id <> ALL (${ids}))`
  const mayWrite =
    fence === undefined ? isFree : `c.owner = ${parts.value(process)} AND c.fence = ${parts.value(fence)}`
  parts.add(
    'own',
    `INSERT INTO kidoku.conversations AS c (id, state, wake_at, waits)
    SELECT ${id}, ${state}, ${wake}, ${waits}
      ${fence === undefined ? '' : `WHERE EXISTS (SELECT FROM kidoku.conversations WHERE id = ${id})`}
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, waits = excluded.waits,
      wake_at = CASE WHEN ${isBehind}${more} THEN now() ELSE excluded.wake_at END
    WHERE ${mayWrite}
    RETURNING number`,
  )
  if (entered.length > 0) {
    parts.add('entered', `DELETE FROM kidoku.inbox WHERE id = ANY (${ids}) AND EXISTS (SELECT FROM own)`)
  }
}

function writeFacts(parts: Parts, { conversation, overflow, factsFrom }: Commit, wasForgotten: boolean): void {
  const from = wasForgotten ? Number.MAX_SAFE_INTEGER : factsFrom
  const id = keyOf(conversation.id)
  if (from !== undefined) {
    const [own, before] = [parts.value(id), parts.value(from)]
    parts.add(
      'expired',
      `DELETE FROM kidoku.facts WHERE conversation = ${own} AND at < ${before}::bigint AND EXISTS (SELECT FROM own)`,
    )
  }
  const kept = overflow.filter(({ at }) => at >= (from ?? at))
  if (kept.length === 0) return
  const [own, ats] = [parts.value(id), parts.value(kept.map(({ at }) => at))]
  const facts = parts.value(kept.map((fact) => JSON.stringify(fact)))
  parts.add(
    'older',
    `INSERT INTO kidoku.facts (conversation, at, fact)
    SELECT ${own}, t.at, t.fact FROM own, unnest(${ats}::bigint[], ${facts}::json[]) WITH ORDINALITY AS t(at, fact, place)
      ORDER BY t.place`,
  )
}

const unlisted = 'DELETE FROM kidoku.summaries WHERE number = (SELECT number FROM own)'

const listedIn = ([place, since, at, suspected, summary, words]: string[]): string =>
  `INSERT INTO kidoku.summaries AS s (number, place, since, at, suspected, summary, words)
    SELECT number, ${place}, ${since}::bigint, ${at}::bigint, ${suspected}::boolean, ${summary}::json, ${words} FROM own
    ON CONFLICT (number) DO UPDATE SET place = excluded.place, since = excluded.since, at = excluded.at,
      suspected = excluded.suspected, summary = excluded.summary, words = excluded.words
    WHERE s.summary::text <> excluded.summary::text`

type WrittenTurn = Pick<TurnRow, 'turn' | 'at' | 'decision'> & { json: string }

/** @param earlier those that the ledger may no longer tell of; undefined: it tells of all */
function writeTurns(parts: Parts, turns: readonly WrittenTurn[], earlier: readonly TurnRow[] | undefined): void {
  const names = parts.value(turns.map(({ turn }) => turn))
  const among = earlier && parts.value(earlier.map(({ turn }) => turn))
  parts.add(
    'dropped',
    `DELETE FROM kidoku.turns WHERE number = (SELECT number FROM own) AND turn <> ALL (${names}::text[])
      ${among ? `AND turn = ANY (${among}::text[])` : ''}`,
  )
  if (turns.length === 0) return
  const ats = parts.value(turns.map(({ at }) => at))
  const decisions = parts.value(turns.map(({ decision }) => decision))
  const rows = parts.value(turns.map(({ json }) => json))
  parts.add(
    'decided',
    `INSERT INTO kidoku.turns AS k (number, turn, at, decision, row)
    SELECT own.number, t.turn, t.at, t.decision, t.row
      FROM own, unnest(${names}::text[], ${ats}::bigint[], ${decisions}::text[], ${rows}::json[]) AS t(turn, at, decision, row)
      WHERE t.at >= coalesce((SELECT (value #>> '{}')::bigint FROM kidoku.single_values WHERE name = 'figures_from'), t.at)
    ON CONFLICT (number, turn) DO UPDATE SET at = excluded.at, decision = excluded.decision, row = excluded.row
    WHERE k.row::text <> excluded.row::text`,
  )
}
