/**
 * Both sides on the simulator's page, in a real browser: the staff's phone beside the customer's, and what plays OA
 * Manager. The bot behind them is the test's own.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { STAFF_GROUP, userIdFor } from '../../src/simulator/customers.ts'
import { simulatorWithBot, text, type Bot } from '../simulator/bot.ts'
import { box, card, flex, words } from '../simulator/card.ts'
import { launchBrowser } from './chromium.ts'

const EMMA = userIdFor('Emma')
const [AYA = '', KEN = ''] = STAFF_GROUP.members.map(userIdFor)
const GROUP = STAFF_GROUP.id
const NARROW = { viewport: { width: 390, height: 844 } }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

interface Sides extends Bot {
  page: Page
  tell: () => Promise<unknown>
}

/** The page at an address. Whatever the browser complains of fails the test. */
async function open(path = `/#${EMMA}`, options: BrowserContextOptions = {}): Promise<Sides> {
  const bot = await simulatorWithBot({ staff: true, appUrl: 'http://127.0.0.1:9' })
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
  await page.goto(bot.line.url + path)
  await page.locator('.top').waitFor()
  return { ...bot, page, tell: () => bot.client.pushMessage({ to: GROUP, messages: [card()] }) }
}

const staff = (page: Page) => page.locator('.phone[data-role=staff]')
const customer = (page: Page) => page.locator('.phone[data-role=customer]')
const eventsOf = ({ deliveries }: Bot) => deliveries.flatMap(({ events }) => events)
const delivered = (bot: Bot, count: number) => bot.line.waitFor(() => eventsOf(bot).length >= count)

describe('the staff’s phone', () => {
  test('stands beside the customer’s, and a card that comes is noticed until somebody looks', async () => {
    const { page, tell } = await open()
    const [left, right] = [await customer(page).boundingBox(), await staff(page).boundingBox()]
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0)
    expect(await page.locator('.staff-desk').innerText()).toContain('Staff are told here')
    await tell()
    await page.getByRole('status').filter({ hasText: '1 new' }).waitFor()
    await expect.poll(() => page.title()).toMatch(/^\(1\) /)
    await staff(page).hover()
    await expect.poll(() => page.locator('.staff-desk.news').count()).toBe(0)
    await expect.poll(() => page.title()).not.toMatch(/^\(/)
    await page.reload()
    await staff(page).getByRole('button', { name: 'Take' }).waitFor()
    expect(await page.locator('.staff-desk.news').count()).toBe(0)
  })

  test('is that of the member who presses: Ken takes it, and Aya thanks him', async () => {
    const sides = await open()
    await sides.tell()
    const phone = staff(sides.page)
    await phone.getByRole('radio', { name: 'Ken' }).check()
    await phone.getByRole('button', { name: 'Take' }).click()
    await phone.locator('.own', { hasText: 'I take Emma' }).waitFor()
    await delivered(sides, 1)
    expect(eventsOf(sides)[0]).toMatchObject({
      postback: { data: 'take' },
      source: { type: 'group', groupId: GROUP, userId: KEN },
    })
    await phone.getByRole('radio', { name: 'Aya' }).check()
    await phone.locator('textarea').fill('Thank you, Ken!')
    await phone.locator('textarea').press('Enter')
    await delivered(sides, 2)
    expect(eventsOf(sides)[1]).toMatchObject({ message: { text: 'Thank you, Ken!' }, source: { userId: AYA } })
    await phone.locator('li[data-from=customer]:not(.own)', { hasText: 'I take Emma' }).waitFor()
    // The customer sees nothing of it.
    expect(await customer(sides.page).locator('li[data-id]').count()).toBe(0)
  })

  test('is one of the views on a phone of 390 pixels, with a mark when a card has come', async () => {
    const { page, tell } = await open(`/#${EMMA}`, { ...NARROW, hasTouch: true, isMobile: true })
    await tell()
    await page.getByRole('img', { name: 'new' }).waitFor()
    await page.getByRole('button', { name: 'Staff' }).tap()
    await staff(page).getByRole('button', { name: 'Take' }).waitFor()
    expect(await page.getByRole('img', { name: 'new' }).count()).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    const field = await staff(page).locator('textarea').boundingBox()
    expect(field?.height).toBeGreaterThan(30)
  })

  test('is not there where there is no such group', async () => {
    const { line } = await simulatorWithBot({ appUrl: 'http://127.0.0.1:9' })
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(line.url)
    await customer(page).waitFor()
    expect(await staff(page).count()).toBe(0)
  })
})

const Look = z.record(z.string(), z.string())

