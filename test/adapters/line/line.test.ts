import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLine } from '../../../src/adapters/line/line.ts'
import { longLived } from '../../../src/adapters/line/tokens.ts'
import type { OutgoingMessage } from '../../../src/core/action.ts'
import type { Line } from '../../../src/ports/line.ts'
import { deadAddress, json, serve, type Server } from './server.ts'

const token = 'the-access-token'
const hello: OutgoingMessage[] = [{ type: 'text', text: 'こんにちは', sender: { name: 'Mugi · assistant' } }]
const key = '123e4567-e89b-42d3-a456-426614174000'

async function lineThat(answer: (response: ServerResponse) => void): Promise<Server & { line: Line }> {
  const server = await serve(answer)
  return { ...server, line: createLine({ tokens: longLived(token), apiBaseUrl: server.url }) }
}
const answering = (status: number, body: unknown, headers?: Record<string, string>) =>
  lineThat((response) => json(response, status, body, headers))

describe('what is sent', () => {
  test('a reply goes with its token and the access token, and never with a retry key, which LINE refuses there', async () => {
    const { line, asked } = await answering(200, { sentMessages: [{ id: '1', quoteToken: 'q' }, { id: '2' }] })
    expect(await line.reply('rt', hello, 1_000)).toEqual({ type: 'answered', status: 200, sent: ['1', '2'] })
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: '/v2/bot/message/reply',
      headers: { authorization: `Bearer ${token}` },
      body: { replyToken: 'rt', messages: hello },
    })
    expect(asked[0]?.headers).not.toHaveProperty('x-line-retry-key')
  })

  test('a push goes with its retry key', async () => {
    const { line, asked } = await answering(200, { sentMessages: [{ id: '1' }] })
    expect(await line.push('U1', hello, key, 1_000)).toEqual({ type: 'answered', status: 200, sent: ['1'] })
    expect(asked[0]).toMatchObject({ path: '/v2/bot/message/push', body: { to: 'U1', messages: hello } })
    expect(asked[0]?.headers['x-line-retry-key']).toBe(key)
  })

  test('Read is given by token, at the endpoint for chats', async () => {
    const { line, asked } = await answering(200, {})
    expect(await line.markAsRead('mt', 1_000)).toEqual({ type: 'answered', status: 200 })
    expect(asked[0]).toMatchObject({ path: '/v2/bot/chat/markAsRead', body: { markAsReadToken: 'mt' } })
    expect(asked[0]?.headers).not.toHaveProperty('x-line-retry-key')
  })

  test('Read of all of a user’s messages is given at the old endpoint', async () => {
    const { line, asked } = await answering(200, {})
    expect(await line.markAllAsRead('U1', 1_000)).toEqual({ type: 'answered', status: 200 })
    expect(asked[0]).toMatchObject({ path: '/v2/bot/message/markAsRead', body: { chat: { userId: 'U1' } } })
  })

  test('buttons, quick replies and a quote go as they are', async () => {
    const { line, asked } = await answering(200, { sentMessages: [{ id: '1' }] })
    const action = { type: 'postback' as const, label: '人と話す', data: 'k:person', displayText: '人と話す' }
    const messages: OutgoingMessage[] = [
      { type: 'template', altText: 'Show it', template: { type: 'buttons', text: 'Ready', actions: [action] } },
      { type: 'text', text: 'Which day?', quoteToken: 'q1', quickReply: { items: [{ type: 'action', action }] } },
    ]
    await line.reply('rt', messages, 1_000)
    expect(asked[0]?.body).toEqual({ replyToken: 'rt', messages })
  })

  test('the loading indicator is told how long, and its 202 is an answer', async () => {
    const { line, asked } = await answering(202, {})
    expect(await line.showLoading('U1', 20, 1_000)).toEqual({ type: 'answered', status: 202 })
    expect(asked[0]).toMatchObject({ path: '/v2/bot/chat/loading/start', body: { chatId: 'U1', loadingSeconds: 20 } })
  })
})

