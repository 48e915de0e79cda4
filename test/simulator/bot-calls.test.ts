import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { messagingApi } from '@line/bot-sdk'
import { fileTypeFromBuffer } from 'file-type'
import { ACCESS_TOKEN, refusal, simulatorWithBot, text } from './bot.ts'

const KEY = '123e4567-e89b-12d3-a456-426614174000'

describe('reply', () => {
  test('shows on the phone with its sender name and quick replies', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const action = { type: 'message' as const, label: 'Opening hours', text: 'When are you open?' }
    const answer = await client.replyMessage({
      replyToken,
      messages: [
        {
          ...text('Hello!'),
          sender: { name: 'Shop · assistant' },
          quickReply: { items: [{ type: 'action', action }] },
        },
      ],
    })
    expect(answer.sentMessages).toMatchObject([{ id: expect.stringMatching(/^\d{18}$/) }])
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({
      from: 'bot',
      text: 'Hello!',
      sender: 'Shop · assistant',
      quickReplies: [{ label: 'Opening hours', text: 'When are you open?' }],
    })
  })

  test('takes a token once', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    await client.replyMessage({ replyToken, messages: [text('one')] })
    const second = client.replyMessage({ replyToken, messages: [text('two')] })
    expect(await refusal(second)).toEqual({ status: 400, message: 'Invalid reply token' })
    expect(line.calls.map(({ status, effect }) => [status, effect])).toEqual([
      [200, true],
      [400, false],
    ])
  })

  test('takes a token for a minute from its receipt', async () => {
    let now = 1_000_000
    const { line, client } = await simulatorWithBot({ now: () => now })
    const early = await line.say('Uaiko', 'one')
    const late = await line.say('Uaiko', 'two')
    now += 59_999
    await client.replyMessage({ replyToken: early.replyToken, messages: [text('in time')] })
    now += 1
    const tooLate = client.replyMessage({ replyToken: late.replyToken, messages: [text('too late')] })
    expect(await refusal(tooLate)).toEqual({ status: 400, message: 'Invalid reply token' })
  })

  test('a refused body leaves the token good', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const tooLong = client.replyMessage({ replyToken, messages: [text('x'.repeat(5001))] })
    expect(await refusal(tooLong)).toEqual({ status: 400, message: 'The request body has 1 error(s)' })
    await client.replyMessage({ replyToken, messages: [text('x'.repeat(5000))] })
    expect(line.chat('Uaiko').messages).toHaveLength(2)
  })

  test('refuses a retry key', async () => {
    const { line } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const channelAccessToken = 'a-channel-access-token'
    const defaultHeaders = { 'X-Line-Retry-Key': KEY }
    const keyed = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: line.url, defaultHeaders })
    expect(await refusal(keyed.replyMessage({ replyToken, messages: [text('hi')] }))).toMatchObject({ status: 400 })
  })

  test.each([
    ['no message', []],
    ['six messages', Array.from({ length: 6 }, () => text('hi'))],
    ['an empty text', [text('')]],
    ['a label of 21 graphemes', [{ ...text('hi'), quickReply: { items: [quick('👩‍🍳'.repeat(21))] } }]],
    ['14 quick replies', [{ ...text('hi'), quickReply: { items: Array.from({ length: 14 }, () => quick('yes')) } }]],
  ])('refuses %s', async (_what, messages) => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    expect(await refusal(client.replyMessage({ replyToken, messages }))).toMatchObject({ status: 400 })
  })

  test('takes 13 quick replies with labels of 20 graphemes, however many units those have', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const items = Array.from({ length: 13 }, () => quick('👩‍🍳'.repeat(20)))
    await client.replyMessage({ replyToken, messages: [{ ...text('hi'), quickReply: { items } }] })
    expect(line.chat('Uaiko').messages.at(-1)?.quickReplies).toHaveLength(13)
  })
})

function quick(label: string): { type: string; action: { type: 'message'; label: string; text: string } } {
  return { type: 'action', action: { type: 'message', label, text: 'hi' } }
}

