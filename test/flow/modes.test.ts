/** Trying it safely: only testers are answered, or nobody is. */
import { afterEach, expect, test } from 'vitest'
import { explain } from '../../src/core/explain.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

test('MODE=testers: who is listed is answered, others are recorded and left alone, and the log names them', async () => {
  const logged: object[] = []
  const log = { debug() {}, warn() {}, error() {}, info: (fields: object) => void logged.push(fields) }
  const { line, model, until, conversation } = await open({ setUp: { testers: new Set(['U1']) }, log })
  await line.say('U2', 'are you open?')
  await line.follow('U2')
  await line.postback('U2', 'kidoku:person')
  await line.say('U1', 'are you open?')
  await line.waitFor(() => said(line, 'U1').length > 0)
  const left = await until(async () => {
    const c = await conversation('U2')
    return c?.facts.length === 3 ? c : undefined
  })
  expect(left.facts.map((fact) => fact.type === 'noted' && fact.why)).toEqual([
    'not_tester',
    'not_tester',
    'not_tester',
  ])
  expect(JSON.stringify(left)).not.toContain('are you open')
  expect(line.calls.filter(({ chatId }) => chatId === 'U2')).toEqual([])
  expect(model.requests).toHaveLength(1)
  expect(logged).toContainEqual({ user: 'U2' })
  expect(readMarks(line, 'U2')).toEqual([false])
})

test.each([
  ['resolved', {}, 'It would have said: “We are open from 8:00 on weekends.”'],
  ['needs_info', { decision: 'needs_info', reply: 'Which day?' }, 'It would have said: “Which day?”'],
  ['handoff', { decision: 'handoff', reason: 'A complaint.' }, 'handoff'],
  ['no judgement', new Error('down'), 'No judgement'],
] as const)('MODE=observe, %s: decided and recorded; nothing is said, marked or handed over', async (_, says, told) => {
  const { line, model, until, conversation, notices } = await open({ setUp: { observe: true } })
  model.says(() => says)
  await line.say('U1', 'My cake was bad')
  const c = await until(async () => {
    const now = await conversation('U1')
    return now?.messages[0]?.state === 'closed' ? now : undefined
  })
  expect(line.calls.filter(({ call }) => call !== 'profile')).toEqual([])
  expect([notices, c.entries, c.mode, c.outbox]).toEqual([[], [], 'assistant', []])
  await line.postback('U1', 'kidoku:person')
  await until(async () =>
    (await conversation('U1'))?.facts.some((one) => one.type === 'noted' && one.why === 'observing'),
  )
  const why = explain(c).messages[0]?.why.join(' ') ?? ''
  expect(why).toContain(told)
  expect(why).toContain('Only observed')
})

test('observing begins while an answer waits: it is not said any more', async () => {
  const first = await open()
  first.line.fault({ call: 'reply', how: { status: 429, headers: { 'retry-after': '20' } } })
  await first.line.say('U1', 'open on Sunday?')
  await first.until(async () => (await first.conversation('U1'))?.outbox[0]?.wait !== undefined)
  const { folder, conversation } = first
  const kept = await conversation('U1')
  await first.runner.drain()
  expect(kept?.outbox).toHaveLength(1)
  await first.store.close()

  const again = await openShop({ folder, setUp: { observe: true } })
  const id = kept?.id ?? ''
  await again.until(async () => (await again.store.load(id))?.outbox.length === 0)
  expect(again.line.calls).toEqual([])
  await again.close()
  await open()
})
