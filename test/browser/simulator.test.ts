import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'
import { launchBrowser } from './chromium.ts'

let browser: Browser
let server: ServerProcess
let folder: string
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-browser-'))
  server = await startServerProcess({ DATA_DIR: folder, SIMULATOR_PORT: String(await freePort()) })
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  await page.goto(`${server.url}/simulator`)
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await rm(folder, { recursive: true, force: true })
})

const choose = (name: string) => page.locator('.customer', { hasText: name }).click()
const write = async (text: string) => {
  await page.locator('textarea').fill(text)
  await page.locator('textarea').press('Enter')
}
const own = (text: string) => page.locator('li[data-from=customer]', { hasText: text })

describe('the simulator page, with a real kidoku behind it', () => {
  test('one writes as a customer, sees dots, the answer, and Read', async () => {
    await choose('Emma')
    await write('Are you open on Sunday?')
    await page.locator('.dots').waitFor()
    await page.locator('li[data-from=bot]', { hasText: 'open from 8:00' }).waitFor()
    expect(await own('Are you open on Sunday?').getAttribute('data-read')).toBe('true')
    expect(await own('Are you open on Sunday?').innerText()).toMatch(/Read/)
    await page.locator('section[aria-label=Why] li[data-message]', { hasText: 'resolved' }).first().waitFor()
  })

  test('a vague question is asked back and stays unread, and the page says why', async () => {
    await choose('Somchai')
    await write('ราคาเท่าไหร่คะ')
    await page.locator('li[data-from=bot]').first().waitFor()
    expect(await own('ราคาเท่าไหร่คะ').getAttribute('data-read')).toBe('false')
    await page.locator('section[aria-label=Why] li[data-state=asked]').first().waitFor()
  })

  test('one asks for a person, sees Read, a notice, and then silence', async () => {
    await choose('Aiko')
    await write('担当者')
    await page.locator('li[data-from=bot]', { hasText: '引き継ぎました' }).waitFor()
    expect(await own('担当者').getAttribute('data-read')).toBe('true')
    await page.locator('.chip.staff').waitFor()
    await write('もしもし')
    await own('もしもし').waitFor()
    await page.locator('section[aria-label=Why] li[data-message]', { hasText: 'もしもし' }).waitFor()
    expect(await page.locator('li[data-from=bot]').count()).toBe(1)
    expect(await own('もしもし').getAttribute('data-read')).toBe('false')
  })

  test('nothing was wrong in the browser’s console', () => {
    expect(troubles).toEqual([])
  })
})
