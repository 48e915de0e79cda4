import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { BOT_USER_ID } from '../../src/simulator/bot-calls.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import { refusal, simulatorWithBot, text } from './bot.ts'

function act(line: Simulator, deed: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${line.url}/api/do`, { method: 'POST', headers, body: JSON.stringify(deed) })
}

const Picture = z.object({
  shop: z.string(),
  customers: z.array(
    z.object({ id: z.string(), name: z.string(), language: z.string(), messages: z.array(z.unknown()) }),
  ),
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

describe('trouble on the page', () => {
  test('makes LINE fail until it is ended', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    await act(line, { do: 'trouble', wish: { what: 'reply', to: '500' } })
    expect((await picture(line)).troubles).toEqual({ reply: '500', read: 'none', all: 'none', model: 'none' })
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('hi')] }))).toMatchObject({ status: 500 })
    await act(line, { do: 'end trouble' })
    await client.replyMessage({ replyToken, messages: [text('hi')] })
  })

  test('switches the model', async () => {
    const { line } = await simulatorWithBot()
    await act(line, { do: 'trouble', wish: { what: 'model', to: 'garbage' } })
    expect(line.modelFaults.mode).toBe('garbage')
  })
})

async function asked(line: Simulator): Promise<unknown> {
  return (await fetch(`${line.url}/api/ledger/Uaiko`)).json()
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
    const port = await new Promise<number>((resolve) => {
      kidoku.listen(0, '127.0.0.1', () => {
        const address = kidoku.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    onTestFinished(() => void kidoku.close())
    const { line } = await simulatorWithBot({ appUrl: `http://127.0.0.1:${port}` })
    expect(await asked(line)).toEqual(expected)
    expect(paths).toEqual([`/ledger/${BOT_USER_ID}%3Auser%3AUaiko`])
  })

  test('says so when kidoku is down', async () => {
    const { line } = await simulatorWithBot({ appUrl: 'http://127.0.0.1:9' })
    expect(await asked(line)).toEqual({ status: 'no answer' })
  })
})
