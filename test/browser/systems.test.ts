/** The sample shop's panel on the simulator page, in a real browser. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { userIdFor } from '../../src/simulator/customers.ts'
import type { SampleShop } from '../../src/simulator/sample-shop/index.ts'
import { freePort } from '../process/server.ts'
import { simulatorWithBot, type Bot } from '../simulator/bot.ts'
import { post, sampleShop } from '../simulator/sample-shop.ts'
import { launchBrowser } from './chromium.ts'

const emma = userIdFor('Emma')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

interface Opened {
  page: Page
  running: SampleShop
  bot: Bot
  panel: ReturnType<Page['getByRole']>
}

/** Emma's phone beside the staff's, with the shop's panel. Whatever the browser complains of fails the test. */
async function open(
  use: { orders?: boolean; tasks?: boolean },
  viewport = { width: 1280, height: 800 },
  // Nobody answers for its ledger.
  appUrl = 'http://127.0.0.1:9',
): Promise<Opened> {
  const running = await sampleShop()
  const shop = { running, orders: use.orders ?? false, tasks: use.tasks ?? false }
  const bot = await simulatorWithBot({ appUrl, staff: true, suggestions: false, shop })
  const page = await browser.newPage({ viewport })
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  onTestFinished(async () => {
    await page.close()
    expect(troubles).toEqual([])
  })
  await page.goto(`${bot.line.url}/#${emma}`)
  await page.locator('.chat-head').first().waitFor()
  return { page, running, bot, panel: page.getByRole('region', { name: "The shop's systems" }) }
}

/** What answers for a ledger of several messages, with reasons of several lines. */
async function ledgerOfMany(): Promise<string> {
  const message = (index: number) => ({
    id: `${index}`,
    at: index,
    text: `Message ${index}`,
    state: 'closed',
    read: true,
    why: Array.from({ length: 6 }, (_, line) => `Reason ${line}.`),
  })
  const ledger = { mode: 'assistant', messages: [1, 2, 3].map(message), falseReads: 0, story: [] }
  const kidoku = createServer((_, response) => response.end(JSON.stringify(ledger)))
  onTestFinished(() => void kidoku.close())
  const port = await freePort()
  kidoku.listen(port, '127.0.0.1')
  await once(kidoku, 'listening')
  return `http://127.0.0.1:${port}`
}

