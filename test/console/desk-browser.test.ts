/** A conversation's page in a real browser: its width, its keys, the thumb's bar, copying, contrast and axe. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { desk, type Desk } from './desk.ts'
import { naoko, oskar } from './live-evening.ts'
import { pathOf, type Person } from './people.ts'
import { meiling, sakura } from './shop-evening.ts'

const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const languages = ['en', 'ja', 'zh-TW', 'th']
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

const odd = `\u202e${'🥐'.repeat(5_000)}`
const climbing = `Z${'\u0301'.repeat(500)}o`
/** Writes what breaks pages. */
const troublesome: Person = {
  id: 'Utrouble',
  wrote: [
    { ago: 5, text: odd, read: true },
    { ago: 4, text: `${climbing} <b>bold</b> ${'W'.repeat(3_000)}` },
  ],
  answered: [{ ago: 4, text: `https://example.com/${'a'.repeat(900)}` }],
  entry: { kind: 'handoff', ago: 4, summary: `${climbing} ${'X'.repeat(900)}`, reason: odd },
}

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser.close())

interface How {
  language?: string
  size?: keyof typeof sizes
  dark?: boolean
  /** What the browser itself says of something that is not there. */
  missing?: RegExp
}

/** Aya looks at a page. Nothing may be wrong with it. */
async function look({ url, aya }: Desk, path: string, how: How, use: (page: Page) => Promise<void>): Promise<void> {
  const { language = 'en', size = 'desk', dark = false } = how
  const colorScheme = dark ? 'dark' : 'light'
  const context = await browser.newContext({ viewport: sizes[size], locale: language, colorScheme })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url })
  await context.addCookies([...aya.cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  const wrongs: string[] = []
  page.on('pageerror', (error) => wrongs.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !how.missing?.test(message.text())) wrongs.push(message.text())
  })
  await page.goto(`${url}${path}`, { waitUntil: 'domcontentloaded' })
  await use(page)
  expect(wrongs).toEqual([])
  await context.close()
}

/** By how much the page is wider than its window; what stands out of the card it is in. */
const overflow = `[
  document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll('main .card, main .phone')].flatMap((card) => {
    const { left, right } = card.getBoundingClientRect()
    return [...card.querySelectorAll('*:not(.hidden, .hidden *, .acts, .acts *)')]
      .filter((one) => one.getClientRects().length > 0)
      .filter((one) => one.getBoundingClientRect().right > right + 1 || one.getBoundingClientRect().left < left - 1)
      .map((one) => one.outerHTML.slice(0, 120))
  }),
]`

test('nothing is wider than the page, whatever was written and in whichever language it is read', async () => {
  const named = (one: { customer?: unknown }) => ({ ...one, customer: { name: `${climbing}${odd}`, at: 0 } })
  // What systems hold may be as odd as what customers write.
  const live = ({ judged }: Conversation) =>
    judged.map((one) => ({
      ...one,
      lookUps: one.lookUps?.map(() => ({
        given: { [odd]: `${climbing}${'W'.repeat(900)}` },
        things: [{ ['c'.repeat(200)]: 'W'.repeat(900), odd }],
      })),
      records: one.records?.map(({ record }) => ({ record, given: { what: 'W'.repeat(900), due: odd } })),
    }))
  const opened = await desk({
    people: [troublesome, meiling, naoko, oskar],
    more: (one) => ({ ...one, ...named(one), judged: live(one) }),
  })
  for (const size of ['desk', 'phone'] as const) {
    for (const language of languages) {
      for (const person of [troublesome, meiling, naoko, oskar]) {
        await look(opened, pathOf(person), { size, language }, async (page) => {
          expect(await page.locator('html').getAttribute('lang')).toBe(language)
          expect(await page.evaluate(overflow), `${person.id} ${language} ${size}`).toEqual([0])
        })
      }
    }
  }
}, 120_000)

