/** Texts that break whatever takes a text for granted, by customers with such names: each is answered or handed over. */
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import Koa from 'koa'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/adapters/documents/accounts.ts'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { openSessions } from '../../src/adapters/documents/sessions.ts'
import { discordBody } from '../../src/adapters/notify/discord.ts'
import { flexCard } from '../../src/adapters/notify/flex.ts'
import { slackBody } from '../../src/adapters/notify/slack.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { createConsole } from '../../src/console/console.ts'
import { openShop, quietLog, said, type Shop } from '../flow/shop.ts'
import { isWhole, playedLine } from './stand-ins.ts'
import { strange } from './texts.ts'

const cases = Object.entries(strange)
const idOf = (index: number): string => `U${String(index).padStart(32, '0')}`
const ids = cases.map((_, index) => idOf(index))

/** Each customer is called what they write, as far as LINE lets anybody be called so. */
async function arrive(shop: Shop, name: string): Promise<string | undefined> {
  const response = await fetch(`${shop.line.url}/api/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'arrive', name: name.slice(0, 40), language: 'en' }),
  })
  const answer: unknown = await response.json()
  return typeof answer === 'object' && answer && 'userId' in answer ? String(answer.userId) : undefined
}

async function openConsole(shop: Shop) {
  const { folder, store, staff } = shop
  const log = quietLog
  const documents = openFileDocuments(folder, log)
  const app = new Koa().use(
    createConsole({
      access: { type: 'open' },
      accounts: openAccounts(documents),
      sessions: await openSessions({ documents, clock: systemClock }),
      audit: openAudit(folder),
      line: playedLine(() => undefined),
      chats: 'line',
      clock: systemClock,
      store,
      staff,
      log,
    }),
  )
  const http = createServer((request, response) => void app.callback()(request, response))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/console`,
    close: () => new Promise((resolve) => http.close(resolve)),
  }
}

/** What all of them wrote has been answered or handed over, and nothing is left to do. */
const atRest = async (shop: Shop, customers: readonly string[]): Promise<boolean> => {
  const all = await Promise.all(customers.map((id) => shop.conversation(id)))
  return all.every(
    (one) => one && one.outbox.length === 0 && !one.pending && !one.messages.some((m) => m.state === 'new'),
  )
}

const alone = new Set(['meta', 'link', 'input', 'img', 'br', 'hr', 'source'])

/** Walks through a page's tags and words: what is open at each word, innermost last. Fails where a tag ends another. */
function wordsIn(page: string): { word: string; within: string[] }[] {
  const open: string[] = []
  const words: { word: string; within: string[] }[] = []
  for (const [piece] of page.matchAll(/<[^>]*>|[^<]+/g)) {
    const [, end, name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece) ?? []
    if (end === '/') expect(open.pop()).toMatch(new RegExp(`^<${name}\\b`))
    else if (name === '') words.push({ word: piece, within: [...open] })
    else if (!alone.has(name) && !piece.endsWith('/>')) open.push(piece)
  }
  expect(open).toEqual([])
  return words
}

/** Marks that turn around, or embed, what stands after them. */
const turns = /[\u202a-\u202e\u2066\u2067]/
const keepsToItself = (tag: string): boolean => /^<bdi|dir="auto"/.test(tag)

/** Words that turn the direction, and are not kept to themselves. */
const loose = (page: string): string[] =>
  wordsIn(page)
    .filter(({ word, within }) => turns.test(word) && !within.some(keepsToItself))
    .map(({ word }) => word)

const scriptsIn = (page: string): number => page.match(/<script\b/g)?.length ?? 0

