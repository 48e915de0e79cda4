/** The page of live experiments: results by variant, verdicts that wait for data, and the kill switch. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { addExperiments } from '../../src/console/experiments/experiments.ts'
import type { ListedExperiment } from '../../src/core/experiment.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'
import type { Member } from '../../src/ports/accounts.ts'
import type { Service } from '../../src/ports/service.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { clerk, owner, shop } from './figures-shop.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 20, 3)
const length: ListedExperiment = {
  name: 'length',
  ended: false,
  variants: [
    { prompt: 'assistant', weight: 9 },
    { prompt: 'shorter', weight: 1 },
  ],
}

/** Conversations of one turn each, of which the first ones are as `first` says. */
const rows = (prompt: string, count: number, handed: number): TurnRow[] =>
  Array.from({ length: count }, (_, index) => ({
    conversation: `${prompt}-${index}`,
    turn: 't1',
    at: now - 72 * hour + index,
    receivedAt: now - 72 * hour,
    decision: index < handed ? 'handoff' : 'resolved',
    by: 'model',
    topic: 'hours',
    language: 'en',
    model: 'm1',
    prompt,
    promptHash: `${prompt}-hash`,
    experiment: 'length',
    input: 900,
    output: 100,
    messages: [],
  }))

interface Options {
  all?: ListedExperiment[]
  running?: ListedExperiment | undefined
  given?: TurnRow[]
  member?: Member
  service?: Service
}

async function open({ all = [length], given = [], member = owner, service = {}, ...rest }: Options = {}) {
  const stand = shop({ now, rows: given, member })
  const state: { now: Service } = { now: service }
  const running = 'running' in rest ? rest.running : all[0]
  addExperiments(stand.router, stand.pages, {
    store: stand.store,
    clock: stand.clock,
    service: {
      current: () => state.now,
      change(change) {
        state.now = { ...state.now, ...change }
        return Promise.resolve()
      },
    },
    experiments: { all: () => all, running: () => running },
    ownPrompt: () => 'assistant',
    prices: { currency: 'USD', models: new Map([['m1', { input: 1, output: 2 }]]) },
  })
  const url = await stand.open()
  return { url, state, stand, audited: stand.audited }
}

