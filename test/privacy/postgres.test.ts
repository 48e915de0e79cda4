/** The commands of privacy where a PostgreSQL keeps everything, beside a shop at work on it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { keepContentsInPostgres, openPostgresAudit, openPostgresDocuments } from '../../src/adapters/postgres/index.ts'
import { openPostgresStore, type PostgresStore } from '../../src/adapters/postgres/store.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { noContents } from '../contents.ts'
import { openShop, quietLog, said, type Shop } from '../flow/shop.ts'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { everything, sql, typed } from './database.ts'

const user = `U${'a'.repeat(31)}1`
const other = `U${'a'.repeat(31)}2`
const group = `C${'b'.repeat(32)}`
const secret = 'My violin lesson was at Kanda 4-7, and Tarō cried all evening'

let postgres: Postgres
let url: string
let shop: Shop | undefined
let store: PostgresStore | undefined
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())
afterEach(async () => {
  await store?.close()
  await shop?.close()
  store = shop = undefined
})

/** @returns what waits until nothing of a conversation is under way */
async function open(): Promise<{ shop: Shop; store: PostgresStore; atRest: (id: string) => Promise<unknown> }> {
  url = await postgres.database()
  const opened = await openShop({ database: url })
  shop = opened
  store = await openPostgresStore({ url, log: quietLog })
  const atRest = (id: string) =>
    opened.until(async () => {
      const c = await opened.store.load(id)
      return c && c.outbox.length === 0 && c.answers.length > 0 && c.messages.every(({ state }) => state !== 'new')
        ? c
        : undefined
    })
  return { shop: opened, store, atRest }
}

