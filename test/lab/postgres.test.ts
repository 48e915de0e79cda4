/** `npm run lab -- replay` over a database that a shop is at work on. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openPostgres, type Postgres } from '../postgres/server.ts'
import { sql } from '../privacy/database.ts'
import { caseFile, goodProse, layOut, promptFile, runLab } from './lab.ts'
import { openPastShop } from './past-shop.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await openPostgres()
})
afterAll(() => postgres.close())

test('past turns are judged again from what is kept there, and nothing is written', async () => {
  const url = await postgres.database()
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-lab-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const shop = await openPastShop({ database: url })
  onTestFinished(() => shop.close())
  const user = await shop.arrive('Hana')
  await shop.ask(user, 'When do you open on Sunday?', { decision: 'resolved', sources: ['hours.en#weekend'] })
  await sql(url, 'INSERT INTO kidoku.conversations (id, state) VALUES ($1, $2)', ['broken', '{"format":1}'])
  const settings = await layOut(folder, {
    prompts: { 'assistant.md': promptFile(goodProse), 'careful.md': promptFile('Be careful.') },
    cases: { 'en.yaml': caseFile(['hours-1', 'resolved']) },
  })
  // A user who may only read: nothing can have been written.
  await sql(
    url,
    `CREATE ROLE reader LOGIN;
      GRANT USAGE ON SCHEMA kidoku TO reader;
      GRANT SELECT ON kidoku.conversations, kidoku.facts TO reader`,
  )
  const channel = { LINE_CHANNEL_SECRET: 's'.repeat(32), LINE_CHANNEL_ACCESS_TOKEN: 'token-of-a-test' }
  const env = { ...settings, ...channel, DATABASE_URL: url.replace('postgres@', 'reader@') }
  const args = ['replay', '--prompt', 'careful', '--models', 'offline', '--out', join(folder, 'replay')]
  const { code, said } = await runLab(args, env)
  expect(said).toMatch(/^kidoku\.conversations, number \d+ is left out: it is not a conversation \(at id\)$/m)
  expect(JSON.parse(await readFile(join(folder, 'replay.json'), 'utf8'))).toMatchObject({
    totals: { conversations: 1, turns: 1, replayed: 1 },
  })
  // What could not be used is said, and makes it 1.
  expect(code).toBe(1)

  // Of several channels, one's own.
  const file = join(folder, 'channels.yaml')
  await writeFile(file, 'kobo:\n  secret: a-secret\n  token: a-token\nmugi:\n  secret: b-secret\n  token: b-token\n')
  const of = (channel: string) => ({ channel, keys: ['a hash of its secret'] })
  const accounts = { [shop.line.botUserId]: of('mugi'), [`U${'b'.repeat(32)}`]: of('kobo') }
  const destinations = { format: 1, accounts }
  await sql(url, `INSERT INTO kidoku.documents VALUES ('destinations', $1)`, [JSON.stringify(destinations)])
  await sql(url, 'GRANT SELECT ON kidoku.documents TO reader')
  const { LINE_CHANNEL_SECRET: _, LINE_CHANNEL_ACCESS_TOKEN: __, ...several } = { ...env, CHANNELS_FILE: file }
  await runLab([...args, '--channel', 'kobo'], several)
  expect(JSON.parse(await readFile(join(folder, 'replay.json'), 'utf8'))).toMatchObject({
    totals: { conversations: 0 },
  })

  const none = { ...env, DATABASE_URL: 'postgres://kidoku:the-password@127.0.0.1:1/none' }
  const refused = await runLab(args, none)
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.said).toMatch(/^no PostgreSQL answers at 127\.0\.0\.1 port 1: see that it runs/)
  expect(refused.out + refused.said).not.toContain('the-password')
})
