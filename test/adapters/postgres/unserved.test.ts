/** What is due of LINE accounts that a process does not serve: it stays due for another one, and is in nobody's way. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openPostgresStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts'
import { Unserved } from '../../../src/adapters/postgres/unserved.ts'
import { sweepSql } from '../../../src/adapters/postgres/wakes.ts'
import { destinationOf } from '../../../src/core/event.ts'
import { conversation, t0, text } from '../../core/situations.ts'
import { quietLog as log } from '../../flow/shop.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

let url: string
let stores: PostgresStore[]
beforeEach(async () => {
  url = await postgres.database()
  stores = []
})
afterEach(async () => {
  for (const store of stores) await store.close()
})
async function open(): Promise<PostgresStore> {
  const store = await openPostgresStore({ url, log })
  stores.push(store)
  return store
}

/** Customers of an account, due one after another from then on. */
const due = (store: PostgresStore, account: string, customers: number, hours: number) =>
  store.database.query(
    `INSERT INTO kidoku.conversations (id, wake_at)
      SELECT $1 || ':user:U' || n, now() - $3 * interval '1 hour' + n * interval '1 ms' FROM generate_series(1, $2) AS n`,
    [account, customers, hours],
  )
const all = async (store: PostgresStore): Promise<unknown[]> =>
  (await store.database.query('SELECT * FROM kidoku.conversations ORDER BY number')).rows

test('hundreds that are due of accounts not served here are refused once, and whoever stands behind them is woken', async () => {
  const store = await open()
  await due(store, 'Ukobo', 600, 3)
  await due(store, 'Uold', 600, 2)
  await due(store, 'Umugi', 1, 1)
  const before = await all(store)
  const asked: string[] = []
  const served = new Set(['Umugi'])
  const { lookAgain } = await store.wakeBy((id) => {
    asked.push(id)
    return served.has(destinationOf(id))
  })
  expect(asked.at(-1)).toBe('Umugi:user:U1')
  expect(asked).toHaveLength(500 + 500 + 1)
  // Nothing was written: they are as due as they were.
  expect(await all(store)).toEqual(before)

  asked.length = 0
  served.add('Ukobo')
  lookAgain()
  await vi.waitFor(() => expect(asked).toContain('Ukobo:user:U1'), 10_000)
  expect(asked.some((id) => id.startsWith('Uold'))).toBe(false)
})

test('a time that comes at a process which does not serve the account is found by the one that does', async () => {
  const [refuses, serves] = [await open(), await open()]
  const { id } = conversation()
  await refuses.receive([text(1, t0)])
  const lease = await refuses.take(id)
  const asked: string[] = []
  await refuses.wakeBy((woken) => {
    asked.push(woken)
    return false
  })
  await refuses.waiting(id)
  await lease?.release(Date.now())
  const jobs = async () => (await serves.database.query('SELECT FROM graphile_worker._private_jobs')).rowCount
  await vi.waitFor(async () => expect(await jobs()).toBe(0), 10_000)
  expect(asked).toContain(id)
  // It is still due: as it would be found some seconds later.
  await serves.database.query(`UPDATE kidoku.conversations SET wake_at = wake_at - interval '5 seconds'`)
  const found: string[] = []
  await serves.wakeBy((woken) => found.push(woken) > 0)
  expect(found).toEqual([id])
})

test('an account is left out for a minute from when it was refused, or until all are looked at again', () => {
  let now = 5_000
  const unserved = new Unserved(() => now)
  expect(unserved.accounts()).toEqual([])
  now += 100_000
  for (const id of ['Ukobo:user:U1', 'Ukobo:user:U2', 'Uold:group:C1:x', 'U\u0000:user:U1']) unserved.add(id)
  now += 59_000
  expect(unserved.accounts()).toEqual(['Ukobo', 'Uold', 'U\u2400'])
  now += 1_000
  expect(unserved.accounts()).toEqual([])
  unserved.add('Uold:user:U1')
  unserved.forget()
  expect(unserved.accounts()).toEqual([])
})

test('what is due is found by its index, whichever accounts are left out', async () => {
  const { database } = await open()
  await database.query(
    `INSERT INTO kidoku.conversations (id, wake_at)
      SELECT 'U' || n % 20 || ':user:U' || n, CASE WHEN n % 10 = 0 THEN now() - n * interval '1 second' END
      FROM generate_series(1, 10000) AS n`,
  )
  await database.query('ANALYZE kidoku.conversations')
  for (const leftOut of [[], ['U0'], Array.from({ length: 20 }, (_, n) => `U${n}`)]) {
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sweepSql}`, ['1 s', 500, leftOut])
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Scan using conversations_to_wake')
  }
})
