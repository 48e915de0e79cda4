/** What the fuzzer found, each as the situation it stands for. */
import { afterEach, describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/core/event.ts'
import { plainText, split } from '../../src/core/text.ts'
import { openShop, said, type Shop } from '../flow/shop.ts'
import { strange } from './texts.ts'

let shop: Shop | undefined
afterEach(async () => {
  await shop?.close()
  shop = undefined
})

const receiving = { destination: 'Ubot', receivedAt: 1_000 }
const event = {
  type: 'message',
  mode: 'active',
  timestamp: 900,
  source: { type: 'user', userId: 'U1' },
  webhookEventId: 'event-1',
  deliveryContext: { isRedelivery: false },
  replyToken: 'reply-1',
  message: { type: 'text', id: '1', text: 'are u open?', quoteToken: 'quote-1', markAsReadToken: 'read-1' },
}

describe('a message is taken in, whatever is wrong with what it can do without', () => {
  const odd = { length: { toString: 1, valueOf: 1 } }
  test.for<[string, object]>([
    ['replyToken', { replyToken: odd }],
    ['quotedMessageId', { message: { ...event.message, quotedMessageId: odd } }],
    ['emojis', { message: { ...event.message, emojis: odd } }],
    ['mention', { message: { ...event.message, mention: { mentionees: odd } } }],
    ['replyToken', { replyToken: 5 }],
    ['replyToken', { replyToken: null }],
    ['replyToken', { replyToken: 'half \ud83d' }],
    ['mode', { mode: null }],
    ['deliveryContext', { deliveryContext: 'redelivered' }],
    ['markAsReadToken', { message: { ...event.message, markAsReadToken: { value: 'read-1' } } }],
    ['quoteToken', { message: { ...event.message, quoteToken: '' } }],
    ['quotedMessageId', { message: { ...event.message, quotedMessageId: 7 } }],
    ['emojis', { message: { ...event.message, emojis: [{ index: -1, length: 'long' }] } }],
    ['mention', { message: { ...event.message, mention: { mentionees: null } } }],
  ])('%s: %j', ([, change]) => {
    expect(parseEvent({ ...event, ...change }, receiving)).toMatchObject({
      type: 'event',
      event: { messageId: '1', content: { type: 'text', text: 'are u open?' } },
    })
  })

  test.for<[string, object]>([
    ['a text that is none', { type: 'text', text: 5 }],
    ['a text that only has a length', { type: 'text', text: { length: { toString: 1, valueOf: 1 } } }],
    ['a text of more than LINE’s length', { type: 'text', text: 'x'.repeat(20_001) }],
    ['a place that is nowhere', { type: 'location', latitude: null, longitude: 'east' }],
  ])('%s goes to a person, as what nobody can look at', ([, content]) => {
    expect(parseEvent({ ...event, message: { id: '1', ...content } }, receiving)).toMatchObject({
      type: 'event',
      event: { messageId: '1', content: { type: 'other' } },
    })
  })

  test('what stands beside a message is kept in whole characters, and not without end', () => {
    const sticker = {
      type: 'sticker',
      id: '1',
      keywords: Array.from({ length: 90 }, () => `\ud83d${'x'.repeat(5_000)}`),
    }
    const parsed = parseEvent({ ...event, message: sticker }, receiving)
    expect(parsed.type).toBe('event')
    expect(JSON.stringify(parsed)).not.toContain('\\ud83d')
    expect(JSON.stringify(parsed).length).toBeLessThan(60_000)
  })
})

test('an event nested deeper than anybody can write down is set aside, and costs its neighbours nothing', async () => {
  shop = await openShop()
  const { line, until } = shop
  const good = JSON.stringify(line.makeMessageEvent('U1', 'are u open?'))
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  expect(await line.deliver([], { rawBody: `{"destination":"${line.botUserId}","events":[${deep},${good}]}` })).toBe(
    200,
  )
  await until(() => said(line, 'U1').length > 0)
})

describe('what only looks as if it had a length', () => {
  const odd = { length: { toString: 1, valueOf: 1 } }
  const deep = `{"length":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
  test.for<[string, string]>([
    ['a type', JSON.stringify({ ...event, type: odd })],
    ['a type, as deep as can be', `{"type":${deep},"webhookEventId":"event-2","timestamp":1}`],
    ['an id', JSON.stringify({ ...event, webhookEventId: odd })],
    ['a source', JSON.stringify({ ...event, source: { type: 'user', userId: odd } })],
    ['a token', JSON.stringify({ ...event, webhookEventId: 'event-3', replyToken: odd })],
    ['a text', JSON.stringify({ ...event, webhookEventId: 'event-4', message: { ...event.message, text: odd } })],
  ])('%s: its neighbours are taken in', async ([, raw]) => {
    shop = await openShop()
    const { line, until } = shop
    const good = JSON.stringify(line.makeMessageEvent('Ugood', 'are u open?'))
    expect(await line.deliver([], { rawBody: `{"events":[${raw},${good}]}` })).toBe(200)
    await until(() => said(line, 'Ugood').length > 0)
  })

  test('a destination: no webhook', async () => {
    shop = await openShop()
    expect(await shop.line.deliver([], { rawBody: JSON.stringify({ destination: odd, events: [event] }) })).toBe(400)
  })
})

test('a bot whose id is half a character has conversations that are named by whole ones: so are files', async () => {
  shop = await openShop()
  const { line, store, until } = shop
  const deliver = (destination: string) =>
    line.deliver([{ ...line.makeMessageEvent('U1', 'are u open?') }], { destination })
  expect(await deliver('\ud800')).toBe(200)
  const conversation = await until(() => store.load('\ufffd:user:U1'))
  expect([conversation.id, conversation.destination]).toEqual(['\ufffd:user:U1', '\ufffd'])
})

describe('an answer', () => {
  test.for<[string, string]>([
    ['yes \ud83d we are', 'yes \ufffd we are'],
    ['o\u200bp\u2060e\ufeffn', 'open'],
    ['a\u0000b\u0007c\u0085d', 'abc\nd'],
    ['\u202egnp.eci\u202c from 8', 'gnp.eci from 8'],
    ['see line://ti/p/@x now', 'see  now'],
    ['see LINE\u200b://nv/chat、ここ', 'see 、ここ'],
    ['online: http://example.com', 'online: http://example.com'],
    ['\u200b\u2060 \ufeff', ''],
    ['\u200d\u200c\u2800', ''],
    ['line://nv/chat', ''],
    ['👩‍👩‍👧‍👦 می‌خواهم', '👩‍👩‍👧‍👦 می‌خواهم'],
  ])('%j is sent as %j', ([written, sent]) => expect(plainText(written)).toBe(sent))

  test('of a letter under six thousand marks something is left to be sent', () => {
    const marked = strange['one letter under a thousand marks'] ?? ''
    const [first = ''] = split(marked)
    expect(first).toMatch(/^a/)
    expect(first.length).toBeLessThanOrEqual(5_000)
  })
})
