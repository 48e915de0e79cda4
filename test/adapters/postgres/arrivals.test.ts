/**
 * What the process that has a conversation receives for it is known there without asking again: none of it is lost, given
 * twice or in another order, in whichever order PostgreSQL's answers come.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database, type Queries } from '../../../src/adapters/postgres/database.ts'
import { Inbox } from '../../../src/adapters/postgres/inbox.ts'
import { openLeases, type LeaseBook } from '../../../src/adapters/postgres/leases.ts'
import { openPostgresStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts'
import type { InboxEvent } from '../../../src/core/event.ts'
import type { Lease } from '../../../src/ports/leases.ts'
import { conversation, receive, t0, text } from '../../core/situations.ts'
import { quietLog as log } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const { id } = conversation()
let postgres: Postgres
let url: string
let database: Database
let leases: LeaseBook
let stores: PostgresStore[]
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  url = await postgres.database()
  database = openDatabase({ url, log })
  stores = []
  ;[asks, answers] = [line(database), line(database)]
  leases = await openLeases(asks, asks, log)
  inbox = new Inbox(asks, answers, (...told) => leases.arrived(...told))
})
afterEach(async () => {
  await leases.close()
  for (const store of stores) await store.close()
  await database.close()
})

/** The way to the database: what is answered can be held back, lost, and counted. */
interface Line extends Queries {
  count: number
  /** The answers to what is asked from now on are held back: each is there, in this order, and comes when it is let. */
  holdBack(): { there: (nth: number) => Promise<unknown>; come: (nth: number) => Promise<void> }
  /** The answer to what is asked next is lost. */
  lose(): void
}
function line(queries: Queries): Line {
  type Answer = { there: Promise<unknown>; come: () => void }
  let hold: ((answer: Answer) => void) | undefined
  let isLost = false
  return {
    count: 0,
    async query(sql, values) {
      this.count += 1
      const answer = queries.query<never>(sql, values)
      if (isLost) {
        isLost = false
        await answer
        throw new Error('the answer was lost')
      }
      if (!hold) return answer
      const { promise, resolve } = Promise.withResolvers<void>()
      hold({ there: answer, come: resolve })
      await promise
      return answer
    },
    holdBack() {
      const held: PromiseWithResolvers<Answer>[] = []
      const nth = (n: number) => (held[n] ??= Promise.withResolvers<Answer>())
      let count = 0
      hold = (answer) => nth(count++).resolve(answer)
      return {
        there: async (n) => (await nth(n).promise).there,
        async come(n) {
          const { come } = await nth(n).promise
          hold = undefined
          come()
        },
      }
    },
    lose: () => void (isLost = true),
  }
}
let asks: Line
let answers: Line
let inbox: Inbox

const idsOf = (events: readonly InboxEvent[]): string[] => events.map((event) => event.id)
const events = (...numbers: number[]): string[] => numbers.map((number) => `event-${number}`)
async function taken(): Promise<Lease> {
  const lease = await leases.take(id)
  if (!lease) throw new Error('another process has it')
  return lease
}
/** What whoever runs the conversation is given, and how often the database was asked for it. */
async function look(): Promise<{ ids: string[]; asked: number }> {
  const before = asks.count
  const held = leases.held(id)
  if (!held) throw new Error('nobody has it here')
  const ids = idsOf(await held.look(() => inbox.waiting(id)))
  return { ids, asked: asks.count - before }
}
/** As it stands in the table. */
const stored = async (): Promise<InboxEvent[]> =>
  (await new Inbox(database).waiting(id)).waiting.map(({ event }) => event)
const open = async (): Promise<PostgresStore> => {
  const store = await openPostgresStore({ url, log })
  stores.push(store)
  return store
}

test('what is received is known without asking, as it would be read back', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  const strange = text(2, t0, { content: { type: 'text', text: '“日本語” \u0000 \ud83d' }, replyToken: undefined })
  await inbox.append([strange, text(3, t0)])
  await inbox.append([text(4, t0)])
  expect(await look()).toEqual({ ids: events(1, 2, 3, 4), asked: 0 })
  const given = await leases.held(id)?.look(() => inbox.waiting(id))
  expect(given).toStrictEqual(await stored())
})

test('what had come before, or is not to come back, is not known twice', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  await inbox.append([text(1, t0), text(2, t0), text(2, t0)])
  expect((await look()).ids).toEqual(events(1, 2))
  await database.query(
    `INSERT INTO kidoku.forgotten_events SELECT left(translate(encode(sha256('event-3'), 'base64'), '+/', '-_'), 22), now() + interval '1 day'`,
  )
  await inbox.append([text(3, t0), text(4, t0)])
  expect((await look()).ids).toEqual(events(1, 2, 4))
  expect(await look()).toEqual({ ids: events(1, 2, 4), asked: 0 })
})

test('the second of two that are stored is told of first', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  await look()
  const { there, come } = answers.holdBack()
  const first = inbox.append([text(2, t0)])
  await there(0)
  const second = inbox.append([text(3, t0)])
  await there(1)
  await come(1)
  await second
  expect(await look()).toEqual({ ids: events(1, 2, 3), asked: 1 })
  await come(0)
  await first
  expect(await look()).toEqual({ ids: events(1, 2, 3), asked: 0 })
})