describe('customers write and are called strange things', () => {
  let shop: Shop
  let customers: string[]
  beforeAll(async () => {
    shop = await openShop({ policy: { topics: ['opening hours'] } })
    const named = await Promise.all(cases.map(([, text]) => arrive(shop, text)))
    customers = named.map((id, index) => id ?? idOf(index))
    await Promise.all(cases.map(([, text], index) => shop.line.say(customers[index]!, text)))
    await shop.until(() => atRest(shop, customers), 30_000)
  })
  afterAll(() => shop.close())

  test.for(cases.map(([name], index) => [name, index] as const))('%s: answered, or handed over', async ([, index]) => {
    const conversation = await shop.conversation(customers[index]!)
    expect(conversation?.messages).toHaveLength(1)
    expect(said(shop.line, customers[index]!)).not.toEqual([])
  })

  test('the model is asked in whole characters, without NUL', () => {
    expect(shop.model.requests.length).toBeGreaterThan(20)
    for (const { system, contents, open, fresh } of shop.model.requests) {
      for (const text of [system, ...contents.map((one) => one.text), ...open, ...fresh]) {
        expect([text.isWellFormed(), text.includes('\0')]).toEqual([true, false])
      }
    }
  })

  test('every file of the data folder is JSON of whole characters', async () => {
    const names = (await readdir(shop.folder, { recursive: true })).filter((name) => /\.jsonl?$/.test(name))
    expect(names.length).toBeGreaterThan(cases.length)
    for (const name of names) {
      const text = await readFile(join(shop.folder, name), 'utf8')
      for (const line of name.endsWith('l') ? text.split('\n').filter((one) => one !== '') : [text]) {
        expect(() => JSON.parse(line) as unknown).not.toThrow()
        expect([name, isWhole(line)]).toEqual([name, true])
      }
    }
    expect(await readdir(join(shop.folder, 'corrupt'))).toEqual([])
  })

  test('the console shows each as it shows a plain word, with its direction kept to itself', async () => {
    const plain = await arrive(shop, 'Emma')
    await shop.line.say(plain!, 'are u open?')
    await shop.until(() => atRest(shop, [plain!]))
    const desk = await openConsole(shop)
    try {
      const pageOf = async (path: string): Promise<string> => {
        const response = await fetch(`${desk.url}${path}`)
        expect([path, response.status]).toEqual([path, 200])
        return new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer())
      }
      const chat = (id: string) => pageOf(`/${encodeURIComponent(`${shop.line.botUserId}:user:${id}`)}`)
      const scripts = scriptsIn(await chat(plain!))
      const turned = new Set<string>()
      for (const [index, [name]] of cases.entries()) {
        const page = await chat(customers[index]!)
        expect([name, loose(page), scriptsIn(page)]).toEqual([name, [], scripts])
        expect(page).not.toContain('\0')
        if (turns.test(page)) turned.add(name)
      }
      expect(turned).toEqual(new Set(['a right-to-left override']))
      for (const list of ['', '/all', '/staff', '/questions', '/undelivered']) {
        const page = await pageOf(list)
        expect([list, loose(page)]).toEqual([list, []])
        expect(page).not.toContain('<script>alert')
      }
    } finally {
      await desk.close()
    }
  })
})

describe('a model writes strange things', () => {
  test('what customers get is whole, can be seen, turns nothing around and opens nothing in the app', async () => {
    const shop = await openShop()
    shop.model.says(({ open }) => {
      const [, text = ''] = cases[Number(open[0])] ?? []
      return { reply: `${text} line://ti/p/@x LINE://nv/chat ${text}`, language: '' }
    })
    await Promise.all(cases.map((_, index) => shop.line.say(ids[index]!, String(index))))
    await shop.until(() => atRest(shop, ids), 30_000)
    const texts = ids.map((id) => said(shop.line, id))
    expect(texts.flat().length).toBeGreaterThanOrEqual(cases.length)
    for (const text of texts.flat()) {
      expect(text.isWellFormed()).toBe(true)
      expect(text).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/u)
      expect(text).not.toMatch(/line:\/\//i)
      expect(text).toMatch(/[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u)
      expect(text.length).toBeLessThanOrEqual(5_000)
    }
    expect(shop.calls('reply', 'push').filter(({ status }) => status !== 200)).toEqual([])
    await shop.close()
  })

  test('staff’s cards and the figures’ files are whole, with topics and languages by that model', async () => {
    const shop = await openShop({
      policy: { topics: cases.map(([, text]) => text.slice(0, 100)).filter((text) => text !== '') },
    })
    shop.model.says(({ open }) => {
      const [, text = ''] = cases[Number(open[0])] ?? []
      const cut = { reason: text.slice(0, 2_000), summary: text.slice(0, 2_000) }
      return { decision: 'handoff', topic: text.slice(0, 100), language: text.slice(0, 35), ...cut }
    })
    await Promise.all(cases.map((_, index) => shop.line.say(ids[index]!, String(index))))
    await shop.until(() => atRest(shop, ids), 30_000)
    expect(shop.notices).toHaveLength(cases.length)
    for (const notice of shop.notices) {
      for (const write of [slackBody, discordBody, flexCard]) {
        const card = JSON.stringify(write(notice, 'th'))
        expect([isWhole(card), /\\u0000/.test(card)]).toEqual([true, false])
      }
    }
    const desk = await openConsole(shop)
    for (const table of ['outcomes', 'topics', 'languages', 'reasons', 'days']) {
      const response = await fetch(`${desk.url}/insights.csv?days=7&table=${table}`)
      expect(response.status).toBe(200)
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer())
      const rows = parse(text, { bom: true })
      expect(new Set(rows.map((row) => row.length)).size).toBe(1)
      expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([])
    }
    await desk.close()
    await shop.close()
  })
})
