/** A page that stays while kidoku is away, or while whoever writes on it was signed out: nothing written is lost. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openDrafts } from '../../src/adapters/documents/drafts.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { learnedFiles } from '../../src/adapters/files/learned.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { counter, password, type Counter, type CounterOptions } from './counter.ts'
import { idOf, pathOf } from './people.ts'
import { evening, sakura } from './shop-evening.ts'

const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser.close())

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** A shop that can be taught, and a browser in which its owner is signed in. */
async function opened(options: CounterOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-away-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const dirs = { knowledgeDir: join(folder, 'knowledge'), casesDir: join(folder, 'cases') }
  const drafts = await openDrafts({
    documents: openFileDocuments(join(folder, 'var'), log),
    learn: learnedFiles(dirs),
    log,
  })
  const knowledge = { passages: () => [] }
  const shop = await counter({ people: evening, drafts, knowledge, ...options })
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  onTestFinished(() => context.close())
  return { shop, drafts, context }
}

async function signIn(page: Page, word = password): Promise<void> {
  await page.getByLabel('Password').fill(word)
  await page.keyboard.press('Enter')
}

async function ownerAt(context: BrowserContext, { url }: Counter, path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}${path}`)
  await signIn(page)
  return page
}

async function signOut(context: BrowserContext, { url }: Counter): Promise<void> {
  const other = await context.newPage()
  await other.goto(`${url}/console`)
  await other.getByRole('button', { name: 'Menu' }).click()
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.getByText('You are signed out.').waitFor()
  await other.close()
}

const answer = 'The cake can be changed until the evening before. '.repeat(20).trim()

test('a long answer stays when one is signed out meanwhile, and is sent after signing in in a new tab', async () => {
  const { shop, drafts, context } = await opened()
  const page = await ownerAt(context, shop, `${pathOf(sakura)}/learn`)
  await page.locator('#learn-text').fill(answer)
  await signOut(context, shop)
  await page.getByText('You are signed out; your text is still here.').waitFor()
  expect(await page.locator('#learn-text').inputValue()).toBe(answer)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await page.evaluate(tooFaint)).toEqual([])
  }
  // Sent all the same, it stays too.
  await page.getByRole('button', { name: 'Make a draft' }).click()
  await page.getByText('You are signed out; your text is still here.').waitFor()
  expect(await drafts.list()).toEqual([])

  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click(),
  ])
  await signIn(tab)
  await tab.getByRole('navigation', { name: 'Conversations' }).waitFor()
  await tab.close()
  await page.evaluate(`window.dispatchEvent(new Event('focus'))`)
  await page.getByText('You are signed in again, and your text is still here').waitFor()
  await page.getByRole('button', { name: 'Make a draft' }).click()
  await page.waitForURL(/\/console\/knowledge#draft-/)
  await page.getByRole('status').filter({ hasText: 'The draft is kept' }).waitFor()
  expect(await drafts.list()).toMatchObject([{ conversation: idOf(sakura), passage: { text: answer } }])
})

test('where nothing was written, whoever is signed out sees the page no longer, and comes back to it', async () => {
  const { shop, context } = await opened()
  const page = await ownerAt(context, shop, `${pathOf(sakura)}/learn`)
  await page.locator('#learn-text').waitFor()
  await signOut(context, shop)
  await page.getByLabel('Password').waitFor()
  await signIn(page)
  await page.waitForURL(`${shop.url}${pathOf(sakura)}/learn`)
})

test('a press while kidoku is away leaves the page as it is and says so; later it is done', async () => {
  const { shop, context } = await opened()
  const page = await ownerAt(context, shop, '/console')
  const take = page.getByRole('button', { name: `Take ${sakura.name}` })
  await take.waitFor()
  await context.setOffline(true)
  await take.click()
  await page.getByText('Not sent: kidoku does not answer. Try again when this line has gone.').waitFor()
  expect(await take.isVisible()).toBe(true)
  await context.setOffline(false)
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  await take.click()
  await page.getByRole('status').filter({ hasText: 'You have' }).waitFor()
  expect(await shop.conversation(sakura)).toMatchObject({ mode: 'staff' })
})

test('a page that was open while another signed in is told so, keeps what was written, and can be sent again', async () => {
  const { shop, drafts, context } = await opened()
  const page = await ownerAt(context, shop, `${pathOf(sakura)}/learn`)
  await page.locator('#learn-text').fill(answer)
  await page.evaluate(`document.querySelectorAll('[name="token"]').forEach((one) => (one.value = 'of another time'))`)
  await page.getByRole('button', { name: 'Make a draft' }).click()
  await page.getByText('This page was too old, so nothing was done. What you wrote is still here').waitFor()
  expect(await drafts.list()).toEqual([])
  await page.getByRole('button', { name: 'Make a draft' }).click()
  await page.getByRole('status').filter({ hasText: 'The draft is kept' }).waitFor()
  expect(await drafts.list()).toMatchObject([{ passage: { text: answer } }])
})
