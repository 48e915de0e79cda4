import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../browser/chromium.ts'
import { counter, password, type Counter } from './counter.ts'
import { minute, pathOf } from './people.ts'
import { evening, sakura, somchai } from './shop-evening.ts'
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
    await page.getByRole('link', { name: 'Waiting 4' }).waitFor()
    expect(await headline(page)).toBe('4 people are waiting, the longest for 1 h 13 min.')

    await named(page, 'Take').click()
    await page
      .getByRole('status')
      .filter({ hasText: /You have .*田中 さくら.* now\./ })
      .waitFor()
    expect(await page.getByRole('link', { name: 'Waiting 3' }).count()).toBe(1)

    await page.getByRole('link', { name: 'With staff 2' }).click()
    await page.getByRole('link', { name: sakura.name }).click()
    await page.getByText('With a person: the assistant is silent').waitFor()
    await named(page, 'Hand back').first().click()
    await page.getByRole('status').filter({ hasText: 'The assistant has' }).waitFor()
    await page.getByRole('button', { name: 'Menu' }).click()
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
    expect(await page.title()).toBe('(3) Waiting · kidoku')
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
    await tabTo('Erase what was said')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Everything that was said with มาลี is erased here.' }).waitFor()

    await page.getByRole('textbox', { name: 'Conversation' }).fill(`Ubot:user:${watched.id}`)
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
    await page.getByRole('textbox', { name: 'Conversation' }).pressSequentially('Ubot:us')
    await other.press('take', (await other.get('/console')).text)
    await page.clock.runFor(16_000)
    await expect.poll(() => headline(page)).toMatch(/^3 people are waiting/)
    await page.keyboard.type('er:U1')
    expect(await page.getByRole('textbox', { name: 'Conversation' }).inputValue()).toBe('Ubot:user:U1')

    await page.goto(`${url}${pathOf(sakura)}/forget`)
    await other.press('take', (await other.get(pathOf(sakura))).text)
    await page.clock.runFor(16_000)
    await page.getByRole('button', { name: 'Erase what was said' }).click()
    await page.getByRole('status').filter({ hasText: 'was faster: look again.' }).waitFor()
  })
})

test('the keyboard moves from card to card, presses their buttons and leads to the lists, but never while one writes', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' } })
  await browse(opened, async (page, url) => {
    const focused = () => page.evaluate('document.activeElement.textContent.trim()')
    const keys = async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key)
    }
    await page.goto(`${url}/console`)
    await keys('j')
    expect(await focused()).toBe(somchai.name)
    await keys('j', 'ArrowDown', 'k')
    expect(await focused()).toBe(sakura.name)
    await keys('Enter')
    await page.getByRole('heading', { level: 1, name: sakura.name }).waitFor()

    await page.goto(`${url}/console`)
    await keys('j', 'j', 't')
    await page
      .getByRole('status')
      .filter({ hasText: /You have .*田中 さくら/ })
      .waitFor()
    expect(await opened.conversation(sakura)).toMatchObject({ mode: 'staff' })
    await keys('b')
    await page.getByRole('status').filter({ hasText: 'The assistant has' }).waitFor()

    await keys('g', 's')
    await page.waitForURL('**/console/staff')
    await keys('/')
    await page.waitForURL('**/console/all#search')
    const search = page.getByRole('searchbox', { name: 'Search' })
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('search')
    await keys('t', 'g', 'w', '?')
    expect(await search.inputValue()).toBe('tgw?')
    await search.blur()
    await keys('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.getByLabel('Use these keys on this device').uncheck()
    await keys('Escape', 'g', 'w')
    await page.goto(`${url}/console/all`)
    await keys('?', 'j')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY')
  })
})

test('on a keyboard with other letters the same keys do it', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' } })
  await browse(opened, async (page, url) => {
    await page.goto(`${url}/console`)
    // Thai: the key that is J elsewhere.
    await page.evaluate(
      `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '่', code: 'KeyJ', bubbles: true }))`,
    )
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe(somchai.name)
  })
})

test('when kidoku does not answer that is said, and the page is itself again when it does', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' } })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.goto(`${opened.url}/console`)
    await page.context().setOffline(true)
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    await page.getByRole('alert').filter({ hasText: 'kidoku does not answer.' }).waitFor()
    const other = new Visitor(opened.url)
    await other.press('take', (await other.get('/console')).text)
    await page.context().setOffline(false)
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
    await page.getByRole('alert').waitFor({ state: 'hidden' })
    await expect.poll(() => headline(page)).toMatch(/^3 people are waiting/)
  } finally {
    await browser.close()
  }
})

test('somebody new appears below without moving what one reads', async () => {
  const opened = await counter({ people: evening, access: { type: 'open' } })
  await browse(opened, async (page, url) => {
    await page.goto(`${url}/console`)
    const card = page.getByRole('article', { name: 'Emily' })
    await page.evaluate(`document.querySelectorAll('article')[2].scrollIntoView()`)
    const before = (await card.boundingBox())?.y
    const other = new Visitor(url)
    await other.press('take', (await other.get('/console')).text)
    await page.getByRole('article', { name: somchai.name }).waitFor({ state: 'detached' })
    expect(Math.abs(((await card.boundingBox())?.y ?? 0) - (before ?? 0))).toBeLessThan(2)
  })
})

interface Fault {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

test.each(['light', 'dark'] as const)('axe finds no serious fault on any page, %s', async (colorScheme) => {
  const opened = await counter({
    people: [...evening, ...morning],
    access: { type: 'open' },
    answering: { mode: 'observe' },
    telling: () => [{ where: 'webhook', failsSince: Date.now() - minute, why: 'it answers 500' }],
    price: () => Promise.resolve({ groupSize: 7, users: 0, quota: { limit: 500, used: 120 } }),
  })
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const lists = ['', '/staff', '/questions', '/undelivered', '/all', '/all?q=zzz']
  const pages = [...lists, '/telling', '/pause'].map((path) => `/console${path}`)
  await browse(opened, async (page, url) => {
    await page.emulateMedia({ colorScheme })
    const faults = async (path: string) => {
      await page.evaluate(axe)
      const found = await page.evaluate<Fault[]>('axe.run().then(({ violations }) => violations)')
      const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
      expect([path, told]).toEqual([path, []])
      expect([path, await page.evaluate(tooFaint)]).toEqual([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([path, 0])
    }
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      for (const path of pages) {
        await page.goto(`${url}${path}`)
        await faults(path)
      }
      await page.goto(`${url}/console`)
      await page.getByRole('button', { name: 'Menu' }).click()
      await faults('the menu')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await faults('the help')
    }
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