describe('npm run forget, beside servers', () => {
  test('nothing is left in any row, of others everything, and a fresh message begins anew', async () => {
    const { shop, store, atRest } = await open()
    const { line } = shop
    const { database, news } = store
    const [mine, theirs, shared] = [`user:${user}`, `user:${other}`, `group:${group}`].map(
      (chat) => `${line.botUserId}:${chat}`,
    )
    await line.say(user, secret)
    await line.say(other, 'Is the bakery near the station open today?')
    const before = await atRest(theirs!)
    await line.sayInGroup(group, other, 'may we bring seven dogs to the garden?', { mentionsBot: true })
    await atRest(shared!)
    await line.sayInGroup(group, user, 'and Tarō wants his violin in there too', { mentionsBot: true })
    await shop.until(async () => ((await shop.store.load(shared!))?.answers.length ?? 0) === 2)
    await atRest(shared!)
    await atRest(mine!)
    const audit = openPostgresAudit(database)
    await audit.write({ at: 1, by: 'Mika', action: 'take', conversation: mine, detail: `done · LINE ${user}` })
    const documents = openPostgresDocuments({ database, news, log: quietLog })
    const drafts = await openDrafts({ documents, learn: () => Promise.reject(new Error('not here')), log: quietLog })
    await drafts.put({
      id: 'draft-1',
      at: 1,
      by: 'Mika',
      conversation: mine!,
      language: 'en',
      passage: { title: 'Lessons', also: '', text: secret },
    })
    await store.setAside([{ raw: { webhookEventId: 'odd', source: { userId: user } }, why: 'odd' }], 1)
    await sql(url, 'INSERT INTO kidoku.documents VALUES ($1, $2), ($3, $4)', [
      'drafts.corrupt.1',
      JSON.stringify({ address: `/console/c/${encodeURIComponent(mine!)}` }),
      'drafts.corrupt.2',
      '{"about":"nobody"}',
    ])
    await sql(
      url,
      "SELECT graphile_worker.add_job('wake', json_build_object('conversation', $1::text), job_key => $1, run_at => now() + '1 day')",
      [mine],
    )
    const contents = keepContentsInPostgres(noContents, {
      queries: database,
      ms: 3_600_000,
      clock: systemClock,
      log: quietLog,
    })
    onTestFinished(() => contents.close())
    const [message] = (await store.load(mine!))?.messages ?? []
    await contents.see({ messageId: message!.id, kind: 'image' }, { bytes: 1, ms: 1 }, AbortSignal.any([]))
    // What the planner notes of ids outlives their rows, for longest where no rows are left: those of an inbox, say.
    await sql(
      url,
      `INSERT INTO kidoku.inbox (id, conversation, event) SELECT 'e' || n, '${mine}' || n % 3, '{}' FROM generate_series(1, 9) AS n;
        INSERT INTO kidoku.inbox (id, conversation, event) SELECT 'f' || n, '${mine}', '{}' FROM generate_series(1, 9) AS n;
        ANALYZE; DELETE FROM kidoku.inbox`,
    )
    expect(await everything(url)).toContain(user)

    const { code, out, err } = await typed('privacy', url, ['forget', user])
    expect(err).toBe('')
    expect(out).toContain('Erased: 1 conversation, messages in 1 group, 1 draft; the id in 1 line of the audit.')
    expect(out).toContain('PostgreSQL has cleaned its tables')
    expect(out).toMatch(/Looked in \d+ rows for the id and for \d+ texts of theirs.*: nothing left\./)
    expect(out).toContain('write-ahead log')
    expect(code).toBe(0)
    const left = await everything(url)
    for (const word of [user, user.toLowerCase(), encodeURIComponent(mine!), 'violin', 'kanda', 'Tarō'])
      expect(left.toLowerCase()).not.toContain(word.toLowerCase())
    expect(left).toContain('seven dogs')
    expect(left).toContain('drafts.corrupt.2')
    expect(left).not.toContain('drafts.corrupt.1')
    expect(await store.load(theirs!)).toEqual(before)
    expect(await contents.find(message!.id)).toBeUndefined()
    expect((await audit.last(2)).map(({ action }) => action)).toEqual(['erased', 'take'])

    // What is corrupt goes by its age as well, as RETENTION_DAYS has it.
    const corrupt = () => sql(url, "SELECT name FROM kidoku.documents WHERE name LIKE '%.corrupt.%'")
    await store.expireSetAside(Date.now() - 60_000)
    expect(await corrupt()).toEqual([{ name: 'drafts.corrupt.2' }])
    await store.expireSetAside(Date.now() + 60_000)
    expect(await corrupt()).toEqual([])

    const said0 = said(line, user).length
    await line.say(user, 'Hello again')
    await line.waitFor(() => said(line, user).length > said0)
    expect(JSON.stringify(await atRest(mine!))).not.toContain('violin')
    expect((await store.load(mine!))?.messages).toHaveLength(1)
  })

  test('while an answer is thought about it waits; it is said, and then nothing is left', async () => {
    const { shop, store } = await open()
    const { line, model } = shop
    model.hold()
    await line.say(user, secret)
    await model.asked(1)
    const called = Promise.withResolvers<void>()
    // Whoever has it is told that somebody waits for it.
    const news = store.news.on('called', () => called.resolve())
    const forgetting = typed('privacy', url, ['forget', user])
    await called.promise
    news()
    model.release()
    const { code, out } = await forgetting
    expect(out).toContain('nothing left')
    expect(code).toBe(0)
    expect(said(line, user)).toHaveLength(2)
    expect(await everything(url)).not.toContain('violin')
  })

  test('files of before are looked through too, who may not clean up is told what the owner must run, and an id that nothing is kept of is refused', async () => {
    const { shop, atRest } = await open()
    await shop.line.say(user, secret)
    await atRest(`${shop.line.botUserId}:user:${user}`)
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-before-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await mkdir(join(folder, 'conversations'))
    await writeFile(join(folder, 'conversations', 'old.json'), JSON.stringify({ who: user }))
    // He may do all but clean the tables up.
    await sql(
      url,
      `CREATE ROLE clerk LOGIN BYPASSRLS;
        GRANT USAGE ON SCHEMA kidoku, graphile_worker TO clerk;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA kidoku, graphile_worker TO clerk;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA kidoku, graphile_worker TO clerk`,
    )
    const clerks = url.replace('postgres@', 'clerk@')
    const { code, out } = await typed('privacy', clerks, ['forget', user], { env: { DATA_DIR: folder } })
    expect(out).toContain(
      'As the owner of the tables, run:\n  VACUUM (ANALYZE, INDEX_CLEANUP ON) kidoku.conversations;\n',
    )
    expect(out).toMatch(/Looked in \d+ rows for the id.*: nothing left\./)
    expect(out).toContain('from before DATABASE_URL was set')
    expect(out).toContain('conversations/old.json (the id)')
    expect(out).toContain('with DATABASE_URL= in front of it')
    expect(code).toBe(1)
    const unknown = await typed('privacy', url, ['forget', user])
    expect(unknown).toMatchObject({ code: 1, out: '' })
    expect(unknown.err).toContain(
      `Nothing is kept of ${user} in the database of DATABASE_URL: see that the id is whole`,
    )
  })
})

