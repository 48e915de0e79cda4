/**
 * The inbox: what LINE has delivered and has not entered its conversation. Requests that come at once are stored in one
 * statement: it costs one wait for the disk, whatever it holds.
 */
import { z } from 'zod'
import type { InboxEvent } from '../../core/event.ts'
import { hashIn, keyOf, statement, type Queries } from './database.ts'
import type { Arrival, InboxSeen, Placed } from './held.ts'

/** So many go into one statement at most. */
const most = 1_000
/** So many statements are under way at once: while one waits for the disk, the next one is made. */
export const atOnce = 2

const line = z.looseObject({ id: z.string(), conversation: z.string(), type: z.string() })
const eventSchema = z.custom<InboxEvent>((value) => line.safeParse(value).success, 'not an event')
export const parseEvent = (value: unknown): InboxEvent => eventSchema.parse(value)
const placedSchema = z.object({ number: z.number(), event: eventSchema })

/** As `placedIn` gives them: null where there are none. */
export const parsePlaced = (value: unknown): Placed[] => z.array(placedSchema).nullable().parse(value) ?? []

/** For SQL: what waits in a conversation, with its places, oldest first. */
export const placedIn = (conversation: string): string =>
  `(SELECT json_agg(json_build_object('number', number, 'event', event) ORDER BY number)
    FROM kidoku.inbox WHERE conversation = ${conversation})`

/** Told of each conversation that something was sent for: what was added, or undefined when that is not known. */
export type Told = (conversation: string, arrival: Arrival | undefined) => void

interface Append {
  events: readonly InboxEvent[]
  resolve: () => void
  reject: (error: unknown) => void
}

export class Inbox {
  readonly #queries: Queries
  readonly #intake: Queries
  readonly #tell: Told
  #queue: Append[] = []
  #writing = 0

  /**
   * @param intake what LINE waits for is written by these
   * @param tell told before `append` resolves
   */
  constructor(queries: Queries, intake: Queries = queries, tell: Told = () => undefined) {
    this.#queries = queries
    this.#intake = intake
    this.#tell = tell
  }

  /** Durable when it resolves; when it rejects, none of it is there. */
  append(events: readonly InboxEvent[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject })
      if (this.#writing < atOnce) void this.#drain()
    })
  }

  async waiting(conversation: string): Promise<InboxSeen> {
    const { rows } = await this.#queries.query<{ number: string; calls: string; events: unknown }>(waitingSql, [
      keyOf(conversation),
    ])
    const [row] = rows
    return { row: row?.number, calls: Number(row?.calls ?? 0), waiting: parsePlaced(row?.events ?? null) }
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
    const lines = events.map((event) => JSON.stringify(event))
    const keys = events.map(({ conversation }) => keyOf(conversation))
    const sent = Map.groupBy(events.keys(), (place) => keys[place])
    const called = new Map<string | undefined, Called>()
    try {
      const { rows } = await this.#intake.query<Called>(appendSql, [events.map(({ id }) => keyOf(id)), keys, lines])
      for (const row of rows) called.set(row.conversation, row)
    } finally {
      // One that fails may have been stored all the same: its answer was lost.
      for (const [key, places] of sent) {
        const arrival = arrivalOf(
          called.get(key),
          places.map((place) => lines[place]),
        )
        for (const id of new Set(places.map((place) => events[place]?.conversation))) {
          if (id !== undefined) this.#tell(id, arrival)
        }
      }
    }
  }
}

interface Called {
  conversation: string
  row: string
  calls: string
  numbers: unknown
}

const numbersSchema = z.array(z.number())

/**
 * What is in memory as it would be read back.
 * @returns undefined when not all of it was stored: some had come before, perhaps by a statement whose answer was lost
 */
function arrivalOf(called: Called | undefined, sent: readonly (string | undefined)[]): Arrival | undefined {
  if (!called) return undefined
  const numbers = numbersSchema.parse(called.numbers)
  if (numbers.length !== sent.length) return undefined
  // Numbers are given in the order in which events were sent.
  const added = numbers.map((number, place) => ({
    number,
    event: eventSchema.parse(JSON.parse(sent[place] ?? 'null')),
  }))
  return { row: called.row, calls: Number(called.calls), added }
}

const waitingSql = statement(
  'waiting',
  `SELECT number, calls, ${placedIn('c.id')} AS events FROM kidoku.conversations AS c WHERE id = $1`,
)

// In the order of the names: two statements that wait for each other's rows would wait for ever.
const appendSql = statement(
  'append',
  `WITH came AS (
    SELECT id, conversation, event, place
    FROM unnest($1::text[], $2::text[], $3::json[]) WITH ORDINALITY AS t(id, conversation, event, place)
  ), stored AS (
    INSERT INTO kidoku.inbox (id, conversation, event)
    SELECT id, conversation, event FROM came
      WHERE NOT EXISTS (SELECT FROM kidoku.forgotten_events AS f WHERE f.event = ${hashIn('came.id')} AND f.until > now())
      ORDER BY place
    ON CONFLICT (id) DO NOTHING
    RETURNING conversation, number
  ), each AS (
    SELECT conversation, json_agg(number ORDER BY number) AS numbers FROM stored GROUP BY conversation
  ), called AS (
    INSERT INTO kidoku.conversations AS c (id, wake_at, calls)
    SELECT conversation, now(), 1 FROM each ORDER BY conversation
    ON CONFLICT (id) DO UPDATE SET wake_at = least(c.wake_at, now()), calls = c.calls + 1
    RETURNING c.id, c.number, c.calls
  )
  SELECT id AS conversation, called.number AS row, calls, numbers FROM called JOIN each ON each.conversation = called.id`,
)
