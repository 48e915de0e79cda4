/** What is of one LINE account in PostgreSQL: found by its own indexes, also in rows that a version before wrote. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Queries } from '../../../src/adapters/postgres/database.ts'
import { readCounts, readCountsByDestination, readPage } from '../../../src/adapters/postgres/lists.ts'
import { openPostgresStore } from '../../../src/adapters/postgres/store.ts'
import { eachTurn } from '../../../src/adapters/postgres/turns.ts'
import { waits, withAccount } from '../../contract/people.ts'
import { quietLog as log } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('rows from before, and those that a version before still writes beside this one, are of their account', async () => {
  const store = await openPostgresStore({ url: await postgres.database(), log })
  const commit = (account: string, name: string) =>
    store.commit({ conversation: withAccount(account, waits(name)), entered: [], overflow: [] })
  const { database } = store
  // A commit names none of this: the tables are as they were, and the version before writes as this one does.
  await database.query('ALTER TABLE kidoku.summaries DROP COLUMN destination')
  await database.query('DROP INDEX kidoku.turns_of_destination')
  // LINE's ids are letters and digits; others do no harm.
  for (const account of ['U1', 'U12', 'U"1\\\u0000', '日本']) await commit(account, 'a\u0000 "id":"U2:')
  const migration = new URL('../../../src/adapters/postgres/migrations/0005_destinations.sql', import.meta.url)
  await database.query(await readFile(migration, 'utf8'))
  await commit('U1', 'b')
  for (const [account, count] of [
    ['U1', 2],
    ['U12', 1],
    ['U"1\\\u0000', 1],
    ['日本', 1],
    ['U2', 0],
  ] as const) {
    const destinations = [account]
    expect((await store.list({ list: 'waiting', limit: 9, destinations })).rows).toHaveLength(count)
    expect(await store.counts(destinations)).toMatchObject({ waiting: count })
    expect(await store.turns({ from: 0, until: Infinity, destinations })).toHaveLength(count)
  }
  await store.close()
})

test('pages, counts and turns are read by the account, and rows of others are not looked at', async () => {
  const url = await postgres.database()
  const store = await openPostgresStore({ url, log })
  const one = waits('Hana')
  await store.commit({ conversation: one, entered: [], overflow: [] })
  await store.close()
  const database = openDatabase({ url, connections: 2, log })
  const others = `generate_series(1, 3000) AS n, LATERAL (SELECT 'U' || n % 20 || ':user:U' || n AS other) AS o`
  for (const sql of [
    `INSERT INTO kidoku.conversations (id) SELECT other FROM ${others}`,
    `INSERT INTO kidoku.summaries (number, place, since, at, suspected, summary, words)
      SELECT c.number, CASE n / 20 % 10 WHEN 0 THEN place ELSE 'assistant' END, since + n, at + n, n % 100 = 0, replace(summary::text, '${one.id}', other)::json, words
      FROM kidoku.summaries, ${others} JOIN kidoku.conversations AS c ON c.id = other`,
    `INSERT INTO kidoku.turns (number, turn, at, decision, row)
      SELECT c.number, turn, at + n, decision, replace(row::text, '${one.id}', other)::json
      FROM kidoku.turns, ${others} JOIN kidoku.conversations AS c ON c.id = other`,
    'ANALYZE kidoku.summaries, kidoku.turns',
  ])
    await database.query(sql)

  let plan = ''
  const explained: Queries = {
    async query(sql, values) {
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN ${typeof sql === 'string' ? sql : sql.text}`,
        values,
      )
      plan += rows.map((row) => row['QUERY PLAN']).join('\n')
      return database.query(sql, values)
    },
  }
  const planOf = async (read: () => Promise<unknown>): Promise<string> => {
    plan = ''
    await read()
    expect(plan).not.toContain('Seq Scan')
    return plan
  }
  const destinations = ['U7', 'U8']
  const page = (list: 'waiting' | 'all') => planOf(() => readPage(explained, { list, limit: 10, destinations }))
  expect(await page('waiting')).toContain('Index Scan using summaries_of_destination_by_place')
  expect(await page('all')).toContain('Index Scan Backward using summaries_of_destination_by_time')
  expect(await planOf(() => readCounts(explained, destinations))).toContain('summaries_of_destination_by_place')
  await planOf(() => readCountsByDestination(explained))
  let count = 0
  const each = () => eachTurn(explained, { from: 0, until: Infinity, limit: 20, destinations }, () => void (count += 1))
  expect(await planOf(each)).toContain('Index Scan using turns_of_destination')
  expect(count).toBe(20)
  await database.close()
})
