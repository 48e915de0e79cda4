import { describe, expect, test } from 'vitest'
import { messagingApi } from '@line/bot-sdk'
import { refusal, simulatorWithBot, text } from './bot.ts'

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

test('a profile and a message’s content can be fetched', async () => {
  const { line, client, blobs } = await simulatorWithBot()
  const sent = await line.media('Uaiko', 'audio')
  expect(await client.getProfile('Uaiko')).toMatchObject({ userId: 'Uaiko' })
  expect(await refusal(client.getProfile('Unobody'))).toMatchObject({ status: 404 })
  expect(await blobs.getMessageContentTranscodingByMessageId(sent.messageId)).toEqual({ status: 'succeeded' })
  const chunks: Buffer[] = []
  for await (const chunk of await blobs.getMessageContent(sent.messageId)) chunks.push(Buffer.from(chunk))
  expect(Buffer.concat(chunks).toString()).toBe(`audio ${sent.messageId}`)
})
