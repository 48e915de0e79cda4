/** The phones on the page, in a real browser: the bot behind them is the test's own, so that only the page is looked at. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { simulatorWithBot, text, type Bot } from '../simulator/bot.ts'
import { groupIdFor, userIdFor } from '../../src/simulator/customers.ts'
import { launchBrowser } from './chromium.ts'

const EMMA = userIdFor('Emma')
const GROUP = groupIdFor('Mugi regulars')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Somebody's phone, or a group, on the page. Whatever the browser complains of fails the test. */
async function phone(chatId: string, options: BrowserContextOptions = {}): Promise<Bot & { page: Page }> {
  // Nobody answers for its ledger here.
  const bot = await simulatorWithBot({ appUrl: 'http://127.0.0.1:9' })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  onTestFinished(async () => {
    await context.close()
    expect(troubles).toEqual([])
  })
  await page.goto(`${bot.line.url}/#${chatId}`)
  await page.locator('.chat-head').waitFor()
  return { ...bot, page }
}

const eventsOf = ({ deliveries }: Bot) => deliveries.flatMap(({ events }) => events)
const delivered = (bot: Bot, count: number) => bot.line.waitFor(() => eventsOf(bot).length >= count)

/** Opens the drawer and one kind of thing in it. */
async function choose(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Photo, file, location' }).click()
  await page.getByRole('button', { name: kind, exact: true }).click()
}

const yesOrNo = {
  items: ['Yes', 'No'].map((label) => ({
    type: 'action',
    action: { type: 'postback' as const, label, data: label.toLowerCase(), displayText: `${label}, thank you` },
  })),
}

const quickReply = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Quick replies' }).getByRole('button', { name })

async function solved(bot: Bot): Promise<void> {
  const { replyToken } = await bot.line.say(EMMA, 'When are you open?')
  await bot.client.replyMessage({ replyToken, messages: [{ ...text('From eight. Solved?'), quickReply: yesOrNo }] })
}

describe('from the phone one sends', () => {
  test('the sample picture, which is shown as a picture', async () => {
    const bot = await phone(EMMA)
    await choose(bot.page, 'Photo')
    await bot.page.locator('.offer', { hasText: 'Order slip' }).click()
    const picture = bot.page.locator('li[data-from=customer] img[alt=Photo]')
    await picture.waitFor()
    await expect.poll(() => bot.page.evaluate(`document.querySelector('img[alt=Photo]').naturalWidth`)).toBe(640)
    expect(eventsOf(bot)).toMatchObject([{ message: { type: 'image', contentProvider: { type: 'line' } } }])
    const { messages } = bot.line.chat(EMMA)
    const given = await bot.blobs.getMessageContentWithHttpInfo(messages[0]?.id ?? '')
    expect(given.httpResponse.headers.get('content-type')).toBe('image/png')
    given.body.destroy()
  })

  test('photos of one’s own, several at once as one set; what is no picture does not pass as one', async () => {
    const bot = await phone(EMMA)
    await choose(bot.page, 'Photo')
    const file = (name: string) => ({ name, mimeType: 'image/png', buffer: Buffer.from(name) })
    await bot.page.locator('input[type=file]').setInputFiles([file('one.png'), file('two.png')])
    await delivered(bot, 2)
    const sets = eventsOf(bot).map(({ message }) => message)
    expect(sets).toMatchObject([{ imageSet: { index: 1, total: 2 } }, { imageSet: { index: 2, total: 2 } }])
    await expect.poll(() => bot.page.getByText('cannot be shown').count()).toBe(2)
  })

  test('a voice message that can be played, and a file that can be saved', async () => {
    const bot = await phone(EMMA)
    await choose(bot.page, 'Voice')
    await bot.page.locator('.offer', { hasText: 'Three notes' }).click()
    await bot.page.locator('audio').waitFor()
    await expect.poll(() => bot.page.evaluate(`document.querySelector('audio').duration`)).toBe(1.5)
    await choose(bot.page, 'File')
    await bot.page.locator('.offer', { hasText: 'order-2041.txt' }).click()
    const link = bot.page.locator('a[download="order-2041.txt"]')
    await link.waitFor()
    const saved = bot.page.waitForEvent('download')
    await link.click()
    expect((await saved).suggestedFilename()).toBe('order-2041.txt')
    expect(eventsOf(bot)).toMatchObject([
      { message: { type: 'audio', duration: 1500 } },
      { message: { type: 'file', fileName: 'order-2041.txt' } },
    ])
  })

  test('a recording of one’s own, with its length', async () => {
    const bot = await phone(EMMA)
    await choose(bot.page, 'Voice')
    // Half a second of silence: 8,000 samples a second of 8 bits.
    const head = Buffer.from(
      '524946460000000057415645666d74201000000001000100401f0000401f0000010008006461746100000000',
      'hex',
    )
    head.writeUInt32LE(36 + 4000, 4)
    head.writeUInt32LE(4000, 40)
    const buffer = Buffer.concat([head, Buffer.alloc(4000, 128)])
    await bot.page.locator('input[type=file]').setInputFiles({ name: 'voice.wav', mimeType: 'audio/wav', buffer })
    await delivered(bot, 1)
    expect(eventsOf(bot)).toMatchObject([{ message: { type: 'audio', duration: 500 } }])
  })

  test('a sticker', async () => {
    const bot = await phone(EMMA)
    await bot.page.getByRole('button', { name: 'Stickers' }).click()
    await bot.page.getByRole('button', { name: 'Thank you' }).click()
    await bot.page.getByRole('img', { name: 'Sticker 🙏' }).waitFor()
    expect(eventsOf(bot)).toMatchObject([{ message: { type: 'sticker', keywords: ['thanks', 'thank you', 'please'] } }])
  })

  test('a place, as it stands or typed, without a title too', async () => {
    const bot = await phone(EMMA)
    await choose(bot.page, 'Location')
    await bot.page.getByRole('button', { name: 'Send location' }).click()
    await bot.page.locator('.own', { hasText: 'Kyoto Station' }).waitFor()
    await choose(bot.page, 'Location')
    await bot.page.getByLabel('Title').fill('')
    await bot.page.getByLabel('Address').fill('Gion')
    await bot.page.getByRole('button', { name: 'Send location' }).click()
    await delivered(bot, 2)
    const messages = eventsOf(bot).map(({ message }) => message)
    expect(messages).toMatchObject([{ title: 'Kyoto Station' }, { address: 'Gion' }])
    expect(messages[1]).not.toHaveProperty('title')
  })
})

