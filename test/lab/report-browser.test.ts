/** Reports in a real browser, from a file: width, light and dark, axe, the filter, and that nothing is asked of any network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareResults } from '../../src/lab/compare/compare.ts'
import { compareReport } from '../../src/lab/report/compare.ts'
import { evalReport } from '../../src/lab/report/eval.ts'
import { replayReport } from '../../src/lab/report/replay.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { noon, someReplay, someResult } from './results.ts'

const tooFaint = readFileSync(join(import.meta.dirname, '..', 'console', 'too-faint.js'), 'utf8')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

const long = `A very long reply.\nSecond line.\n${'And it goes on, as models like to do. '.repeat(40)}${'W'.repeat(400)}`
const nasty = `</script><img src="https://example.com/x.png" onerror="document.title = 'broken'"><b>bold</b>`

const result = someResult({ cases: 18, wrong: 0.2 })
const troubled = {
  ...result,
  problems: ['prompts/cases/ja.yaml:12: expects is no word of a case'],
  stopped: '--max-cost $1 is reached',
  trials: result.trials.map((trial, index) =>
    index % 5 === 0 ? { ...trial, reply: index % 2 === 0 ? long : nasty, texts: [long], reason: nasty } : trial,
  ),
}
const earlier = { ...someResult({ cases: 18, seed: 11, wrong: 0.1 }), at: noon - 86_400_000 }
const gates = [{ name: 'false reads', broken: true, text: '0 of 36 → 2 of 36: en-2, en-4' }]
const careful = someResult({ cases: 18, wrong: 0.3, seed: 5, prompts: ['careful'] })
const pages = {
  evaluation: evalReport({ result: troubled, baseline: earlier, gates }),
  many: evalReport({
    result: someResult({ cases: 3, prompts: ['assistant', 'careful', 'short', 'warm'], models: ['a', 'b', 'c'] }),
  }),
  comparison: compareReport({
    comparison: compareResults(result.trials, careful.trials, result.cases),
    a: result,
    b: careful,
  }),
  replay: replayReport(someReplay()),
}
type Name = keyof typeof pages
const names: Name[] = ['evaluation', 'many', 'comparison', 'replay']

let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'kidoku-report-'))
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

interface How {
  size?: keyof typeof sizes
  dark?: boolean
  script?: boolean
}

/** Opens the file. Nothing may be asked for but the file itself, and nothing may be wrong with it. */
async function look(
  name: Name,
  { size = 'desk', dark = false, script = true }: How,
  use: (page: Page) => Promise<void>,
) {
  const file = join(folder, `${name}.html`)
  writeFileSync(file, pages[name])
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
  })
  const page = await context.newPage()
  const wrongs: string[] = []
  const asked: string[] = []
  page.on('pageerror', (error) => wrongs.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(message.text())
  })
  page.on('request', (request) => asked.push(request.url()))
  await context.route(/^https?:/, (route) => route.abort())
  const url = pathToFileURL(file).href
  await page.goto(url)
  await use(page)
  expect(asked.filter((one) => one !== 'data:,')).toEqual([url])
  expect(wrongs).toEqual([])
  await context.close()
}

const openAll = `for (const one of document.querySelectorAll('details')) one.open = true`

test.for(names)('%s: axe finds nothing, every text is seen well, nothing is wider than the page', async (name) => {
  for (const size of ['desk', 'phone'] as const) {
    for (const dark of [false, true]) {
      await look(name, { size, dark }, async (page) => {
        await page.evaluate(openAll)
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${size} ${dark}`).toBe(0)
        expect(await page.evaluate(tooFaint), `${size} ${dark}`).toEqual([])
        await page.evaluate(axe)
        const found: unknown = await page.evaluate(
          `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        )
        expect(found, `${size} ${dark}`).toEqual([])
      })
    }
  }
})

test('what models wrote does nothing', async () => {
  await look('evaluation', {}, async (page) => {
    await page.evaluate(openAll)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).not.toBe('broken')
    expect(await page.getByText('<b>bold</b>').count()).toBeGreaterThan(0)
  })
})

test('without script every case is there to be read, and no filter that would not work', async () => {
  await look('evaluation', { script: false }, async (page) => {
    const cases = page.locator('[data-case]')
    expect(await cases.count()).toBe(result.cases.length)
    expect(await page.locator('.chooser').isVisible()).toBe(false)
    const first = cases.first()
    expect(await first.locator('.chat').isVisible()).toBe(false)
    await first.locator('summary').first().click()
    expect(await first.locator('.chat').isVisible()).toBe(true)
  })
})

test('the filter: by language, by text, only what went wrong; it says how many are left', async () => {
  await look('evaluation', {}, async (page) => {
    const shown = () => page.locator('[data-case]:not([hidden])')
    const all = result.cases.length
    expect(await shown().count()).toBe(all)
    await page.getByLabel('Language').selectOption('ja')
    const japanese = result.cases.filter(({ language }) => language === 'ja').length
    expect(await shown().count()).toBe(japanese)
    expect(await page.locator('[data-shown]').innerText()).toBe(`${japanese} of ${all} cases`)
    await page.getByLabel('Language').selectOption('')
    await page.getByLabel('only what went wrong').check()
    expect(await shown().count()).toBe(await page.locator('[data-case]:not([data-worst=right])').count())
    await page.getByLabel('only what went wrong').uncheck()
    await page.getByLabel('Text').fill('ALLERGIC nuts')
    expect(await shown().count()).toBe(result.cases.filter(({ messages }) => messages[0]?.includes('allergic')).length)
    await page.getByLabel('Text').fill('no such words')
    expect(await shown().count()).toBe(0)
    expect(await page.getByText('No case is like that.').isVisible()).toBe(true)
    await page.getByLabel('Text').fill('')
    expect(await shown().count()).toBe(all)
  })
})

test('a false read at the top leads to its case, which opens', async () => {
  await look('evaluation', {}, async (page) => {
    const link = page.locator('section[aria-labelledby=false-reads] a').first()
    const id = (await link.getAttribute('href')) ?? ''
    await link.click()
    await page.locator(`${id}[open]`).waitFor()
    expect(await page.locator(id).locator('.chat').isVisible()).toBe(true)
    await page.evaluate(`history.replaceState(null, '', location.pathname)`)
  })
})

test('a long reply folds, and keeps its lines', async () => {
  await look('evaluation', {}, async (page) => {
    await page.evaluate(`for (const one of document.querySelectorAll('[data-case], [data-group]')) one.open = true`)
    const folded = page.locator('.answer .long').first()
    const whole = folded.locator('> .said')
    expect(await whole.isVisible()).toBe(false)
    await folded.locator('summary').click()
    expect(await whole.innerText()).toContain('A very long reply.\nSecond line.\n')
  })
})

test('on paper what went wrong is unfolded, and the filter is gone', async () => {
  await look('evaluation', {}, async (page) => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.chooser').isVisible()).toBe(false)
    expect(await page.locator('.case.false_read .chat').first().isVisible()).toBe(true)
  })
})
