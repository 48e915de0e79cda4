/** Tables are brought up to date beside servers at work: nobody waits for ever, and nothing that is written meanwhile is lost. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../../src/adapters/postgres/migrate.ts'
import { openPostgresStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts'
import { resolved, withAccount } from '../../contract/people.ts'
import { quietLog } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

let url: string
let said: string[]
const log = { ...quietLog, warn: (_: object, words: string) => void said.push(words) }
beforeEach(async () => {
  url = await postgres.database()
  said = []
})

/** As the version before several channels left it, each customer with four turns. */
async function fromBefore(customers: number): Promise<PostgresStore> {
  const store = await openPostgresStore({ url, log: quietLog })
  await store.commit({ conversation: resolved('Hana'), entered: [], overflow: [] })
  for (const sql of [
    'DROP INDEX kidoku.turns_of_destination',
    'ALTER TABLE kidoku.summaries DROP COLUMN destination',
    `DELETE FROM kidoku.migrations WHERE name LIKE '0005%'`,
    `INSERT INTO kidoku.conversations (id) SELECT 'Ubot:user:U' || n FROM generate_series(1, ${customers}) AS n`,
    `INSERT INTO kidoku.summaries SELECT c.number, place, since, at, suspected, summary, words
      FROM kidoku.summaries, kidoku.conversations AS c WHERE c.state IS NULL`,
    `INSERT INTO kidoku.turns SELECT c.number, n::text, at, decision, row
      FROM kidoku.turns, kidoku.conversations AS c, generate_series(1, 4) AS n WHERE c.state IS NULL`,
  ])
    await store.database.query(sql)
  return store
}

test('a migration and commits under way get out of each other’s way, and none of them fails', async () => {
  const store = await fromBefore(3_000)
  const migrated = new AbortController()
  let commits = 0
  const writer = async (account: string): Promise<void> => {
    const made = withAccount(account, resolved('Hana'))
    for (let version = 1; !migrated.signal.aborted; version += 1) {
      await store.commit({ conversation: { ...made, version }, entered: [], overflow: [] })
      commits += 1
    }
  }
  const writers = Array.from({ length: 6 }, (_, number) => writer(`U${number}`))
  const ran = migrate(url, log).finally(() => migrated.abort())
  const [names] = await Promise.all([ran, ...writers])
  expect(names).toEqual(['0005_destinations'])
  // Nor was it tried again.
  expect(said).toEqual([])
  expect(commits).toBeGreaterThanOrEqual(6)
  for (const account of ['U0', 'U5']) {
    const destinations = [account]
    expect((await store.list({ list: 'all', limit: 9, destinations })).total).toBe(1)
    expect(await store.turns({ from: 0, until: Infinity, destinations })).toHaveLength(1)
  }
  await store.close()
})

test('somebody who reads a table for long stops no server: the migration gives way, and is tried again', async () => {
  const store = await fromBefore(10)
  const dump = new pg.Client(url)
  await dump.connect()
  await dump.query('BEGIN')
  await dump.query('LOCK TABLE kidoku.summaries IN ACCESS SHARE MODE')
  // Between two tries whoever stood behind it has their turn.
  const gaveWay = Promise.withResolvers<void>()
  const told = { ...log, warn: () => gaveWay.resolve() }
  const ran = migrate(url, told, { wait: 100, pauses: Array.from({ length: 100 }, () => 50) })
  await gaveWay.promise
  await store.commit({ conversation: resolved('Nobuko'), entered: [], overflow: [] })
  await dump.query('COMMIT')
  await dump.end()
  expect(await ran).toEqual(['0005_destinations'])
  expect((await store.list({ list: 'all', limit: 9, search: 'nobuko', destinations: ['Ubot'] })).total).toBe(1)
  await store.close()
})

test('a table that stays in use is told after the last try', async () => {
  const store = await fromBefore(10)
  await store.database.transaction(async (queries) => {
    await queries.query('LOCK TABLE kidoku.turns IN ROW EXCLUSIVE MODE')
    await expect(migrate(url, log, { wait: 50, pauses: [1, 1] })).rejects.toMatchObject({ code: '55P03' })
  })
  expect(said).toHaveLength(2)
  expect(await migrate(url, log)).toEqual(['0005_destinations'])
  await store.close()
})
