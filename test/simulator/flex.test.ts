/** Flex Messages: what LINE takes, in which words it refuses, and what a tap on a card does. */
import type { messagingApi } from '@line/bot-sdk'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusal, simulatorWithBot, text, type Bot } from './bot.ts'
import { box, card, flex, words } from './card.ts'

async function friend(): Promise<Bot & { push: (message: unknown) => Promise<Refused> }> {
  const bot = await simulatorWithBot()
  await bot.line.follow('Uaiko')
  return { ...bot, push: (message) => push(bot, message) }
}

const Refused = z.object({ message: z.string().default(''), details: z.array(z.unknown()).default([]) })
type Refused = z.infer<typeof Refused> & { status: number }

/** Anything, also what the client's types do not let through. */
async function push({ line }: Bot, message: unknown): Promise<Refused> {
  const response = await fetch(`${line.url}/v2/bot/message/push`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-channel-access-token', 'content-type': 'application/json' },
    body: JSON.stringify({ to: 'Uaiko', messages: [message] }),
  })
  return { status: response.status, ...Refused.parse(await response.json()) }
}

const bubble = (...contents: unknown[]): unknown => ({
  type: 'bubble',
  body: { type: 'box', layout: 'vertical', contents },
})
const message = (contents: unknown, altText = 'a card'): unknown => ({ type: 'flex', altText, contents })
const button = (action: unknown): unknown => ({ type: 'button', action })
const labelled = (label?: string, data = 'd'): unknown => button({ type: 'postback', label, data })
const image = (url: string): unknown => ({ type: 'image', url })

describe('LINE takes', () => {
  test('a card in a push and in a reply, and the phone has its buttons and what stands for it', async () => {
    const { line, client } = await friend()
    await client.pushMessage({ to: 'Uaiko', messages: [card()] })
    const { replyToken } = await line.say('Uaiko', 'hi')
    const { sentMessages } = await client.replyMessage({ replyToken, messages: [card('愛子')] })
    expect(sentMessages).toMatchObject([{ quoteToken: expect.any(String) }])
    expect(line.chat('Uaiko').messages.filter(({ from }) => from === 'bot')).toMatchObject([
      { kind: 'flex', text: 'Emma waits', altText: 'Emma waits', flex: { type: 'bubble' } },
      {
        kind: 'flex',
        buttons: [
          { label: 'Details', data: 'details' },
          { label: 'Take', data: 'take', text: 'I take 愛子' },
          { label: 'Done', data: 'done' },
          { label: 'Open', uri: 'https://chat.example/' },
        ],
      },
    ])
    expect(line.calls.at(-1)?.texts).toEqual(['愛子 waits'])
  })

  test('what is just within the limits', async () => {
    const { push } = await friend()
    const label = '👩‍🍳'.repeat(40)
    const full = bubble(
      labelled(label, 'x'.repeat(300)),
      { type: 'text', text: '\n' },
      image('https://e.example/a.png'),
    )
    expect(await push(message(full, 'x'.repeat(1500)))).toMatchObject({ status: 200 })
    const twelve = Array.from({ length: 12 }, () => bubble({ type: 'text', text: 'hi' }))
    expect(await push(message({ type: 'carousel', contents: twelve }))).toMatchObject({ status: 200 })
    expect(await push(message(bubble()))).toMatchObject({ status: 200 })
  })

  test('a picture of a person as a profile tells it', async () => {
    const { client, push } = await friend()
    const { pictureUrl = '' } = await client.getProfile('Uaiko')
    expect(await push(message(bubble(image(pictureUrl))))).toMatchObject({ status: 200 })
  })
})

