import { describe, expect, test } from 'vitest'
import { simulatorWithBot } from './bot.ts'

describe('a customer writes', () => {
  test('and the bot gets one signed event with every field LINE gives', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const sent = await line.say('Uaiko', '日曜日は開いていますか')
    expect(sent.delivered).toBe(200)
    expect(deliveries).toMatchObject([
      {
        signed: true,
        destination: line.botUserId,
        events: [
          {
            type: 'message',
            mode: 'active',
            source: { type: 'user', userId: 'Uaiko' },
            deliveryContext: { isRedelivery: false },
            webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
            replyToken: sent.replyToken,
            message: { type: 'text', text: '日曜日は開いていますか', markAsReadToken: sent.markAsReadToken },
          },
        ],
      },
    ])
  })

  test('and message ids grow', async () => {
    const { line } = await simulatorWithBot()
    const first = await line.say('Uaiko', 'one')
    const second = await line.say('Uaiko', 'two')
    expect(BigInt(second.messageId)).toBeGreaterThan(BigInt(first.messageId))
  })

  test('stickers, places, pictures, films, sounds and files all carry a read token', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.sticker('Uaiko', { keywords: ['thanks'], face: '🙏' })
    await line.location('Uaiko')
    for (const kind of ['image', 'video', 'audio', 'file'] as const) await line.media('Uaiko', kind)
    const messages = deliveries.flatMap(({ events }) => events.map(({ message }) => message))
    const types = ['sticker', 'location', 'image', 'video', 'audio', 'file']
    expect(messages).toMatchObject(types.map((type) => ({ type, markAsReadToken: expect.any(String) })))
  })

  test('in a group: the source is the group', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.sayInGroup('Cfamily', 'Uaiko', 'hello all')
    expect(deliveries[0]?.events[0]?.source).toEqual({ type: 'group', groupId: 'Cfamily', userId: 'Uaiko' })
  })

  test('and several events can come in one body, one of them late', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const late = line.makeMessageEvent('Uaiko', 'first', { timestamp: 1000 })
    const other = line.makeMessageEvent('Uemma', 'hi')
    expect(await line.deliver([other, late])).toBe(200)
    expect(deliveries[0]?.events).toMatchObject([{ message: { text: 'hi' } }, { timestamp: 1000 }])
  })
})

describe('a delivery', () => {
  test('with a forged signature does not pass as LINE', async () => {
    const { line, deliveries } = await simulatorWithBot()
    await line.deliver([line.makeMessageEvent('Uaiko', 'hi')], { signature: 'Zm9yZ2Vk' })
    expect(deliveries[0]?.signed).toBe(false)
  })

  test('that the bot refuses is told as its status, and shows on the phone until a redelivery is taken', async () => {
    const bot = await simulatorWithBot()
    bot.status = 503
    const sent = await bot.line.say('Uaiko', 'hi')
    expect(sent.delivered).toBe(503)
    expect(bot.line.chat('Uaiko').messages[0]?.undelivered).toBe(503)
    bot.status = 200
    await bot.line.redeliver(sent.webhookEventId)
    expect(bot.line.chat('Uaiko').messages[0]?.undelivered).toBeUndefined()
  })

  test('that reaches nobody is told as 0', async () => {
    const { line } = await simulatorWithBot({ webhookUrl: 'http://127.0.0.1:9/webhook' })
    expect(await line.say('Uaiko', 'hi')).toMatchObject({ delivered: 0 })
  })

  test('goes to where the bot is now', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const other = await simulatorWithBot({ webhookUrl: undefined })
    expect(await other.line.say('Uaiko', 'hi')).toMatchObject({ delivered: 0 })
    other.line.connect(`${line.url}/not-here`)
    expect(await other.line.say('Uaiko', 'hi')).toMatchObject({ delivered: 404 })
    expect(deliveries).toEqual([])
  })

  test('can be repeated: the same event, marked as redelivery', async () => {
    const { line, deliveries } = await simulatorWithBot()
    const sent = await line.say('Uaiko', 'hi')
    await line.redeliver(sent.webhookEventId)
    const [first, again] = deliveries.map(({ events }) => events[0])
    expect(again).toEqual({ ...first, deliveryContext: { isRedelivery: true } })
  })
})

test('an unsent message loses its words on the phone, and the bot hears of it', async () => {
  const { line, deliveries, blobs } = await simulatorWithBot()
  const sent = await line.media('Uaiko', 'image')
  await line.unsend('Uaiko', sent.messageId)
  expect(line.chat('Uaiko').messages).toMatchObject([{ unsent: true, text: '' }])
  expect(deliveries[1]?.events).toMatchObject([{ type: 'unsend', unsend: { messageId: sent.messageId } }])
  await expect(blobs.getMessageContent(sent.messageId)).rejects.toMatchObject({ status: 410 })
})

test('unfollow and follow come as events; a phone that blocked the account shows nothing', async () => {
  const { line, deliveries, client } = await simulatorWithBot()
  await line.unfollow('Uaiko')
  await client.pushMessage({ to: 'Uaiko', messages: [{ type: 'text', text: 'are you there?' }] })
  expect(line.chat('Uaiko').messages).toEqual([])
  await line.follow('Uaiko')
  expect(deliveries.flatMap(({ events }) => events)).toMatchObject([
    { type: 'unfollow' },
    { type: 'follow', follow: { isUnblocked: true } },
  ])
})
