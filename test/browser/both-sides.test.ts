/**
 * A whole hand-off as a newcomer plays it: the real server, the simulator's phones, OA Manager's chat and the console, each
 * in a page of a real browser. Nothing is reloaded.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'
import { launchBrowser } from './chromium.ts'

let browser: Browser
let server: ServerProcess
let folder: string
const troubles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-both-'))
  // What is said must not depend on when the test runs.
  const prompts = join(folder, 'prompts')
  await cp('prompts', prompts, { recursive: true, filter: (path) => !path.endsWith('office-hours.yaml') })
  const SIMULATOR_PORT = String(await freePort())
  server = await startServerProcess({ DATA_DIR: folder, PROMPTS_DIR: prompts, SIMULATOR_PORT })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.ended
  await rm(folder, { recursive: true, force: true })
})

async function open(address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())))
  page.on('pageerror', (error) => troubles.push(String(error)))
  await page.goto(server.url + address)
  return page
}

const phone = (page: Page, role: 'customer' | 'staff') => page.locator(`.phone[data-role=${role}]`)
async function write(page: Page, text: string): Promise<void> {
  await phone(page, 'customer').locator('textarea').fill(text)
  await phone(page, 'customer').locator('textarea').press('Enter')
}
const says = (page: Page, role: 'customer' | 'staff', text: string) =>
  phone(page, role).locator('li[data-from=bot]', { hasText: text }).last().waitFor()
const mark = (page: Page, text: string) =>
  phone(page, 'customer').locator('li[data-from=customer]', { hasText: text }).getAttribute('data-read')

test('a customer needs a person: the card comes, Aya takes it on her phone, the console knows, Done, and the assistant answers again', async () => {
  const [phones, console] = [await open('/simulator'), await open('/console')]
  expect(await console.title()).not.toMatch(/^\(/)
  await write(phones, 'My cake was squashed')
  await says(phones, 'customer', 'passed this on to our staff')
  await console.locator('.card', { hasText: 'Emma' }).waitFor()
  await expect.poll(() => console.title()).toMatch(/^\(1\)/)

  const take = phone(phones, 'staff').getByRole('button', { name: 'Take' })
  await take.click()
  await says(phones, 'staff', 'Aya')
  await expect.poll(() => console.title()).not.toMatch(/^\(/)
  await write(phones, 'Hello?')
  expect(await mark(phones, 'Hello?')).not.toBe('true')

  const answering = await open('/console/staff')
  await answering.getByRole('link', { name: 'Emma' }).click()
  const [chat] = await Promise.all([
    answering.waitForEvent('popup'),
    answering
      .getByRole('link', { name: /Answer in LINE/ })
      .first()
      .click(),
  ])
  await chat.locator('textarea').fill('We bake you another one.')
  await chat.locator('textarea').press('Enter')
  await says(phones, 'customer', 'We bake you another one.')

  await phone(phones, 'staff').getByRole('button', { name: 'Done' }).last().click()
  await expect.poll(() => mark(phones, 'Hello?')).toBe('true')
  await write(phones, 'Are you open on Sunday?')
  await says(phones, 'customer', 'open from 8:00')

  await take.first().click()
  await says(phones, 'staff', 'the assistant')
  expect(troubles).toEqual([])
})
