/** Three processes on one PostgreSQL, under load: one is killed every few seconds, and the database restarts in the middle. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { lock } from '../../src/adapters/postgres/migrate.ts'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { randomOf } from '../simulation/random.ts'
import { noWrongs } from './checking.ts'
import { openCluster } from './cluster.ts'
import { figuresOf, linesOf } from './figures.ts'
import { liveThrough, type Tally } from './life.ts'
import { freePort, spawnServer } from './server.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('three processes, killed one after another, and the database restarts: everything accepted ends, nothing is said twice', async () => {
  const tally: Tally = { rounds: 0, kills: 0, accepted: 0, ended: 0, recoveries: [], wrongs: noWrongs() }
  const random = randomOf(Date.now(), 'cluster')
  const url = await postgres.database()
  const { restart } = postgres
  const open = () => openCluster({ url, processes: 3, random, restart, restarts: (kill) => kill === 2 })
  await liveThrough({ name: 'cluster', rounds: 2, random, tally, onRound: () => undefined, open })
  expect(linesOf(tally.wrongs)).toEqual([])
  const { events_accepted: accepted, events_ended: ended, kills } = figuresOf(tally)
  expect(kills).toBeGreaterThanOrEqual(2)
  expect(accepted).toBeGreaterThan(60)
  expect(ended).toBe(accepted)
}, 120_000)

test('asked to end while it starts, it ends as soon as it has: nothing is left half open', async () => {
  const url = await postgres.database()
  const holder = new pg.Client(url)
  await holder.connect()
  await holder.query('SELECT pg_advisory_lock($1)', [lock])
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-starting-'))
  const server = spawnServer({
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    DATABASE_URL: url,
    LINE_CHANNEL_SECRET: '5'.repeat(32),
    LINE_CHANNEL_ACCESS_TOKEN: 'the-token-of-a-shop',
    LINE_API_BASE_URL: 'http://127.0.0.1:9',
  })
  const waits = `SELECT FROM pg_stat_activity WHERE application_name = 'kidoku migrate' AND wait_event = 'advisory'`
  await vi.waitFor(async () => expect((await holder.query(waits)).rowCount).toBe(1), { timeout: 20_000 })
  server.child.kill('SIGTERM')
  await vi.waitFor(() => expect(server.output()).toContain('stopping'), { timeout: 20_000 })
  await holder.end()
  expect(await server.ended).toBe(0)
  await rm(folder, { recursive: true })
})
