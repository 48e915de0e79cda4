/**
 * Order tracking and tasks as a newcomer tries them, without a key: the real server, its simulator and its sample shop, in a
 * real browser. Nothing is reloaded but where the process died.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { freePort, isUp, spawnServer, type ServerProcess } from '../process/server.ts'
import { launchBrowser } from './chromium.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchBrowser()))
afterAll(() => browser.close())

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kidoku-live-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function start(env: Record<string, string>, preload?: string): Promise<ServerProcess> {
  const server = spawnServer({ HOST: '127.0.0.1', ...env }, preload)
  onTestFinished(async () => {
    server.child.kill('SIGTERM')
    await server.ended
  })
  await isUp(server)
  return server
}

const settings = async (profile: string) => ({
  PROFILE: profile,
  DATA_DIR: await newFolder(),
  PORT: String(await freePort()),
  SIMULATOR_PORT: String(await freePort()),
})

async function open(address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  onTestFinished(() => page.close())
  await page.goto(address)
  return page
}

const phone = (page: Page) => page.locator('.phone[data-role=customer]')
async function write(page: Page, text: string): Promise<void> {
  await phone(page).locator('textarea').fill(text)
  await phone(page).locator('textarea').press('Enter')
}
const says = (page: Page, text: string) =>
  phone(page).locator('li[data-from=bot]', { hasText: text }).last().waitFor({ timeout: 30_000 })
const isRead = async (page: Page, text: string) =>
  (await phone(page).locator('li[data-from=customer]', { hasText: text }).getAttribute('data-read')) === 'true'

test('order 1234 is found once its digits are there, and Read; order 9999 is not found, and stays unread', async () => {
  const server = await start(await settings('order-tracking'))
  const page = await open(`${server.url}/simulator`)
  await write(page, 'Where is order 1234?')
  await says(page, 'last 4 digits')
  expect(await isRead(page, 'Where is order 1234?')).toBe(false)

  await write(page, 'It ends in 0142')
  await says(page, 'sent, on its way')
  await expect.poll(() => isRead(page, 'Where is order 1234?')).toBe(true)
  expect(await isRead(page, 'It ends in 0142')).toBe(true)

  await write(page, 'And where is order 9999?')
  await says(page, 'check the number')
  expect(await isRead(page, 'And where is order 9999?')).toBe(false)

  // Staff see what was looked up, and what it came to.
  const desk = await open(`${server.url}/console/questions`)
  await desk.locator('a', { hasText: 'Emma' }).first().click()
  await desk.getByText('1234').first().waitFor()
  const told = await desk.locator('main').innerText()
  expect(told).toContain('orders')
  expect(told).toContain('sent, on its way')
  expect(told).not.toContain('5550')
})

test('a task is recorded once though the process dies in between, and then Read and said', async () => {
  const env = await settings('tasks')
  const dying = await start(env, pathToFileURL(join(import.meta.dirname, 'dies-once-recorded.mjs')).href)
  const page = await open(`${dying.url}/simulator`)
  await write(page, 'Please order 10 packs of paper by Friday')
  await dying.ended
  expect(await isRead(page, 'Please order')).toBe(false)
  expect(await phone(page).locator('li[data-from=bot]').count()).toBe(0)

  const next = await start(env)
  const again = await open(`${next.url}/simulator`)
  await says(again, 'Please order 10 packs of paper by Friday')
  await expect.poll(() => isRead(again, 'Please order')).toBe(true)
  const tasks = again.getByRole('list', { name: 'Recorded tasks' }).getByRole('listitem')
  await tasks.first().waitFor()
  expect(await tasks.count()).toBe(1)
})
