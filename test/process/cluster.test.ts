/** Three processes on one PostgreSQL, under load: one is killed every few seconds, and the database restarts in the middle. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { randomOf } from '../simulation/random.ts'
import { noWrongs } from './checking.ts'
import { openCluster } from './cluster.ts'
import { figuresOf, linesOf } from './figures.ts'
import { liveThrough, type Tally } from './life.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('three processes, killed one after another: everything accepted ends, nothing is said twice', async () => {
  const tally: Tally = { rounds: 0, kills: 0, accepted: 0, ended: 0, recoveries: [], wrongs: noWrongs() }
  const random = randomOf(Date.now(), 'cluster')
  const url = await postgres.database()
  const open = () => openCluster({ url, processes: 3, random })
  await liveThrough({ name: 'cluster', rounds: 2, random, tally, onRound: () => undefined, open })
  expect(linesOf(tally.wrongs)).toEqual([])
  const { events_accepted: accepted, events_ended: ended, kills } = figuresOf(tally)
  expect(kills).toBeGreaterThanOrEqual(2)
  expect(accepted).toBeGreaterThan(60)
  expect(ended).toBe(accepted)
}, 120_000)