test('on a phone the buttons stay at the thumb, and hide neither the end of the page nor what has the focus', async () => {
  await look(await desk({ people: [meiling] }), pathOf(meiling), { size: 'phone', language: 'th' }, async (page) => {
    const acts = page.locator('.acts')
    const inView = async (): Promise<boolean> => {
      const box = await acts.boundingBox()
      return box !== null && Math.round(box.y + box.height) === sizes.phone.height && box.height < 120
    }
    expect(await inView()).toBe(true)
    for (const button of await acts.getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    expect(await inView()).toBe(true)
    const last = await page.locator('.further a').last().boundingBox()
    const bar = await acts.boundingBox()
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
    // What the keyboard comes to is not left under the bar.
    await page.evaluate(
      `scrollBy(0, document.querySelector('#story summary').getBoundingClientRect().bottom - innerHeight + 10)`,
    )
    await page.locator('#story summary').focus()
    const focused = await page.locator('#story summary').boundingBox()
    expect((focused?.y ?? 0) + (focused?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
  })
})

test('by keyboard: the buttons come right after the card’s words, and a key presses each', async () => {
  const opened = await desk({ people: [sakura] })
  await look(opened, pathOf(sakura), {}, async (page) => {
    await page.locator('.back a').focus()
    const next = async () => {
      await page.keyboard.press('Tab')
      return page.evaluate('document.activeElement.textContent.trim().split(" ")[0]')
    }
    expect([await next(), await next()]).toEqual(['Take', 'Done'])
    await page.keyboard.press('t')
    await page.getByRole('status').filter({ hasText: 'You have' }).waitFor()
    await page.keyboard.press('d')
    await page.getByRole('status').filter({ hasText: 'Done. The assistant has' }).waitFor()
    expect((await opened.conversation(sakura)).mode).toBe('assistant')
  })
})

test('a button copies what the chat is found by, and says so', async () => {
  const opened = await desk({ people: [sakura] })
  await look(opened, pathOf(sakura), {}, async (page) => {
    const copy = page.getByRole('button', { name: /^Copy\s+Last words$/ })
    await copy.click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const text = await page.evaluate('navigator.clipboard.readText()')
    expect(text).toContain('明日の朝8時に取りに行く予定でしたが')
    await copy.waitFor()
  })
})

test('a picture that does not come leaves the initial', async () => {
  const pictureUrl = 'https://profile.line-scdn.net/0gone'
  const opened = await desk({
    people: [sakura],
    more: (one) => ({ ...one, customer: { name: 'Sakura', pictureUrl, at: 0 } }),
  })
  await look(opened, '/console/all', { missing: /404/ }, async (page) => {
    await page.route(pictureUrl, (route) => route.fulfill({ status: 404 }))
    await page.goto(`${opened.url}${pathOf(sakura)}`)
    await page.evaluate('document.querySelector(".face img").decode().catch(() => undefined)')
    expect(await page.evaluate('document.querySelector(".face img").naturalWidth')).toBe(0)
    expect((await page.locator('.about .face').textContent())?.trim()).toBe('S')
  })
})

test('axe finds no serious fault, and every text is seen well, light and dark', async () => {
  const opened = await desk({
    people: [meiling, oskar, { ...sakura, id: 'Uquoted', entry: undefined }],
    more: (one) => (one.id.endsWith('Uquoted') ? { ...one, suspected: { message: 'm9', at: 0 } } : one),
  })
  for (const dark of [false, true]) {
    for (const path of [pathOf(meiling), pathOf(oskar), pathOf({ id: 'Uquoted' })]) {
      await look(opened, path, { dark, size: 'phone' }, async (page) => {
        expect(await page.evaluate(tooFaint)).toEqual([])
        await page.evaluate(axe)
        const found: unknown = await page.evaluate(
          `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        )
        expect(found).toEqual([])
      })
    }
  }
}, 60_000)
