/** Pushes counted in PostgreSQL: the same contract as in memory, for all processes of a channel together. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.ts'
import { openPostgresPushCount } from '../../../src/adapters/postgres/pushes.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { PushCount } from '../../../src/ports/push-count.ts'
import { pushCountContract } from '../../contract/push-count.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
let postgres: Postgres
let url: string
/** Two processes, each with connections of its own. */
let databases: Database[]
const open = (channel = 'Ubot', database = databases[0]): Promise<PushCount> => {
  if (!database) throw new Error('there is no such process')
  return openPostgresPushCount({ database, channel, log, freshFor: 0 })
}
const query = async (sql: string, values: unknown[] = []) => (await databases[0]?.query(sql, values))?.rows

beforeAll(async () => {
  postgres = await openPostgres()
  url = await postgres.database()
  databases = [1, 2].map(() => openDatabase({ url, log }))
})
afterAll(async () => {
  for (const database of databases) await database.close()
  await postgres.close()
})
beforeEach(async () => {
  await query('TRUNCATE kidoku.pushes')
})

pushCountContract('PostgreSQL', async () => ({
  count: await open(),
  pass: async (ms) => void (await query('UPDATE kidoku.pushes SET at = at - $1::interval', [`${ms} ms`])),
}))

test('processes that push at once make no more than the cap between them, and each knows of the others’', async () => {
  const all = await Promise.all([...databases, ...databases, ...databases].map((database) => open('Ubot', database)))
  const spent = await Promise.all(all.flatMap((one) => Array.from({ length: 5 }, () => one.spend(7))))
  expect(spent.filter(Boolean)).toHaveLength(7)
  for (const one of all) await expect.poll(() => one.known()).toBe(7)
})

test('a restart forgets none', async () => {
  await (await open()).spend(1)
  const next = await open()
  expect(next.known()).toBe(1)
  expect(await next.spend(1)).toBeUndefined()
})

test('each channel has a cap of its own', async () => {
  await (await open('Ubot')).spend(1)
  const other = await open('Uother')
  expect(other.known()).toBe(0)
  expect(await other.spend(1)).toBeDefined()
})

test('rows of more than a day ago do not stay', async () => {
  await query(`INSERT INTO kidoku.pushes (channel, at) VALUES ('Ubot', now() - interval '25 hours')`)
  await (await open()).spend(1)
  expect(await query('SELECT count(*)::int AS count FROM kidoku.pushes')).toEqual([{ count: 1 }])
})

test('a database that is away lets nothing be pushed, and what is known is as it was', async () => {
  const database = openDatabase({ url, log })
  const count = await open('Ubot', database)
  await count.spend(9)
  await database.close()
  await expect(count.spend(9)).rejects.toThrow()
  expect(count.known()).toBe(1)
})