describe('push', () => {
  test('with a key that was accepted is a 409 that names the first request, and shows once', async () => {
    const { line, client } = await simulatorWithBot()
    await line.say('Uaiko', 'hi')
    const first = await client.pushMessageWithHttpInfo({ to: 'Uaiko', messages: [text('news')] }, KEY)
    const again = client.pushMessage({ to: 'Uaiko', messages: [text('news')] }, KEY)
    const error = await again.catch((error: unknown) => error)
    expect(error).toMatchObject({ status: 409 })
    const headers = error instanceof Object && 'headers' in error && error.headers instanceof Headers && error.headers
    const accepted = headers && headers.get('x-line-accepted-request-id')
    expect(accepted).toBe(first.httpResponse.headers.get('x-line-request-id'))
    expect(line.chat('Uaiko').messages.filter(({ from }) => from === 'bot')).toHaveLength(1)
  })

  test('forgets a key after 24 hours', async () => {
    let now = 1_000_000
    const { line, client } = await simulatorWithBot({ now: () => now })
    await line.say('Uaiko', 'hi')
    await client.pushMessage({ to: 'Uaiko', messages: [text('news')] }, KEY)
    now += 24 * 3_600_000
    await client.pushMessage({ to: 'Uaiko', messages: [text('news')] }, KEY)
    expect(line.chat('Uaiko').messages.filter(({ from }) => from === 'bot')).toHaveLength(2)
  })

  test('refuses a key that is no UUID, and a user it does not know', async () => {
    const { line, client } = await simulatorWithBot()
    await line.say('Uaiko', 'hi')
    const badKey = client.pushMessage({ to: 'Uaiko', messages: [text('news')] }, 'turn-7')
    expect(await refusal(badKey)).toMatchObject({ status: 400 })
    expect(await refusal(client.pushMessage({ to: 'Unobody', messages: [text('news')] }))).toMatchObject({
      status: 400,
    })
  })

  test('over the monthly limit is a 429 in LINE’s words; a request counts once however many bubbles it has', async () => {
    const { line, client } = await simulatorWithBot()
    await line.say('Uaiko', 'hi')
    line.settings.monthlyLimit = 1
    await client.pushMessage({ to: 'Uaiko', messages: [text('one'), text('two')] })
    const over = client.pushMessage({ to: 'Uaiko', messages: [text('three')] })
    expect(await refusal(over)).toEqual({ status: 429, message: 'You have reached your monthly limit.' })
    expect(await client.getMessageQuota()).toEqual({ type: 'limited', value: 1 })
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 })
  })
})

describe('mark as read', () => {
  test('marks everything up to and including that message, and nothing after it', async () => {
    let now = 1_000_000
    const { line, client } = await simulatorWithBot({ now: () => (now += 1) })
    await line.say('Uaiko', 'one')
    const { markAsReadToken } = await line.say('Uaiko', 'two')
    await line.say('Uaiko', 'three')
    await line.say('Uemma', 'another chat')
    await client.markMessagesAsReadByToken({ markAsReadToken })
    const read = (user: string): boolean[] => line.chat(user).messages.map(({ readAt }) => readAt !== undefined)
    expect(read('Uaiko')).toEqual([true, true, false])
    expect(read('Uemma')).toEqual([false])
  })

  test('can be repeated, and keeps the first time', async () => {
    let now = 1_000_000
    const { line, client } = await simulatorWithBot({ now: () => now })
    const { markAsReadToken } = await line.say('Uaiko', 'one')
    await client.markMessagesAsReadByToken({ markAsReadToken })
    now += 86_400_000
    await client.markMessagesAsReadByToken({ markAsReadToken })
    expect(line.chat('Uaiko').messages[0]?.readAt).toBe(1_000_000)
  })

  test('a message that arrives late, below the watermark, shows Read at once', async () => {
    const { line, client } = await simulatorWithBot({ now: () => 2000 })
    const { markAsReadToken } = await line.say('Uaiko', 'newer')
    await client.markMessagesAsReadByToken({ markAsReadToken })
    line.makeMessageEvent('Uaiko', 'older, late', { timestamp: 1000 })
    expect(line.chat('Uaiko').messages).toMatchObject([{ text: 'older, late', readAt: 2000 }, { text: 'newer' }])
  })

  test('refuses a token it did not give', async () => {
    const { client } = await simulatorWithBot()
    expect(await refusal(client.markMessagesAsReadByToken({ markAsReadToken: 'x' }))).toMatchObject({ status: 400 })
  })

  test('is LINE’s own doing when Chat is off', async () => {
    const { line, client } = await simulatorWithBot()
    line.settings.chatMode = 'bot'
    await line.say('Uaiko', 'hi')
    expect(line.chat('Uaiko').messages[0]?.readAt).toBeDefined()
    expect(await client.getBotInfo()).toMatchObject({ userId: line.botUserId, chatMode: 'bot' })
  })
})

