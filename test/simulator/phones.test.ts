/** What customers do besides writing: pictures, groups, mentions, quotes, and what becomes of them on the phone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { groupIdFor, userIdFor } from '../../src/simulator/customers.ts'
import { mentionIn } from '../../src/simulator/mentions.ts'
import { refusal, simulatorWithBot, text } from './bot.ts'

const account = { userId: 'Ubot', name: 'Mugi Bakery & Café', isSelf: true }

describe('a picture', () => {
  test('is what LINE’s data host gives, and gone once it is taken back', async () => {
    const { line, blobs } = await simulatorWithBot()
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47])
    const { messageId } = await line.media('Uaiko', 'image', { bytes, mime: 'image/png' })
    const given = await blobs.getMessageContentWithHttpInfo(messageId)
    expect(given.httpResponse.headers.get('content-type')).toBe('image/png')
    const chunks: Buffer[] = []
    for await (const chunk of given.body) chunks.push(Buffer.from(chunk))
    expect(Buffer.concat(chunks)).toEqual(bytes)
    await line.unsend('Uaiko', messageId)
    await expect(blobs.getMessageContent(messageId)).rejects.toMatchObject({ status: 410 })
    expect((await fetch(`${line.url}/api/content/${messageId}`)).status).toBe(404)
  })
})

describe('in a group', () => {
  test('whoever writes is a member, once', async () => {
    const { line } = await simulatorWithBot()
    await line.sayInGroup('Cteam', 'Uaiko', 'one')
    await line.sticker('Uemma', {}, { groupId: 'Cteam' })
    await line.media('Uaiko', 'image', { groupId: 'Cteam' })
    expect(line.chat('Cteam')).toMatchObject({
      members: ['Uaiko', 'Uemma'],
      messages: [{ userId: 'Uaiko' }, { userId: 'Uemma', kind: 'sticker' }, { userId: 'Uaiko', kind: 'image' }],
    })
    expect(line.chat('Uaiko').messages).toEqual([])
  })

  test('a user who has not agreed to it is not named, and the phone shows the message all the same', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.sayInGroup('Cteam', 'Uaiko', 'hi', { withoutUserId: true })
    expect(deliveries[0]?.events[0]?.source).toEqual({ type: 'group', groupId: 'Cteam' })
    expect(line.chat('Cteam').messages).toMatchObject([{ text: 'hi', userId: 'Uaiko' }])
  })

  test('a message that mentions the account holds its name at the place that LINE tells', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.sayInGroup('Cteam', 'Uaiko', 'Hi @Mugi Bakery, open on Sunday?', { mentionsBot: true })
    await line.sayInGroup('Cteam', 'Uaiko', 'open on Monday?', { mentionsBot: true })
    const messages = deliveries.map(({ events }) => events[0]?.message)
    const self = { type: 'user', userId: line.botUserId, isSelf: true }
    expect(messages).toMatchObject([
      { text: 'Hi @Mugi Bakery, open on Sunday?', mention: { mentionees: [{ ...self, index: 3, length: 12 }] } },
      { text: '@Mugi Bakery & Café open on Monday?', mention: { mentionees: [{ ...self, index: 0, length: 19 }] } },
    ])
  })

  test('marking Read marks every member’s messages up to that one', async () => {
    const { line, client } = await simulatorWithBot()
    await line.sayInGroup('Cteam', 'Uaiko', 'one')
    const { markAsReadToken } = await line.sayInGroup('Cteam', 'Uemma', 'two')
    await line.sayInGroup('Cteam', 'Uaiko', 'three')
    await client.markMessagesAsReadByToken({ markAsReadToken })
    expect(line.chat('Cteam').messages.map(({ readAt }) => readAt !== undefined)).toEqual([true, true, false])
  })
})

describe('mentions in a text', () => {
  test.each([
    ['hi @Mugi Bakery & Café there', [[3, 19]]],
    ['@mugi bakery, hi', [[0, 12]]],
    ['@Mugi', [[0, 5]]],
    ['@Mugiko hi', []],
    ['mugi@Emma.example', []],
    [
      '@Emma and @Mugi',
      [
        [0, 5],
        [10, 5],
      ],
    ],
    ['@愛子 Aikoさん', [[0, 8]]],
  ])('%s', (text, places) => {
    const people = [
      account,
      { userId: 'U1', name: 'Emma', isSelf: false },
      { userId: 'U2', name: '愛子 Aiko', isSelf: false },
    ]
    const found = mentionIn(text, people)?.mentionees ?? []
    expect(found.map(({ index, length }) => [index, length])).toEqual(places)
  })
})

describe('a quote', () => {
  test('by the customer tells which message, of either side', async () => {
    const { line, deliveries, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'When?')
    const { sentMessages } = await client.replyMessage({ replyToken, messages: [text('At eight.')] })
    const quotedMessageId = sentMessages[0]?.id ?? ''
    await line.say('Uaiko', 'Sharp?', { quotedMessageId })
    expect(deliveries[1]?.events[0]?.message).toMatchObject({ text: 'Sharp?', quotedMessageId })
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({ quotedMessageId, quotedText: 'At eight.' })
    // LINE has no quotes in pictures.
    await line.media('Uaiko', 'image', { quotedMessageId })
    expect(deliveries[2]?.events[0]?.message).not.toHaveProperty('quotedMessageId')
  })

  test('by the bot shows on the phone, until what it quotes is taken back', async () => {
    const { line, client } = await simulatorWithBot()
    const event = line.makeMessageEvent('Uaiko', 'my secret', { groupId: 'Cteam' })
    const { id, quoteToken = '' } = event.message
    await client.replyMessage({ replyToken: event.replyToken ?? '', messages: [{ ...text('I see'), quoteToken }] })
    expect(line.chat('Cteam').messages.at(-1)).toMatchObject({ quotedMessageId: id, quotedText: 'my secret' })
    await line.unsend('Uaiko', id)
    expect(JSON.stringify(line.chat('Cteam'))).not.toContain('secret')
  })

  test('of a message in another chat refuses the whole request, and the reply token stays good', async () => {
    const { line, client } = await simulatorWithBot()
    const other = line.makeMessageEvent('Uemma', 'hi').message.quoteToken ?? ''
    const { replyToken } = await line.say('Uaiko', 'hi')
    const reply = (quoteToken: string): Promise<unknown> =>
      client.replyMessage({ replyToken, messages: [text('one'), { ...text('two'), quoteToken }] })
    const push = client.pushMessage({ to: 'Uaiko', messages: [{ ...text('hi'), quoteToken: other }] })
    expect(await refusal(push)).toMatchObject({ status: 400 })
    for (const foreign of [other, 'not-a-token'])
      expect(await refusal(reply(foreign))).toEqual({ status: 400, message: 'The request body has 1 error(s)' })
    expect(line.chat('Uaiko').messages).toHaveLength(1)
    await client.replyMessage({ replyToken, messages: [text('hello')] })
  })

  test('of what the bot said itself is as good', async () => {
    const { line, client } = await simulatorWithBot()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const { sentMessages } = await client.replyMessage({ replyToken, messages: [text('one')] })
    const quoteToken = sentMessages[0]?.quoteToken ?? ''
    await client.pushMessage({ to: 'Uaiko', messages: [{ ...text('two'), quoteToken }] })
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({ quotedText: 'one' })
  })
})

test('phones saved before there were groups with members, quotes and pictures are loaded, and get the group', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-simulator-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const stateFile = join(folder, 'phones.json')
  const emma = userIdFor('Emma')
  const message = { id: '179000000000000001', from: 'customer', kind: 'text', text: 'hi', at: 1, userId: emma }
  const reply = { ...message, id: '179000000000000002', from: 'bot', quickReplies: [{ label: 'Hours', text: 'When?' }] }
  const chat = { id: emma, kind: 'user', name: 'Emma', language: 'en', blocked: false, messages: [message, reply] }
  const family = { ...chat, id: 'Cfamily', kind: 'group', messages: [] }
  const saved = { replyTokens: {}, readTokens: {}, retryKeys: {}, events: {}, pushesThisMonth: 0 }
  await writeFile(stateFile, JSON.stringify({ chats: [chat, family], ...saved }))
  const { line } = await simulatorWithBot({ stateFile })
  expect(line.chat(emma)).toMatchObject({ messages: [message, reply], quickReplies: [{ label: 'Hours' }] })
  await line.sayInGroup('Cfamily', emma, 'hello all')
  expect(line.chat('Cfamily').members).toEqual([emma])
  expect(line.chat(groupIdFor('Mugi regulars'))).toMatchObject({
    name: 'Mugi regulars',
    members: [emma, {}, {}].map(() => expect.any(String)),
  })
})