describe('the panel of the shop’s systems', () => {
  test('is not there where nothing of the shop is in use', async () => {
    const { page, panel } = await open({})
    expect(await panel.count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Shop', exact: true }).count()).toBe(0)
  })

  test('has all orders in sight, with their status and last digits', async () => {
    const { panel } = await open({ orders: true })
    const rows = await panel.locator('tbody tr').allInnerTexts()
    expect(rows).toHaveLength(8)
    expect(rows[0]).toMatch(/1234\s+sent, on its way\s+…0142/)
    const [whole, last] = [await panel.boundingBox(), await panel.locator('tbody tr').last().boundingBox()]
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan((whole?.y ?? 0) + (whole?.height ?? 0))
  })

  test('shows a task when it is recorded, and none before', async () => {
    const { panel, running } = await open({ tasks: true })
    await panel.getByText('No task has been recorded yet.').waitFor()
    await post(running, { what: 'Order paper, 10 packs', due: 'Friday', who: 'Aya' }, '"a"')
    await post(running, { what: 'Order paper, 10 packs', due: 'Friday', who: 'Aya' }, '"a"')
    await post(running, { what: '<b>Flour</b>' }, '"b"')
    await panel.getByText('<b>Flour</b>').waitFor()
    const tasks = await panel.getByRole('list', { name: 'Recorded tasks' }).getByRole('listitem').allInnerTexts()
    expect(tasks).toEqual([
      expect.stringMatching(/^T-2 <b>Flour<\/b>/),
      expect.stringMatching(/^T-1 Order paper, 10 packs\s+\d\d:\d\d\s+until: Friday\s+for: Aya$/),
    ])
  })

  test('switches them off and makes them slow; the phone says so, and all trouble ends together', async () => {
    const { page, panel, running } = await open({ orders: true })
    const state = panel.getByLabel('The shop’s systems')
    await state.selectOption('are down')
    await page.getByText('The shop’s systems are down.').waitFor()
    await expect(fetch(`${running.url}/orders/1234`)).rejects.toThrow('fetch failed')
    await state.selectOption({ value: 'slow' })
    await page.getByText('The shop’s systems are slow: 20 s.').waitFor()
    await page.getByRole('button', { name: 'End all trouble' }).click()
    await expect.poll(() => state.inputValue()).toBe('none')
    expect((await fetch(`${running.url}/orders/1234`)).status).toBe(200)
  })

  test('leaves half of the room to Why once it tells something, with Trouble unfolded too; the orders scroll', async () => {
    const { page, panel } = await open({ orders: true }, undefined, await ledgerOfMany())
    await page.getByText('Message 3').waitFor()
    const heightOf = async (selector: string) => (await page.locator(selector).boundingBox())?.height ?? 0
    const half = (await heightOf('.panels')) / 2
    expect(await heightOf('.why')).toBeGreaterThanOrEqual(Math.floor(half))
    await panel.getByText('…0128').scrollIntoViewIfNeeded()
    const [whole, last] = [await panel.boundingBox(), await panel.locator('tbody tr').last().boundingBox()]
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan((whole?.y ?? 0) + (whole?.height ?? 0))

    await page.getByRole('button', { name: 'Trouble', exact: true }).first().click()
    await page.getByText('What kidoku asked of LINE').scrollIntoViewIfNeeded()
    expect(await heightOf('.why')).toBeGreaterThanOrEqual(Math.floor(half))
    const [panels, trouble] = [
      await page.locator('.panels').boundingBox(),
      await page.locator('.trouble').boundingBox(),
    ]
    expect((trouble?.y ?? 0) + (trouble?.height ?? 0)).toBeLessThanOrEqual((panels?.y ?? 0) + (panels?.height ?? 0) + 1)
  })

  test('has room for each word of its switch', async () => {
    const { page } = await open({ orders: true })
    const [shown, wanted] = await page.evaluate<number[]>(`(() => {
      const select = document.querySelector('.systems select')
      const shown = select.offsetWidth
      select.style = 'width: max-content; flex: none'
      return [shown, select.offsetWidth]
    })()`)
    expect(shown).toBe(wanted)
  })

  test('folds, with the keyboard too', async () => {
    const { page, panel } = await open({ orders: true })
    await panel.getByRole('button', { name: 'The shop’s systems' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => panel.locator('table').isVisible()).toBe(false)
    await page.keyboard.press('Enter')
    await expect.poll(() => panel.locator('table').isVisible()).toBe(true)
  })

  test('is a view of its own on a phone, where five views have room', async () => {
    const { page, panel } = await open({ orders: true, tasks: true }, { width: 390, height: 800 })
    expect(await panel.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Shop', exact: true }).click()
    await panel.getByText('…0142').waitFor()
    for (const name of ['Why', 'Trouble'])
      expect(await page.getByRole('region', { name, exact: true }).isVisible()).toBe(false)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('button')
    for (const view of await views.all()) {
      await view.click()
      // Bold, as the chosen one is, it still stands on one line.
      const lines = page.evaluate(`(() => {
        const range = document.createRange()
        range.selectNodeContents(document.querySelector('.views [aria-pressed=true]').firstChild)
        return range.getClientRects().length
      })()`)
      expect(await lines).toBe(1)
    }
    await page.getByRole('button', { name: 'Shop', exact: true }).click()
    const heights = await page.getByRole('navigation', { name: 'Views' }).getByRole('button').all()
    for (const view of heights) expect((await view.boundingBox())?.height).toBe(48)
    await page.getByRole('button', { name: 'Trouble', exact: true }).last().click()
    expect(await panel.isVisible()).toBe(false)
  })
})

test('the first suggestion asks for an order with all that it takes', async () => {
  const { page, bot } = await open({ orders: true })
  await page.getByRole('button', { name: 'Where is order 1234?' }).click()
  await bot.line.waitFor(() => bot.deliveries.length > 0)
  const message = { text: 'Where is order 1234? My phone number ends in 0142.' }
  expect(bot.deliveries[0]?.events).toMatchObject([{ message }])
})