describe('the old way to mark as read, of corporate accounts', () => {
  test('marks all that the user has written, and nothing before it is called', async () => {
    const { line, client } = await simulatorWithBot()
    Object.assign(line.settings, { chatMode: 'bot', corporate: true })
    for (const words of ['one', 'two']) await line.say('Uaiko', words)
    await line.say('Uemma', 'another chat')
    const read = (user: string): boolean[] => line.chat(user).messages.map(({ readAt }) => readAt !== undefined)
    expect(read('Uaiko')).toEqual([false, false])
    await client.markMessagesAsRead({ chat: { userId: 'Uaiko' } })
    expect(read('Uaiko')).toEqual([true, true])
    expect(read('Uemma')).toEqual([false])
    expect(line.calls).toMatchObject([{ call: 'markAllAsRead', chatId: 'Uaiko', effect: true }])
  })

  test('is not for accounts that use Chat', async () => {
    const { line, client } = await simulatorWithBot()
    await line.say('Uaiko', 'one')
    expect(await refusal(client.markMessagesAsRead({ chat: { userId: 'Uaiko' } }))).toMatchObject({ status: 403 })
    expect(line.chat('Uaiko').messages[0]?.readAt).toBeUndefined()
  })

  test('refuses somebody it does not know', async () => {
    const { line, client } = await simulatorWithBot()
    line.settings.chatMode = 'bot'
    expect(await refusal(client.markMessagesAsRead({ chat: { userId: 'Unobody' } }))).toMatchObject({ status: 400 })
  })
})

describe('the webhook’s settings', () => {
  test('are told: the address, and whether it is used', async () => {
    const { line, client } = await simulatorWithBot({ webhookUrl: 'http://127.0.0.1:9/webhook' })
    expect(await client.getWebhookEndpoint()).toEqual({ endpoint: 'http://127.0.0.1:9/webhook', active: true })
    line.webhook.active = false
    expect(await client.getWebhookEndpoint()).toMatchObject({ active: false })
    line.webhook.missing = true
    const none = { status: 404, message: 'Webhook endpoint not found' }
    expect(await refusal(client.getWebhookEndpoint())).toEqual(none)
    expect(await refusal(client.testWebhookEndpoint({}))).toEqual(none)
  })

  test('count: with "Use webhook" off, nothing is delivered', async () => {
    const { line, deliveries } = await simulatorWithBot()
    line.webhook.active = false
    expect(await line.say('Uaiko', 'hi')).toMatchObject({ delivered: 0 })
    expect(deliveries).toEqual([])
  })

  test('can be tested: a signed body without events comes, and LINE tells what the bot answered', async () => {
    const bot = await simulatorWithBot()
    expect(await bot.client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200, reason: 'OK' })
    expect(bot.deliveries).toEqual([{ signed: true, destination: bot.line.botUserId, events: [] }])
    bot.status = 500
    const refused = { success: false, statusCode: 500, reason: 'ERROR_STATUS_CODE', detail: '500' }
    expect(await bot.client.testWebhookEndpoint({})).toMatchObject(refused)
  })

  test('can be tested: nobody there, and somebody who does not answer in time', async () => {
    const dead = await simulatorWithBot({ webhookUrl: 'http://127.0.0.1:9/webhook' })
    const nobody = { success: false, statusCode: 0, reason: 'COULD_NOT_CONNECT' }
    expect(await dead.client.testWebhookEndpoint({})).toMatchObject(nobody)
    const silent = await simulatorWithBot({ webhookTimeoutMs: 30 })
    const late = { success: false, statusCode: 0, reason: 'REQUEST_TIMEOUT' }
    expect(await silent.client.testWebhookEndpoint({ endpoint: await silence() })).toMatchObject(late)
    expect(await refusal(dead.client.testWebhookEndpoint({ endpoint: 'shop' }))).toMatchObject({ status: 400 })
  })
})

