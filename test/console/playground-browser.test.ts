/** The playground in a real browser, with and without script: trying, mistakes, saving, and how it looks. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { loadPrompts } from '../../src/adapters/markdown/prompts.ts'
import { loadCases } from '../../src/lab/cases.ts'
import type { Model } from '../../src/ports/model.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { pathOf } from './people.ts'
import { evening, sakura } from './shop-evening.ts'
import { studio, type Studio } from './studio.ts'

const tooFaint = readFileSync(join(import.meta.dirname, 'too-faint.js'), 'utf8')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const path = '/console/playground'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser.close())

interface How {
  at?: string
  language?: string
  width?: number
  dark?: boolean
  script?: boolean
  /** What the browser itself says of a page that is refused. */
  said?: RegExp
}

/** Somebody looks at the page. Nothing may be wrong with it. */
async function look({ url }: Studio, how: How, use: (page: Page) => Promise<void>): Promise<void> {
  const { at = path, language = 'en', width = 1280, dark = false, script = true, said } = how
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
  })
  const page = await context.newPage()
  const wrongs: string[] = []
  page.on('pageerror', (error) => wrongs.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !said?.test(message.text())) wrongs.push(message.text())
  })
  await page.goto(`${url}${at}`, { waitUntil: 'domcontentloaded' })
  await use(page)
  expect(wrongs).toEqual([])
  await context.close()
}

/** On a busy computer it takes its time. */
const polled = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 })
const message = (page: Page, number: number) => page.getByLabel(`Message ${number}`)
const textOf = (page: Page, side: 'A' | 'B') => page.getByLabel(`Text of prompt ${side}`)
const result = (page: Page, side: 'a' | 'b') => page.locator(`#result-${side}`)
const tryIt = (page: Page) => page.locator('#try').click()

async function edit(page: Page, side: 'a' | 'b', change: (text: string) => string): Promise<void> {
  const details = page.locator(`#${side}-edit`)
  if ((await details.getAttribute('open')) === null) await details.locator('> summary').click()
  const box = page.locator(`#${side}-text`)
  await box.fill(change(await box.inputValue()))
}