/** What the browser makes of an element: the styles asked for. */
async function look(page: Page, selector: string, ...names: string[]): Promise<Record<string, string>> {
  const script = `(() => {
    const style = getComputedStyle(document.querySelector(${JSON.stringify(selector)}))
    return Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, style[name]]))
  })()`
  return Look.parse(await page.evaluate(script))
}

describe('a card on the phone', () => {
  test('has the sizes, colours and spaces that the bot gave it', async () => {
    const { page, tell } = await open()
    await tell()
    await staff(page).locator('.flex-bubble').waitFor()
    expect(await look(page, '.flex-bubble', 'width')).toEqual({ width: '300px' })
    const title = await look(page, '.flex-block.header .flex-text', 'fontSize', 'fontWeight', 'color', 'textAlign')
    expect(title).toEqual({ fontSize: '22px', fontWeight: '700', color: 'rgb(170, 0, 0)', textAlign: 'end' })
    expect(await look(page, '.flex-block.body > .flex-box', 'paddingTop')).toEqual({ paddingTop: '20px' })
    // A margin of its own takes the place of the box's spacing.
    expect(await look(page, '.flex-line', 'marginTop', 'borderTopWidth')).toEqual({
      marginTop: '12px',
      borderTopWidth: '1px',
    })
    const row = await look(page, '.flex-box.horizontal', 'backgroundColor', 'borderTopLeftRadius', 'paddingLeft')
    expect(row).toEqual({ backgroundColor: 'rgb(242, 244, 247)', borderTopLeftRadius: '8px', paddingLeft: '12px' })
    // One part to three, with 8 pixels between.
    const [why, orders] = await Promise.all(
      ['Why', 'orders'].map((words) => page.locator('.flex-text', { hasText: words }).boundingBox()),
    )
    expect((orders?.width ?? 0) / (why?.width ?? 1)).toBeCloseTo(3, 1)
    expect((orders?.x ?? 0) - (why?.x ?? 0) - (why?.width ?? 0)).toBeCloseTo(8, 0)
    expect(await page.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('https://chat.example/')
  })

  test('shows customers’ words as words, and a picture of its person', async () => {
    const { page, client } = await open()
    const { pictureUrl = '' } = await client.getProfile(EMMA)
    const contents = {
      type: 'bubble' as const,
      hero: { type: 'image' as const, url: pictureUrl, size: 'full', aspectRatio: '2:1' },
      body: box(words('<img src=x onerror=alert(1)> \u202Eevil'), { type: 'text', text: 'x'.repeat(200) }),
    }
    await client.pushMessage({ to: GROUP, messages: [flex(contents)] })
    await staff(page).getByText('<img src=x onerror=alert(1)>').waitFor()
    const picture = staff(page).locator('.flex-block.hero img')
    await expect.poll(() => page.evaluate(`document.querySelector('.flex-block.hero img').naturalWidth`)).toBe(96)
    const shown = await picture.boundingBox()
    expect([shown?.width, shown?.height]).toEqual([300, 150])
    // What does not wrap is cut off, within the card.
    expect(await look(page, '.flex-block.body .flex-text:last-child', 'textOverflow', 'whiteSpace')).toEqual({
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    })
    expect((await staff(page).locator('.flex-text').last().boundingBox())?.width).toBeLessThanOrEqual(260)
  })

  test('is pressed with the keyboard, a box of it too, and stays', async () => {
    const sides = await open()
    await sides.tell()
    const details = staff(sides.page).getByRole('button', { name: 'Why orders' })
    await details.focus()
    await sides.page.keyboard.press('Enter')
    await delivered(sides, 1)
    await staff(sides.page).getByRole('button', { name: 'Done' }).focus()
    await sides.page.keyboard.press('Space')
    await delivered(sides, 2)
    expect(eventsOf(sides).map(({ postback }) => postback)).toEqual([{ data: 'details' }, { data: 'done' }])
    expect(await details.isVisible()).toBe(true)
  })
})

describe('staff in OA Manager', () => {
  test('find the chat, answer as the shop, and the customer quotes it: the bot hears of the quote alone', async () => {
    const sides = await open('/oa')
    const { page, line } = sides
    await page.getByText('Nobody has written yet').waitFor()
    await line.say(EMMA, 'Is my cake ready?')
    const sender = { name: 'Mugi · assistant' }
    await sides.client.pushMessage({ to: EMMA, messages: [{ ...text('A person answers you here.'), sender }] })
    await page.getByRole('link', { name: /Emma/ }).click()
    await page.locator('.oa-chat li', { hasText: 'Is my cake ready?' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/oa/${EMMA}`)
    await page.getByRole('textbox', { name: 'Answer Emma as the shop' }).fill('Yes, come by!')
    await page.keyboard.press('Enter')
    await page.locator('.oa-chat li[data-from=staff]', { hasText: 'Yes, come by!' }).waitFor()
    // Opening the chat and answering in it mark nothing as Read.
    expect(line.chat(EMMA).messages[0]?.readAt).toBeUndefined()
    expect(eventsOf(sides)).toHaveLength(1)

    await page.getByRole('link', { name: 'Phones' }).click()
    const answer = customer(page).locator('li[data-from=bot]', { hasText: 'Yes, come by!' })
    // Not under the assistant's name.
    await answer.locator('.sender', { hasText: 'Mugi Bakery & Café' }).waitFor()
    await answer.click({ button: 'right', position: { x: 80, y: 40 } })
    await page.getByRole('menuitem', { name: 'Quote' }).click()
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
    await page.keyboard.type('Until when?')
    await page.keyboard.press('Enter')
    await delivered(sides, 2)
    const quotedMessageId = line.chat(EMMA).messages.find(({ byStaff }) => byStaff)?.id
    expect(eventsOf(sides)[1]).toMatchObject({ message: { text: 'Until when?', quotedMessageId } })
  })

  test('mark a chat as read with the button, and Read shows on the customer’s phone', async () => {
    const { page, line } = await open(`/oa/${EMMA}`)
    await line.say(EMMA, 'Hello?')
    await page.getByRole('img', { name: 'Not Read' }).waitFor()
    await page.getByRole('button', { name: 'Mark as read' }).click()
    await page.locator('.oa-chat .read').waitFor()
    expect(await page.getByRole('img', { name: 'Not Read' }).count()).toBe(0)
    expect(line.chat(EMMA).messages[0]?.readAt).toBeDefined()
  })

  test('see the bot’s words and cards apart from their own, and go back and forth on 390 pixels', async () => {
    const { page, line, client } = await open('/oa', NARROW)
    await line.say(EMMA, 'Hello?')
    await client.pushMessage({ to: EMMA, messages: [text('A person answers you here.'), card('The menu')] })
    await page.getByRole('link', { name: /Emma/ }).click()
    await page.locator('li[data-from=bot]', { hasText: 'The menu waits' }).waitFor()
    expect(await page.locator('li[data-from=bot]').count()).toBe(2)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.getByRole('link', { name: 'All chats' }).click()
    await page.getByRole('link', { name: /Emma/ }).waitFor()
    await page.goBack()
    await page.locator('.oa-chat').waitFor()
  })
})

const Violations = z.object({
  violations: z.array(
    z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
  ),
})

/** What axe finds that is serious or critical. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const { violations } = Violations.parse(await page.evaluate('axe.run()'))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

test('a card that comes meanwhile is told in OA Manager too, and the member who wrote last is still the one', async () => {
  const { page, tell } = await open()
  await staff(page).getByRole('radio', { name: 'Ken' }).check()
  await page.getByRole('link', { name: 'Answer as the shop' }).click()
  await tell()
  await page.getByRole('status').filter({ hasText: '1 new for staff' }).waitFor()
  await page.getByRole('link', { name: /Phones/ }).click()
  await page.locator('.staff-desk.news').waitFor()
  expect(await staff(page).getByRole('radio', { name: 'Ken' }).isChecked()).toBe(true)
})

describe('axe finds nothing serious', () => {
  test.for<[string, BrowserContextOptions]>([
    ['by day', {}],
    ['by night', { colorScheme: 'dark' }],
    ['on 390 pixels', NARROW],
    ['on 390 pixels by night', { ...NARROW, colorScheme: 'dark' }],
  ])('%s', async ([, options]) => {
    const { page, line, tell } = await open(`/#${EMMA}`, { reducedMotion: 'reduce', ...options })
    expect(await faults(page)).toEqual([])
    await line.say(EMMA, 'Is my cake ready?')
    line.staffMarkRead(EMMA)
    line.staffWrites(EMMA, 'Yes, come by!')
    await tell()
    await staff(page).locator('button', { hasText: 'Take' }).waitFor({ state: 'attached' })
    for (const name of ['Staff', 'Why', 'Trouble']) {
      const view = page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name })
      if (await view.isVisible()) await view.click()
      expect(await faults(page)).toEqual([])
    }
    await page.getByRole('link', { name: 'Answer as the shop' }).click()
    await page.locator('.oa-chat').waitFor()
    expect(await faults(page)).toEqual([])
  })
})
