import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addInsights, type InsightsParts } from '../../src/console/insights/insights.ts'
import { periodOf, weeksUntil } from '../../src/console/insights/period.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'
import type { Member } from '../../src/ports/accounts.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { clerk, get, owner, shop, someWeeks, turnRow } from './figures-shop.ts'
import { conversationOf } from './people.ts'
import { evening } from './shop-evening.ts'

const now = Date.parse('2026-11-17T10:00:00Z')
const hour = 3_600_000
const hours: InsightsParts['hours'] = { at: () => ({ timeZone: 'Asia/Tokyo', open: true }) }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')

async function figures(rows: TurnRow[], parts: Partial<InsightsParts> & { member?: Member } = {}) {
  const conversations = evening.map((person) => conversationOf(person, now))
  const one = shop({ now, rows, conversations, member: parts.member ?? owner })
  addInsights(one.router, one.pages, { store: one.store, clock: one.clock, hours, ...parts })
  return { ...one, url: await one.open() }
}

/** What a page says, without its tags. */
const words = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const three = [
  turnRow({ at: now - 30 * hour, returnedAt: now - 20 * hour }),
  turnRow({ at: now - 29 * hour, decision: 'needs_info', topic: 'orders', readAt: undefined }),
  turnRow({
    at: now - 2 * hour,
    decision: 'handoff',
    lowered: 'no_source',
    withStaff: true,
    promptHash: 'b01744aa1290',
  }),
]

test('the page tells what became of turns, each share with its n', async () => {
  const { url } = await figures(three)
  const page = words((await get(url, '/console/insights')).text)
  expect(page).toContain('19 Oct 2026 to 17 Nov 2026, days in Asia/Tokyo')
  expect(page).toContain('Answered by the assistant 1 1 of 3 · 33%')
  expect(page).toContain('With staff, not taken 1 1 of 3 · 33%')
  expect(page).toContain('Time to answer 3.4 sec 9 of 10 within 3.4 sec n = 2')
  expect(page).toContain('No passage supports the answer 1')
  // Of one there is no rate to tell.
  expect(page).toContain('Wrote again within 24 h after “resolved” 1 of 1 too few to tell probably 21% to 100%')
  expect(page).toContain('Open questions gone silent for 24 h 1 of 1')
  expect(page).toContain('Conversations waiting 4')
  expect(page).toContain('Tokens 5.76K 5.4K in, 360 out No prices are set')
})

test('a day is one of the shop’s time zone, also where clocks change', async () => {
  // 23:30 and 00:30 in Tokyo.
  const rows = [
    turnRow({ at: Date.parse('2026-11-16T14:30:00Z') }),
    turnRow({ at: Date.parse('2026-11-16T15:30:00Z') }),
  ]
  const { url } = await figures(rows)
  const { text } = await get(url, '/console/insights.csv?table=outcomes&from=2026-11-16&to=2026-11-17')
  expect(
    text
      .split('\r\n')
      .slice(1, 3)
      .map((line) => line.split(',').slice(0, 2)),
  ).toEqual([
    ['2026-11-16', '1'],
    ['2026-11-17', '1'],
  ])
  const berlin = periodOf({ from: '2026-10-24', to: '2026-10-26' }, now, 'Europe/Berlin')
  expect(berlin.days.map(({ from }) => new Date(from).toISOString())).toEqual([
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ])
  expect(new Date(berlin.until).toISOString()).toBe('2026-10-26T23:00:00.000Z')
})

test('weeks are those of ISO 8601, also over the end of a year', () => {
  const names = weeksUntil(Date.parse('2027-01-05T00:00:00Z'), 'Asia/Tokyo', 3).map(({ name, first }) => [name, first])
  expect(names).toEqual([
    ['2027-W01', '2027-01-04'],
    ['2026-W53', '2026-12-28'],
    ['2026-W52', '2026-12-21'],
  ])
})

test('a filter leaves only what has it', async () => {
  const { url } = await figures(three)
  expect(words((await get(url, '/console/insights?topic=orders')).text)).toContain('Turns 1 ')
  expect(words((await get(url, '/console/insights?variant=assistant+·+b01744')).text)).toContain('Turns 1 ')
  expect(words((await get(url, '/console/insights?language=th')).text)).toContain('No turns match.')
})

test.for([
  'from=2026-11-20&to=2026-11-01',
  'from=2020-01-01&to=2026-01-01',
  'from=%3Cscript%3E',
  'days=x&from=2026-13-45',
])('a period that cannot be is said to be one, and the last 30 days are shown: %s', async (query) => {
  const { url } = await figures(three)
  const { status, text } = await get(url, `/console/insights?${query}`)
  expect(status).toBe(200)
  expect(words(text)).toContain('These are the last 30 days.')
  expect(text).not.toContain('<script>')
})

test('before anybody has written, the page says what will be here', async () => {
  const { url } = await figures([])
  expect(words((await get(url, '/console/insights')).text)).toContain('No turns in this time yet')
  expect(words((await get(url, '/console/insights', 'ja')).text)).toContain('この期間のやり取りはまだありません')
})