describe('LINE refuses', () => {
  const hi = { type: 'text', text: 'hi' }
  test.each<[string, unknown, string, string]>([
    ['an empty text', bubble({ type: 'text', text: '' }), '/body/contents/0/text', 'must be non-empty text'],
    ['a text without any', bubble({ type: 'text' }), '/body/contents/0/text', 'must be specified'],
    ['a button without an action', bubble({ type: 'button' }), '/body/contents/0/action', 'must be specified'],
    ['a button without a label', bubble(labelled()), '/body/contents/0/action/label', 'must be specified'],
    [
      'a label of 41 characters',
      bubble(hi, labelled('x'.repeat(41))),
      '/body/contents/1/action/label',
      'invalid property',
    ],
    [
      'data of 301 characters',
      bubble(labelled('A', 'x'.repeat(301))),
      '/body/contents/0/action/data',
      'invalid property',
    ],
    [
      'a link that is none',
      bubble(button({ type: 'uri', label: 'A', uri: 'javascript:alert(1)' })),
      '/body/contents/0/action/uri',
      'invalid uri scheme',
    ],
    [
      'a camera in a card',
      bubble(button({ type: 'camera', label: 'A' })),
      '/body/contents/0/action',
      'invalid property',
    ],
    ['a picture over http', bubble(image('http://e.example/a.png')), '/body/contents/0/url', 'invalid uri scheme'],
    ['a colour by name', bubble({ ...hi, color: 'red' }), '/body/contents/0/color', 'invalid property'],
    ['a size that is none', bubble({ ...hi, size: 'huge' }), '/body/contents/0/size', 'invalid property'],
    ['a spacer, which LINE gave up', bubble(hi, { type: 'spacer' }), '/body/contents/1', 'invalid property'],
    ['a property it does not know', bubble({ ...hi, onclick: 'x' }), '/body/contents/0/onclick', 'unknown field'],
    [
      'a button in a baseline box',
      bubble({ type: 'box', layout: 'baseline', contents: [labelled('A')] }),
      '/body/contents/0/contents/0',
      'invalid box content type',
    ],
    ['a bubble of nothing', { type: 'bubble' }, '/', 'At least one block must be specified'],
    ['a message in a message', message(bubble(hi)), '/type', 'invalid property'],
    [
      'a carousel of 13',
      { type: 'carousel', contents: Array.from({ length: 13 }, () => bubble(hi)) },
      '/contents',
      'invalid property',
    ],
    [
      'bubbles of two widths beside each other',
      {
        type: 'carousel',
        contents: [bubble(hi), { ...z.record(z.string(), z.unknown()).parse(bubble(hi)), size: 'kilo' }],
      },
      '/contents/1/size',
      'invalid property',
    ],
    [
      'a bubble of more than 30 KB',
      bubble({ type: 'text', text: 'x'.repeat(31_000) }),
      '/',
      'must not be larger than 30 KB',
    ],
  ])('%s', async (_what, contents, property, why) => {
    const { line, push } = await friend()
    expect(await push(message(contents))).toEqual({
      status: 400,
      message: 'A message (messages[0]) in the request body is invalid',
      details: [{ message: why, property }],
    })
    expect(line.chat('Uaiko').messages).toEqual([])
  })

  test.each([
    ['no words that stand for the card', ''],
    ['more than 1,500 of them', 'x'.repeat(1501)],
  ])('%s', async (_what, altText) => {
    const { push } = await friend()
    expect(await push(message(bubble(hi), altText))).toMatchObject({
      status: 400,
      message: 'The request body has 1 error(s)',
      details: [{ property: 'messages[0].altText' }],
    })
  })

  test('a card whose reply has another message at fault, and the reply token stays good', async () => {
    const { line, client } = await friend()
    const { replyToken } = await line.say('Uaiko', 'hi')
    const bad = flex({ type: 'bubble', body: box({ type: 'text', text: '' }) })
    expect(await refusal(client.replyMessage({ replyToken, messages: [text('one'), bad] }))).toEqual({
      status: 400,
      message: 'A message (messages[1]) in the request body is invalid',
    })
    await client.replyMessage({ replyToken, messages: [text('hello')] })
  })
})

describe('a tap on a card', () => {
  test('sends its postback, with its words when it has any; the buttons stay', async () => {
    const { line, client, deliveries } = await friend()
    await client.pushMessage({ to: 'Uaiko', messages: [card()] })
    const before = deliveries.length
    await line.tap('Uaiko', 'Done')
    expect(line.chat('Uaiko').messages).toHaveLength(1)
    await line.tap('Uaiko', 'Take')
    await client.pushMessage({ to: 'Uaiko', messages: [text('noted')] })
    await line.tap('Uaiko', 'Take')
    expect(deliveries.slice(before).map(({ events }) => events[0]?.postback)).toEqual([
      { data: 'done' },
      { data: 'take' },
      { data: 'take' },
    ])
    expect(line.chat('Uaiko').messages).toMatchObject([{}, { text: 'I take Emma', byTap: true }, {}, { byTap: true }])
    await expect(line.tap('Uaiko', 'Open')).rejects.toThrow('opens a link')
  })

  test('means that button among others of the same name, by its number', async () => {
    const { line, client, deliveries } = await friend()
    const one = (data: string): messagingApi.FlexBubble => ({
      type: 'bubble',
      body: box(words(data), { type: 'button', action: { type: 'postback', label: 'Take', data } }),
    })
    await client.pushMessage({
      to: 'Uaiko',
      messages: [{ ...flex({ type: 'carousel', contents: [one('a'), one('b')] }), quickReply: quick }],
    })
    const [shown] = line.chat('Uaiko').messages
    await line.tap('Uaiko', { button: 1 }, { messageId: shown?.id })
    expect(deliveries.at(-1)?.events).toMatchObject([{ postback: { data: 'b' } }])
  })
})

const quick = { items: [{ type: 'action', action: { type: 'postback' as const, label: 'Yes', data: 'yes' } }] }
