import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { counter, password, type Counter } from './counter.ts'
import { pathOf } from './people.ts'
import { evening, sakura } from './shop-evening.ts'
import { malee, morning, watched } from './shop-morning.ts'
import { Visitor } from './visitor.ts'

const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')

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

test('a kept picture is seen in the chat and in full size, and the page’s own refresh leaves it and a recording as they are', async () => {
  const opened = await counter({ people: [malee], access: { type: 'open' } })
  await browse(opened, async (page, url) => {
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'image' && request.url().includes('/content/')) asked.push(request.url())
    })
    await page.clock.install()
    await page.goto(`${url}${pathOf(malee)}`)
    const picture = page.getByRole('link', { name: 'A picture: open it in full size' })
    await picture.scrollIntoViewIfNeeded()
    const loaded = () => page.evaluate('[...document.images].filter((one) => one.naturalWidth > 0).length')
    await expect.poll(loaded).toBe(1)
    await page.evaluate(`document.querySelector('audio').volume = 0.25`)
    await page.locator('audio').focus()
    await new Visitor(url).press('take', await page.content())
    await page.clock.runFor(16_000)
    await page.getByText('With a person: the assistant is silent').waitFor()
    expect([await loaded(), asked.length]).toEqual([1, 1])
    expect(await page.evaluate('[document.activeElement.tagName, document.activeElement.volume]')).toEqual([
      'AUDIO',
      0.25,
    ])

    const [alone] = await Promise.all([page.waitForEvent('popup'), picture.click()])
    await alone.waitForLoadState()
    expect(await alone.evaluate('document.images[0].naturalWidth')).toBe(1)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'A file, “order.html”: download' }).click()
    expect((await download).suggestedFilename()).toBe('order.html.txt')
  })
})

test('by keyboard alone: to the question, past it, and back to it to erase', async () => {
  const opened = await counter({ people: [malee, watched], access: { type: 'open' }, answering: { mode: 'observe' } })
  await browse(opened, async (page, url) => {
    const focused = () => page.evaluate('document.activeElement.textContent.trim()')
    const tabTo = async (name: string) => {
      await page.keyboard.press('Tab')
      for (let i = 0; i < 60 && (await focused()) !== name; i += 1) await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
    }
    await page.goto(`${url}${pathOf(malee)}`)
    await tabTo('Forget this customer…')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Forget มาลี?' }).waitFor()
    await tabTo('Keep it')
    await page.keyboard.press('Enter')
    await page.getByText('Waits for a person.').waitFor()
    await page.goBack()
    await tabTo('Erase everything')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Everything that was said with มาลี is erased here.' }).waitFor()

    await page.getByLabel('Conversation').fill(`Ubot:user:${watched.id}`)
    await page.keyboard.press('Enter')
    await page.getByText('Would have said', { exact: true }).waitFor()
  })
})

test('what one is at is left alone: an address being written, and the question whether to erase', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' }, answering: { mode: 'observe' } })
  await browse(opened, async (page, url) => {
    const other = new Visitor(url)
    await page.clock.install()
    await page.goto(`${url}/console`)
    await page.getByLabel('Conversation').pressSequentially('Ubot:us')
    await other.press('take', (await other.get('/console')).text)
    await page.clock.runFor(16_000)
    await expect.poll(() => headline(page)).toMatch(/^3 people are waiting/)
    await page.keyboard.type('er:U1')
    expect(await page.getByLabel('Conversation').inputValue()).toBe('Ubot:user:U1')

    await page.goto(`${url}${pathOf(sakura)}/forget`)
    await other.press('take', (await other.get(pathOf(sakura))).text)
    await page.clock.runFor(16_000)
    await page.getByRole('button', { name: 'Erase everything' }).click()
    await page.getByText('Somebody was faster: look again.').waitFor()
  })
})

test.each(['light', 'dark'] as const)(
  'every word can be read: contrast of 4.5 and more, %s; nothing hangs over',
  async (colorScheme) => {
    const people = [...evening, ...morning]
    const opened = await counter({ people, access: { type: 'open' }, answering: { mode: 'observe' } })
    await browse(opened, async (page, url) => {
      await page.emulateMedia({ colorScheme })
      for (const path of ['/console', ...morning.map(pathOf), `${pathOf(malee)}/forget`]) {
        await page.goto(`${url}${path}`)
        expect([path, await page.evaluate(tooFaint)]).toEqual([path, []])
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 844 })
          const hangsOver = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          expect([path, width, hangsOver]).toEqual([path, width, 0])
        }
      }
    })
  },
)
