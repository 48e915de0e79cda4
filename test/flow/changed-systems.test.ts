/** `lookups.yaml` is saved in the middle of a turn: what was meant is not asked of, or put into, what it says by then. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { watchLookUps, type LiveFile } from '../../src/adapters/look-ups/live.ts'
import { noticeText, policySchema } from '../../src/core/policy.ts'
import { asks, records, startSystem, type System } from './live-systems.ts'
import { openShop, quietLog, said, type Shop } from './shop.ts'

let shop: Shop
let system: System
let folder: string
let live: LiveFile
beforeEach(async () => {
  system = await startSystem()
  folder = await mkdtemp(join(tmpdir(), 'kidoku-changed-'))
  await mkdir(join(folder, 'prompts'))
})
afterEach(async () => {
  await shop.close()
  await live.close()
  await system.close()
  await rm(folder, { recursive: true, force: true })
})

const names = { look_ups: ['orders'], records: ['tasks'] }
const put = (text: string) => writeFile(join(folder, 'prompts', 'lookups.yaml'), text)

async function open(text: string, policy: Partial<typeof names>): Promise<void> {
  await put(text)
  live = await watchLookUps(join(folder, 'prompts'), { log: quietLog, variable: () => undefined, lookCsvEvery: 50 })
  await live.open(names)
  shop = await openShop({ policy: { ...policy, ask_outcome: false }, setUp: { live } })
}

/** Resolves once the file counts as it is now. */
async function saved(text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  onTestFinished(live.onChange(resolve))
  await put(text)
  await promise
  await live.open(names)
}

const ended = () =>
  shop.until(async () => {
    const one = await shop.conversation('U1')
    const fact = one?.facts.find(({ type }) => type === 'judged')
    return one && fact?.type === 'judged' && one.outbox.length === 0 && !one.pending ? { one, fact } : undefined
  }, 40_000)

const record = (more: string, argument = 'what') =>
  `hosts: [127.0.0.1]\nrecords:\n  tasks:\n    about: A task.\n    arguments: { ${argument}: { about: what is to be done } }\n    ${more}\n`
const inCsv = (argument = 'what') => record(`csv: { file: ../tasks.csv, write: { ${argument}: task } }`, argument)
const csv = () => readFile(join(folder, 'tasks.csv'), 'utf8').catch(() => '')
const isSaid = () =>
  said(shop.line, 'U1').some((text) => text.includes(noticeText(policySchema.parse({}), 'recorded', 'en')))

/** It is tried, and what the system does leaves it to be tried again. */
async function triedOnce(how: Parameters<System['confirms']>[0]): Promise<void> {
  await open(record(`http: { url: '${system.url}/tasks' }`), { records: ['tasks'] })
  system.confirms(how)
  shop.model.says(() =>
    records({ reply: 'Recorded: order paper.' }, { record: 'tasks', given: { what: 'order paper' } }),
  )
  await shop.line.say('U1', 'order paper')
  await shop.until(async () =>
    (await shop.conversation('U1'))?.facts.some((fact) => fact.type === 'waiting' && fact.what === 'record'),
  )
}

test('a record that may stand in one system is not put into another: a person looks', async () => {
  await triedOnce((response) => response.destroy())
  await saved(inCsv())
  const { one } = await ended()
  expect([system.recorded.size, await csv()]).toEqual([1, ''])
  expect(one.facts).toContainEqual(expect.objectContaining({ type: 'ended', what: 'record', how: 'uncertain' }))
  expect(one.facts).toContainEqual(
    expect.objectContaining({ type: 'outcome', detail: expect.stringContaining('declared otherwise by now') }),
  )
  expect(isSaid()).toBe(false)
})

test('nor is one that was certainly not recorded, whose argument is called otherwise by now', async () => {
  await triedOnce((response) => void response.writeHead(429).end())
  await saved(inCsv('task'))
  const { one } = await ended()
  expect(await csv()).toBe('')
  expect(one.facts).toContainEqual(expect.objectContaining({ type: 'ended', what: 'record', how: 'undelivered' }))
  expect(isSaid()).toBe(false)
})

test('a record that was decided while the file was saved goes nowhere', async () => {
  await open(record(`http: { url: '${system.url}/tasks' }`), { records: ['tasks'] })
  shop.model.says(() =>
    records({ reply: 'Recorded: order paper.' }, { record: 'tasks', given: { what: 'order paper' } }),
  )
  shop.model.hold()
  await shop.line.say('U1', 'order paper')
  await shop.model.asked(1)
  await saved(inCsv())
  shop.model.release()
  const { one } = await ended()
  expect([one.mode, system.asked, await csv()]).toEqual(['staff', [], ''])
})

test('a remark in the file changes nothing: it is tried again, and stands there once', async () => {
  await triedOnce((response) => response.destroy())
  const same = record(`http: { url: '${system.url}/tasks' }`)
  system.confirms(undefined)
  await saved(`# A remark.\n${same}`)
  await ended()
  expect(system.recorded.size).toBe(1)
  expect(isSaid()).toBe(true)
})

const look = (argument: string, more = '') =>
  `look_ups:\n  orders:\n    about: Orders.\n    arguments: { ${argument}: { about: number, shape: '[0-9]{4,8}' } }\n    csv: { file: ../orders.csv, find: { ${argument}: order_no } }\n    shows: [order_no, status]\n${more}`

test.each([
  ['its argument is called otherwise by then', look('order')],
  ['a proof is wanted by then', look('number', '    proof: { last_digits: 4, of: phone }\n')],
  ['it is gone by then', look('number').replace('  orders:', '  others:')],
])('a look-up that a model asks for, and %s, is not asked: it failed', async (_, later) => {
  await writeFile(join(folder, 'orders.csv'), 'order_no,status,phone\n1234,sent,09055500142\n')
  await open(look('number'), { look_ups: ['orders'] })
  shop.model.says((request) =>
    request.looked
      ? { reply: 'Order 1234: sent.', sources: ['orders#1234'] }
      : asks({ look_up: 'orders', given: { number: '1234' } }),
  )
  shop.model.hold()
  await shop.line.say('U1', 'Where is order 1234?')
  await shop.model.asked(1)
  await saved(later)
  shop.model.release()
  const { fact } = await ended()
  expect(fact).toMatchObject({ decision: 'handoff', lookUps: [{ name: 'orders', came: 'failed', why: 'down' }] })
  expect(shop.model.requests[1]?.system).toContain('the shop’s system gave no answer for number “1234”')
  expect(said(shop.line, 'U1').join()).not.toContain('sent')
})