test('npm run export: their chat, their words in groups, what waits and what names them; nothing of others', async () => {
  const { shop, store, atRest } = await open()
  const { line } = shop
  const id = `${line.botUserId}:user:${user}`
  await line.say(user, 'Are you open on Sunday?')
  await line.say(other, 'My own private violin')
  await atRest(id)
  await line.sayInGroup(group, user, 'and the garden?', { mentionsBot: true })
  await line.sayInGroup(group, other, 'a violin in the garden', { mentionsBot: true })
  await shop.until(async () => ((await shop.store.load(`${line.botUserId}:group:${group}`))?.answers.length ?? 0) > 0)
  await openPostgresAudit(store.database).write({ at: 1, by: 'Mika', action: 'take', conversation: id })
  await store.setAside([{ raw: { source: { userId: user }, replyToken: 'r' }, why: 'odd' }], 1)
  const [message] = (await store.load(id))?.messages ?? []
  const contents = keepContentsInPostgres(noContents, {
    queries: store.database,
    ms: 3_600_000,
    clock: systemClock,
    log: quietLog,
  })
  await contents.see({ messageId: message!.id, kind: 'image' }, { bytes: 100, ms: 1_000 }, AbortSignal.any([]))
  await contents.close()
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-export-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'out.json')
  expect(await typed('privacy', url, ['export', user, '--out', file])).toMatchObject({ code: 0, err: '' })
  const written = await readFile(file, 'utf8')
  expect(JSON.parse(written)).toMatchObject({
    user,
    conversations: [{ id, chat: [{ from: 'customer', text: 'Are you open on Sunday?' }, { from: 'assistant' }] }],
    groups: [
      { chat: expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining('and the garden?') })]) },
    ],
    audit: [{ action: 'take' }],
    setAside: [{ why: 'odd', raw: { source: { userId: user } } }],
  })
  expect(written).not.toContain('violin')
  expect(written).not.toMatch(/replyToken/i)
})

