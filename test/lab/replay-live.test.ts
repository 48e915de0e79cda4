/** Turns that looked something up, judged again: no system is asked, nobody's number comes out, and nothing is recorded. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { begin } from '../../src/core/conversation.ts'
import type { LookUpFact } from '../../src/core/look-ups/looked-up.ts'
import { redact } from '../../src/core/redact.ts'
import type { ModelRequest } from '../../src/core/request.ts'
import { redactionBy } from '../../src/lab/replay/names.ts'
import { pastTurns } from '../../src/lab/replay/past-turns.ts'
import { redactedTurn } from '../../src/lab/replay/redacted.ts'
import { replayTurn } from '../../src/lab/replay/replaying.ts'
import { isChanged } from '../../src/lab/replay/replay.ts'
import { standInsFor } from '../../src/lab/replay/stand-ins.ts'
import type { ModelAnswer } from '../../src/ports/model.ts'
import { judgement, policyOf } from '../core/situations.ts'
import { asks, provenOrders, records, startSystem, systemsAt, tasks, type System } from '../flow/live-systems.ts'
import { openShop, quietLog, type Shop } from '../flow/shop.ts'

let system: System
let shop: Shop
beforeEach(async () => {
  system = await startSystem()
  shop = await openShop({
    policy: { look_ups: ['orders'], records: ['tasks'], ask_outcome: false },
    setUp: { live: systemsAt(system.url, provenOrders) },
  })
})
afterEach(async () => {
  await shop.close()
  await system.close()
})

const judged = (some: object): ModelAnswer => ({ ok: true, text: JSON.stringify(judgement(some)) })

/** Writes, and resolves once all that came of it is over. */
async function says(text: string) {
  await shop.line.say('U1', text)
  return shop.until(async () => {
    const one = await shop.conversation('U1')
    return one?.judged.length === 1 && one.outbox.length === 0 && !one.pending ? one : undefined
  })
}

/** Judges its one turn again. */
async function again(
  conversation: Awaited<ReturnType<typeof says>>,
  answer: (request: ModelRequest) => ModelAnswer,
  systems = { lookUps: new Map([['orders', provenOrders]]), records: new Map([['tasks', tasks]]) },
) {
  const requests: ModelRequest[] = []
  const model = {
    name: 'm',
    takesMedia: false,
    judge(request: ModelRequest) {
      requests.push(request)
      return Promise.resolve(answer(request))
    },
  }
  const [past] = pastTurns(conversation, 0)
  if (past?.type !== 'turn') throw new Error('it is no turn')
  const policy = policyOf({ look_ups: ['orders'], records: ['tasks'], ask_outcome: false })
  const prompt = { name: 'other', text: '', write: () => 'Be kind.', uses: new Set<string>(), hash: 'h', policy }
  const knowledge = createKnowledge([{ id: 'hours.en#2026', title: 'Hours', text: 'From 8.', also: '' }])
  const parts = {
    prompt,
    systems,
    model,
    knowledge,
    clock: systemClock,
    log: quietLog,
    office: { at: () => undefined },
  }
  const clean = (text: string) => redact(text)
  const chosen = { past, conversation: 1, turn: 1, clean }
  const { turn } = await replayTurn(chosen, parts, new AbortController().signal)
  return { turn, requests }
}

const order = 'Where is order 1234? My phone ends in 0142.'
const reply = 'Order 1234 was sent on 2026-11-20.'
const tracks = () =>
  shop.model.says((request) =>
    request.looked ? { reply, sources: ['orders#1234'] } : asks({ look_up: 'orders', given: { number: '1234' } }),
  )