test('a CSV has the numbers of its table, opens as UTF-8, and runs no formula', async () => {
  const rows = [...three, turnRow({ at: now - hour, topic: '=HYPERLINK("https://evil.example")' })]
  const { url, audited } = await figures(rows)
  const { text, response } = await get(url, '/console/insights.csv?table=topics', 'ja')
  expect(response.headers.get('content-type')).toContain('text/csv')
  expect(response.headers.get('content-disposition')).toContain(
    'attachment; filename="kidoku-topics-2026-10-19-2026-11-17.csv"',
  )
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf])
  expect(text).toContain('トピック,やり取り,アシスタント')
  expect(text).toContain('hours,2,1,0,0,0,1,0,')
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
  expect(audited).toEqual(['figures_exported topics 2026-10-19 2026-11-17'])
})

test('staff look; only owners take the numbers with them', async () => {
  const { url } = await figures(three, { member: clerk })
  const { text } = await get(url, '/console/insights')
  expect(words(text)).toContain('Turns 3')
  expect(text).not.toContain('.csv')
  expect((await get(url, '/console/insights.csv?table=topics')).status).toBe(403)
})

test('what it cost is told where prices are known, with their day, and what has no price is told too', async () => {
  const prices = {
    currency: 'USD',
    asOf: '2026-11-01',
    models: new Map([['gemini-3.6-flash', { input: 100, output: 1_000 }]]),
  }
  const { url } = await figures([...three, turnRow({ at: now - hour, model: 'another' })], { prices })
  const page = words((await get(url, '/console/insights')).text)
  // 5,400 × 100 / 1 M + 360 × 1,000 / 1 M
  expect(page).toContain('Estimated cost ≈ $0.90 at the prices of 1 Nov 2026 without 1.92K tokens of models')
})

test('names that customers and models make up are never markup', async () => {
  const { url } = await figures([turnRow({ at: now - hour, topic: '<img src=x onerror=alert(1)>', language: '"><b>' })])
  const { text } = await get(url, '/console/insights')
  expect(text).not.toMatch(/<img|"><b>/)
  expect(text).toContain('&lt;img src=x')
})

test('100,000 turns are counted while others get their turn', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) =>
    turnRow({ at: now - 5 * hour - index * 20, conversation: `c${index % 900}` }),
  )
  const { url } = await figures(rows)
  expect(words((await get(url, '/console/insights')).text)).toContain('Turns 100,000')
})

test('charts are drawn from the tables beneath them, on a desk and on a phone, in light and dark', async () => {
  const { url } = await figures(someWeeks(now))
  const browser = await launchBrowser()
  try {
    for (const [width, colorScheme, locale] of [
      [1280, 'light', 'en'],
      [390, 'dark', 'ja'],
      [390, 'light', 'th'],
      [1280, 'dark', 'zh-TW'],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, locale })
      const page = await context.newPage()
      const wrongs: string[] = []
      page.on('console', (message) => void (message.type() === 'error' && wrongs.push(message.text())))
      page.on('pageerror', (error) => wrongs.push(error.message))
      await page.goto(`${url}/console/insights`)
      await page.waitForSelector('.plot[data-table="table-tokens"] canvas')
      expect(await page.locator('.plot canvas').count()).toBe(4)
      // The bar of the last day is of the colour that stands for the assistant.
      await page.locator('.plot[data-chart="stack"]').first().hover()
      expect(await page.locator('.plot[data-chart="stack"] .u-value').first().innerText()).toMatch(/\d/)
      // The day, then each column's colour in the table's order, in lines that are equally full but for the last.
      const legend = page.locator('.plot[data-chart="stack"]').first().locator('.u-series')
      const places = await Promise.all((await legend.all()).map((one) => one.boundingBox()))
      expect(places).toEqual(places.toSorted((a, b) => a!.y - b!.y || a!.x - b!.x))
      const lines = [...Map.groupBy(places, (place) => Math.round(place!.y)).values()].map((line) => line.length)
      expect(lines).toEqual(width === 1280 ? [1, 3, 3] : [1, 2, 2, 2])
      const titles = (await legend.locator('.u-label').allInnerTexts()).slice(1)
      expect(titles).toEqual(await page.locator('#table-outcomes th[data-colour]').allTextContents())
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width)
      await page.locator('summary').first().click()
      expect(await page.locator('#table-outcomes tbody tr').count()).toBe(30)
      await page.evaluate(axe)
      const faults = await page.evaluate<string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
      )
      expect(faults).toEqual([])
      expect(await page.evaluate(tooFaint)).toEqual([])
      expect(wrongs).toEqual([])
      await context.close()
    }
  } finally {
    await browser.close()
  }
}, 60_000)

test('where the charts cannot be drawn, as with a language that no browser should tell, the tables are open instead', async () => {
  const { url } = await figures(someWeeks(now))
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.addInitScript("Object.defineProperty(navigator, 'language', { get: () => 'en-US@posix' })")
    await page.goto(`${url}/console/insights`)
    await page.waitForSelector('#table-outcomes tbody tr', { state: 'visible' })
    const opened = page.locator('.figure details[open] table')
    expect([await page.locator('.plot').count(), await opened.count()]).toEqual([0, 4])
  } finally {
    await browser.close()
  }
}, 60_000)

test('the topic of what belongs to none is told in the reader’s language', async () => {
  const { url } = await figures([turnRow({ at: now - hour, topic: 'other' })])
  const { text } = await get(url, '/console/insights?topic=other', 'ja')
  expect(text).toMatch(/<option value="other"\s+selected\s*>その他</)
  expect(text).not.toMatch(/>\s*other\s*</)
})
