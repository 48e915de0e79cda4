/** What a commit writes beside the state: all that has changed, whatever was written before, and nothing more. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { write } from '../../../src/adapters/postgres/commit.ts'
import type { Queries } from '../../../src/adapters/postgres/database.ts'
import { openLeases } from '../../../src/adapters/postgres/leases.ts'
import { openPostgresStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts'
import type { Conversation } from '../../../src/core/conversation.ts'
import { conversation, follow, judge, receive, t0, text } from '../../core/situations.ts'
import { quietLog as log } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const { id } = conversation()
let postgres: Postgres
let url: string
let store: PostgresStore
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  url = await postgres.database()
  store = await openPostgresStore({ url, log })
})
afterEach(() => store.close())

const asked = receive(conversation(), t0, text(1, t0))
const decided = follow(judge(asked, t0), t0).c
const commit = (c: Conversation, entered: string[] = []) => store.commit({ conversation: c, entered, overflow: [] })
const listed = async () => ({
  words: (await store.list({ list: 'all', limit: 9 })).rows.map(({ words }) => words),
  turns: (await store.turns({ from: 0, until: Infinity })).length,
})
async function held(): Promise<void> {
  await store.receive([text(1, t0)])
  await store.take(id)
  await store.waiting(id)
}
/** How often rows of lists and figures were written. */
async function written(): Promise<number> {
  const { rows } = await store.database.query<{ sum: string }>(
    `SELECT sum(xmin::text::bigint) FROM (SELECT xmin FROM kidoku.summaries UNION ALL SELECT xmin FROM kidoku.turns) AS all_rows`,
  )
  return Number(rows[0]?.sum)
}

test('what changes back is written back', async () => {
  await held()
  await commit(asked, ['event-1'])
  expect(await listed()).toEqual({ words: ['message 1'], turns: 0 })
  await commit(decided)
  expect(await listed()).toEqual({ words: ['message 1'], turns: 1 })
  await commit(asked)
  expect(await listed()).toEqual({ words: ['message 1'], turns: 0 })
  await commit(decided)
  const before = await written()
  await commit({ ...decided, version: decided.version + 1 })
  expect(await written()).toBe(before)
  expect(await listed()).toEqual({ words: ['message 1'], turns: 1 })
})

test('what was erased and comes again stands in the lists again', async () => {
  await held()
  await commit(decided, ['event-1'])
  await store.erase(id)
  expect(await listed()).toEqual({ words: [], turns: 0 })
  await store.receive([text(2, t0)])
  await store.take(id)
  await store.waiting(id)
  await commit(decided, ['event-2'])
  expect(await listed()).toEqual({ words: ['message 1'], turns: 1 })
})

test('a commit whose answer was lost is not taken for one that was not made', async () => {
  await store.receive([text(1, t0)])
  const { database } = store
  const leases = await openLeases(database, database, log)
  await leases.take(id)
  const writer = { process: leases.process, held: leases.held(id) }
  const of = (c: Conversation) => ({ conversation: c, entered: [], overflow: [] })
  await write(database, of(asked), writer)
  const losing: Queries = {
    async query(sql, values) {
      await database.query(sql, values)
      throw new Error('the answer was lost')
    },
  }
  await expect(write(losing, of(decided), writer)).rejects.toThrow('lost')
  expect(await listed()).toEqual({ words: ['message 1'], turns: 1 })
  await write(database, of(asked), writer)
  expect(await listed()).toEqual({ words: ['message 1'], turns: 0 })
  await leases.close()
})

test('where turns are counted from is as it was when the conversation was taken, or later', async () => {
  const other = await openPostgresStore({ url, log })
  const turnsOf = async (): Promise<number> => {
    await store.receive([text(Math.random() * 1e9, t0)])
    const lease = await store.take(id)
    expect(await store.load(id)).toBeUndefined()
    await store.waiting(id)
    const turns = await store.turnsFrom()
    await commit({ ...decided, turns: 7_000_000_000 })
    await store.waiting(id)
    while (!(await lease?.release(undefined))) await store.waiting(id)
    return turns
  }
  expect(await turnsOf()).toBe(0)
  await other.erase(id)
  expect(await turnsOf()).toBe(7_000_000_000)
  // One that is looked for and that nobody has taken.
  expect(await store.load('another')).toBeUndefined()
  await other.database.query(`UPDATE kidoku.single_values SET value = '8000000000' WHERE name = 'turns_from'`)
  expect(await store.turnsFrom()).toBe(8_000_000_000)
  await other.close()
})

test('what LINE brings is stored while all other connections wait', async () => {
  await held()
  const { promise: over, resolve: end } = Promise.withResolvers<void>()
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>()
  const other = await openPostgresStore({ url, log })
  const blocking = other.database.transaction(async (queries) => {
    await queries.query('LOCK TABLE kidoku.summaries IN ACCESS EXCLUSIVE MODE')
    lock()
    await over
  })
  await locked
  let waiting = 20
  const lists = Array.from({ length: waiting }, () => store.counts().finally(() => (waiting -= 1)))
  await store.receive([text(2, t0)])
  await store.setAside([{ raw: {}, why: 'none' }], t0)
  expect(waiting).toBe(20)
  end()
  await Promise.all([...lists, blocking])
  await other.close()
})
