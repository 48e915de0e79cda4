import { createServer, type Server } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { BOT_USER_ID } from '../../src/simulator/bot-calls.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import { refusal, simulatorWithBot, text } from './bot.ts'

function act(line: Simulator, deed: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${line.url}/api/do`, { method: 'POST', headers, body: JSON.stringify(deed) })
}

const Shown = z.looseObject({ id: z.string(), name: z.string(), language: z.string(), messages: z.array(z.unknown()) })
const Picture = z.object({
  shop: z.string(),
  customers: z.array(Shown),
  groups: z.array(Shown),
  troubles: z.record(z.string(), z.string()),
})

/** The first picture of the stream. */
async function picture(line: Simulator): Promise<z.infer<typeof Picture>> {
  const response = await fetch(`${line.url}/api/stream`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const { value = '' } = (await reader?.read()) ?? {}
  await reader?.cancel()
  return Picture.parse(JSON.parse(value.slice('data: '.length)))
}

describe('the page', () => {
  test('comes with its scripts, and with headers that let in nothing else', async () => {
    const { line } = await simulatorWithBot()
    const page = await fetch(line.url)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+'/)
    expect(policy).not.toContain('unsafe')
    const files = [
      'main.js',
      'style.css',
      'content.css',
      'favicon.ico',
      'vendor/preact.js',
      'vendor/preact-hooks.js',
      'vendor/htm-preact.js',
    ]
    for (const file of [...files, 'vendor/htm.js']) expect((await fetch(`${line.url}/${file}`)).status).toBe(200)
    for (const file of ['index.ts', '../index.ts', '%2e%2e/index.ts', 'vendor/koa.js', 'nothing.js'])
      expect((await fetch(`${line.url}/${file}`)).status).toBe(404)
  })

  test('starts with four customers in four languages', async () => {
    const { line } = await simulatorWithBot()
    const { customers } = await picture(line)
    expect(customers.map(({ language }) => language)).toEqual(['en', 'ja', 'zh-TW', 'th'])
    expect(customers.every(({ id }) => /^U[0-9a-f]{32}$/.test(id))).toBe(true)
  })

  test('and with a group of three of them', async () => {
    const { line } = await simulatorWithBot()
    const { customers, groups } = await picture(line)
    const members = [customers[0], customers[1], customers[3]].map((one) => ({ id: one?.id, name: one?.name }))
    expect(groups).toMatchObject([{ name: 'Mugi regulars', kind: 'group', members }])
    expect(groups[0]?.id).toMatch(/^C[0-9a-f]{32}$/)
  })

  test('writes in a group for the member chosen, with mentions and a quote', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const { messageId: quotedMessageId } = await line.sayInGroup('Cteam', 'Uemma', 'Bread?')
    const say = { do: 'say', userId: 'Uaiko', chatId: 'Cteam', text: '@Mugi Bakery & Café Yes?', quotedMessageId }
    expect((await act(line, say)).status).toBe(200)
    const mention = { mentionees: [{ type: 'user', index: 0, length: 19, isSelf: true, userId: line.botUserId }] }
    expect(deliveries[1]?.events).toMatchObject([
      { source: { groupId: 'Cteam', userId: 'Uaiko' }, message: { quotedMessageId, mention } },
    ])
  })

  test('taps what is there, and says what is there when it has gone', async () => {
    const { line, client, deliveries } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const action = { type: 'postback', label: 'Yes', data: 'yes' } as const
    const quickReply = { items: [{ type: 'action', action }] }
    const { sentMessages } = await client.replyMessage({ replyToken, messages: [{ ...text('Solved?'), quickReply }] })
    const tap = { do: 'tap', userId: 'Uaiko', messageId: sentMessages[0]?.id, label: 'Yes' }
    expect((await act(line, tap)).status).toBe(200)
    expect(deliveries[1]?.events).toMatchObject([{ postback: { data: 'yes' } }])
    const again = await act(line, tap)
    expect([again.status, await again.json()]).toEqual([409, { message: expect.stringContaining('no button Yes') }])
  })

  test('writes for a customer, and adds a new one', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const arrived = await act(line, { do: 'arrive', name: 'Budi', language: 'id' })
    const { userId } = z.object({ userId: z.string() }).parse(await arrived.json())
    expect(await (await act(line, { do: 'say', userId, text: 'Halo' })).json()).toMatchObject({ delivered: 200 })
    expect(deliveries[0]?.events).toMatchObject([{ source: { userId }, message: { text: 'Halo' } }])
    expect((await picture(line)).customers.at(-1)).toMatchObject({ name: 'Budi', messages: [{ text: 'Halo' }] })
  })

  test('delivers one message again by its id, or else the customer’s last event', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const first = await line.say('Uaiko', 'one')
    const second = await line.say('Uaiko', 'two')
    await act(line, { do: 'redeliver', userId: 'Uaiko', messageId: first.messageId })
    await act(line, { do: 'redeliver', userId: 'Uaiko' })
    const ids = deliveries.flatMap(({ events }) => events.map(({ webhookEventId }) => webhookEventId))
    expect(ids.slice(2)).toEqual([first.webhookEventId, second.webhookEventId])
  })

  test('takes only JSON of a known form', async () => {
    const { line } = await simulatorWithBot()
    const body = JSON.stringify({ do: 'say', userId: 'Uaiko', text: 'hi' })
    expect((await fetch(`${line.url}/api/do`, { method: 'POST', body })).status).toBe(415)
    expect((await act(line, { do: 'say', userId: 'Uaiko' })).status).toBe(400)
    expect((await act(line, { do: 'rm -rf' })).status).toBe(400)
  })
})

function upload(line: Simulator, query: Record<string, string>, body: string, type = 'application/octet-stream') {
  const address = `${line.url}/api/content?${new URLSearchParams({ userId: 'Uaiko', ...query }).toString()}`
  return fetch(address, { method: 'POST', headers: { 'content-type': type }, body })
}

describe('pictures and files', () => {
  test('chosen on the page are sent, and the phone shows where they are', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const set = { set: 'S1', index: '1', total: '2' }
    await upload(line, { kind: 'image', mime: 'image/png', ...set }, 'a picture')
    await upload(line, { kind: 'file', mime: 'text/plain', name: 'order.txt' }, 'two loaves')
    expect(deliveries.map(({ events }) => events[0]?.message)).toMatchObject([
      { type: 'image', imageSet: { id: 'S1', index: 1, total: 2 } },
      { type: 'file', fileName: 'order.txt', fileSize: 10 },
    ])
    const aiko = (await picture(line)).customers.find(({ id }) => id === 'Uaiko')
    const [image, file] = line.chat('Uaiko').messages
    const paths = [`/api/content/${image?.id}`, `/api/content/${file?.id}`]
    expect(aiko?.messages).toMatchObject(paths.map((content) => ({ content })))
    const given = await fetch(line.url + paths[0])
    expect(given.headers.get('content-type')).toBe('image/png')
    expect(await given.text()).toBe('a picture')
  })

  test('are only for saving unless a browser can show them without harm', async () => {
    const { line } = await simulatorWithBot()
    for (const mime of ['text/html', 'text/javascript', 'image/svg+xml'])
      await upload(line, { kind: 'image', mime }, '<script>alert(1)</script>')
    for (const { id } of line.chat('Uaiko').messages) {
      const { headers } = await fetch(`${line.url}/api/content/${id}`)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toBe('attachment')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('that are not there are a 404; what another site could send is refused', async () => {
    const { line } = await simulatorWithBot()
    expect((await fetch(`${line.url}/api/content/179`)).status).toBe(404)
    expect((await upload(line, { kind: 'image' }, 'x', 'text/plain')).status).toBe(415)
    expect((await upload(line, { kind: 'poem' }, 'x')).status).toBe(400)
    expect(line.chat('Uaiko').messages).toEqual([])
  })
})

describe('trouble on the page', () => {
  test('makes LINE fail until it is ended', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    await act(line, { do: 'trouble', wish: { what: 'reply', to: '500' } })
    expect((await picture(line)).troubles).toEqual({
      reply: '500',
      read: 'none',
      push: 'none',
      all: 'none',
      model: 'none',
    })
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('hi')] }))).toMatchObject({ status: 500 })
    await act(line, { do: 'end trouble' })
    await client.replyMessage({ replyToken, messages: [text('hi')] })
  })

  test('lets only pushes fail, by which staff are told, while replies work', async () => {
    const { line, client } = await simulatorWithBot()
    const push = () => client.pushMessage({ to: 'Uaiko', messages: [text('a card')] })
    const { replyToken } = await line.say('Uaiko', 'hi')
    await act(line, { do: 'trouble', wish: { what: 'push', to: 'monthly-limit' } })
    expect((await picture(line)).troubles.push).toBe('monthly-limit')
    expect(await refusal(push())).toMatchObject({ status: 429, message: expect.stringMatching(/monthly limit/) })
    await client.replyMessage({ replyToken, messages: [text('hi')] })
    await act(line, { do: 'trouble', wish: { what: 'push', to: '500' } })
    expect(await refusal(push())).toMatchObject({ status: 500 })
    await act(line, { do: 'end trouble' })
    await push()
  })

  test('switches the model', async () => {
    const { line } = await simulatorWithBot()
    await act(line, { do: 'trouble', wish: { what: 'model', to: 'garbage' } })
    expect(line.modelFaults.mode).toBe('garbage')
  })
})

async function asked(line: Simulator, chatId = 'Uaiko'): Promise<unknown> {
  return (await fetch(`${line.url}/api/ledger/${chatId}`)).json()
}

function listenAnywhere(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

describe('the ledger beside the phone', () => {
  const ledger = {
    mode: 'assistant',
    messages: [{ id: '1', at: 1, text: 'hi', state: 'closed', read: true, why: ['Answered.'] }],
    story: [{ at: 1, text: 'Received.' }],
  }

  test.each([
    ['what kidoku tells', 200, JSON.stringify(ledger), { status: 'known', ledger }],
    ['nothing yet', 404, '', { status: 'nothing yet' }],
    ['something else', 200, '{"messages":"none"}', { status: 'not understood' }],
    ['an error', 500, '', { status: 'no answer' }],
  ])('shows %s', async (_what, status, body, expected) => {
    const paths: (string | undefined)[] = []
    const kidoku = createServer((request, response) => {
      paths.push(request.url)
      response.writeHead(status).end(body)
    })
    const port = await listenAnywhere(kidoku)
    onTestFinished(() => void kidoku.close())
    const { line } = await simulatorWithBot({ appUrl: `http://127.0.0.1:${port}` })
    expect(await asked(line)).toEqual(expected)
    expect(paths).toEqual([`/ledger/${BOT_USER_ID}%3Auser%3AUaiko`])
  })

  test('asks for groups and rooms by their kind', async () => {
    const paths: (string | undefined)[] = []
    const kidoku = createServer((request, response) => {
      if (request.method === 'GET') paths.push(request.url)
      response.end('{}')
    })
    const port = await listenAnywhere(kidoku)
    onTestFinished(() => void kidoku.close())
    const { line } = await simulatorWithBot({ appUrl: `http://127.0.0.1:${port}` })
    await line.sayInGroup('Cteam', 'Uaiko', 'hi')
    await line.sayInRoom('Rtable', 'Uaiko', 'hi')
    await asked(line, 'Cteam')
    await asked(line, 'Rtable')
    expect(paths).toEqual([`/ledger/${BOT_USER_ID}%3Agroup%3ACteam`, `/ledger/${BOT_USER_ID}%3Aroom%3ARtable`])
  })

  test('says so when kidoku is down', async () => {
    const { line } = await simulatorWithBot({ appUrl: 'http://127.0.0.1:9' })
    expect(await asked(line)).toEqual({ status: 'no answer' })
  })
})