describe('npm run backup and restore', () => {
  test('both say what PostgreSQL does instead', async () => {
    const none = 'postgres://nobody@127.0.0.1:1/none'
    const ran = await Promise.all([
      typed('privacy', none, ['backup', '/tmp/nowhere']),
      typed('privacy', none, ['restore', '/tmp/nowhere']),
    ])
    expect(ran.map(({ code }) => code)).toEqual([1, 1])
    expect(ran[0].err).toContain('pg_dump --format=custom --schema=kidoku --schema=graphile_worker')
    expect(ran[1].err).toContain('pg_restore --no-owner')
    expect(ran[1].err).toContain('npm run restore -- --database')
  })

  test('after a restore what was under way goes to staff, nothing is said twice, and turns go on from a fresh number', async () => {
    const { shop, store, atRest } = await open()
    const { line, model } = shop
    const [rested, underWay] = [other, user].map((who) => `${line.botUserId}:user:${who}`)
    for (const [who, id] of [
      [other, rested],
      [user, underWay],
    ]) {
      await line.say(who!, 'Is the bakery near the station open today?')
      await atRest(id!)
    }
    await sql(url, `INSERT INTO kidoku.documents VALUES ('sessions', '{"format":1}')`)
    model.hold()
    await line.say(user, secret)
    await model.asked(3)
    const [dump, atWork] = await Promise.all([copyOf(url), typed('privacy', url, ['restore', '--database'])])
    expect(atWork).toMatchObject({ code: 1, out: '' })
    expect(atWork.err).toContain('A server is at work on this database')
    // It went on.
    model.release()
    await atRest(underWay!)
    await shop.close()
    await store.close()

    // The processes of then have gone, as they have when a dump is some seconds old.
    await sql(dump, 'UPDATE kidoku.processes SET alive_until = now()')
    const { code, out, err } = await typed('privacy', dump, ['restore', '--database'])
    expect(err).toBe('')
    expect(out).toContain('2 conversations of the database are as they were then')
    expect(out).toContain('1 conversation was under way')
    expect(code).toBe(0)
    expect(await sql(dump, "SELECT FROM kidoku.documents WHERE name = 'sessions'")).toEqual([])

    const again = await openShop({ database: dump })
    onTestFinished(() => again.close())
    const c = await again.until(async () => {
      const now = await again.store.load(underWay!)
      return now?.entries.length === 1 ? now : undefined
    })
    expect(c.messages.map(({ restored }) => restored)).toEqual([undefined, true])
    for (const id of [rested, underWay]) expect((await again.store.load(id!))?.turns).toBeGreaterThan(1_000_000)
    expect(again.model.requests).toEqual([])
    expect(again.calls('reply', 'push')).toEqual([])
    expect(await again.store.list({ list: 'waiting', limit: 9 })).toMatchObject({ total: 1 })
  })
})

/** What a dump and its restore come to: a fresh database with the same rows. */
async function copyOf(from: string): Promise<string> {
  const to = await postgres.database()
  const tables = ['processes', 'conversations', 'inbox', 'facts', 'summaries', 'turns', 'documents', 'single_values']
  for (const table of tables) {
    const rows = await sql(from, `SELECT row_to_json(t)::text AS row FROM kidoku.${table} AS t`)
    // What is generated is not dumped.
    const [kept] = await sql(
      to,
      `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
        WHERE table_schema = 'kidoku' AND table_name = $1 AND is_generated = 'NEVER'`,
      [table],
    )
    const columns = String(kept?.['columns'])
    for (const { row } of rows) {
      await sql(
        to,
        `INSERT INTO kidoku.${table} (${columns}) OVERRIDING SYSTEM VALUE
          SELECT ${columns} FROM json_populate_record(NULL::kidoku.${table}, $1)`,
        [row],
      )
    }
    const [number] = await sql(to, `SELECT to_regclass('kidoku.${table}_number_seq') IS NOT NULL AS there`)
    if (number?.['there'] === true)
      await sql(to, `SELECT setval('kidoku.${table}_number_seq', coalesce(max(number), 1)) FROM kidoku.${table}`)
  }
  return to
}

test('a database that cannot be used is a sentence, without its password', async () => {
  const none = await postgres.empty()
  const cases: [address: string, words: RegExp][] = [
    ['postgres://kidoku:the-password@127.0.0.1:1/shop', /^no PostgreSQL answers at 127\.0\.0\.1 port 1: see that/],
    [none.replace(/\/test_[^?]*/, '/none'), /^PostgreSQL has no database of the name in DATABASE_URL: make it/],
    [none, /^the database of DATABASE_URL has not all of kidoku’s tables: start the server once, or run npm run mig/],
  ]
  const server = typed('.', cases[0]![0], [])
  const ran = await Promise.all(cases.map(([address]) => typed('privacy', address, ['forget', user])))
  for (const [index, { code, out, err }] of ran.entries()) {
    expect(err).toMatch(cases[index]![1])
    expect(out + err).not.toContain('the-password')
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(1)
  }
  const { code, out, err } = await server
  expect(err).toMatch(/^kidoku cannot start:\nno PostgreSQL answers at 127\.0\.0\.1 port 1: see that it runs.*\n$/)
  expect(out + err).not.toContain('the-password')
  expect(code).toBe(1)
})
