/** Quick replies and template buttons: what LINE lets a bot send, and what a tap does. */
import type { messagingApi } from '@line/bot-sdk'
import { describe, expect, test } from 'vitest'
import { refusal, simulatorWithBot, text, type Bot } from './bot.ts'

const postback = (
  label: string,
  data: string,
  displayText?: string,
): messagingApi.PostbackAction & { type: 'postback' } => ({
  type: 'postback',
  label,
  data,
  ...(displayText ? { displayText } : {}),
})
const quick = (...actions: messagingApi.Action[]) => ({
  quickReply: { items: actions.map((action) => ({ type: 'action', action })) },
})
const template = (
  actions: messagingApi.Action[],
  details: { text?: string; title?: string; altText?: string } = {},
): messagingApi.TemplateMessage => {
  const { text = 'Your answer is ready.', title, altText = 'An answer' } = details
  return { type: 'template', altText, template: { type: 'buttons', text, title, actions } }
}

async function asked(): Promise<Bot & { reply: (...messages: messagingApi.Message[]) => Promise<unknown> }> {
  const bot = await simulatorWithBot()
  const { replyToken } = await bot.line.say('Uaiko', 'How much?')
  return { ...bot, reply: (...messages) => bot.client.replyMessage({ replyToken, messages }) }
}

describe('a tap on a quick reply', () => {
  test('sends a postback with a fresh reply token, and its words stand on the phone without being a message', async () => {
    const { line, client, deliveries, reply } = await asked()
    await reply({ ...text('Of what?'), ...quick(postback('A person', 'person', 'A person, please')) })
    const { replyToken, messageId, markAsReadToken } = await line.tap('Uaiko', 'A person')
    expect(deliveries.slice(1)).toMatchObject([
      { events: [{ type: 'postback', replyToken, postback: { data: 'person' }, source: { userId: 'Uaiko' } }] },
    ])
    expect({ messageId, markAsReadToken }).toEqual({ messageId: '', markAsReadToken: '' })
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({
      from: 'customer',
      text: 'A person, please',
      byTap: true,
    })
    await client.replyMessage({ replyToken, messages: [text('Coming.')] })
  })

  test('takes them all away, with words or without', async () => {
    const { line, reply } = await asked()
    await reply({ ...text('Solved?'), ...quick(postback('Yes', 'yes'), postback('No', 'no')) })
    expect(line.chat('Uaiko').quickReplies).toMatchObject([{ label: 'Yes' }, { label: 'No' }])
    await line.tap('Uaiko', 1)
    expect(line.chat('Uaiko').quickReplies).toEqual([])
    await expect(line.tap('Uaiko', 'Yes')).rejects.toThrow('There is no button Yes to tap in Uaiko; there is none')
  })

  test('of a message action is a message like any other', async () => {
    const { line, deliveries, reply } = await asked()
    await reply({ ...text('Hello'), ...quick({ type: 'message', label: 'Hours', text: 'When are you open?' }) })
    const { markAsReadToken } = await line.tap('Uaiko', 'Hours')
    expect(deliveries[1]?.events).toMatchObject([
      { type: 'message', message: { text: 'When are you open?', markAsReadToken } },
    ])
  })

  test('in a group names who tapped', async () => {
    const { line, client, deliveries } = await simulatorWithBot()
    const { replyToken } = await line.sayInGroup('Cteam', 'Uaiko', 'hi', { mentionsBot: true })
    await client.replyMessage({
      replyToken,
      messages: [{ ...text('Solved?'), ...quick(postback('Yes', 'yes', 'Yes')) }],
    })
    await line.tap('Uemma', 'Yes', { groupId: 'Cteam' })
    expect(deliveries[1]?.events).toMatchObject([
      { type: 'postback', source: { type: 'group', groupId: 'Cteam', userId: 'Uemma' } },
    ])
    expect(line.chat('Cteam').messages.at(-1)).toMatchObject({ text: 'Yes', userId: 'Uemma' })
  })
})