describe('quick replies', () => {
  test('are tapped with the mouse: the words stand in the customer’s name, and they all go', async () => {
    const bot = await phone(EMMA)
    await solved(bot)
    await quickReply(bot.page, 'Yes').click()
    await bot.page.locator('li[data-from=customer]', { hasText: 'Yes, thank you' }).waitFor()
    expect(await bot.page.locator('.quick-replies').count()).toBe(0)
    await delivered(bot, 2)
    expect(eventsOf(bot)[1]).toMatchObject({ type: 'postback', postback: { data: 'yes' } })
    await bot.page.reload()
    await bot.page.locator('li[data-from=bot]').waitFor()
    expect(await bot.page.locator('.quick-replies').count()).toBe(0)
  })

  test('with the keyboard, which then is where one writes', async () => {
    const bot = await phone(EMMA)
    await solved(bot)
    await quickReply(bot.page, 'Yes').focus()
    await bot.page.keyboard.press('Tab')
    await bot.page.keyboard.press('Enter')
    await bot.page.locator('li[data-from=customer]', { hasText: 'No, thank you' }).waitFor()
    expect(await bot.page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  })

  test('with a finger on a phone of 390 pixels', async () => {
    const bot = await phone(EMMA, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
    await solved(bot)
    await quickReply(bot.page, 'No').tap()
    await bot.page.locator('li[data-from=customer]', { hasText: 'No, thank you' }).waitFor()
    expect(await bot.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })

  test('go when the customer writes instead', async () => {
    const bot = await phone(EMMA)
    await solved(bot)
    await bot.page.locator('.quick-replies').waitFor()
    await bot.page.locator('textarea').fill('And on Monday?')
    await bot.page.keyboard.press('Enter')
    await bot.page.locator('li[data-from=customer]', { hasText: 'And on Monday?' }).waitFor()
    expect(await bot.page.locator('.quick-replies').count()).toBe(0)
  })
})

test('a template’s button is tapped, and stays', async () => {
  const bot = await phone(EMMA)
  const actions = [
    { type: 'postback' as const, label: 'Show the answer', data: 'show', displayText: 'Show the answer, please' },
    { type: 'uri' as const, label: 'Our menu', uri: 'https://mugi.example/menu' },
  ]
  const template = { type: 'buttons' as const, text: 'Your answer is ready.', actions }
  await bot.line.follow(EMMA)
  await bot.client.pushMessage({ to: EMMA, messages: [{ type: 'template', altText: 'Ready', template }] })
  await bot.page.locator('li[data-from=bot]', { hasText: 'Your answer is ready.' }).waitFor()
  const button = bot.page.locator('li[data-from=bot]').getByRole('button', { name: 'Show the answer' })
  await button.click()
  await bot.page.locator('li[data-from=customer]', { hasText: 'Show the answer, please' }).waitFor()
  expect(eventsOf(bot).at(-1)).toMatchObject({ type: 'postback', postback: { data: 'show' } })
  expect(await button.isEnabled()).toBe(true)
  expect(await bot.page.getByRole('link', { name: 'Our menu' }).getAttribute('href')).toBe('https://mugi.example/menu')
})

describe('in the group', () => {
  test('one chooses who writes, mentions the account from the list, and sees Read', async () => {
    const bot = await phone(GROUP)
    await bot.page.getByRole('radio', { name: 'Aiko' }).check()
    await bot.page.locator('textarea').pressSequentially('ねえ @mu')
    await bot.page.getByRole('option', { name: '@Mugi Bakery & Café' }).waitFor()
    await bot.page.keyboard.press('Enter')
    await bot.page.keyboard.type('日曜日は？')
    await bot.page.keyboard.press('Enter')
    await delivered(bot, 1)
    const aiko = userIdFor('愛子 Aiko')
    const mention = { mentionees: [{ type: 'user', index: 3, length: 19, isSelf: true }] }
    expect(eventsOf(bot)).toMatchObject([
      {
        source: { type: 'group', groupId: GROUP, userId: aiko },
        message: { text: 'ねえ @Mugi Bakery & Café 日曜日は？', mention },
      },
    ])
    await bot.page.locator('.own .mention', { hasText: '@Mugi Bakery & Café' }).waitFor()
    const { markAsReadToken } = await bot.line.sayInGroup(GROUP, EMMA, 'Me too')
    await bot.client.markMessagesAsReadByToken({ markAsReadToken })
    await bot.page.locator('li[data-read=true]', { hasText: 'Me too' }).waitFor()
    expect(await bot.page.locator('li[data-read=true]').count()).toBe(2)
    // The phone is now Emma's: what she wrote stands on the right, and what Aiko wrote on the left.
    await bot.page.getByRole('radio', { name: 'Emma' }).check()
    await bot.page.locator('.own', { hasText: 'Me too' }).waitFor()
    expect(await bot.page.locator('.own').count()).toBe(1)
  })

  test('one quotes what the account said, by the message’s menu, and the account quotes back', async () => {
    const bot = await phone(GROUP)
    const { replyToken } = await bot.line.sayInGroup(GROUP, EMMA, 'When?', { mentionsBot: true })
    await bot.client.replyMessage({ replyToken, messages: [text('At eight.')] })
    const said = bot.page.locator('li[data-from=bot]', { hasText: 'At eight.' })
    await said.click({ button: 'right', position: { x: 80, y: 40 } })
    await bot.page.getByRole('menuitem', { name: 'Quote' }).click()
    await bot.page.locator('.quoting', { hasText: 'At eight.' }).waitFor()
    await expect.poll(() => bot.page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
    await bot.page.keyboard.type('Sharp?')
    await bot.page.keyboard.press('Enter')
    await delivered(bot, 2)
    const shown = bot.line.chat(GROUP).messages.find(({ from }) => from === 'bot')
    expect(eventsOf(bot)[1]).toMatchObject({ message: { text: 'Sharp?', quotedMessageId: shown?.id } })
    expect(await bot.page.locator('.quoting').count()).toBe(0)
    const asked = bot.line.makeMessageEvent(EMMA, 'Thanks @Mugi', { groupId: GROUP, mentionsBot: true })
    const { quoteToken } = asked.message
    const answer = { replyToken: asked.replyToken ?? '', messages: [{ ...text('Welcome!'), quoteToken }] }
    await bot.client.replyMessage(answer)
    await bot.page
      .locator('li[data-from=bot]', { hasText: 'Welcome!' })
      .locator('.quoted', { hasText: 'Thanks @Mugi' })
      .waitFor()
  })

  test('a message is taken back by its author alone, and the quote of it forgets its words', async () => {
    const bot = await phone(GROUP)
    const { messageId } = await bot.line.sayInGroup(GROUP, EMMA, 'the secret')
    await bot.line.sayInGroup(GROUP, userIdFor('愛子 Aiko'), 'really?', { quotedMessageId: messageId })
    const open = (words: string) =>
      bot.page.locator('li[data-from=customer]', { hasText: words }).locator('.more').click()
    await open('really?')
    expect(await bot.page.getByRole('menuitem').allInnerTexts()).toEqual(['Quote', 'Deliver this event again'])
    await bot.page.keyboard.press('Escape')
    await bot.page.locator('.own .more').click()
    await bot.page.getByRole('menuitem', { name: 'Unsend' }).click()
    await bot.page.getByText('You unsent a message.').waitFor()
    await bot.page.locator('.quoted', { hasText: 'Unsent message' }).waitFor()
    expect(await bot.page.locator('body').innerText()).not.toContain('the secret')
  })

  test('the account is put out, and invited again', async () => {
    const bot = await phone(GROUP)
    await bot.page.getByRole('button', { name: 'Trouble' }).first().click()
    await bot.page.getByRole('button', { name: 'Put the account out of the group' }).click()
    await bot.page.getByRole('button', { name: 'Invite it' }).click()
    await bot.page.locator('textarea').waitFor()
    expect(eventsOf(bot).map(({ type }) => type)).toEqual(['leave', 'join'])
  })

  test('everything has room on a phone of 390 pixels', async () => {
    const bot = await phone(GROUP, { viewport: { width: 390, height: 800 } })
    await bot.line.sayInGroup(GROUP, EMMA, 'word '.repeat(60))
    await bot.page.locator('.own').waitFor()
    expect(await bot.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    for (const name of ['Send', 'Stickers', 'Mention somebody', 'Photo, file, location'])
      expect((await bot.page.getByRole('button', { name }).boundingBox())?.x).toBeLessThan(352)
    expect((await bot.page.locator('.customer.new').boundingBox())?.x).toBeLessThan(352)
  })
})
