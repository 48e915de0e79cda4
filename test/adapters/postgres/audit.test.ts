/** The audit in PostgreSQL keeps the same contract as in its file. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgresAudit } from '../../../src/adapters/postgres/audit.ts'
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.ts'
import type { Log } from '../../../src/ports/log.ts'
import { auditContract, line } from '../../contract/audit.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
let postgres: Postgres
let url: string
let database: Database
beforeAll(async () => {
  postgres = await openPostgres()
  url = await postgres.database()
  database = openDatabase({ url, log: quietLog })
})
afterAll(async () => {
  await database.close()
  await postgres.close()
})

auditContract('PostgreSQL', async () => {
  await database.query('TRUNCATE kidoku.audit')
  return () => openPostgresAudit(database)
})

test('a line of a newer version is left out, and goes when it names somebody who is forgotten', async () => {
  await database.query('TRUNCATE kidoku.audit')
  const audit = openPostgresAudit(database)
  await audit.write(line(1))
  for (const who of ['U1', 'U12']) {
    await database.query('INSERT INTO kidoku.audit (at, line) VALUES (2, $1)', [JSON.stringify({ at: 'today', who })])
  }
  expect(await audit.last(9)).toEqual([line(1)])
  expect(await audit.unname(['U1'])).toBe(2)
  const { rows } = await database.query('SELECT line FROM kidoku.audit ORDER BY number')
  expect(rows).toMatchObject([
    { line: { conversation: 'Ubot:user:(forgotten)' } },
    { line: { at: 'today', who: 'U12' } },
  ])
})

test('what cannot be written is said', async () => {
  const broken = openDatabase({ url, log: quietLog })
  await broken.close()
  await expect(openPostgresAudit(broken).write(line(1))).rejects.toThrow()
})
