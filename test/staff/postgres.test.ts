/** `npm run staff` where a PostgreSQL keeps the accounts, beside servers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openPostgresAudit, openPostgresDocuments, openPostgresStore } from '../../src/adapters/postgres/index.ts'
import { quietLog } from '../flow/shop.ts'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { typed } from '../privacy/database.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('accounts are made and removed in the database, servers hear of it at once, and the audit has each', async () => {
  const url = await postgres.database()
  const store = await openPostgresStore({ url, log: quietLog })
  const { database, news } = store
  const accounts = openAccounts(openPostgresDocuments({ database, news, log: quietLog }))
  const heard: string[] = []
  const changed = async (count: number): Promise<void> => {
    while (heard.length < count) {
      await new Promise<void>((done) => {
        const silence = news.on('changed', (name) => {
          silence()
          heard.push(name)
          done()
        })
      })
    }
  }
  let hearing = changed(1)
  const added = await typed('staff', url, ['add', 'Mika'], { piped: 'bread and nine rolls\n' })
  expect(added).toMatchObject({ code: 0, err: '' })
  expect(added.out).toContain('Mika has an account now, as owner (in the database of DATABASE_URL).')
  await hearing
  expect(await accounts.check('mika', 'bread and nine rolls')).toMatchObject({ name: 'Mika', role: 'owner' })

  hearing = changed(2)
  const [removed, wrong] = await Promise.all([
    typed('staff', url, ['remove', 'Mika']),
    typed('staff', 'postgres://kidoku:the-password@127.0.0.1:1/none', ['list']),
  ])
  expect(removed).toMatchObject({ code: 0, err: '' })
  await hearing
  expect(heard).toEqual(['staff', 'staff'])
  expect(await accounts.all()).toEqual([])
  expect(await openPostgresAudit(database).last(9)).toMatchObject([
    { action: 'account_removed', detail: 'Mika', from: 'command' },
    { action: 'account_added', detail: 'Mika (owner)', from: 'command' },
  ])
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toMatch(/^no PostgreSQL answers at 127\.0\.0\.1 port 1: see that it runs/)
  expect(wrong.err).not.toContain('the-password')
  await store.close()
})
