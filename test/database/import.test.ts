/** `npm run import` and `npm run migrate` as they are typed: a real shop's folder goes into a real PostgreSQL. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { openDatabase as openPostgresDatabase } from '../../src/adapters/postgres/database.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPostgresStore } from '../../src/adapters/postgres/store.ts'
import type { ListPage, Store } from '../../src/ports/store.ts'
import { conversation, receive, t0, text } from '../core/situations.ts'
import { quietLog } from '../flow/shop.ts'
import { openPastShop } from '../lab/past-shop.ts'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { cleanEnvironment } from '../process/server.ts'

let postgres: Postgres
let folder: string
beforeAll(async () => {
  ;[postgres, folder] = await Promise.all([openPostgres(), makeShop()])
})
afterAll(async () => {
  await postgres.close()
  await rm(folder, { recursive: true, force: true })
})

/** Somebody was answered, somebody waits for staff, somebody's message has not entered, and things lie beside. */
async function makeShop(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'kidoku-import-'))
  const shop = await openPastShop({ folder: place })
  const anna = await shop.arrive('Anna', 'en')
  await shop.ask(anna, 'open on Sunday?')
  await shop.ask(anna, 'and on Monday? \u0000 \ud83d')
  await shop.ask(await shop.arrive('Ben', 'en'), 'a person, please', { decision: 'handoff', reason: 'Wants a person.' })
  await shop.close()
  const store = await openFilesStore({ folder: place, log: quietLog })
  await store.receive([text(7, t0)])
  const long = { ...conversation(), id: 'Ubot:user:Ulong', chat: { type: 'user' as const, id: 'Ulong' } }
  const said = Array.from({ length: 40 }, (_, n) => text(n, t0 + n, { conversation: long.id, chat: long.chat }))
  const c = receive(long, t0, ...said)
  await store.commit({ conversation: { ...c, facts: c.facts.slice(30) }, entered: [], overflow: c.facts.slice(0, 30) })
  await store.setAside([{ raw: { webhookEventId: 'odd' }, why: 'no type' }], t0)
  await store.close()
  await appendFile(join(place, 'audit.jsonl'), `${JSON.stringify({ at: t0, by: 'Aoi', action: 'take' })}\n`)
  await writeFile(join(place, 'drafts.json'), JSON.stringify({ format: 1, drafts: [] }))
  // One of several channels is paused.
  await writeFile(join(place, 'service.mugi.json'), JSON.stringify({ paused: { by: 'Aoi', at: t0 } }))
  const accounts = { Ubot: { channel: 'mugi', keys: ['a-hash'] } }
  await writeFile(join(place, 'destinations.json'), JSON.stringify({ format: 1, accounts }))
  return place
}