describe('what LINE answers is told as it is', () => {
  test('a 400 with its message, by which a used reply token is known', async () => {
    const { line } = await answering(400, { message: 'Invalid reply token' })
    expect(await line.reply('rt', hello, 1_000)).toEqual({
      type: 'answered',
      status: 400,
      message: 'Invalid reply token',
    })
  })

  test('a 400 with what is wrong in the body', async () => {
    const details = [{ message: 'May not be empty', property: 'messages[0].text' }]
    const { line } = await answering(400, { message: 'The request body has 1 error(s)', details })
    expect(await line.reply('rt', hello, 1_000)).toMatchObject({
      message: 'The request body has 1 error(s); messages[0].text: May not be empty',
    })
  })

  test.for([401, 409, 500, 503])('a %i with its message', async (status) => {
    const { line } = await answering(status, { message: 'words' })
    expect(await line.push('U1', hello, key, 1_000)).toEqual({ type: 'answered', status, message: 'words' })
  })

  test('a push’s 409 with the ids of the first time', async () => {
    const body = { message: 'The retry key is already accepted', sentMessages: [{ id: '7' }] }
    const { line } = await answering(409, body)
    expect(await line.push('U1', hello, key, 1_000)).toMatchObject({ status: 409, sent: ['7'] })
  })

  test('a 429 without Retry-After', async () => {
    const { line } = await answering(429, { message: 'You have reached your monthly limit.' })
    const result = await line.push('U1', hello, key, 1_000)
    expect(result).toEqual({ type: 'answered', status: 429, message: 'You have reached your monthly limit.' })
  })

  test('a 429 with Retry-After in seconds, told in ms', async () => {
    const { line } = await answering(429, { message: 'slow down' }, { 'retry-after': '7' })
    expect(await line.reply('rt', hello, 1_000)).toMatchObject({ status: 429, retryAfter: 7_000 })
  })

  test('a 503 with Retry-After as a date, told in ms from now', async () => {
    const { line } = await answering(503, {}, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() })
    const result = await line.reply('rt', hello, 1_000)
    const retryAfter = result.type === 'answered' ? (result.retryAfter ?? 0) : 0
    expect(retryAfter).toBeGreaterThan(20_000)
    expect(retryAfter).toBeLessThanOrEqual(30_000)
  })

  test("a proxy's HTML page, without its words", async () => {
    const { line } = await lineThat((response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'),
    )
    expect(await line.reply('rt', hello, 1_000)).toEqual({ type: 'answered', status: 502 })
  })
})

