/** What guards the model and what is kept, in the real server: each is set up where it is used, and set by its setting. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { notices } from '../../src/core/notices.ts'
import { candidate, failure, openGeminiServer, type GeminiServer } from '../adapters/gemini/server.ts'
import { scrape, valueOf } from '../adapters/metrics/exposition.ts'
import { password } from '../console/counter.ts'
import { fieldsIn } from '../console/figures-shop.ts'
import { Visitor } from '../console/visitor.ts'
import { conversation, follow, judge, judgement, receive, text } from '../core/situations.ts'
import { quietLog, readMarks, said } from '../flow/shop.ts'
import { readFiles } from './checking.ts'
import { freePort } from './server.ts'
import { openShop, type Shop } from './shop.ts'

const day = 24 * 3_600_000
const notice = notices.en.no_judgement

interface Guarded extends Shop {
  gemini: GeminiServer
  /** One of its /metrics, as Prometheus sees it now. */
  figure(name: string, labels?: Record<string, string>): Promise<number | undefined>
}

let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-guards-'))
  await writeFile(join(folder, 'assistant.md'), '---\nquiet: 50ms\n---\nBe kind.\n')
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  await rm(folder, { recursive: true, force: true })
})

/** A server whose model is the test's. */
async function openGuarded(name: string, env: Record<string, string> = {}): Promise<Guarded> {
  const gemini = await openGeminiServer()
  closing.push(() => gemini.close())
  const metricsPort = String(await freePort())
  const model = { GEMINI_API_KEY: 'the-key-of-this-test', GEMINI_BASE_URL: gemini.url }
  const shop = await openShop({
    env: { PROMPTS_DIR: folder, METRICS_PORT: metricsPort, ...model, ...env },
    folder: join(folder, name),
  })
  closing.push(() => shop.close())
  const figures = `http://127.0.0.1:${metricsPort}/metrics`
  return { ...shop, gemini, figure: async (...what) => valueOf(await scrape(figures), `kidoku_${what[0]}`, what[1]) }
}

const has = ({ line }: Shop, user: string, words: string): boolean => said(line, user).includes(words)

test('the breaker: five turns that the model fails open it; then the notice comes at once and the model is not asked', async () => {
  const shop = await openGuarded('breaker')
  const { line, gemini, figure } = shop
  gemini.answer(failure(403, 'PERMISSION_DENIED'))
  await shop.start()
  expect(await figure('model_breaker')).toBe(0)
  const users = ['U1', 'U2', 'U3', 'U4', 'U5']
  await Promise.all(users.map((user) => line.say(user, 'open on Sunday?')))
  await line.waitFor(() => users.every((user) => has(shop, user, notice)))
  expect([gemini.requests.length, await figure('model_breaker')]).toEqual([5, 2])

  await line.say('U6', 'open on Sunday?')
  await line.waitFor(() => has(shop, 'U6', notice))
  expect(gemini.requests).toHaveLength(5)
  expect(readMarks(line, 'U6')).toEqual([false])
  // Not asked is not failed: what the figures say of the model is of the five.
  expect(await figure('model_judgements_total', { result: 'failed' })).toBe(5)
  expect(await figure('model_seconds_count')).toBe(5)
})

test('RETENTION_DAYS, JUDGEMENTS_AT_ONCE=1, TOKENS_PER_DAY: what is old goes, one is judged at a time, then none in that day', async () => {
  const limits = { RETENTION_DAYS: 'messages:30,ledger:365', JUDGEMENTS_AT_ONCE: '1', TOKENS_PER_DAY: '5000' }
  const shop = await openGuarded('limits', { ...limits, CONSOLE_PASSWORD: password })
  const { line, gemini, figure } = shop
  await keep(shop.folder, answeredAgo('Uwords', 100), answeredAgo('Uover', 400))
  const greeting = judgement({ reply: 'Hello!', sources: [], small_talk: true })
  // Each answer takes 1,300 tokens.
  gemini.answer({ instead: 'hang' }, candidate(JSON.stringify(greeting)))
  const server = await shop.start()
  const first = gemini.asked()
  await line.say('U1', 'Good morning')
  await first
  await line.say('U2', 'Good evening')
  // Whoever asks for a person needs no model. This turn ends after that of U2, who would have been asked for by now.
  await line.say('U3', 'operator')
  await line.waitFor(() => has(shop, 'U3', notices.en.handoff))
  expect([gemini.requests.length, said(line, 'U2')]).toEqual([1, []])
  // Who writes more goes to the end of the line, and the place is free.
  await line.say('U1', 'Hello?')
  await line.waitFor(() => has(shop, 'U1', 'Hello!') && has(shop, 'U2', 'Hello!'))
  expect([gemini.requests.length, await figure('spend_used_ratio', { limit: 'tokens' })]).toEqual([3, 0.52])

  // What staff try, under two prompts, uses up the day: for customers and for them.
  const staff = new Visitor(server.url)
  await staff.signIn()
  const tried = async () => {
    const { text } = await staff.get('/console/playground')
    return staff.send('/console/playground', { ...fieldsIn(text), 'message.0': 'Good evening', do: 'try' })
  }
  expect((await tried()).status).toBe(200)
  expect([gemini.requests.length, await figure('spend_used_ratio', { limit: 'tokens' })]).toEqual([5, 1.04])
  await line.say('U4', 'Good evening')
  await line.waitFor(() => has(shop, 'U4', notice))
  expect((await tried()).status).toBe(429)
  expect([gemini.requests.length, await figure('limited_total', { limit: 'spending' })]).toEqual([5, 1])
  const files = () => readFiles(shop.folder)
  expect((await files()).get('U4')?.entries).toMatchObject([{ kind: 'limit', state: 'waiting' }])

  // The look through everything began with the start: one conversation is over, of the other the words are too old.
  await expect.poll(async () => (await files()).has('Uover'), { timeout: 20_000 }).toBe(false)
  const wordsLeft = async () => JSON.stringify((await files()).get('Uwords')?.messages)
  await expect.poll(wordsLeft, { timeout: 20_000 }).not.toContain('violin')
  expect((await files()).get('Uwords')?.messages).toHaveLength(1)
})

/** A customer who asked and was answered so many days ago. */
function answeredAgo(user: string, days: number): Conversation {
  const at = Date.now() - days * day
  const empty: Conversation = { ...conversation(), id: `Ubot:user:${user}`, chat: { type: 'user', id: user } }
  const asked = receive(empty, at, text(1, at, { content: { type: 'text', text: 'a violin case' } }))
  return follow(judge(asked, at + 1_000), at + 1_000).c
}

async function keep(data: string, ...all: Conversation[]): Promise<void> {
  const store = await openFilesStore({ folder: data, log: quietLog })
  for (const one of all) await store.commit({ conversation: one, entered: [], overflow: [] })
  await store.close()
}
