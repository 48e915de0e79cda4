/**
 * A prompt author's way, with the real commands, the real server, the simulator as LINE and a real browser: a second prompt
 * is written, the lab says that it is worse and why, and a better one goes to a tenth of the new conversations.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseVariant } from '../../src/core/experiment.ts'
import { shareOf } from '../../src/flow/prompt-for.ts'
import { userIdFor } from '../../src/simulator/customers.ts'
import { BOT_USER_ID } from '../../src/simulator/bot-calls.ts'
import {
  caseFile,
  goodProse,
  handoff,
  layOut,
  openStandIn,
  promptFile,
  resolved,
  runLab,
  type StandIn,
} from '../lab/lab.ts'
import { freePort, startServerProcess, type ServerProcess } from '../process/server.ts'
import { launchBrowser } from './chromium.ts'

let folder: string
let env: Record<string, string>
let model: StandIn
let browser: Browser
let server: ServerProcess | undefined
const troubles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kidoku-author-'))
  model = await openStandIn()
  // It does what the prompt says: only one that speaks of money back hands such wishes over.
  model.answer(({ system, open }) => (/refund|money/.test(open) && system.includes('money back') ? handoff : resolved))
  const laidOut = await layOut(folder, {
    prompts: { 'assistant.md': promptFile(goodProse) },
    cases: {
      'en.yaml': caseFile(
        ['open-1', 'resolved'],
        ['open-2', 'resolved'],
        ['refund-1', 'handoff'],
        ['refund-2', 'handoff'],
      ),
    },
  })
  env = { ...laidOut, ...model.env }
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  server?.child.kill('SIGTERM')
  await server?.ended
  await model.close()
  await rm(folder, { recursive: true, force: true })
})

const prompts = (name: string): string => join(folder, 'prompts', name)

async function open(address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())))
  page.on('pageerror', (error) => troubles.push(String(error)))
  await page.goto(address)
  return page
}

/** A name by which, at nine to one, Emma gets the new prompt and Aiko the shop's own. */
function experimentFor(fresh: string, old: string): string {
  const variants = [
    { prompt: 'assistant', weight: 9 },
    { prompt: 'warmer', weight: 1 },
  ]
  const has = (name: string, user: string) =>
    chooseVariant({ name, variants }, shareOf(name, `${BOT_USER_ID}:user:${userIdFor(user)}`))
  for (let n = 1; ; n++) {
    if (has(`tone-${n}`, fresh) === 'warmer' && has(`tone-${n}`, old) === 'assistant') return `tone-${n}`
  }
}

test('the second prompt is worse: compare says so, by name and with both replies, and ends with 1', async () => {
  await writeFile(prompts('warmer.md'), promptFile('You are the assistant of a bakery, warm and generous.'))
  const { code, out } = await runLab(
    ['compare', 'assistant', 'warmer', '--repeats', '1', '--out', join(folder, 'cmp')],
    env,
  )
  expect(code).toBe(1)
  expect(out).toMatch(/2 new false reads[^]*refund-1[^]*refund-2/)
  const report = await open(`file://${join(folder, 'cmp.html')}`)
  const flipped = await report.locator('main').innerText()
  expect(flipped).toContain('refund-1')
  expect(flipped).toContain('We are open from 8:00 to 17:00.')
})

test('mended, nothing flips to a false read any more', async () => {
  await writeFile(prompts('warmer.md'), promptFile(`${goodProse} Be warm and generous.`))
  const { code, out } = await runLab(
    ['compare', 'assistant', 'warmer', '--repeats', '1', '--out', join(folder, 'cmp')],
    env,
  )
  expect(out).toContain('Nothing flipped in 4 cases')
  expect(code).toBe(0)
})

test('a tenth of the new conversations get it while the server runs; the page tells; one press, and nobody does', async () => {
  const SIMULATOR_PORT = String(await freePort())
  server = await startServerProcess({ ...env, SIMULATOR_PORT })
  const results = await open(`${server.url}/console/experiments`)
  await results.getByText('No experiment is written down').waitFor()

  const name = experimentFor('Emma', '愛子 Aiko')
  await writeFile(prompts('experiments.yaml'), `- name: ${name}\n  variants:\n    assistant: 9\n    warmer: 1\n`)
  await expect
    .poll(
      async () => {
        await results.reload()
        return results.locator('.state').allInnerTexts()
      },
      { timeout: 20_000 },
    )
    .toEqual(['Running'])

  const say = async (user: string, text: string): Promise<string> => {
    const before = model.asked.length
    const sent = await fetch(`http://127.0.0.1:${SIMULATOR_PORT}/api/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ do: 'say', userId: userIdFor(user), text }),
    })
    expect(await sent.text()).not.toContain('message":')
    await model.askedFor(before + 1)
    return model.asked[before]?.system.includes('warm and generous') ? 'warmer' : 'assistant'
  }
  expect(await say('Emma', 'Are you open?')).toBe('warmer')
  expect(await say('愛子 Aiko', 'Are you open?')).toBe('assistant')

  await expect
    .poll(
      async () => {
        await results.reload()
        return results.locator('.variants').innerText()
      },
      { timeout: 40_000 },
    )
    .toMatch(/assistant[^]*1 conversations[^]*warmer[^]*1 conversations/)
  expect(await results.locator('.measures').innerText()).toContain('Too early to tell')

  await results.getByRole('button', { name: 'Stop the experiment now' }).click()
  await results.getByText('Switched off').first().waitFor()
  expect(await say('Emma', 'And tomorrow?')).toBe('assistant')
  await results.getByRole('button', { name: 'Switch experiments on again' }).click()
  expect(await say('Emma', 'And on Sunday?')).toBe('warmer')
  expect(await readFile(join(env['DATA_DIR'] ?? '', 'simulator', 'service.json'), 'utf8')).not.toContain(
    'experimentsOff',
  )
  expect(troubles).toEqual([])
})
