/** Rows of turns in the index: written whole for a conversation, read by time, a slice at a time. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { setImmediate as breath } from 'node:timers/promises'
import { decisions } from '../../../core/judgement.ts'
import type { Limit } from '../../../core/limits.ts'
import type { TurnRow } from '../../../core/turn-row.ts'
import type { TurnQuery } from '../../../ports/store.ts'
import { destinationIn } from './database.ts'

const slice = 1_000

/** Columns of the table, beside the number of the conversation. */
const columns = [
  'conversation',
  'turn',
  'at',
  'receivedAt',
  'decision',
  'lowered',
  'limit',
  'by',
  'topic',
  'language',
  'model',
  'prompt',
  'promptHash',
  'experiment',
  'input',
  'output',
  'messages',
  'sources',
  'smallTalk',
  'observed',
  'answeredAt',
  'readAt',
  'withStaff',
  'takenAt',
  'doneAt',
  'solved',
  'returnedAt',
  'cameBackAt',
  'grade',
] as const satisfies (keyof TurnRow)[]

const named = columns.map((name) => `"${name}"`)
const listed = named.join(', ')

export function prepareTurns(db: DatabaseSync) {
  // A row that is as it was costs no write.
  const put = db.prepare(
    `INSERT INTO turns (number, ${listed}) VALUES (?, ${named.map(() => '?').join(', ')})
      ON CONFLICT (number, turn) DO UPDATE SET ${named.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE (${listed}) IS NOT (${named.map((name) => `excluded.${name}`).join(', ')})`,
  )
  const remove = db.prepare('DELETE FROM turns WHERE number = ? AND turn = ?')
  const keep = db.prepare('DELETE FROM turns WHERE number = ? AND turn NOT IN (SELECT value FROM json_each(?))')
  const expire = db.prepare('DELETE FROM turns WHERE at < ?')
  const earlier = db.prepare(`SELECT ${listed} FROM turns WHERE number = ? ORDER BY at DESC LIMIT ?`)
  return {
    /** The newest rows of a conversation, oldest first. */
    earlier: (number: number, limit: number): TurnRow[] => earlier.all(number, limit).map(rowOf).toReversed(),
    put(number: number, rows: readonly TurnRow[]): void {
      for (const row of rows) put.run(number, ...valuesOf(row))
    },
    /** Takes out all of a conversation's but these. */
    keep(number: number, turns: readonly string[]): void {
      keep.run(number, JSON.stringify(turns))
    },
    remove(number: number, turn: string): void {
      remove.run(number, turn)
    },
    /** Takes out all before this time (ms). */
    expire(before: number): void {
      expire.run(before)
    },
  }
}

/** Tells every row of a time, oldest first or newest first, without holding more than a slice of them. */
export async function eachTurn(
  db: () => DatabaseSync,
  { from, until, decision, limit = Infinity, destinations }: TurnQuery,
  visit: (row: TurnRow) => void,
  newestFirst = false,
): Promise<void> {
  const [beyond, way] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC']
  const own = destinations ? `${destinationIn('conversation')} = ? AND ` : ''
  const sql = `SELECT number, ${listed} FROM turns
    WHERE ${own}at >= ? AND at < ? AND (? IS NULL OR decision = ?) AND (at, number, turn) ${beyond} (?, ?, ?)
    ORDER BY at ${way}, number ${way}, turn ${way} LIMIT ?`
  let after: SQLInputValue[] = newestFirst ? [Number.MAX_SAFE_INTEGER, 0, ''] : [Number.MIN_SAFE_INTEGER, 0, '']
  // Each account's are read in their order, and put together.
  const each = destinations ? [...new Set(destinations)].map((one) => [one]) : [[]]
  for (let left = limit; left > 0; left -= slice) {
    const most = Math.min(left, slice)
    const statement = db().prepare(sql)
    const found = each.map((destination) =>
      statement.all(...destination, from, until, decision ?? null, decision ?? null, ...after, most),
    )
    const rows = found.length === 1 ? (found[0] ?? []) : inOrder(found.flat(), newestFirst).slice(0, most)
    for (const row of rows) visit(rowOf(row))
    const last = rows.at(-1)
    if (!last || rows.length < slice) return
    after = [last.at ?? 0, last.number ?? 0, last.turn ?? '']
    await breath()
  }
}

type Row = Record<string, SQLOutputValue>

function inOrder(rows: readonly Row[], newestFirst: boolean): Row[] {
  const compare = (a: Row, b: Row): number =>
    count(a.at) - count(b.at) || count(a.number) - count(b.number) || (word(a.turn) < word(b.turn) ? -1 : 1)
  return rows.toSorted(newestFirst ? (a, b) => compare(b, a) : compare)
}

const all = [...decisions, 'failed', 'tap', 'stale'] as const
const decided = new Map<unknown, TurnRow['decision']>(all.map((one) => [one, one]))
type LoweredRow = NonNullable<TurnRow['lowered']>
const lowerings = [
  'no_source',
  'small_talk_with_facts',
  'unsupported_facts',
  'repeats_prompt',
  'low_confidence',
  'always_human',
  'third_question',
  'same_answer',
  'look_up_gave_nothing',
  'not_recordable',
  'not_recorded',
] as const satisfies LoweredRow[]
const limits = ['turns_a_day', 'tokens_a_day', 'too_much', 'spending', 'queue'] as const
const limited = new Map<unknown, Limit>(limits.map((one) => [one, one]))
const lowered = new Map<unknown, LoweredRow>(lowerings.map((one) => [one, one]))

const word = (value: unknown): string => (typeof value === 'string' ? value : '')
const wordIf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
const countIf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const yes = (value: unknown): true | undefined => (value === 1 ? true : undefined)

/** By hand, since a year of a busy shop is read: a schema takes several times as long. What is null is missing. */
function rowOf(row: Row): TurnRow {
  const messages = word(row.messages)
  return {
    conversation: word(row.conversation),
    turn: word(row.turn),
    at: count(row.at),
    receivedAt: count(row.receivedAt),
    decision: decided.get(row.decision) ?? 'failed',
    lowered: lowered.get(row.lowered),
    limit: limited.get(row.limit),
    by: row.by === 'model' ? 'model' : 'rule',
    topic: word(row.topic),
    language: word(row.language),
    model: wordIf(row.model),
    prompt: wordIf(row.prompt),
    promptHash: wordIf(row.promptHash),
    experiment: wordIf(row.experiment),
    input: count(row.input),
    output: count(row.output),
    messages: messages === '' ? [] : messages.split(' '),
    sources: wordIf(row.sources)?.split(' '),
    smallTalk: yes(row.smallTalk),
    observed: yes(row.observed),
    answeredAt: countIf(row.answeredAt),
    readAt: countIf(row.readAt),
    withStaff: yes(row.withStaff),
    takenAt: countIf(row.takenAt),
    doneAt: countIf(row.doneAt),
    solved: typeof row.solved === 'number' ? row.solved === 1 : undefined,
    returnedAt: countIf(row.returnedAt),
    cameBackAt: countIf(row.cameBackAt),
    grade: row.grade === 'right' || row.grade === 'wrong' ? row.grade : undefined,
  }
}

function valuesOf(row: TurnRow): SQLInputValue[] {
  return columns.map((name) =>
    name === 'messages' || name === 'sources' ? (row[name]?.join(' ') ?? null) : valueOf(row[name]),
  )
}

function valueOf(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number') return value
  return typeof value === 'boolean' ? Number(value) : null
}