async function command(url: string, ...args: string[]): Promise<{ code: unknown; out: string; said: string }> {
  const child = spawn(process.execPath, ['src/database/main.ts', ...args], {
    env: cleanEnvironment(url === '' ? {} : { DATABASE_URL: url }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code]: unknown[] = await once(child, 'close')
  return { code, out, said }
}

/** What staff and figures see of a store. */
async function seen(store: Store) {
  const pages: Record<string, ListPage> = {}
  for (const list of ['waiting', 'staff', 'all'] as const) pages[list] = await store.list({ list, limit: 100 })
  const { counts, due } = { counts: await store.counts(), due: (await store.due()).toSorted() }
  return { pages, counts, due, turns: await store.turns({ from: 0, until: Infinity }) }
}

const files = async (): Promise<string[]> => (await readdir(folder, { recursive: true })).toSorted()

describe('npm run import', () => {
  test('brings all that a folder holds, tells what, and shows that both are the same; again it changes nothing', async () => {
    const url = await postgres.empty()
    const before = await files()
    const first = await command(url, 'import', folder)
    expect(first.said).toBe('')
    expect(first.code).toBe(0)
    expect(first.out).toMatch(/conversations +3 +3 +0 +0\n/)
    expect(first.out).toMatch(/events that wait +1 +1 +0 +0\n/)
    expect(first.out).toMatch(/audit lines +1 +1 +0 +0\n/)
    expect(first.out).toMatch(/events set aside +1 +1 +0 +0\n/)
    expect(first.out).toContain('What was imported is the same in both.')
    const [there, here] = [
      await openPostgresStore({ url, log: quietLog }),
      await openFilesStore({ folder, log: quietLog }),
    ]
    expect(await seen(there)).toEqual(await seen(here))
    await Promise.all([there.close(), here.close()])
    expect(first.out).toMatch(/documents +(\d+) +\1 +0 +0\n/)
    const documents = openPostgresDatabase({ url, connections: 1, log: quietLog })
    const { rows } = await documents.query(
      "SELECT name FROM kidoku.documents WHERE name IN ('service.mugi', 'destinations')",
    )
    expect(rows).toHaveLength(2)
    await documents.close()
    const again = await command(url, 'import', folder)
    expect(again.code).toBe(0)
    expect(again.out).toMatch(/conversations +3 +0 +3 +0\n/)
    expect(again.out).toMatch(/audit lines +1 +0 +1 +0\n/)
    expect((await files()).filter((name) => !/lock|sqlite/.test(name))).toEqual(
      before.filter((name) => !/lock|sqlite/.test(name)),
    )
  })

  test('what has gone on in the database is left as it is there, and told of', async () => {
    const url = await postgres.empty()
    await command(url, 'import', folder)
    const store = await openPostgresStore({ url, log: quietLog })
    const kept = await store.load('Ubot:user:Ulong')
    if (!kept) throw new Error('it was not imported')
    await store.commit({ conversation: { ...kept, version: kept.version + 1 }, entered: [], overflow: [] })
    await store.close()
    const again = await command(url, 'import', folder)
    expect(again.code).toBe(1)
    expect(again.out).toMatch(/conversations +3 +0 +2 +1\n/)
    expect(again.said).toContain('Ubot:user:Ulong has gone on in the database since')
  })

  test('a file that is torn is told of, and all others are brought', async () => {
    const url = await postgres.empty()
    const copy = await mkdtemp(join(tmpdir(), 'kidoku-import-'))
    const store = await openFilesStore({ folder: copy, log: quietLog })
    await store.commit({ conversation: conversation(), entered: [], overflow: [] })
    await store.commit({ conversation: { ...conversation(), id: 'Ubot:user:Uother' }, entered: [], overflow: [] })
    await store.close()
    const [torn = ''] = (await readdir(join(copy, 'conversations'), { recursive: true })).filter((one) =>
      one.endsWith('.json'),
    )
    const path = join(copy, 'conversations', torn)
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100))
    const { code, out, said } = await command(url, 'import', copy)
    expect([code, said]).toEqual([1, expect.stringContaining('is left out')])
    expect(out).toMatch(/conversations +1 +1 +0 +0\n/)
    await rm(copy, { recursive: true })
  })

  test('a folder that there is not, no database, and no folder are told in a sentence', async () => {
    const url = await postgres.empty()
    expect(await command('', 'import', folder)).toMatchObject({
      code: 1,
      said: expect.stringContaining('DATABASE_URL'),
    })
    expect(await command(url, 'import')).toMatchObject({ code: 2, said: expect.stringContaining('npm run import') })
  })
})

describe('migrations', () => {
  test('of several processes that start at once one runs them, and the others wait for it', async () => {
    const url = await postgres.empty()
    const runs = await Promise.all([1, 2, 3].map(() => migrate(url, quietLog)))
    const lengths = runs.map((run) => run.length).toSorted((a, b) => a - b)
    expect(lengths.slice(0, 2)).toEqual([0, 0])
    expect(lengths[2]).toBeGreaterThan(3)
  })

  test('npm run migrate tells what it ran, and that there is nothing more', async () => {
    const url = await postgres.empty()
    expect((await command(url, 'migrate')).out).toContain('0001_conversations')
    expect((await command(url, 'migrate')).out).toBe('The tables are up to date.\n')
  })

  test('an older version starts on tables that a newer one has added to', async () => {
    const url = await postgres.empty()
    await migrate(url, quietLog)
    const store = await openPostgresStore({ url, log: quietLog })
    await store.database.query(`INSERT INTO kidoku.migrations (name, run_on) VALUES ('9999_of_a_newer_version', now())`)
    await store.database.query('ALTER TABLE kidoku.conversations ADD COLUMN of_a_newer_version text')
    expect(await migrate(url, quietLog)).toEqual([])
    await store.receive([text(1, t0)])
    expect(await store.waiting(conversation().id)).toHaveLength(1)
    await store.close()
  })
})