describe('the loading dots', () => {
  test('show until their time, and a new request replaces what remains', async () => {
    let now = 1_000_000
    const { line, client } = await simulatorWithBot({ now: () => now })
    await line.say('Uaiko', 'hi')
    const shown = await client.showLoadingAnimationWithHttpInfo({ chatId: 'Uaiko', loadingSeconds: 20 })
    expect(shown.httpResponse.status).toBe(202)
    expect(line.chat('Uaiko').dots).toBe(1_020_000)
    now += 15_000
    await client.showLoadingAnimation({ chatId: 'Uaiko', loadingSeconds: 5 })
    now += 5000
    expect(line.chat('Uaiko').dots).toBeUndefined()
  })

  test('go with the next message to the user', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    await client.showLoadingAnimation({ chatId: 'Uaiko', loadingSeconds: 20 })
    await client.replyMessage({ replyToken, messages: [text('hello')] })
    expect(line.chat('Uaiko').dots).toBeUndefined()
  })

  test('are for one-to-one chats, 5 to 60 seconds in fives', async () => {
    const { line, client } = await simulatorWithBot()
    await line.sayInGroup('Cfamily', 'Uaiko', 'hi')
    expect(await refusal(client.showLoadingAnimation({ chatId: 'Cfamily' }))).toMatchObject({ status: 400 })
    for (const loadingSeconds of [0, 7, 65])
      expect(await refusal(client.showLoadingAnimation({ chatId: 'Uaiko', loadingSeconds }))).toMatchObject({
        status: 400,
      })
  })
})

test('a wrong access token gets a 401 everywhere, and nothing happens', async () => {
  const { line } = await simulatorWithBot()
  const { replyToken } = await line.say('Uaiko', 'hi')
  const stranger = new messagingApi.MessagingApiClient({ channelAccessToken: 'wrong', baseURL: line.url })
  expect(await refusal(stranger.replyMessage({ replyToken, messages: [text('hi')] }))).toMatchObject({ status: 401 })
  expect(await refusal(stranger.getBotInfo())).toMatchObject({ status: 401 })
  expect(line.calls).toMatchObject([{ authorized: false, effect: false }, { authorized: false }])
})

/** The address of a server that takes requests and never answers. */
async function silence(): Promise<string> {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

async function bytesOf(blobs: messagingApi.MessagingApiBlobClient, messageId: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await blobs.getMessageContent(messageId)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

test('a profile and a message’s content can be fetched', async () => {
  const { line, client, blobs } = await simulatorWithBot()
  const sent = await line.media('Uaiko', 'audio')
  expect(await client.getProfile('Uaiko')).toMatchObject({ userId: 'Uaiko' })
  expect(await refusal(client.getProfile('Unobody'))).toMatchObject({ status: 404 })
  expect(await blobs.getMessageContentTranscodingByMessageId(sent.messageId)).toEqual({ status: 'succeeded' })
  expect(await fileTypeFromBuffer(await bytesOf(blobs, sent.messageId))).toMatchObject({ ext: 'm4a' })
})

describe('content', () => {
  test('has the bytes that were sent, else a small real sample of its kind', async () => {
    const { line, blobs } = await simulatorWithBot()
    const { messageId } = await line.media('Uaiko', 'file', { bytes: Buffer.from('a list'), fileName: 'list.txt' })
    expect((await bytesOf(blobs, messageId)).toString()).toBe('a list')
    for (const [kind, ext] of [
      ['image', 'png'],
      ['video', 'mp4'],
      ['file', 'pdf'],
    ] as const) {
      const sent = await line.media('Uaiko', kind)
      expect(await fileTypeFromBuffer(await bytesOf(blobs, sent.messageId))).toMatchObject({ ext })
    }
  })

  test('of sound and film is being prepared as long as a test says', async () => {
    const { line, blobs } = await simulatorWithBot()
    Object.assign(line.preparing, { asks: 2, ends: 'failed' })
    const { messageId } = await line.media('Uaiko', 'audio')
    const headers = { authorization: `Bearer ${ACCESS_TOKEN}` }
    expect((await fetch(`${line.url}/v2/bot/message/${messageId}/content`, { headers })).status).toBe(202)
    const asked: string[] = []
    for (let count = 0; count < 3; count += 1)
      asked.push((await blobs.getMessageContentTranscodingByMessageId(messageId)).status)
    expect(asked).toEqual(['processing', 'processing', 'failed'])
  })

  test('of a picture needs no preparing, and a text has none', async () => {
    const { line, blobs } = await simulatorWithBot()
    const picture = await line.media('Uaiko', 'image')
    expect(await refusal(blobs.getMessageContentTranscodingByMessageId(picture.messageId))).toMatchObject({
      status: 400,
    })
    const said = await line.say('Uaiko', 'hi')
    expect(await refusal(blobs.getMessageContentTranscodingByMessageId(said.messageId))).toMatchObject({ status: 404 })
  })
})