test('a look under way that has seen it, or has not, when it is told of', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  await look()
  for (const [number, isSeen] of [
    [2, true],
    [4, false],
  ] as const) {
    leases.arrived(id, undefined)
    const { there, come } = asks.holdBack()
    const append = () => inbox.append([text(number, t0), text(number + 1, t0)])
    if (isSeen) {
      // It is stored before the look, and told of while that is under way.
      const told = answers.holdBack()
      const appended = append()
      await told.there(0)
      const under = look()
      await there(0)
      await told.come(0)
      await appended
      await come(0)
      expect((await under).ids).toEqual(events(1, 2, 3))
    } else {
      const under = look()
      await there(0)
      await append()
      await come(0)
      expect((await under).ids).toEqual(events(1, 2, 3))
    }
    const all = isSeen ? events(1, 2, 3) : events(1, 2, 3, 4, 5)
    expect((await look()).ids).toEqual(all)
    expect(await look()).toEqual({ ids: all, asked: 0 })
  }
})

test('it is taken between being stored and being told of', async () => {
  const told = answers.holdBack()
  const appended = inbox.append([text(1, t0)])
  await told.there(0)
  await taken()
  await told.come(0)
  await appended
  expect(await look()).toEqual({ ids: events(1), asked: 0 })
})

test('it is stored and told of while it is being taken, by a statement that had not seen it', async () => {
  await inbox.append([text(1, t0)])
  const { there, come } = asks.holdBack()
  const taking = taken()
  await there(0)
  await inbox.append([text(2, t0)])
  await come(0)
  await taking
  expect(await look()).toEqual({ ids: events(1, 2), asked: 0 })
})

test('another process called for it between two that are received here', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  await look()
  const other = await open()
  await other.receive([text(2, t0)])
  await inbox.append([text(3, t0)])
  expect(await look()).toEqual({ ids: events(1, 2, 3), asked: 1 })
  await other.take(id)
  await inbox.append([text(4, t0)])
  expect(await look()).toEqual({ ids: events(1, 2, 3, 4), asked: 1 })
})

test('what was stored though the answer was lost is found, and found when it comes again', async () => {
  await inbox.append([text(1, t0)])
  await taken()
  await look()
  answers.lose()
  await expect(inbox.append([text(2, t0)])).rejects.toThrow('lost')
  expect((await look()).ids).toEqual(events(1, 2))
  await inbox.append([text(2, t0)])
  expect((await look()).ids).toEqual(events(1, 2))
})

test('what is known and was not looked at is due when the process dies, and it is not let go', async () => {
  const [one, other] = [await open(), await open()]
  await one.receive([text(1, t0)])
  const lease = await one.take(id)
  await one.waiting(id)
  await one.receive([text(2, t0)])
  const commit = (c: ReturnType<typeof conversation>, ...entered: string[]) =>
    one.commit({ conversation: c, entered, overflow: [] })
  const c = receive(conversation(), t0, text(1, t0))
  await commit(c, 'event-1')
  expect(await other.due()).toEqual([id])
  expect(await lease?.release(undefined)).toBe(false)
  expect(idsOf(await one.waiting(id))).toEqual(events(2))
  await commit(receive(c, t0, text(2, t0)), 'event-2')
  expect(await other.due()).toEqual([])
  expect(await lease?.release(undefined)).toBe(true)
})

test('what comes while a commit is under way stays', async () => {
  const one = await open()
  await one.receive([text(1, t0)])
  await one.take(id)
  await one.waiting(id)
  const c = receive(conversation(), t0, text(1, t0))
  await Promise.all([
    one.commit({ conversation: c, entered: ['event-1'], overflow: [] }),
    one.receive([text(2, t0)]),
    one.receive([text(3, t0)]),
  ])
  expect(idsOf(await one.waiting(id))).toEqual(events(2, 3))
})

test('while two processes receive, the one that has it is given each once, in the order of each', async () => {
  const [one, other] = [await open(), await open()]
  const count = 300
  await one.receive([text(0, t0)])
  const lease = await one.take(id)
  const receiving = [one, other, one].map(async (store, index) => {
    // Some at once, as customers write in bursts.
    for (let n = 0; n < count; n += 3) {
      const burst = [n, n + 1, n + 2].map((m) => [text((index + 1) * 1_000 + m, t0)])
      if (n % 2 === 0) await store.receive(burst.flat())
      else await Promise.all(burst.map((some) => store.receive(some)))
    }
  })
  const given: string[] = []
  const over = new AbortController()
  const all = Promise.all(receiving).then(() => over.abort())
  // What the other one takes in is told by nobody here: it is not let go of until that has been looked for.
  while (!over.signal.aborted || !(await lease?.release(undefined))) {
    const ids = idsOf(await one.waiting(id))
    given.push(...ids)
    await one.commit({ conversation: conversation(), entered: ids, overflow: [] })
  }
  await all
  expect(new Set(given).size).toBe(given.length)
  expect(given).toHaveLength(3 * count + 1)
  for (const index of [1, 2, 3]) {
    const own = given.map((name) => Number(name.slice('event-'.length))).filter((n) => Math.floor(n / 1_000) === index)
    // Those that were sent one after another stay so.
    const thirds = own.map((n) => Math.floor((n % 1_000) / 3))
    expect(thirds).toEqual(thirds.toSorted((a, b) => a - b))
  }
  expect(await stored()).toEqual([])
})