test('quick replies show under the last message only: the next one, from either side, takes them away', async () => {
  const { line, client, reply } = await asked()
  await reply({ ...text('one'), ...quick(postback('A', 'a')) }, { ...text('two'), ...quick(postback('B', 'b')) })
  expect(line.chat('Uaiko').quickReplies).toMatchObject([{ label: 'B' }])
  const { replyToken } = await line.say('Uaiko', 'something else')
  expect(line.chat('Uaiko').quickReplies).toEqual([])
  await client.replyMessage({ replyToken, messages: [{ ...text('three'), ...quick(postback('C', 'c')) }] })
  await client.pushMessage({ to: 'Uaiko', messages: [text('four')] })
  expect(line.chat('Uaiko').quickReplies).toEqual([])
})

describe('a template', () => {
  test('shows its text and buttons, which stay: a tap on an older one counts as well', async () => {
    const { line, client, deliveries, reply } = await asked()
    await reply(
      template([
        postback('Show the answer', 'show', 'Show it'),
        { type: 'uri', label: 'Menu', uri: 'https://mugi.example/' },
      ]),
    )
    const buttons = [
      { label: 'Show the answer', data: 'show', text: 'Show it' },
      { label: 'Menu', uri: 'https://mugi.example/' },
    ]
    expect(line.chat('Uaiko').messages.at(-1)).toMatchObject({
      kind: 'template',
      text: 'Your answer is ready.',
      altText: 'An answer',
      buttons,
    })
    await client.pushMessage({ to: 'Uaiko', messages: [text('news')] })
    await line.tap('Uaiko', 'Show the answer')
    await line.tap('Uaiko', 'Show the answer')
    expect(deliveries.slice(1).map(({ events }) => events[0]?.type)).toEqual(['postback', 'postback'])
    await expect(line.tap('Uaiko', 'Menu')).rejects.toThrow('opens a link')
  })
})

describe('LINE refuses', () => {
  const long = 'x'.repeat(301)
  test.each<[string, messagingApi.Message, string]>([
    [
      'quick reply data of 301 characters',
      { ...text('hi'), ...quick(postback('A', long)) },
      'messages[0].quickReply.items[0].action.data',
    ],
    [
      'a quick reply without data',
      { ...text('hi'), ...quick(postback('A', '')) },
      'messages[0].quickReply.items[0].action.data',
    ],
    [
      'a quick reply label of 21 characters',
      { ...text('hi'), ...quick(postback('Back to the assistant', 'a')) },
      'messages[0].quickReply.items[0].action.label',
    ],
    [
      'words of a tap of 301 characters',
      { ...text('hi'), ...quick(postback('A', 'a', long)) },
      'messages[0].quickReply.items[0].action.displayText',
    ],
    [
      'a template text of 161 characters',
      template([postback('A', 'a')], { text: 'x'.repeat(161) }),
      'messages[0].template.text',
    ],
    [
      'a template text of 61 characters under a title',
      template([postback('A', 'a')], { text: 'x'.repeat(61), title: 'T' }),
      'messages[0].template.text',
    ],
    [
      'a template without words that stand for it',
      template([postback('A', 'a')], { altText: '' }),
      'messages[0].altText',
    ],
    ['a template without buttons', template([]), 'messages[0].template.actions'],
    [
      'a template with five buttons',
      template(['A', 'B', 'C', 'D', 'E'].map((label) => postback(label, 'a'))),
      'messages[0].template.actions',
    ],
    [
      'a template’s label of 21 graphemes',
      template([postback('👩‍🍳'.repeat(21), 'a')]),
      'messages[0].template.actions[0].label',
    ],
    ['a template’s data of 301 characters', template([postback('A', long)]), 'messages[0].template.actions[0].data'],
  ])('%s', async (_what, message, property) => {
    const { line, reply } = await asked()
    expect(await refusal(reply(message))).toEqual({ status: 400, message: 'The request body has 1 error(s)' })
    expect(line.calls.at(-1)?.answer).toMatchObject({ details: [{ property }] })
  })

  test('and takes what is just within the limits', async () => {
    const { line, reply } = await asked()
    const label = '👩‍🍳'.repeat(20)
    const four = ['A', 'B', 'C', label].map((one) => postback(one, 'x'.repeat(300), 'y'.repeat(300)))
    await reply({ ...template(four, { text: 'x'.repeat(160) }), ...quick(postback(label, 'x'.repeat(300))) })
    expect(line.chat('Uaiko').messages.at(-1)?.buttons).toHaveLength(4)
  })
})