describe('a turn that looked up an order', () => {
  test('finds what was found then, under another number, without asking and without another proof', async () => {
    tracks()
    const conversation = await says(order)
    expect(system.asked).toEqual(['GET /orders/1234'])
    const { turn, requests } = await again(conversation, (request) =>
      request.looked
        ? judged({ reply: 'Order 1001 was sent on 2026-11-20.', sources: ['orders#1001'] })
        : asks({ look_up: 'orders', given: { number: '1001' } }),
    )
    expect(system.asked).toHaveLength(1)
    expect(requests[0]?.open).toEqual(['Where is order 1001? My phone ends in [number].'])
    expect(requests[1]?.looked?.found).toEqual([
      { id: 'orders#1001', title: 'order_no: 1001', text: 'status: sent\nsent_on: 2026-11-20', also: '' },
    ])
    expect(turn.then).toMatchObject({
      decision: 'resolved',
      sources: ['orders#1001'],
      lookUps: [{ name: 'orders', came: 'found', given: { number: '1001' } }],
    })
    expect(turn.then.texts.join()).toContain('Order 1001 was sent on 2026-11-20.')
    expect(turn.now).toMatchObject({
      decision: 'resolved',
      sources: ['orders#1001'],
      lookUps: [{ name: 'orders', came: 'found', given: { number: '1001' } }],
    })
    expect(turn.changed).toBe(false)
    expect(JSON.stringify({ turn, requests })).not.toMatch(/1234|0142|U1\b/)
  })

  test('fails where something else is asked, and a source that nobody found keeps no number', async () => {
    tracks()
    const conversation = await says(order)
    const { turn } = await again(conversation, (request) =>
      request.looked
        ? judged({ reply: 'It was sent.', sources: ['orders#77120', 'hours.en#2026'] })
        : asks({ look_up: 'orders', given: { number: '1002' } }),
    )
    expect(turn.now).toMatchObject({
      decision: 'handoff',
      lowered: 'look_up_gave_nothing',
      lookUps: [{ name: 'orders', came: 'failed' }],
      sources: ['orders#[number]', 'hours.en#2026'],
    })
    expect(turn.changed).toBe(true)
    expect(system.asked).toHaveLength(1)
  })

  test('finds nothing any more where the look-up is not declared now', async () => {
    tracks()
    const conversation = await says(order)
    const none = { lookUps: new Map(), records: new Map() }
    const { requests } = await again(conversation, () => judged({ decision: 'needs_info', reply: 'Which?' }), none)
    expect(requests[0]?.lookUps).toBeUndefined()
  })

  test('that was not proven is as little known now', async () => {
    tracks()
    const conversation = await says('Where is order 1234? My phone ends in 7777.')
    const { turn } = await again(conversation, (request) =>
      request.looked
        ? judged({ reply: 'It was sent.', sources: ['orders#1001'] })
        : asks({ look_up: 'orders', given: { number: '1001' } }),
    )
    expect([turn.then.decision, turn.now.decision]).toEqual(['handoff', 'handoff'])
    expect(turn.now.lookUps).toMatchObject([{ came: 'not_found' }])
  })
})

test('a turn that had something recorded: nothing is recorded again, and no record is another outcome', async () => {
  const given = { what: 'call Mr. Hugo Thornton at 090-5550-0142' }
  shop.model.says(() => records({ reply: 'It is on the list.' }, { record: 'tasks', given }))
  const conversation = await says('Please call Mr. Hugo Thornton at 090-5550-0142')
  expect(system.recorded.size).toBe(1)
  const wants = () => records({ reply: 'It is on the list.' }, { record: 'tasks', given: { what: 'call [name]' } })
  const { turn } = await again(conversation, wants)
  expect(turn.then.records).toMatchObject([{ record: 'tasks' }])
  expect(turn.now.records).toEqual([{ record: 'tasks', given: { what: 'call [name]' } }])
  expect(turn.changed).toBe(false)
  expect(JSON.stringify(turn)).not.toMatch(/Thornton|5550/)
  const small = { reply: 'With pleasure!', sources: [], small_talk: true }
  const without = await again(conversation, () => judged(small))
  expect(without.turn.now.decision).toBe('resolved')
  expect(without.turn.changed).toBe(true)
  expect(isChanged(without.turn.then, without.turn.now)).toBe(true)
  expect(system.recorded.size).toBe(1)
})

