/** Several channels in a real browser: scripts work below a channel's address, and the way to the others by keyboard. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { chain, shops } from './chain.ts'
import type { Person } from './people.ts'
import { emily, sakura, somchai } from './shop-evening.ts'
import { Visitor } from './visitor.ts'

const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const serious = `axe.run().then(({ violations }) =>
  violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id))`

const people: Person[] = [
  { ...emily, bot: 'Ukobo' },
  { ...somchai, bot: 'Ukobo' },
  { ...sakura, bot: 'Umugi' },
]

async function openPage() {
  const long = { name: 'long', title: 'The Grand Imperial Tea House, Kaohsiung Zuoying Station 2F' }
  const down = [{ name: 'sora', title: 'Sora Books' }]
  const places = [...shops, long]
  const { url } = await chain({
    people,
    places,
    trouble: { mugi: ['broken', 'testers'] },
    down,
    access: { type: 'open' },
  })
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  const wrongs: string[] = []
  page.on('pageerror', (error) => wrongs.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrongs.push(message.text()))
  return { url, page, wrongs }
}

test('a channel’s list keeps itself up to date; keys act in it, and lead within it and out of it', async () => {
  const { url, page, wrongs } = await openPage()
  const listens = page.waitForRequest(`${url}/console/channels/kobo/events`)
  await page.goto(`${url}/console/channels/kobo`)
  await listens
  await page.getByRole('heading', { name: '2 people are waiting' }).waitFor()
  // Somebody else takes one, in the list of all.
  const other = new Visitor(url)
  await other.press('take', (await other.get('/console')).text)
  await page.getByRole('heading', { name: 'One person is waiting' }).waitFor()

  for (const key of ['j', 't']) await page.keyboard.press(key)
  await page.getByRole('status').filter({ hasText: 'Emily' }).waitFor()
  expect(page.url()).toMatch(/\/console\/channels\/kobo\/Ukobo%3Auser/)
  await page.keyboard.press('/')
  await page.waitForURL(`${url}/console/channels/kobo/all#search`)
  await page.locator('.where button').press('Enter')
  await page.getByRole('link', { name: 'Mugi Bakery' }).press('Enter')
  await page.waitForURL(`${url}/console/channels/mugi`)
  await page.getByRole('link', { name: 'All channels' }).press('Enter')
  await page.waitForURL(`${url}/console`)
  expect(wrongs).toEqual([])
})

test.each(['light', 'dark'] as const)('all of it can be read on a phone, %s', async (colorScheme) => {
  const { url, page } = await openPage()
  await page.emulateMedia({ colorScheme })
  await page.addInitScript(axe)
  for (const path of ['', '/channels', '/channels/long']) {
    await page.goto(`${url}/console${path}`)
    await page.locator('.where button').click()
    expect(await page.evaluate(serious)).toEqual([])
    expect(await page.evaluate(tooFaint)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  }
})
