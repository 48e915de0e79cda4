/** A staff member's day, in a real browser: at a desk and on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Judgement } from '../../src/core/judgement.ts'
import type { Model } from '../../src/ports/model.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { counter, type Counter } from './counter.ts'
import { idOf, type Person } from './people.ts'
import { evening, sakura } from './shop-evening.ts'

const mika = { name: 'Mika', role: 'owner', password: 'bread and nine rolls' } as const
const ken = { name: 'Ken', role: 'staff', password: 'seven anpan a day' } as const

/** Judges as the test wrote it, one turn after the other. */
function says(...judgements: Partial<Judgement>[]): Model {
  const left = [...judgements]
  const plain = {
    reply: '',
    reason: '',
    confidence: 0.95,
    sources: [],
    small_talk: false,
    topic: 'other',
    language: 'en',
  }
  return {
    name: 'scripted',
    takesMedia: false,
    judge: () => Promise.resolve({ ok: true, text: JSON.stringify({ ...plain, summary: '', ...left.shift() }) }),
  }
}

const lena: Person = { id: 'U7b1c2d3e4f5061728394a5b6c7d8e9f0', name: 'Lena', wrote: [] }
const quick = { quiet: '0s', at_most: '0s' }

/** What a customer writes comes in, as from LINE. */
async function writes(shop: Counter, { id }: Person, text: string): Promise<void> {
  const now = Date.now()
  const chat = { type: 'user', id } as const
  await shop.receive({
    type: 'message',
    id: `event-${now}-${text.length}`,
    conversation: idOf({ id }),
    destination: 'Ubot',
    chat,
    timestamp: now,
    receivedAt: now,
    messageId: String(now),
    content: { type: 'text', text },
    redelivery: false,
    replyToken: `reply-${now}`,
    readToken: `read-${now}`,
  })
}

async function browser(): Promise<Browser> {
  const opened = await launchBrowser()
  onTestFinished(() => opened.close())
  return opened
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]

