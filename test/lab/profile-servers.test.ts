/** A real server started with each profile: what it gives the model, and what of the answer becomes Read. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Judgement } from '../../src/core/judgement.ts'
import { startSimulator, type Simulator } from '../../src/simulator/index.ts'
import { startSampleShop, type SampleShop } from '../../src/simulator/sample-shop/index.ts'
import { candidate, openGeminiServer, type GeminiServer } from '../adapters/gemini/server.ts'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'

describe('a real server started with PROFILE', () => {
  let folder: string
  let line: Simulator
  let gemini: GeminiServer
  let shop: SampleShop
  let customers = 0
  const [secret, token] = ['s'.repeat(32), 'the-token-of-this-test']
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kidoku-profiles-'))
    line = await startSimulator({ host: '127.0.0.1', port: 0, channelSecret: secret, channelAccessToken: token })
    gemini = await openGeminiServer()
    shop = await startSampleShop({ log: { info: () => undefined } })
  })
  afterAll(async () => {
    for (const starting of started.values()) {
      const server = await starting
      server.child.kill('SIGTERM')
      await server.ended
    }
    await line.close()
    await gemini.close()
    await shop.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** One for each profile and each setting, for all tests that want it. */
  const started = new Map<string, Promise<ServerProcess>>()
  const serverOf = (profile: string, env: Record<string, string>): Promise<ServerProcess> => {
    const key = JSON.stringify([profile, env])
    const starting =
      started.get(key) ??
      startServerProcess({
        PROFILE: profile,
        DATA_DIR: join(folder, `${profile}-${started.size}`),
        LINE_CHANNEL_SECRET: secret,
        LINE_CHANNEL_ACCESS_TOKEN: token,
        LINE_API_BASE_URL: line.url,
        SAMPLE_SHOP: shop.url,
        ...env,
      })
    started.set(key, starting)
    return starting
  }

  /** Writes to a server, and resolves with what the phone shows once it has an answer. */
  async function write(profile: string, text: string, env: Record<string, string> = {}) {
    const customer = `U-${profile}-${(customers += 1)}`
    const server = await serverOf(profile, env)
    line.connect(`${server.url}/webhook`)
    await line.say(customer, text)
    const messages = () => line.chat(customer).messages
    const isRead = () => messages().find(({ from }) => from === 'customer')?.readAt !== undefined
    await line.waitFor(() => messages().some(({ from }) => from === 'bot'), 40_000)
    const words = messages().filter(({ from }) => from === 'bot')
    return { read: isRead(), words: JSON.stringify(words), output: server.output() }
  }

  const judgement = (some: Partial<Judgement>): Judgement => ({
    decision: 'resolved',
    reply: '',
    reason: 'As in the test.',
    confidence: 0.95,
    sources: [],
    small_talk: false,
    topic: 'other',
    language: 'en',
    summary: 'As in the test.',
    ...some,
  })
  const key = () => ({ GEMINI_API_KEY: 'a-key-of-this-test', GEMINI_BASE_URL: gemini.url })

  test.each([
    [
      'teaching',
      '第二課 1 went 2 bought 3 did not see 4 Did you finish 5 were 6 left',
      'exercises.zh-TW#lesson-2',
      'submission',
      '第 2 課六題全部答對！',
    ],
    [
      'order-tracking',
      'How much is shipping to Osaka?',
      'shipping.en#fees',
      'shipping',
      'Within Japan shipping costs ¥550.',
    ],
    ['tasks', '備品の発注は何曜日ですか？', 'work.ja#supplies', 'how_to', '毎週火曜と金曜の15:00です。'],
  ])(
    '%s and a key: the model is given that profile’s passages, and its answer by one of them is Read',
    async (profile, text, source, topic, reply) => {
      gemini.answer(candidate(JSON.stringify(judgement({ reply, topic, sources: [source] }))))
      const { read, words } = await write(profile, text, key())
      expect(words).toContain(reply)
      expect(read).toBe(true)
      const asked = JSON.stringify(gemini.requests[0]?.body)
      expect(asked).toContain(`passage id=\\"${source}\\"`)
      expect(asked).not.toContain('hours.en#weekend')
    },
  )

  test.each([
    ['teaching', 'Lesson 2: 1 went 2 bought', 'submission', []],
    ['order-tracking', 'Cancel order 1234', 'own_order', ['shipping.en#times']],
    ['tasks', 'Please order 10 packs of paper by Friday', 'request', ['work.en#supplies']],
  ])(
    '%s: a model’s “resolved” for “%s” (topic %s, sources %j) goes to a person all the same',
    async (profile, text, topic, sources) => {
      const reply = 'Well done, all of it is in order!'
      gemini.answer(candidate(JSON.stringify(judgement({ reply, topic, sources }))))
      const { words } = await write(profile, text, key())
      expect(words).not.toContain(reply)
      expect(words).toContain('passed this on')
    },
  )

  test.each([
    ['teaching', 'Here is my homework', 'submission', 'Which lesson is it?'],
    ['order-tracking', 'Where is my parcel?', 'missing_number', 'Could you send me your order number?'],
    ['tasks', 'We need paper', 'missing_facts', 'Which paper, how much, and until when?'],
  ])('%s and a key: a question back for “%s” is asked, and leaves it unread', async (profile, text, topic, reply) => {
    gemini.answer(candidate(JSON.stringify(judgement({ decision: 'needs_info', reply, topic }))))
    const { read, words } = await write(profile, text, key())
    expect(words).toContain(reply)
    expect(read).toBe(false)
  })

  test.each([
    ['assistant', 'simulator', 'Mugi Bakery & Café', 'Mugi regulars', 3],
    ['order-tracking', 'simulator-order-tracking', 'Minato Tea', 'A group', 3],
  ])('%s without LINE: the phones, kept in %s, show %s', async (profile, played, shop, group, suggestions) => {
    const dataDir = join(folder, `phones-${profile}`)
    const port = String(await freePort())
    const server = await startServerProcess({ PROFILE: profile, DATA_DIR: dataDir, SIMULATOR_PORT: port })
    try {
      const { value } = await (await fetch(`http://127.0.0.1:${port}/api/stream`)).body!.getReader().read()
      const picture: unknown = JSON.parse(new TextDecoder().decode(value).replace(/^data: /, ''))
      expect(picture).toMatchObject({ shop, groups: [{ name: group }] })
      expect(picture).toHaveProperty('customers.0.suggestions.length', suggestions)
      expect(await readdir(dataDir)).toEqual([played])
    } finally {
      server.child.kill('SIGTERM')
      await server.ended
    }
  })

  test.each([
    ['teaching', 'Lesson 2: 1 went 2 bought 3 didn’t see 4 Did you finish 5 were 6 left', 'your teacher'],
    ['order-tracking', 'When are orders sent, and how long do they take?', 'passed this on'],
    ['tasks', 'I need Saturday off', 'a colleague will answer'],
  ])(
    '%s without a key: what is written goes to a person, and never counts as checked, answered or done',
    async (profile, text, notice) => {
      const { words, output } = await write(profile, text)
      expect(words).toContain(notice)
      expect(output).toContain(`"knowledgeDir":"data/knowledge/${profile}"`)
      expect(output).toContain('LITTLE IS DECIDED WITHOUT A MODEL')
    },
  )

  test.each([
    ['1234', 'Where is order 1234? My number ends in 0142.', 'sent, on its way', true],
    ['9999', 'Where is order 9999? My number ends in 0142.', 'check the number', false],
  ])('order-tracking without a key: order %s is looked up', async (_, text, words, read) => {
    const told = await write('order-tracking', text)
    expect(told.words).toContain(words)
    expect(told.read).toBe(read)
  })

  test('tasks without a key: a plain request stands in the shop’s system, is Read and is said to be', async () => {
    const told = await write('tasks', 'Please order 10 packs of paper by Friday')
    expect(told.words).toContain('・Please order 10 packs of paper by Friday')
    expect(told.read).toBe(true)
    expect(shop.tasks()).toMatchObject([{ what: 'Please order 10 packs of paper by Friday' }])
  })
})
