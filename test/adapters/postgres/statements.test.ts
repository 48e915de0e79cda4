/** Statements that are prepared: their plans, and what becomes of them when the tables change. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, statement, type Database } from '../../../src/adapters/postgres/database.ts'
import { openPostgresStore } from '../../../src/adapters/postgres/store.ts'
import { conversation, follow, judge, receive, t0, text } from '../../core/situations.ts'
import { quietLog as log } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const { id } = conversation()
let postgres: Postgres
let url: string
let beside: Database
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  url = await postgres.database()
  beside = openDatabase({ url, connections: 1, log })
})
afterEach(() => beside.close())

const few = statement('few', 'SELECT number FROM things WHERE number = $1')

test('a column that was changed meanwhile: it is prepared again, on each connection that had it', async () => {
  await beside.query('CREATE TABLE things (number int)')
  await beside.query('INSERT INTO things VALUES (1)')
  const database = openDatabase({ url, connections: 3, log })
  const ask = () => Promise.all(Array.from({ length: 3 }, () => database.query<{ number: unknown }>(few, [1])))
  await ask()
  await beside.query('ALTER TABLE things ALTER COLUMN number TYPE bigint, ADD COLUMN more int')
  expect((await ask()).flatMap(({ rows }) => rows)).toEqual(Array.from({ length: 3 }, () => ({ number: '1' })))
  await database.close()
})

test('the same within a transaction: it fails once', async () => {
  await beside.query('CREATE TABLE things (number int)')
  const database = openDatabase({ url, connections: 1, log })
  const count = () => database.transaction(async (queries) => (await queries.query(few, [1])).rows.length)
  expect(await count()).toBe(0)
  await beside.query('ALTER TABLE things ALTER COLUMN number TYPE bigint')
  await expect(count()).rejects.toMatchObject({ code: '0A000' })
  expect(await count()).toBe(0)
  await database.close()
})

test('another text has another name', () => {
  expect(statement('few', 'SELECT 1').name).not.toBe(statement('few', 'SELECT 2').name)
  expect(few.name).toMatch(/^few [0-9a-f]{8}$/)
})

test('plans that were made while the tables were empty read by an index once they are full', async () => {
  // Never cleaned up, a table counts as ten pages long.
  await beside.query('VACUUM ANALYZE')
  const store = await openPostgresStore({ url, connections: 1, log })
  const commit = (c: ReturnType<typeof conversation>, entered: string[] = []) =>
    store.commit({ conversation: c, entered, overflow: c.facts, factsFrom: 1 })
  for (let number = 0; number < 10; number++) {
    await store.receive([text(number, t0)])
    const lease = await store.take(id)
    await store.load(id)
    const entered = (await store.waiting(id)).map((event) => event.id)
    await store.dropWaiting(id, 'nobody')
    await store.waiting(id)
    const c = receive(conversation(), t0 + number, text(number, t0))
    const decided = follow(judge(c, t0), t0).c
    await commit(c, entered)
    await commit(decided)
    await commit({
      ...decided,
      facts: Array.from({ length: 200 }, () => decided.facts)
        .flat()
        .slice(0, 200),
    })
    await store.load(id)
    await lease?.release(t0 + 1e12)
  }
  const { rows } = await store.database.query<{ name: string; count: number; generic: string }>(
    `SELECT name, coalesce(array_length(parameter_types, 1), 0) AS count, generic_plans AS generic FROM pg_prepared_statements`,
  )
  const names = new Set(rows.map(({ name }) => name.replace(/ [0-9a-f]{8}$/, '')))
  expect(names).toEqual(new Set(['beat', 'append', 'take', 'load', 'waiting', 'commit', 'release', 'earlier turns']))
  for (const { name, count, generic } of rows) {
    const values = Array.from({ length: count }, () => 'NULL').join(', ')
    // The one that is kept, as it was made.
    if (generic === '0') continue
    await store.database.query('SET plan_cache_mode = force_generic_plan')
    const { rows: plan } = await store.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE "${name}"(${values})`)
    const lines = plan.map((row) => row['QUERY PLAN'])
    const whole = lines.filter((one) => /Seq Scan on (?!processes|single_values)/.test(one))
    expect({ name, whole }).toEqual({ name, whole: [] })
  }
  expect(rows.filter(({ generic }) => generic !== '0').length).toBeGreaterThan(6)
  await store.close()
})
