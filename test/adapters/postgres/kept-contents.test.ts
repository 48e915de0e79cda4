/** What customers sent, kept in PostgreSQL: the same contract as on a disk, and several processes. */
import { basename } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pathOfKept } from '../../../src/adapters/files/kept-contents.ts'
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.ts'
import { keepContentsInPostgres, type PostgresContentsOptions } from '../../../src/adapters/postgres/kept-contents.ts'
import type { Contents, KeptContents, Seen } from '../../../src/ports/contents.ts'
import type { Log } from '../../../src/ports/log.ts'
import { host, hour, keptContentsContract, limits, never, picture, wanted } from '../../contract/kept-contents.ts'
import { t0 } from '../../core/situations.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'

let postgres: Postgres
let database: Database
let now: number
let told: string[]
let open: KeptContents[]
const tell = (_: object, message: string) => void told.push(message)
const log: Log = { debug() {}, info() {}, warn: tell, error: tell }

beforeAll(async () => {
  postgres = await openPostgres()
  database = openDatabase({ url: await postgres.database(), log })
})
afterAll(async () => {
  await database.close()
  await postgres.close()
})
beforeEach(async () => {
  await database.query('TRUNCATE kidoku.contents')
  now = t0
  told = []
  open = []
})
afterEach(async () => {
  for (const one of open) await one.close()
})

function keep(contents: Contents, options: Partial<PostgresContentsOptions> = {}): KeptContents {
  const clock = { now: () => now }
  const kept = keepContentsInPostgres(contents, { queries: database, ms: 24 * hour, clock, log, ...options })
  open.push(kept)
  return kept
}
const pass = async (ms: number): Promise<void> => {
  now += ms
  await database.query('UPDATE kidoku.contents SET kept_at = kept_at - $1::interval', [`${ms} ms`])
}
/** Rows with bytes, or those of what was forgotten. */
const rows = async (what: 'NOT NULL' | 'NULL' = 'NOT NULL'): Promise<number> =>
  (await database.query(`SELECT FROM kidoku.contents WHERE bytes IS ${what}`)).rowCount ?? 0

keptContentsContract('PostgreSQL', async () => ({
  keep: (contents, { full, ...options } = {}) => keep(contents, { ...options, ...(full && { most: 0 }) }),
  pass,
  stored: () => rows(),
  told,
  remove: () => Promise.resolve(),
}))

describe('several processes', () => {
  test('what one is told to forget is not kept by another that has it under way, nor by one that starts later', async () => {
    const fetched = Promise.withResolvers<Seen>()
    const [one, other] = [keep(host(() => fetched.promise).contents), keep(host().contents)]
    const seeing = one.see(wanted('1'), limits, never)
    await other.forget?.(['1'])
    fetched.resolve(picture)
    expect(await seeing).toEqual({ type: 'unseen', why: 'gone' })
    expect(await keep(host().contents).see(wanted('1'), limits, never)).toEqual({ type: 'unseen', why: 'gone' })
    expect(await rows()).toBe(0)
  })

  test('that it was forgotten is known for a day, and then nothing is left of it', async () => {
    const kept = keep(host().contents, { every: 5 })
    await kept.see(wanted('1'), limits, never)
    await kept.forget?.(['1'])
    await pass(23 * hour)
    await keep(host().contents, { ms: 0 }).close()
    expect(await rows('NULL')).toBe(1)
    await pass(hour)
    await expect.poll(() => rows('NULL')).toBe(0)
  })

  test('keep no more than there is room for, all together', async () => {
    const seen: Seen = { type: 'inline', mime: 'image/jpeg', bytes: Buffer.alloc(400) }
    const [one, other] = [1, 2].map(() => keep(host(() => seen).contents, { most: 1_000 }))
    for (const id of ['1', '2', '3']) await one?.see(wanted(id), limits, never)
    await other?.see(wanted('4'), limits, never)
    expect(await rows()).toBe(2)
    await one?.forget?.(['1'])
    await other?.see(wanted('4'), limits, never)
    expect(await other?.types(['1', '2', '3', '4'])).toEqual(new Map(['2', '4'].map((id) => [id, 'image/jpeg'])))
  })
})

describe('a database that does not do its part', () => {
  const away = () => database.query('ALTER TABLE kidoku.contents RENAME TO away')
  const back = () => database.query('ALTER TABLE kidoku.away RENAME TO contents')

  test('costs nothing but the keeping', async () => {
    const kept = keep(host().contents)
    await away()
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    await back()
    expect(told).toContain('what a customer sent could not be kept; staff look at it in LINE')
  })

  test('and one that does not answer costs a moment', async () => {
    const kept = keep(host().contents, { patience: 20 })
    const letGo = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const locking = database.transaction(async (queries) => {
      await queries.query('LOCK TABLE kidoku.contents')
      locked.resolve()
      await letGo.promise
    })
    await locked.promise
    expect(await kept.see(wanted('1'), limits, never)).toEqual(picture)
    letGo.resolve()
    await locking
    // It is kept all the same, as soon as that can be.
    await expect.poll(() => kept.types(['1'])).toEqual(new Map([['1', 'image/png']]))
  })

  test('is told again what is to be forgotten', async () => {
    const kept = keep(host().contents, { every: 5 })
    await kept.see(wanted('1'), limits, never)
    await away()
    await kept.forget?.(['1'])
    expect(await kept.find('1')).toBeUndefined()
    await back()
    await expect.poll(() => rows()).toBe(0)
    expect(told).toContain('kept content could not be deleted: it is tried again')
  })
})

test('a row is named as the file would be, so that what lies in files can be taken over', async () => {
  await keep(host().contents).see(wanted('x\0y'), limits, never)
  const { rows: named } = await database.query<{ message: string }>('SELECT message FROM kidoku.contents')
  expect(named).toEqual([{ message: basename(pathOfKept('content', 'x\0y')) }])
})

test('many that are too old are all deleted', async () => {
  await database.query(
    `INSERT INTO kidoku.contents SELECT 'old ' || n, now() - interval '2 days', 'image/png', '' FROM generate_series(1, 250) AS n`,
  )
  keep(host().contents)
  await expect.poll(() => rows()).toBe(0)
})