test('from a first message to a better prompt and a case: try, edit, a mistake, try again, save both', async () => {
  const one = await studio()
  await look(one, {}, async (page) => {
    await message(page, 1).fill('hi')
    await page.getByRole('button', { name: 'Another message' }).click()
    await message(page, 2).fill('Are you open on Sunday?')
    await edit(page, 'b', (text) => text.replace('min_confidence: 0.7', 'min_confidence: 0.99'))
    expect(await page.getByLabel('Prompt file').nth(1).locator(':checked').innerText()).toBe('assistant, edited here')
    await tryIt(page)
    await page.getByText('A would answer and mark it Read; B would give it to staff').waitFor()
    const own = await result(page, 'a').locator('.own').allInnerTexts()
    expect(own.map((text) => text.split(/\n+/))).toEqual([
      ['Read', 'hi'],
      ['Read', 'Are you open on Sunday?'],
    ])
    expect(await result(page, 'b').locator('.own .stamp').allInnerTexts()).toEqual([
      'Read once staff are told',
      'Read once staff are told',
    ])
    await result(page, 'b').getByText('It was not sure enough of its answer.').waitFor()
    // What was written is as it was, and where the eye was it still is.
    expect(await message(page, 2).inputValue()).toBe('Are you open on Sunday?')

    // A mistake is shown beside the text with its line, and leads there; the other side still answers.
    await edit(page, 'b', (text) => text.replace('min_confidence: 0.99', 'min_confidence: high'))
    await tryIt(page)
    await page.getByText('Only A could be tried.').waitFor()
    const line = (await textOf(page, 'B').inputValue()).split('\n').indexOf('min_confidence: high') + 1
    await page.getByRole('link', { name: `Line ${line}` }).click()
    expect(
      await page.evaluate(
        '(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)',
      ),
    ).toBe('min_confidence: high')

    await edit(page, 'b', (text) => text.replace('min_confidence: high', 'min_confidence: 0'))
    await tryIt(page)
    await page.getByText('Same decision: both would answer and mark it Read.').waitFor()
    expect(await page.locator('#b-state').innerText()).toBe('')

    // A name that is taken costs nothing.
    const name = page.locator('#b-as')
    await name.fill('assistant')
    await page.locator('button[value="save_b"]').click()
    await page.getByText('There is a prompt called assistant already').waitFor()
    expect(await name.inputValue()).toBe('assistant')
    await name.fill('bolder')
    await page.locator('button[value="save_b"]').click()
    await page.getByText('No customer is answered by it yet.').waitFor()
    expect(await page.locator('#b-file').inputValue()).toBe('bolder')
    expect((await loadPrompts(one.promptsDir, 'bolder')).current().policy.min_confidence).toBe(0)

    // The results are still there to make a case of.
    await result(page, 'a').getByText('Save as a case').click()
    expect(await result(page, 'a').getByLabel('Resolved: the assistant can answer it').isChecked()).toBe(true)
    expect(await result(page, 'a').getByLabel('Passage the answer rests on').inputValue()).toBe('hours.en#weekend')
    await result(page, 'a').getByRole('button', { name: 'Save the case' }).click()
    await page.getByText('Prompts are tested with it from now on.').waitFor()
    const known = new Set((await loadKnowledge('data/knowledge')).passages().map(({ id }) => id))
    const { cases, mistakes } = await loadCases(one.casesDir, known)
    expect(mistakes).toEqual([])
    expect(cases).toMatchObject([{ messages: ['hi', 'Are you open on Sunday?'], expect: 'resolved' }])
  })
})

test('while both are asked the page says so, sends nothing twice, and loses nothing that is written meanwhile', async () => {
  let asked = 0
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const model: Model = {
    name: 'held',
    takesMedia: false,
    async judge() {
      asked += 1
      await held
      return { ok: false, why: 'played' }
    },
  }
  await look(await studio({ model }), {}, async (page) => {
    await message(page, 1).fill('hello')
    await message(page, 1).press('Control+Enter')
    await page.getByRole('status').filter({ hasText: 'Both prompts are being asked.' }).waitFor()
    await tryIt(page)
    await tryIt(page)
    await message(page, 1).fill('hello, written on')
    await edit(page, 'a', (text) => `${text}More.\n`)
    await polled(() => asked).toBe(2)
    release()
    await page.locator('#results-title').waitFor()
    expect(await page.locator('#under-way').innerText()).toBe('')
    expect(await message(page, 1).inputValue()).toBe('hello, written on')
    expect(await textOf(page, 'A').inputValue()).toContain('More.')
    expect(await page.locator('#a-file').inputValue()).toBe('')
    // Once for each side, and once more for an output that could not be used.
    expect(asked).toBe(4)
  })
})

test('choosing a file loads it, and an edited text is thrown away only by who says so', async () => {
  await look(await studio(), {}, async (page) => {
    await page.locator('#b-file').selectOption('tasks')
    await polled(() => textOf(page, 'B').inputValue()).toContain('colleague')
    await edit(page, 'b', (text) => `${text}My own words.\n`)
    const asked: string[] = []
    let answer = false
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void (answer ? dialog.accept() : dialog.dismiss())
    })
    await page.locator('#b-file').selectOption('teaching')
    expect(asked).toEqual(['Your changes to this text will be lost. Load the file all the same?'])
    expect(await textOf(page, 'B').inputValue()).toContain('My own words.')
    answer = true
    await page.locator('#b-file').selectOption('teaching')
    await polled(() => textOf(page, 'B').inputValue()).not.toContain('My own words.')
    expect(await page.locator('#b-file').inputValue()).toBe('teaching')
  })
})

