/** `npm run lab -- eval` over cases with look-ups and records, as a process of its own: no system of the shop is there. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { resultSchema } from '../../src/lab/trial.ts'
import { promptFile, resolved, runLab, useLab, type Asked } from './lab.ts'

/** Where any of it is is not set, and no such file is there. */
const declared = `hosts: [shop.example.com]
look_ups:
  orders:
    about: How one order stands, by its number.
    arguments: { number: { about: the order number, shape: '[0-9]{4,8}' } }
    http: { url: 'https://shop.example.com/\${SHOP_PATH}/{number}', headers: { authorization: 'Bearer \${SHOP_TOKEN}' } }
    shows: [order_no, status, sent_on]
    proof: { last_digits: 4, of: phone }
records:
  tasks:
    about: A task for the team.
    arguments: { what: { about: what is to be done } }
    csv: { file: ../no-such-folder/tasks.csv, write: { what: task } }
`
const cases = `- id: order-found
  messages: ['Where is order 1234? My phone ends in 0142.']
  look_ups:
    - look_up: orders
      given: { number: '1234' }
      found: [{ order_no: '1234', status: sent, sent_on: '2026-11-20', phone: 090-5550-0142 }]
  expect: resolved
  source: orders#1234
- id: order-unproven
  messages: ['Where is order 1234?']
  look_ups:
    - look_up: orders
      given: { number: '1234' }
      found: [{ order_no: '1234', status: sent, sent_on: '2026-11-20', phone: 090-5550-0142 }]
  expect: needs_info
- id: paper-wanted
  messages: ['Please order 10 packs of paper.']
  expect: resolved
  records: [tasks]
- id: paper-bare
  messages: ['We need paper.']
  expect: needs_info
`

const wants = {
  decision: 'look_up' as const,
  reply: '',
  look_ups: [{ look_up: 'orders', arguments: [{ name: 'number', value: '1234' }] }],
}
const asksBack = { ...resolved, decision: 'needs_info' as const, sources: [], reply: 'Which number ends your phone?' }
const recording = (what: string) => ({
  ...resolved,
  sources: [],
  reply: 'It is on the list.',
  records: [{ record: 'tasks', arguments: [{ name: 'what', value: what }] }],
})

function answer({ open, system }: Asked) {
  if (open.includes('10 packs')) return recording('10 packs of paper')
  if (open.includes('We need paper')) return recording('paper')
  if (!system.includes('# What was looked up')) return { ...resolved, ...wants }
  if (!system.includes('status: sent')) return asksBack
  return { ...resolved, reply: 'Order 1234 was sent on 2026-11-20.', sources: ['orders#1234'] }
}

const policy = 'look_ups: [orders]\nrecords: [tasks]'
const lab = useLab({ prompts: { 'assistant.md': promptFile('You are kind.', policy) }, cases }, () => resolved)
beforeEach(async () => {
  lab.gemini.answer(answer)
  await writeFile(join(lab.settings['PROMPTS_DIR'] ?? '', 'lookups.yaml'), declared)
})

const evaluate = (args: readonly string[], env: Record<string, string> = lab.settings) =>
  runLab(['eval', '--models', 'gemini', '--repeats', '1', '--out', join(lab.folder, 'out'), ...args], env)
const result = async () => resultSchema.parse(JSON.parse(await readFile(join(lab.folder, 'out.json'), 'utf8')))

describe('cases with look-ups and records', () => {
  test('are judged by what they say, and what came of it is told', async () => {
    const { code, out, said } = await evaluate([])
    expect([code, said]).toEqual([0, expect.not.stringContaining('mistake')])
    expect(out).toMatch(/decisions right +3 of 4/)
    expect(out).toMatch(/false reads +1 of 4/)
    const { trials, cases: kept } = await result()
    expect(trials.map(({ case: id, right }) => [id, right])).toEqual([
      ['order-found', true],
      ['order-unproven', true],
      ['paper-wanted', true],
      ['paper-bare', false],
    ])
    expect(trials[0]?.lookUps).toMatchObject([{ name: 'orders', came: 'found', given: { number: '1234' } }])
    expect(trials[1]?.lookUps).toMatchObject([{ name: 'orders', came: 'unproven' }])
    expect(trials[2]?.records).toEqual([{ record: 'tasks', given: { what: '10 packs of paper' } }])
    expect(kept[2]?.records).toEqual(['tasks'])
    expect(out).toContain('FALSE READ: paper-bare')
    expect(out).toContain('records   To be recorded in tasks: what paper.')
    const page = await readFile(join(lab.folder, 'out.html'), 'utf8')
    expect(page).toContain('Looked up orders (number 1234): found 1')
    expect(page).toContain('To be recorded in tasks: what 10 packs of paper.')
    expect(page).toContain('expected <b>resolved, recorded in tasks</b>')
  })

  test('are recorded once, look-up and answer, and judged again by nobody’s key', async () => {
    expect((await evaluate(['--record'])).code).toBe(0)
    const first = await result()
    const asked = lab.gemini.asked.length
    // Each look-up is a request, and what is said of it another.
    expect(asked).toBe(6)
    const { PROMPTS_DIR = '', KNOWLEDGE_DIR = '', DATA_DIR = '' } = lab.settings
    const { code, said } = await evaluate(['--recorded'], { PROMPTS_DIR, KNOWLEDGE_DIR, DATA_DIR })
    expect([code, said]).toEqual([0, expect.not.stringContaining('not recorded')])
    expect(lab.gemini.asked).toHaveLength(asked)
    const plain = ({ trials }: typeof first) =>
      trials.map(({ ms: _ms, lookUps, ...one }) => ({ ...one, came: lookUps?.map(({ came }) => came) }))
    expect(plain(await result())).toEqual(plain(first))
  })

  test('what a look-up is declared to be is part of what was asked: declared otherwise, nothing is recorded of it', async () => {
    expect((await evaluate(['--record'])).code).toBe(0)
    const path = join(lab.settings['PROMPTS_DIR'] ?? '', 'lookups.yaml')
    await writeFile(path, declared.replace('How one order stands', 'How one order of the shop stands'))
    const { code, said } = await evaluate(['--recorded'])
    expect(code).toBe(1)
    expect(said).toContain('answers are missing that --record would keep')
  })

  test('a prompt that names what is not declared, or not rightly, is told with its place, and is not judged', async () => {
    const dir = lab.settings['PROMPTS_DIR'] ?? ''
    await writeFile(join(dir, 'other.md'), promptFile('You are kind.', 'look_ups: [ordres]'))
    const { code, out } = await evaluate(['--prompts', 'assistant,other'])
    expect(code).toBe(1)
    expect(out).toContain('ordres is not in')
    expect((await result()).prompts.map(({ name }) => name)).toEqual(['assistant'])
    await writeFile(join(dir, 'lookups.yaml'), declared.replace('shows: [order_no, status, sent_on]', 'shows: []'))
    const broken = await evaluate([])
    expect(broken.code).not.toBe(0)
    expect(`${broken.out}${broken.said}`).toContain('look_ups.orders.shows is empty')
  })
})
