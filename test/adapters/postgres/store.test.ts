/** The PostgreSQL store keeps the same contract as the files, on a real PostgreSQL. */
import { afterAll, beforeAll } from 'vitest'
import { openPostgresStore } from '../../../src/adapters/postgres/store.ts'
import { erasingContract } from '../../contract/erasing.ts'
import { storeContract } from '../../contract/store.ts'
import { empty, openPostgres, type Postgres } from '../../postgres/server.ts'
import type { Log } from '../../../src/ports/log.ts'

const log: Log = { debug() {}, info() {}, warn: console.log, error: console.log }
let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
  url = await postgres.database()
})
afterAll(() => postgres.close())

let url: string
const prepare = () => Promise.resolve({ open: () => openPostgresStore({ url, log }), remove: () => empty(url) })
storeContract('PostgreSQL', prepare)
erasingContract('PostgreSQL', prepare)