test('a turn beside one that looked something up: the digits that showed whose it was are no words of its history', async () => {
  tracks()
  await says('hello, 1234 and 0142 it was')
  shop.model.says(() => ({ small_talk: true, sources: [], reply: 'With pleasure!' }))
  await shop.line.say('U1', 'thanks')
  const conversation = await shop.until(async () => {
    const one = await shop.conversation('U1')
    return one?.judged.length === 2 && one.outbox.length === 0 && !one.pending ? one : undefined
  })
  const past = pastTurns(conversation, 0).at(-1)
  if (past?.type !== 'turn') throw new Error('it is no turn')
  const { conversation: redacted } = redactedTurn(past, 1, (text) => redact(text))
  expect(JSON.stringify(redacted)).toContain('hello, [number] and [number] it was')
})

describe('numbers that stand for others', () => {
  const fact: LookUpFact = { name: 'orders', came: 'found', things: 1 }
  const kept = (number: string, thing = {}) => [
    { fact, text: { given: { number }, things: [{ status: 'sent', ...thing }] } },
  ]
  const clean = (text: string) => redact(text)

  test.each([
    ['in any width', '注文番号１２３４です', '注文番号1001です'],
    ['in the midst of words', '1234の件、0142です', '1001の件、[number]です'],
    ['beside the digits of a telephone', '1234 0142', '1001 [number]'],
    ['beside a whole number', '1234, 090-5550-0142', '1001, [phone]'],
    ['and no price, day or time goes with it', '1234: 1200円, 2026-11-20, ¥3,500', '1001: 1200円, 2026-11-20, ¥3,500'],
    ['not within a longer number', 'call 090 1234 5678', 'call [phone]'],
    ['not within a longer one in one piece', 'call 09012345678', 'call [phone]'],
  ])('%s', (_, text, cleaned) => expect(standInsFor(kept('1234'), clean).clean(text)).toBe(cleaned))

  test('are found again where the ledger has masked them', () => {
    const { clean: put, kept: now, source } = standInsFor(kept('••••••78', { order_no: '••••••78' }), clean)
    expect(put('Order 12345678 please')).toBe('Order 10000001 please')
    expect(put('Order 10000001 please')).toBe('Order 10000001 please')
    expect(put('Order 12345679 please')).toBe('Order [number] please')
    expect(now[0]?.text).toEqual({ given: { number: '10000001' }, things: [{ status: 'sent', order_no: '10000001' }] })
    expect([source('orders#78'), source('orders#79')]).toEqual(['orders#01', undefined])
  })

  test('are none of those that were asked', () => {
    const two = [...kept('1234'), ...kept('1001')]
    const { clean: put, source } = standInsFor(two, clean)
    const [first, second] = [put('order 1234'), put('order 1001')]
    expect(new Set([first, second, 'order 1234', 'order 1001']).size).toBe(4)
    expect(`orders#${first.slice(-4)}`).toBe(source('orders#1234'))
    expect(`orders#${second.slice(-4)}`).toBe(source('orders#1001'))
  })

  test('leave what was asked in words as it is redacted anyway', () => {
    const { clean: put, kept: now } = standInsFor(kept('green tea'), clean)
    expect(put('is green tea there? order 4711')).toBe('is green tea there? order [number]')
    expect(now[0]?.text.given).toEqual({ number: 'green tea' })
  })
})

test('who asked for what was recorded is a name, also of a member of a group that is called otherwise', () => {
  const given = { what: 'order paper', requester: 'Ottoline' }
  const told = { turn: 't1', messages: ['1'], reason: '', summary: 'Ottoline wants paper.' }
  const judgedAs = (askedBy?: string) => ({
    ...begin('Ubot:group:C1', 'Ubot', { type: 'group', id: 'C1' }),
    customer: { name: 'Team', at: 0 },
    judged: [{ ...told, records: [{ record: 'tasks', given, ...(askedBy !== undefined && { askedBy }) }] }],
  })
  const cleaned = (askedBy?: string) => redactionBy([], '')(judgedAs(askedBy))(told.summary)
  expect([cleaned('requester'), cleaned()]).toEqual(['[name] wants paper.', told.summary])
})