describe('when nobody knows whether it arrived', () => {
  test.for<[string, (response: ServerResponse) => void, RegExp]>([
    ['the connection is reset before an answer', (response) => response.destroy(), /connection broke/],
    [
      'the connection is reset in the middle of a 200',
      (response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"sent', () => response.destroy())
      },
      /connection broke/,
    ],
    [
      'the connection is reset in the middle of a 500',
      (response) => {
        response.writeHead(500, { 'content-length': '100' })
        response.write('{"mess', () => response.destroy())
      },
      /connection broke/,
    ],
    ['a 200 comes from something that is not LINE', (response) => response.end('<html>Sign in</html>'), /not JSON/],
  ])('no answer: %s', async ([, answer, why]) => {
    const { line } = await lineThat(answer)
    const expected = { type: 'no_answer', why: expect.stringMatching(why) }
    expect(await line.reply('rt', hello, 5_000)).toEqual(expected)
    expect(await line.push('U1', hello, key, 5_000)).toEqual(expected)
  })

  test('no answer: LINE never answers, and the call ends within its time', async () => {
    const { line } = await lineThat(() => undefined)
    const began = performance.now()
    expect(await line.markAsRead('mt', 50)).toEqual({ type: 'no_answer', why: 'nothing within 0.05 s' })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('no answer: LINE begins to answer and never ends', async () => {
    const { line } = await lineThat((response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{')
    })
    expect(await line.reply('rt', hello, 50)).toEqual({ type: 'no_answer', why: 'nothing within 0.05 s' })
  })

  test('what comes after the time limit is heard by nobody, and harms nobody', async () => {
    const unheard: unknown[] = []
    const hear = (reason: unknown) => unheard.push(reason)
    process.on('unhandledRejection', hear)
    onTestFinished(() => void process.off('unhandledRejection', hear))
    const left: ServerResponse[] = []
    const { line } = await lineThat((response) => left.push(response))
    await line.reply('rt', hello, 50)
    await line.push('U1', hello, key, 50)
    const [first, second] = left
    const closed = Promise.all(left.map((response) => new Promise((resolve) => response.once('close', resolve))))
    json(first!, 500, { message: 'late' }, { connection: 'close' })
    second!.destroy()
    await closed
    // One more round trip: by its end the client has seen both.
    await createLine({ tokens: longLived(token), apiBaseUrl: (await answering(200, {})).url }).reply('rt', hello, 5_000)
    expect(unheard).toEqual([])
  })
})

describe('when it surely did not arrive', () => {
  test('the connection is refused', async () => {
    const line = createLine({ tokens: longLived(token), apiBaseUrl: await deadAddress() })
    expect(await line.reply('rt', hello, 5_000)).toEqual({
      type: 'not_sent',
      why: 'LINE cannot be reached (ECONNREFUSED)',
    })
  })

  test('the connection is refused at every address of a name', async () => {
    const apiBaseUrl = (await deadAddress()).replace('127.0.0.1', 'localhost')
    const result = await createLine({ tokens: longLived(token), apiBaseUrl }).push('U1', hello, key, 5_000)
    expect(result).toMatchObject({ type: 'not_sent' })
  })

  test('the host has no address', async () => {
    const line = createLine({ tokens: longLived(token), apiBaseUrl: 'http://line.invalid' })
    const why = expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)
    expect(await line.markAsRead('mt', 20_000)).toEqual({ type: 'not_sent', why })
  })

  test('fetch refuses the access token, and its words, which quote it, are not told', async () => {
    const { url } = await answering(200, {})
    const line = createLine({ tokens: longLived('secret\nvalue'), apiBaseUrl: url })
    expect(JSON.stringify(await line.reply('rt', hello, 1_000))).not.toMatch(/secret|value/)
  })
})

describe('what is asked of LINE', () => {
  test('the account: how Chat and Read are set', async () => {
    const info = { userId: 'Ubot', basicId: '@x', displayName: 'Mugi', chatMode: 'bot', markAsReadMode: 'auto' }
    const { line, asked } = await answering(200, info)
    const { basicId: _, ...expected } = info
    expect(await line.botInfo(1_000)).toEqual(expected)
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v2/bot/info' })
  })

  test('a refused access token is an error that says where to find the right one', async () => {
    const { line } = await answering(401, { message: 'Authentication failed.' })
    await expect(line.botInfo(1_000)).rejects.toThrow(/LINE_CHANNEL_ACCESS_TOKEN.*LINE Developers console/)
  })

  test('an unreachable LINE is an error that says so', async () => {
    const line = createLine({ tokens: longLived(token), apiBaseUrl: await deadAddress() })
    await expect(line.botInfo(5_000)).rejects.toThrow('LINE did not tell about the account: LINE cannot be reached')
  })

  test('an answer of another shape is an error and never a guess', async () => {
    const { line } = await answering(200, { displayName: 'Mugi' })
    await expect(line.botInfo(1_000)).rejects.toThrow('not as documented')
  })

  test('a profile, and none for somebody who has left', async () => {
    const { line } = await answering(200, { userId: 'U1', displayName: 'Hana', language: 'ja' })
    expect(await line.profile('U1', 1_000)).toEqual({ displayName: 'Hana', language: 'ja' })
    const { line: left } = await answering(404, { message: 'Not found' })
    expect(await left.profile('U1', 1_000)).toBeUndefined()
    const { line: ill } = await answering(500, {})
    await expect(ill.profile('U1', 1_000)).rejects.toThrow('LINE did not tell about a profile: 500')
  })

  test('how many are in a group, and none for a group the account is not in', async () => {
    const { line, asked } = await answering(200, { count: 4 })
    expect(await line.groupSize('C1', 1_000)).toBe(4)
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v2/bot/group/C1/members/count' })
    const { line: out } = await answering(404, { message: 'Not found' })
    expect(await out.groupSize('C1', 1_000)).toBeUndefined()
    const { line: odd } = await answering(200, { count: 'four' })
    await expect(odd.groupSize('C1', 1_000)).rejects.toThrow('not as documented')
  })

  test('what a member of a group is called, and nobody who is not in it', async () => {
    const { line, asked } = await answering(200, { displayName: 'Aki', userId: 'U1', pictureUrl: 'https://x' })
    expect(await line.memberName('C1', 'U1', 1_000)).toBe('Aki')
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v2/bot/group/C1/member/U1' })
    const { line: out } = await answering(404, { message: 'Not found' })
    expect(await out.memberName('C1', 'U2', 1_000)).toBeUndefined()
    const { line: ill } = await answering(500, {})
    await expect(ill.memberName('C1', 'U1', 1_000)).rejects.toThrow('LINE did not tell about a member of a group: 500')
  })

  test('a link token for a friend', async () => {
    const { line, asked } = await answering(200, { linkToken: 'NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY' })
    expect(await line.linkToken('U1', 1_000)).toBe('NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY')
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v2/bot/user/U1/linkToken' })
  })

  test.for([400, 404])('no link token where LINE answers %i, as for one who is no friend', async (status) => {
    const { line } = await answering(status, { message: 'Not found' })
    expect(await line.linkToken('U1', 1_000)).toBeUndefined()
  })

  test('a link token that LINE cannot give now is an error, and so is one that is empty, or late', async () => {
    const { line: ill } = await answering(500, {})
    await expect(ill.linkToken('U1', 1_000)).rejects.toThrow('LINE did not tell about a link token: 500')
    const { line: odd } = await answering(200, { linkToken: '' })
    await expect(odd.linkToken('U1', 1_000)).rejects.toThrow('not as documented')
    const { line: silent } = await lineThat(() => undefined)
    await expect(silent.linkToken('U1', 100)).rejects.toThrow('nothing within 0.1 s')
  })

  test('the webhook: where it is and whether it is used, and none', async () => {
    const { line, asked } = await answering(200, { endpoint: 'https://shop.example/webhook', active: false })
    expect(await line.webhook(1_000)).toEqual({ url: 'https://shop.example/webhook', active: false })
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/v2/bot/channel/webhook/endpoint' })
    const { line: unset } = await answering(404, { message: 'Webhook endpoint not found' })
    expect(await unset.webhook(1_000)).toBeUndefined()
    const { line: ill } = await answering(500, {})
    await expect(ill.webhook(1_000)).rejects.toThrow('LINE did not tell about the webhook: 500')
  })

  test('LINE’s own test of the webhook, with its words', async () => {
    const told = { success: false, statusCode: 0, reason: 'COULD_NOT_CONNECT', detail: 'TLS handshake failure' }
    const { line, asked } = await answering(200, { ...told, timestamp: '2026-09-30T05:38:20.031Z' })
    expect(await line.testWebhook(1_000)).toEqual(told)
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v2/bot/channel/webhook/test', body: {} })
    const { line: unset } = await answering(404, { message: 'Webhook endpoint not found' })
    await expect(unset.testWebhook(1_000)).rejects.toThrow('404 Webhook endpoint not found')
  })

  test('the quota of a limited and of an unlimited plan', async () => {
    const limited = await serve((response, { path }) =>
      json(response, 200, path.endsWith('/quota') ? { type: 'limited', value: 200 } : { totalUsage: 12 }),
    )
    expect(await createLine({ tokens: longLived(token), apiBaseUrl: limited.url }).quota(1_000)).toEqual({
      limit: 200,
      used: 12,
    })
    const unlimited = await serve((response, { path }) =>
      json(response, 200, path.endsWith('/quota') ? { type: 'none' } : { totalUsage: 3 }),
    )
    expect(await createLine({ tokens: longLived(token), apiBaseUrl: unlimited.url }).quota(1_000)).toEqual({ used: 3 })
  })
})
