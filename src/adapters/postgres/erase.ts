/**
 * Erasing for good in the database, and the daily look at what is too old. What goes is gone from the tables when this
 * resolves; PostgreSQL overwrites the place it stood in when it cleans up (VACUUM), and keeps it in its own logs and
 * backups for as long as it is told to (docs/privacy.md).
 */
import { z } from 'zod'
import type { Conversation } from '../../core/conversation.ts'
import type { InboxEvent } from '../../core/event.ts'
import { formsOf, namesAny } from '../../core/naming.ts'
import type { Erasing, Sweep } from '../../ports/erasing.ts'
import { hashIn, keyOf, type Database, type Queries } from './database.ts'
import type { Inbox } from './inbox.ts'
import { keepValue, valueOf } from './single-values.ts'

/** As a conversation remembers what has entered. */
const remember = '72 hours'
/** So many conversations are read at once. */
const together = 256

const sweepSchema = z.object({ begunAt: z.number(), after: z.string().optional(), endedAt: z.number().optional() })

export interface EraserParts {
  database: Database
  inbox: Inbox
  parse: (state: unknown) => Conversation
  /** Whoever looks at it is told. */
  erased: (conversation: string) => void
}

export function eraserOf({ database, inbox, parse, erased }: EraserParts): Erasing {
  async function* all(after = '0'): AsyncGenerator<{ part: string; conversations: Conversation[] }> {
    for (let last = after; ;) {
      const { rows } = await database.query<{ number: string; state: unknown }>(
        'SELECT number, state FROM kidoku.conversations WHERE number > $1 AND state IS NOT NULL ORDER BY number LIMIT $2',
        [last, together],
      )
      const part = rows.at(-1)?.number
      if (part === undefined) return
      yield { part, conversations: rows.map(({ state }) => parse(state)) }
      last = part
    }
  }

  return {
    all,
    turnsFrom: async () => Number((await valueOf(database, 'turns_from')) ?? 0),
    async conversationsOf(user) {
      const own = new Set<string>()
      const shared = new Set<string>()
      for await (const { conversations } of all()) {
        for (const { id, chat, messages } of conversations) {
          if (chat.id === user) own.add(id)
          else if (messages.some(({ by }) => by === user)) shared.add(id)
        }
      }
      for (const { conversation, chat, by } of await inbox.all()) {
        if (chat.id === user) own.add(conversation)
        else if (by === user) shared.add(conversation)
      }
      return { own: [...own], shared: [...shared] }
    },
    async erase(id) {
      const { waiting } = await inbox.waiting(id)
      await database.transaction(async (queries) => {
        const { rows } = await queries.query<{ state: unknown }>(
          'SELECT state FROM kidoku.conversations WHERE id = $1 FOR UPDATE',
          [keyOf(id)],
        )
        const state = rows[0]?.state
        const kept = state === null || state === undefined ? undefined : parse(state)
        const seen = kept?.seen ?? []
        const now = Date.now()
        // An older one would not be known to the conversation either.
        await forget(
          queries,
          seen.filter(({ until }) => until > now).flatMap(({ ids }) => ids),
        )
        await raiseTurns(queries, kept?.turns ?? 0, now)
        const again = new Set(seen.flatMap(({ ids }) => ids))
        const entered = waiting.filter(({ event }) => again.has(event.id)).map(({ event }) => keyOf(event.id))
        await queries.query('DELETE FROM kidoku.inbox WHERE id = ANY ($1)', [entered])
        await queries.query('DELETE FROM kidoku.facts WHERE conversation = $1', [keyOf(id)])
        for (const table of ['summaries', 'turns']) {
          await queries.query(
            `DELETE FROM kidoku.${table} WHERE number = (SELECT number FROM kidoku.conversations WHERE id = $1)`,
            [keyOf(id)],
          )
        }
        // What has never entered begins a new conversation.
        const { rowCount: waits } = await queries.query(
          `UPDATE kidoku.conversations SET state = NULL, waits = false, wake_at = now()
            WHERE id = $1 AND EXISTS (SELECT FROM kidoku.inbox WHERE conversation = $1)`,
          [keyOf(id)],
        )
        if (waits === 0) await queries.query('DELETE FROM kidoku.conversations WHERE id = $1', [keyOf(id)])
        // Its wake-up is known by its id.
        await queries.query('SELECT FROM graphile_worker.remove_job($1)', [keyOf(id)])
      })
      erased(id)
    },
    async dropWaiting(id, who) {
      const isTheirs = ({ by, chat }: InboxEvent): boolean => by === who || chat.id === who
      const theirs = (await inbox.waiting(id)).waiting.flatMap(({ event }) => (isTheirs(event) ? [event.id] : []))
      await database.transaction(async (queries) => {
        await forget(queries, theirs)
        await queries.query('DELETE FROM kidoku.inbox WHERE id = ANY ($1)', [theirs.map(keyOf)])
      })
    },
    async purge(names) {
      const { rows } = await database.query<{ number: string; raw: string; event: string | null }>(
        'SELECT number, raw::text AS raw, event FROM kidoku.set_aside',
      )
      const theirs = rows.filter(({ raw }) => namesAny(raw, names))
      await database.transaction(async (queries) => {
        await forget(
          queries,
          theirs.flatMap(({ event }) => event ?? []),
        )
        await queries.query('DELETE FROM kidoku.set_aside WHERE number = ANY ($1)', [
          theirs.map(({ number }) => number),
        ])
        await purgeBeside(queries, names)
      })
    },
    async expireSetAside(before) {
      await database.query('DELETE FROM kidoku.set_aside WHERE at < $1', [before])
      await database.query(
        `DELETE FROM kidoku.documents WHERE ${isCorrupt} AND changed_at < to_timestamp($1 / 1000.0)`,
        [before],
      )
      await database.query('DELETE FROM kidoku.forgotten_events WHERE until < now()')
    },
    async expireFigures(before) {
      await keepValue(database, 'figures_from', before)
      await database.query('DELETE FROM kidoku.turns WHERE at < $1', [before])
    },
    async sweep(): Promise<Sweep | undefined> {
      return sweepSchema.safeParse(await valueOf(database, 'sweep')).data
    },
    keepSweep: (sweep) => keepValue(database, 'sweep', sweep),
  }
}

