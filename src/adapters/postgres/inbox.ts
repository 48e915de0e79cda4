/**
 * The inbox: what LINE has delivered and has not entered its conversation. Requests that come at once are stored in one
 * statement: it costs one wait for the disk, whatever it holds.
 */
import { z } from 'zod'
import type { InboxEvent } from '../../core/event.ts'
import { hashIn, keyOf, type Queries } from './database.ts'

/** So many go into one statement at most. */
const most = 1_000

const line = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => line.safeParse(value).success, 'not an event')

/** As `json_agg` gives them: null where there are none. */
export const parseEvents = (value: unknown): InboxEvent[] => z.array(eventSchema).nullable().parse(value) ?? []

interface Append {
  events: readonly InboxEvent[]
  resolve: () => void
  reject: (error: unknown) => void
}

export class Inbox {
  readonly #queries: Queries
  #queue: Append[] = []
  #writing = 0

  constructor(queries: Queries) {
    this.#queries = queries
  }

  /** Durable when it resolves; when it rejects, none of it is there. */
  append(events: readonly InboxEvent[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject })
      if (this.#writing < 2) void this.#drain()
    })
  }

  /** `calls`: how often the conversation had been called for then. */
  async waiting(conversation: string): Promise<{ events: InboxEvent[]; calls: number }> {
    const { rows } = await this.#queries.query<{ calls: string; event: unknown }>(
      `SELECT c.calls, i.event FROM kidoku.conversations AS c LEFT JOIN kidoku.inbox AS i ON i.conversation = c.id
        WHERE c.id = $1 ORDER BY i.number`,
      [keyOf(conversation)],
    )
    const events = rows.flatMap(({ event }) => (event === null ? [] : eventSchema.parse(event)))
    return { events, calls: Number(rows[0]?.calls ?? 0) }
  }

  /** Of all conversations. */
  async all(): Promise<InboxEvent[]> {
    const { rows } = await this.#queries.query<{ event: unknown }>('SELECT event FROM kidoku.inbox ORDER BY number')
    return rows.map(({ event }) => eventSchema.parse(event))
  }

  async #drain(): Promise<void> {
    this.#writing += 1
    // Requests that are being read in this turn of the event loop join the same statement.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) {
      const batch = this.#take()
      try {
        await this.#write(batch.flatMap(({ events }) => events))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#writing -= 1
  }

  #take(): Append[] {
    let [count, events] = [0, 0]
    for (const append of this.#queue) {
      if (count > 0 && events + append.events.length > most) break
      count += 1
      events += append.events.length
    }
    return this.#queue.splice(0, count)
  }

  async #write(events: readonly InboxEvent[]): Promise<void> {
    await this.#queries.query(append, [
      events.map(({ id }) => keyOf(id)),
      events.map(({ conversation }) => keyOf(conversation)),
      events.map((event) => JSON.stringify(event)),
    ])
  }
}

// In the order of the names: two statements that wait for each other's rows would wait for ever.
const append = `
  WITH came AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::json[]) WITH ORDINALITY AS t(id, conversation, event, place)
  ), stored AS (
    INSERT INTO kidoku.inbox (id, conversation, event)
    SELECT id, conversation, event FROM came
      WHERE NOT EXISTS (SELECT FROM kidoku.forgotten_events AS f WHERE f.event = ${hashIn('came.id')} AND f.until > now())
      ORDER BY place
    ON CONFLICT (id) DO NOTHING
    RETURNING conversation
  )
  INSERT INTO kidoku.conversations (id, wake_at, calls)
  SELECT DISTINCT conversation, now(), 1 FROM stored ORDER BY conversation
  ON CONFLICT (id) DO UPDATE SET wake_at = least(conversations.wake_at, now()), calls = conversations.calls + 1`
