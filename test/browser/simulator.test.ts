import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'
import { launchBrowser } from './chromium.ts'

let browser: Browser
let server: ServerProcess
let folder: string
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-browser-'))
  // Without office hours what is said does not depend on when the test runs.
  const prompts = join(folder, 'prompts')
  await cp('prompts', prompts, { recursive: true, filter: (path) => !path.endsWith('office-hours.yaml') })
  server = await startServerProcess({
    DATA_DIR: folder,
    PROMPTS_DIR: prompts,
    SIMULATOR_PORT: String(await freePort()),
  })
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  await page.goto(`${server.url}/simulator`)
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await rm(folder, { recursive: true, force: true })
})

/** The customer's phone; the staff's may stand beside it. */
const phone = () => page.locator('.phone[data-role=customer]')
const choose = (name: string) => page.locator('.customer', { has: page.locator('.name', { hasText: name }) }).click()
const write = async (text: string) => {
  await phone().locator('textarea').fill(text)
  await phone().locator('textarea').press('Enter')
}
const own = (text: string) => phone().locator('li[data-from=customer]', { hasText: text })

describe('the simulator page, with a real kidoku behind it', () => {
  test('one writes as a customer, sees dots, the answer, and Read', async () => {
    await choose('Emma')
    await write('Are you open on Sunday?')
    await phone().locator('.dots').waitFor()
    await phone().locator('li[data-from=bot]', { hasText: 'open from 8:00' }).waitFor()
    expect(await own('Are you open on Sunday?').getAttribute('data-read')).toBe('true')
    expect(await own('Are you open on Sunday?').innerText()).toMatch(/Read/)
    await page.locator('section[aria-label=Why] li[data-message]', { hasText: 'resolved' }).first().waitFor()
  })

  test('a vague question is asked back and stays unread, and the page says why', async () => {
    await choose('Somchai')
    await write('ราคาเท่าไหร่คะ')
    await phone().locator('li[data-from=bot]').first().waitFor()
    expect(await own('ราคาเท่าไหร่คะ').getAttribute('data-read')).toBe('false')
    await page.locator('section[aria-label=Why] li[data-state=asked]').first().waitFor()
  })

  test('one asks for a person, sees Read, a notice, and then silence', async () => {
    await choose('Aiko')
    await write('担当者')
    await phone().locator('li[data-from=bot]', { hasText: '引き継ぎました' }).waitFor()
    expect(await own('担当者').getAttribute('data-read')).toBe('true')
    await page.locator('.chip.staff').waitFor()
    await write('もしもし')
    await own('もしもし').waitFor()
    await page.locator('section[aria-label=Why] li[data-message]', { hasText: 'もしもし' }).waitFor()
    expect(await phone().locator('li[data-from=bot]').count()).toBe(1)
    expect(await own('もしもし').getAttribute('data-read')).toBe('false')
  })

  test('one sends a sticker, and something is said to it', async () => {
    await choose('Mei-Ling')
    await phone().getByRole('button', { name: 'Stickers' }).click()
    await phone().getByRole('button', { name: 'Thank you' }).click()
    await phone().getByRole('img', { name: 'Sticker 🙏' }).waitFor()
    await phone().locator('li[data-from=bot]').first().waitFor()
    await page.locator('section[aria-label=Why] li[data-message]', { hasText: 'sticker' }).waitFor()
  })

  test('one sends a picture, which is seen on the phone; without a model that sees it, a person has it', async () => {
    await phone().getByRole('button', { name: 'Photo, file, location' }).click()
    await phone().getByRole('button', { name: 'Photo', exact: true }).click()
    await phone().locator('.offer', { hasText: 'Order slip' }).click()
    await phone().locator('li[data-from=customer] img[alt=Photo]').waitFor()
    await page.locator('.chip.staff').waitFor()
    await phone().locator('li[data-from=customer][data-read=true] img[alt=Photo]').waitFor()
  })

  test('under a question one taps “Talk to a person”, and has one', async () => {
    await choose('Somchai')
    const quickReply = phone().getByRole('group', { name: 'Quick replies' }).getByRole('button').first()
    const words = await quickReply.innerText()
    await quickReply.click()
    await own(words).waitFor()
    await page.locator('.chip.staff').waitFor()
    await expect.poll(() => own('ราคาเท่าไหร่คะ').getAttribute('data-read')).toBe('true')
  })

  test('in the group only who mentions the account is answered, with a quote', async () => {
    await choose('Mugi regulars')
    await write('Who brings the cake on Friday?')
    await own('Who brings the cake').waitFor()
    await phone().getByRole('radio', { name: 'Aiko' }).check()
    await write('@Mugi Bakery & Café 日曜日は開いていますか？')
    await phone().locator('li[data-from=bot] .quoted', { hasText: '日曜日' }).waitFor()
    await phone().locator('li[data-from=bot]', { hasText: '8:00' }).waitFor()
    expect(await phone().locator('li[data-from=bot] .quoted').count()).toBe(1)
    expect(await page.locator('section[aria-label=Why] li[data-message]').count()).toBe(1)
  })

  test('while pushes fail, staff are not told of a hand-off: the customer is answered, and Read waits for the telling', async () => {
    const panel = page.locator('section[aria-label=Trouble]')
    await panel.getByRole('button', { name: 'Trouble', exact: true }).click()
    await panel.getByLabel('Pushes (how staff are told)').selectOption('500')
    await choose('Emma')
    await write('operator')
    await phone().locator('li[data-from=bot]', { hasText: 'passed this on' }).waitFor()
    await page
      .locator('section[aria-label=Why] li', { hasText: 'Read waits until staff have been told' })
      .first()
      .waitFor()
    expect(await own('operator').getAttribute('data-read')).toBe('false')
    await panel.getByRole('button', { name: 'End all trouble' }).click()
    await phone().locator('li[data-from=customer][data-read=true]', { hasText: 'operator' }).waitFor()
  })

  test('nothing was wrong in the browser’s console', () => {
    expect(troubles).toEqual([])
  })
})
