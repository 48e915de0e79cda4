/** Documents shared by several processes over one PostgreSQL, and what is kept in them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../../src/adapters/documents/drafts.ts'
import { openService } from '../../../src/adapters/documents/service.ts'
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.ts'
import { openPostgresDocuments } from '../../../src/adapters/postgres/documents.ts'
import { openNews } from '../../../src/adapters/postgres/news.ts'
import type { Learned } from '../../../src/ports/drafts.ts'
import { documentsContract, type Place } from '../../contract/documents.ts'
import { keptInDocuments } from '../../contract/kept-in-documents.ts'
import { openPostgres, type Postgres } from '../../postgres/server.ts'
import { listeningLog } from '../files/folder.ts'

let postgres: Postgres
let url: string
let database: Database
beforeAll(async () => {
  postgres = await openPostgres()
  url = await postgres.database()
  database = openDatabase({ url, log: listeningLog().log })
})
afterAll(async () => {
  await database.close()
  await postgres.close()
})

async function newPlace(): Promise<Place> {
  await database.query('DELETE FROM kidoku.documents')
  const { log, errors } = listeningLog()
  return {
    async open() {
      const own = openDatabase({ url, log })
      const news = await openNews(url, own, randomUUID(), log)
      onTestFinished(async () => {
        await news.close()
        await own.close()
      })
      return openPostgresDocuments({ database: own, news, log })
    },
    async spoil(name) {
      const sql = `INSERT INTO kidoku.documents (name, value) VALUES ($1, '"torn"')
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`
      await database.query(sql, [name])
    },
    async copies(name) {
      const sql = 'SELECT FROM kidoku.documents WHERE starts_with(name, $1)'
      return (await database.query(sql, [`${name}.corrupt.`])).rowCount ?? 0
    },
    errors,
  }
}

documentsContract('PostgreSQL', newPlace)
keptInDocuments('PostgreSQL', newPlace)

test('a pause by one process is heard by the others', async () => {
  const { open } = await newPlace()
  const clock = { now: () => 9 }
  const { log } = listeningLog()
  const one = await openService({ documents: await open(), clock, log })
  const other = await openService({ documents: await open(), clock, log })
  const told = new Promise<void>((resolve) => one.onChange(resolve))
  await other.change({ paused: { by: 'Mika', at: 1 } })
  await told
  expect(one.current()).toEqual({ paused: { by: 'Mika', at: 1 } })
})

test('two who accept a draft at two processes at once: one of them was first', async () => {
  const { open } = await newPlace()
  const { log } = listeningLog()
  const learnt: string[] = []
  const learn = ({ id }: { id: string }): Promise<Learned> => {
    learnt.push(id)
    return Promise.resolve({ type: 'done', files: [] })
  }
  const one = await openDrafts({ documents: await open(), learn, log })
  const other = await openDrafts({ documents: await open(), learn, log })
  await one.put({ id: 'd1', at: 1, by: 'Ken', language: 'en' })
  const results = await Promise.all([one.accept('d1'), other.accept('d1')])
  expect(results.map(({ type }) => type).toSorted()).toEqual(['done', 'gone'])
  expect(learnt).toEqual(['d1'])
})

test('many who wait for one document leave connections for what customers wrote', async () => {
  const { log } = listeningLog()
  const own = openDatabase({ url, connections: 2, log })
  onTestFinished(() => own.close())
  const news = { tell: () => undefined, on: () => () => undefined }
  const document = openPostgresDocuments({ database: own, news, log }).open({
    name: 'bread',
    parse: (value) => value,
    first: (): unknown => [],
    broken: { instead: () => [], words: '' },
  })
  const asked = () => own.query('SELECT 1')
  const wait = () => document.change(async () => ({ result: (await asked()).rowCount }))
  expect(await Promise.all([wait(), wait(), wait()])).toEqual([1, 1, 1])
})