async function signIn(
  context: BrowserContext,
  shop: Counter,
  { name, password }: typeof mika | typeof ken,
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${shop.url}/console`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
  return page
}

const answered = { small_talk: true, decision: 'resolved', reply: 'Good morning to you too!' } as const
const handedOver = {
  decision: 'handoff',
  reason: 'A question about an allergy.',
  summary: 'Bread without nuts.',
} as const

test.each(sizes)(
  'at $width: a new hand-off arrives by itself, is taken, explained, handed back, and answered again',
  async (viewport) => {
    const shop = await counter({
      accounts: [mika, ken],
      people: [lena],
      model: says(handedOver, answered),
      policy: quick,
    })
    const page = await signIn(await (await browser()).newContext({ viewport }), shop, ken)
    await page.getByRole('heading', { name: 'Nobody is waiting.' }).waitFor()
    await page.evaluate('document.sameAsBefore = true')

    await writes(shop, lena, 'Is there bread without nuts?')
    const card = page.getByRole('article', { name: 'Lena' })
    await card.waitFor()
    expect(await page.evaluate('document.sameAsBefore')).toBe(true)
    expect(await page.title()).toBe('(1) Waiting · kidoku')
    expect(await page.locator('#icon').getAttribute('href')).toBe('/console/page/icon-1.svg')
    expect(await page.getByRole('status').filter({ hasText: 'Now waiting: 1' }).count()).toBe(1)
    expect(await card.textContent()).toMatch(/Bread without nuts\.[^]*A question about an allergy\.[^]*Is there bread/)

    await card.getByRole('button', { name: 'Take Lena' }).click()
    await page.getByRole('status').filter({ hasText: 'You have' }).waitFor()
    const ledger = page.getByRole('region', { name: 'Why each message is Read, or not' })
    expect(await ledger.textContent()).toMatch(/Is there bread without nuts\?[^]*Read/)
    await ledger.getByText(/^The whole story/).click()
    expect(await ledger.textContent()).toMatch(/Ken/)

    await page.getByRole('button', { name: 'Hand back Lena' }).first().click()
    await page.getByRole('status').filter({ hasText: 'The assistant has' }).waitFor()
    await page.evaluate('document.sameAsBefore = true')
    await writes(shop, lena, 'Good morning!')
    await page.getByText('Good morning to you too!').first().waitFor()
    expect(await page.evaluate('document.sameAsBefore')).toBe(true)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  },
)

test('two people act at once: the second sees who was first, and nothing is done twice', async () => {
  const shop = await counter({ accounts: [mika, ken], people: evening })
  const browsing = await browser()
  // A page without script hears of nothing: it still offers what Ken has meanwhile.
  const old = await signIn(await browsing.newContext({ javaScriptEnabled: false }), shop, mika)
  const page = await signIn(await browsing.newContext(), shop, ken)
  await page.getByRole('button', { name: `Take ${sakura.name}` }).click()
  await page.getByRole('status').filter({ hasText: 'You have' }).waitFor()
  await old.getByRole('button', { name: `Take ${sakura.name}` }).click()
  await old
    .getByRole('status')
    .filter({ hasText: /Ken.* was faster/ })
    .waitFor()
  const taken = (await shop.conversation(sakura)).facts.filter(({ type }) => type === 'taken')
  expect(taken).toMatchObject([{ by: 'Ken' }])
  const lines = (await shop.audit.last(20)).filter(({ action }) => action === 'take')
  expect(lines.map(({ by, detail }) => [by, detail])).toEqual([
    ['Mika', 'changed_meanwhile'],
    ['Ken', 'done'],
  ])
})

describe('the pause switch', () => {
  test('says what it means, holds for everybody at once, and ends by Resume', async () => {
    const shop = await counter({ accounts: [mika, ken], people: [lena], model: says(answered), policy: quick })
    const browsing = await browser()
    const others = await signIn(await browsing.newContext(), shop, mika)
    const page = await signIn(await browsing.newContext({ viewport: { width: 390, height: 844 } }), shop, ken)
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Pause the assistant…' }).click()
    await page.getByRole('heading', { name: 'Pause the assistant for everybody?' }).waitFor()
    expect(shop.service.current().paused).toBeUndefined()
    await page.getByRole('button', { name: 'Pause the assistant' }).click()
    await page.getByText('The assistant is paused for everybody').waitFor()
    expect(shop.service.current().paused).toMatchObject({ by: 'Ken' })

    // Whoever has a page open sees it without doing anything.
    await others.getByText('The assistant is paused for everybody').waitFor()
    expect(await others.locator('.banner').textContent()).toMatch(/by Ken, since [^]*\d\d:\d\d/)
    await writes(shop, lena, 'Good morning?')
    await others
      .getByRole('article', { name: 'Lena' })
      .getByText('The assistant was paused when this came in.')
      .waitFor()
    expect((await shop.conversation(lena)).messages.map(({ readAt }) => readAt)).toEqual([undefined])

    await others.getByRole('button', { name: 'Resume' }).click()
    await others.getByRole('status').filter({ hasText: 'The assistant answers again.' }).waitFor()
    await page.getByText('The assistant is paused for everybody').waitFor({ state: 'detached' })
    await writes(shop, lena, 'Good morning!')
    await expect
      .poll(async () => (await shop.conversation(lena)).answers.flatMap(({ texts }) => texts).join())
      .toContain('Good morning to you too!')
    const lines = (await shop.audit.last(20)).filter(({ action }) => action === 'pause' || action === 'resume')
    expect(lines).toMatchObject([
      { action: 'resume', by: 'Mika', from: 'console' },
      { action: 'pause', by: 'Ken', from: 'console' },
    ])
  })

  test('pressed by two, the second is told', async () => {
    const shop = await counter({ accounts: [mika, ken] })
    const browsing = await browser()
    const pages = [
      await signIn(await browsing.newContext(), shop, mika),
      await signIn(await browsing.newContext(), shop, ken),
    ]
    for (const page of pages) await page.goto(`${shop.url}/console/pause`)
    for (const page of pages) await page.getByRole('button', { name: 'Pause the assistant' }).click()
    await pages[1]?.getByRole('status').filter({ hasText: 'Somebody was faster: it is paused already.' }).waitFor()
    expect(shop.service.current().paused).toMatchObject({ by: 'Mika' })
  })
})

test('who signs out in one page is out in all of them, and what they showed is gone', async () => {
  const shop = await counter({ accounts: [mika, ken], people: evening })
  const context = await (await browser()).newContext()
  const page = await signIn(context, shop, ken)
  const other = await context.newPage()
  await other.goto(`${shop.url}/console`)
  await other.getByRole('article', { name: 'Emily' }).waitFor()
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await other.getByLabel('Password').waitFor()
  expect(await other.content()).not.toContain('Emily')
})
