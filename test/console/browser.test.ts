import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { counter, password, type Counter } from './counter.ts'
import { evening, sakura } from './shop-evening.ts'
import { Visitor } from './visitor.ts'

/** A page in a real browser, and what its console said that should not have been. */
async function browse({ url }: Counter, use: (page: Page, url: string) => Promise<void>): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const wrongs: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrongs.push(message.text())
    })
    page.on('pageerror', (error) => wrongs.push(error.message))
    await use(page, url)
    expect(wrongs).toEqual([])
  } finally {
    await browser.close()
  }
}

const headline = (page: Page) => page.locator('h1').textContent()
const named = (page: Page, action: string) => page.getByRole('button', { name: `${action} ${sakura.name}` })

test('the owner signs in, sees who waits, takes a conversation and hands it back', async () => {
  await browse(await counter({ people: evening }), async (page, url) => {
    await page.goto(`${url}/console`)
    await page.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Waiting 4' }).waitFor()
    expect(await headline(page)).toBe('4 people are waiting, the longest for 1 h 13 min.')

    await named(page, 'Take').click()
    await page.getByRole('status').filter({ hasText: 'You have 田中 さくら now.' }).waitFor()
    expect(await headline(page)).toMatch(/^3 people are waiting/)

    await page.getByRole('link', { name: sakura.name }).click()
    await page.getByText('With a person: the assistant is silent').waitFor()
    await named(page, 'Hand back').click()
    await page.getByText('With the assistant.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
  })
})

test('the list keeps itself up to date, and focus stays where it was', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' } })
  await browse(opened, async (page, url) => {
    await page.clock.install()
    await page.goto(`${url}/console`)
    await page.getByRole('button', { name: 'Take Emily' }).focus()
    // Somebody else takes one meanwhile.
    const other = new Visitor(url)
    await other.press('take', (await other.get('/console')).text)
    await page.clock.runFor(16_000)
    await expect.poll(() => headline(page)).toMatch(/^3 people are waiting/)
    expect(await page.title()).toBe('(3) kidoku console')
    expect((await page.locator(':focus').textContent())?.trim()).toBe('Take Emily')
  })
})