/** A document that could not be read, kept for whoever repairs it. */
const isCorrupt = "name LIKE '%.corrupt.%'"

/** Copies of corrupt documents, and wake-ups: one that has just rung is not removed with its conversation. */
async function purgeBeside(queries: Queries, names: readonly string[]): Promise<void> {
  for (const { from, key, text } of besides) {
    const { rows } = await queries.query<{ key: string; text: string }>(
      `SELECT ${key}::text AS key, ${text} AS text FROM ${from}
        AND EXISTS (SELECT FROM unnest($1::text[]) AS form WHERE strpos(${text}, form) > 0)`,
      [formsOf(names).map(keyOf)],
    )
    const theirs = rows.filter((row) => namesAny(row.text, names)).map((row) => row.key)
    await queries.query(`DELETE FROM ${from} AND ${key}::text = ANY ($1)`, [theirs])
  }
}

const besides = [
  { from: `kidoku.documents WHERE ${isCorrupt}`, key: 'name', text: 'value::text' },
  { from: 'graphile_worker._private_jobs WHERE TRUE', key: 'id', text: "concat_ws(' ', key, payload::text)" },
]

/** Hashes, which tell nothing about anybody: LINE may deliver one again, and its words are not to come back with it. */
async function forget(queries: Queries, events: readonly string[]): Promise<void> {
  await queries.query(
    `INSERT INTO kidoku.forgotten_events SELECT ${hashIn('id')}, now() + $2::interval FROM unnest($1::text[]) AS id
      ON CONFLICT (event) DO UPDATE SET until = excluded.until`,
    [[...new Set(events.map(keyOf))], remember],
  )
}

/** Past all turns there were: seconds go by faster than turns do. */
async function raiseTurns(queries: Queries, turns: number, now: number): Promise<void> {
  await queries.query(
    `INSERT INTO kidoku.single_values VALUES ('turns_from', to_json($2::bigint))
      ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE (single_values.value #>> '{}')::bigint < $1`,
    [turns, Math.max(Math.floor(now / 1_000), turns)],
  )
}