test('what is asked for too much or not at all is said on the page that is there', async () => {
  await look(await studio(), { said: /422/ }, async (page) => {
    await tryIt(page)
    await page.getByRole('alert').filter({ hasText: 'Write at least one message' }).waitFor()
    await message(page, 1).fill('Are you open on Sunday?')
    await tryIt(page)
    await page.locator('#results-title').waitFor()
    expect(await page.locator('#problems').innerText()).toBe('')
  })
})

test('without script the answer comes as the page again, with everything on it', async () => {
  await look(await studio(), { script: false }, async (page) => {
    await message(page, 1).fill('Are you open on Sunday?')
    await page.getByRole('button', { name: 'Another message' }).click()
    await message(page, 2).fill('and Monday?')
    await page.locator('#b-edit > summary').click()
    await textOf(page, 'B').fill('---\nalways_human: [other]\ntopics: [other]\n---\nHand it all over.\n')
    await page.locator('#try').click()
    await page.locator('#difference').waitFor()
    expect(await result(page, 'b').locator('.decision').innerText()).toMatch(/Hand-off/)
    expect(await message(page, 2).inputValue()).toBe('and Monday?')
    expect(await textOf(page, 'B').inputValue()).toContain('Hand it all over.')
    await page.locator('#b-as').fill('over')
    await page.locator('button[value="save_b"]').click()
    await page.getByText('No customer is answered by it yet.').waitFor()
    expect(await message(page, 1).inputValue()).toBe('Are you open on Sunday?')
  })
})

test('a past conversation is opened from its own page', async () => {
  await look(await studio({ people: evening }), { at: pathOf(sakura) }, async (page) => {
    await page.locator('.further').getByRole('link', { name: 'Try another prompt on this' }).click()
    await page.getByText('From the conversation with ').waitFor()
    expect(await message(page, 1).inputValue()).toBe('昨日予約した誕生日ケーキの件です')
    expect(await page.getByLabel('Customer’s name').inputValue()).toBe('')
    await tryIt(page)
    await page.locator('#results-title').waitFor()
    await page.getByRole('link', { name: sakura.name }).click()
    await page.locator('h1', { hasText: sakura.name }).waitFor()
  })
})

const asks: Record<string, string> = {
  en: 'Are you open on Sunday?',
  ja: '日曜日は開いていますか？',
  'zh-TW': '請問星期天有營業嗎？',
  th: 'วันอาทิตย์เปิดกี่โมงคะ',
}
const odd = `\u202e${'W'.repeat(400)} ${'🥐'.repeat(200)}`

test('in every language, size and light nothing is wider than the page, and axe finds no serious fault', async () => {
  const one = await studio()
  for (const [language, words] of Object.entries(asks)) {
    for (const width of [1280, 390]) {
      const dark = (language === 'ja') === (width === 390)
      await look(one, { language, width, dark }, async (page) => {
        const where = `${language} ${width} ${dark}`
        await page.locator('textarea').first().fill(words)
        await page.locator('#before > summary').click()
        await page.locator('textarea[name="before.0.text"]').fill(odd)
        await edit(page, 'b', (text) => text.replace('min_confidence: 0.7', `min_confidence: ${'9'.repeat(300)}`))
        await tryIt(page)
        await page.locator('#b-state .flash').waitFor()
        await edit(page, 'b', (text) => text.replace('9'.repeat(300), '0.99'))
        await tryIt(page)
        await result(page, 'b').locator('.decision').waitFor()
        await page.locator('#a-edit > summary').click()
        for (const summary of await page.locator('#results summary').all()) await summary.click()
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), where).toBeLessThanOrEqual(0)
        expect(await page.evaluate(tooFaint), where).toEqual([])
        await page.evaluate(axe)
        const found: unknown = await page.evaluate(
          `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        )
        expect(found, where).toEqual([])
      })
    }
  }
}, 120_000)