const get = async (url: string, language = 'en') => {
  const response = await fetch(`${url}/console/experiments`, { headers: { 'accept-language': language } })
  return { status: response.status, text: words(await response.text()) }
}
const words = (page: string): string =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')
const press = (url: string, path: string, member: Member) =>
  fetch(`${url}/console/experiments/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url },
    body: new URLSearchParams({ token: member.formToken }),
  })

describe('the page', () => {
  test('without an experiment says how one is written', async () => {
    const { url } = await open({ all: [], running: undefined })
    expect((await get(url)).text).toMatch(
      /No experiment is written down .* - name: shorter-replies variants: assistant: 9 shorter: 1/,
    )
  })

  test('tells each variant’s conversations, decisions, tokens and cost, and the split', async () => {
    const { url } = await open({ given: [...rows('assistant', 90, 18), ...rows('shorter', 10, 1)] })
    const { text } = await get(url)
    expect(text).toContain('New conversations: assistant 90% · shorter 10%')
    expect(text).toContain('90 conversations')
    expect(text).toContain('Resolved 72 (80%)')
    expect(text).toContain('1,000 tokens a conversation · ≈ $0.0011 a conversation'.replace('1,000', '1K'))
  })

  test('before anybody has had a turn says how many it takes, and draws nothing', async () => {
    const { url } = await open()
    const { text } = await get(url)
    expect(text).toContain('Too early to tell: 30 more conversations are needed on the smaller side.')
    expect(text).not.toContain('0 of 0')
  })

  test('gives no verdict while data are thin, and says how many are missing', async () => {
    const { url } = await open({ given: [...rows('assistant', 400, 40), ...rows('shorter', 10, 9)] })
    const { text } = await get(url)
    expect(text).toContain('Too early to tell: 20 more conversations are needed on the smaller side.')
    expect(text).not.toMatch(/More with “shorter”/)
    expect(text).toContain('9 of 10 · too few for a rate')
  })

  test('enough and alike: no difference seen, and how large it could still be', async () => {
    const { url } = await open({ given: [...rows('assistant', 400, 40), ...rows('shorter', 100, 10)] })
    expect((await get(url)).text).toMatch(
      /No difference seen yet: it may be anything from \d+ points fewer to \d+ more/,
    )
  })

  test('a real difference is told, in its direction', async () => {
    const { url } = await open({ given: [...rows('assistant', 400, 40), ...rows('shorter', 200, 100)] })
    expect((await get(url)).text).toMatch(/More with “shorter”: by \d+ to \d+ points\./)
    const { url: other } = await open({ given: [...rows('assistant', 400, 200), ...rows('shorter', 200, 10)] })
    expect((await get(other)).text).toMatch(/Fewer with “shorter”: by \d+ to \d+ points\./)
  })

  test('one that does not run here says why, and calls no other prompt the shop’s own', async () => {
    const other: ListedExperiment = {
      ...length,
      variants: length.variants.map((one) => ({ ...one, prompt: `${one.prompt}-2` })),
    }
    const { url } = await open({ all: [other], running: undefined })
    const { text } = await get(url)
    expect(text).toContain('It does not run: the shop’s own prompt, “assistant”, is not among its prompts.')
    expect(text).not.toContain('assistant-2 the shop’s own')
  })

  test('an ended one stays to be looked at, behind the one that runs', async () => {
    const old: ListedExperiment = { ...length, name: 'tone', ended: true }
    const { url } = await open({ all: [old, length], running: length })
    expect((await get(url)).text).toMatch(/length Running .* tone Ended/)
  })

  test.each([
    ['ja', '実験', '実施中'],
    ['zh-TW', '實驗', '進行中'],
    ['th', 'การทดลอง', 'กำลังทดลอง'],
  ])('speaks %s', async (language, title, state) => {
    const { url } = await open({ given: [...rows('assistant', 40, 4), ...rows('shorter', 40, 4)] })
    const { text } = await get(url, language)
    expect(text).toContain(title)
    expect(text).toContain(state)
  })
})

describe('the kill switch', () => {
  test('is anybody’s to press, is in the audit, and the page says who did', async () => {
    const { url, state, audited } = await open({ member: clerk })
    expect((await press(url, 'stop', clerk)).status).toBe(303)
    expect(state.now.experimentsOff).toEqual({ by: 'Ken', at: now })
    expect(audited.join()).toContain('experiments_off')
    const { text } = await get(url)
    expect(text).toMatch(/Switched off by Ken ?, .* Everybody gets “assistant”\. An owner can switch them on again\./)
    expect(text).toContain('Switched off')
  })

  test('is an owner’s to undo', async () => {
    const off = { experimentsOff: { by: 'Ken', at: now } }
    const staffs = await open({ member: clerk, service: off })
    await press(staffs.url, 'start', clerk)
    expect(staffs.state.now.experimentsOff).toBeDefined()
    const owners = await open({ service: off })
    await press(owners.url, 'start', owner)
    expect(owners.state.now.experimentsOff).toBeUndefined()
    expect(owners.audited.join()).toContain('experiments_on')
  })

  test('needs a form of ours', async () => {
    const { url, state } = await open()
    await press(url, 'stop', { ...owner, formToken: 'forged' })
    expect(state.now.experimentsOff).toBeUndefined()
  })
})

test('it is a good page on a desk and on a phone, in light and dark', async () => {
  const given = [...rows('assistant', 400, 40), ...rows('shorter', 200, 100)]
  const { url } = await open({ given })
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  for (const [width, colorScheme, locale] of [
    [1280, 'light', 'en'],
    [390, 'dark', 'ja'],
    [390, 'light', 'th'],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, locale })
    const page = await context.newPage()
    const wrongs: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && wrongs.push(message.text())))
    await page.goto(`${url}/console/experiments`)
    if (process.env['SHOTS'])
      await page.screenshot({ path: `${process.env['SHOTS']}/experiments-${width}-${locale}.png`, fullPage: true })
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width)
    expect(wrongs).toEqual([])
    await context.close()
  }
})
