import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openCsvLookUp } from '../../src/adapters/look-ups/csv.ts'
import { sentence, sentencesUnder } from '../../src/core/sentences.ts'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { asks, json, orders, provenOrders, startSystem, systemsAt, theOrders, type System } from './live-systems.ts'
import { openShop, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
let system: System
beforeEach(async () => void (system = await startSystem()))
afterEach(async () => {
  await shop.close()
  await system.close()
})

const open = async (declared = orders, options: ShopOptions = {}) =>
  (shop = await openShop({
    ...options,
    policy: { look_ups: ['orders'], ask_outcome: false, ...options.policy },
    setUp: { live: systemsAt(system.url, declared), ...options.setUp },
  }))

/** Asks for the order, then answers from what was found. */
const tracks = (number: string, answer: object) =>
  shop.model.says((request) => (request.looked ? answer : asks({ look_up: 'orders', given: { number } })))

/** Once its turn, the first or another, has ended. */
const judged = async (user: string, nth = 1) => {
  const conversation = await shop.until(async () => {
    const one = await shop.conversation(user)
    const turns = one?.facts.filter(({ type }) => type === 'judged' || type === 'failed').length
    return turns === nth && one?.outbox.length === 0 ? one : undefined
  })
  const fact = conversation.facts.findLast(({ type }) => type === 'judged')
  if (fact?.type !== 'judged') throw new Error('it was not judged')
  return { conversation, fact }
}

const found = { reply: 'Order 1234 was sent on 2026-11-20.', sources: ['orders#1234'] }

describe('a live answer', () => {
  test('what was found is a passage: cited, it resolves, and the question turns Read', async () => {
    await open()
    tracks('1234', found)
    await shop.line.say('U1', 'Where is order 1234?')
    const { fact, conversation } = await judged('U1')
    expect(said(shop.line, 'U1').at(-1)).toBe(found.reply)
    expect(readMarks(shop.line, 'U1')).toEqual([true])
    expect(system.asked).toEqual(['GET /orders/1234'])
    expect(fact).toMatchObject({ decision: 'resolved', sources: ['orders#1234'], origin: { usage: { input: 20 } } })
    expect(fact.lowered).toBeUndefined()
    expect(fact.lookUps).toEqual([{ name: 'orders', came: 'found', things: 1, ms: expect.any(Number) }])
    expect(conversation.judged.at(-1)?.lookUps).toEqual([
      { given: { number: '1234' }, things: [{ order_no: '1234', status: 'sent', sent_on: '2026-11-20' }] },
    ])
    expect(sentence(fact, conversation)).toContain('orders#1234')
  })

  test('the model is told of it, asked once more with what was found, and of nothing that the shop does not show', async () => {
    await open()
    tracks('1234', found)
    await shop.line.say('U1', 'Where is order 1234?')
    await judged('U1')
    const [first, second] = shop.model.requests
    expect(first?.lookUps?.map(({ name }) => name)).toEqual(['orders'])
    expect(first?.system).toContain('`orders`: How an order stands, by its number.')
    expect(second?.lookUps).toBeUndefined()
    expect(second?.system).toContain('<passage id="orders#1234">order_no: 1234\nstatus: sent')
    expect(shop.model.requests).toHaveLength(2)
    expect(JSON.stringify(shop.model.requests)).not.toMatch(/Hana|0142/)
  })

  test('without citing it, it resolves nothing', async () => {
    await open()
    tracks('1234', { ...found, sources: [] })
    await shop.line.say('U1', 'Where is order 1234?')
    expect((await judged('U1')).fact).toMatchObject({ decision: 'handoff', lowered: 'no_source' })
  })

  test('a topic that only live data resolves is resolved by no general rule', async () => {
    await open(orders, { policy: { look_ups: ['orders'], topics: ['order_status'], live_topics: ['order_status'] } })
    tracks('1234', { ...found, topic: 'order_status' })
    await shop.line.say('U1', 'Where is order 1234?')
    expect((await judged('U1')).fact).toMatchObject({ decision: 'resolved' })
    const general = { reply: 'We are open on weekends.', sources: ['hours.en#weekend'], topic: 'order_status' }
    tracks('1234', general)
    await shop.line.say('U2', 'Where is order 1234?')
    expect((await judged('U2')).fact).toMatchObject({ decision: 'handoff', lowered: 'no_source' })
    // Nor without having looked at all.
    shop.model.says(() => general)
    await shop.line.say('U3', 'Where is order 1234?')
    expect((await judged('U3')).fact).toMatchObject({ decision: 'handoff', lowered: 'no_source' })
  })

  test('a number that stands in nothing found is a made-up one', async () => {
    await open()
    tracks('1234', { ...found, reply: 'It comes on 2026-11-23.' })
    await shop.line.say('U1', 'Where is order 1234?')
    expect((await judged('U1')).fact).toMatchObject({ decision: 'handoff', lowered: 'unsupported_facts' })
  })

  test('not found: the question back goes out, and it stays unread', async () => {
    await open()
    tracks('9999', { decision: 'needs_info', reply: 'I find no order 9999. Is the number right?', sources: [] })
    await shop.line.say('U1', 'Where is order 9999?')
    const { fact } = await judged('U1')
    expect(fact).toMatchObject({ decision: 'needs_info', lookUps: [{ name: 'orders', came: 'not_found' }] })
    expect(said(shop.line, 'U1').at(-1)).toBe('I find no order 9999. Is the number right?')
    expect(readMarks(shop.line, 'U1')).toEqual([false])
    expect(shop.model.requests[1]?.system).toContain('orders: there is nothing for number “9999”.')
  })

  test('a model that would resolve it all the same is lowered, whatever it cites', async () => {
    await open()
    tracks('9999', { reply: 'It is on its way.', sources: ['hours.en#weekend'] })
    await shop.line.say('U1', 'Where is order 9999?')
    const { fact } = await judged('U1')
    expect(fact).toMatchObject({ said: 'resolved', decision: 'handoff', lowered: 'look_up_gave_nothing' })
    expect(said(shop.line, 'U1').join()).not.toContain('on its way')
  })

  test.for([
    ['answers HTML', 'broken', (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>')],
    ['answers 30 MB', 'too_large', (r) => json(r, { status: 'x'.repeat(30_000_000) })],
    ['says nothing', 'slow', () => undefined],
    [
      'breaks in the middle',
      'down',
      (r) =>
        void r.writeHead(200, { 'content-type': 'application/json' }).write('{"order_no"', () => r.socket?.destroy()),
    ],
    ['is ill', 'down', (r) => json(r, {}, 503)],
    ['sends elsewhere', 'broken', (r) => r.writeHead(302, { location: 'http://192.0.2.1/' }).end()],
    ['refuses', 'refused', (r) => json(r, {}, 401)],
  ] as [string, string, Parameters<System['answers']>[0]][])(
    'the system %s: it is said to be out of sight, and a person has it',
    async ([, why, how]) => {
      await open()
      shop.model.says((request) =>
        request.looked
          ? { decision: 'handoff', reason: 'The system gave no answer.' }
          : asks({ look_up: 'orders', given: { number: '1234' } }),
      )
      system.answers(how)
      await shop.line.say('U1', 'Where is order 1234?')
      const { fact, conversation } = await judged('U1')
      expect(fact).toMatchObject({ decision: 'handoff', lookUps: [{ name: 'orders', came: 'failed', why }] })
      expect(conversation.entries).toMatchObject([{ kind: 'handoff' }])
    },
  )

  test.for(['../../admin', 'http://192.0.2.1/', "1234'; DROP TABLE orders;--", '1'.repeat(5_000), '１２３４/..'])(
    'a number like %j is none: nothing is asked',
    async (number) => {
      await open()
      tracks(number, { decision: 'needs_info', reply: 'Which order is it?', sources: [] })
      await shop.line.say('U1', `Where is order ${number}?`.slice(0, 4_000))
      const { fact } = await judged('U1')
      expect(system.asked).toEqual([])
      expect(fact.lookUps).toEqual([{ name: 'orders', came: 'refused' }])
      expect(readMarks(shop.line, 'U1')).toEqual([false])
    },
  )

  test('at most three are asked, and all at once', async () => {
    await open()
    const waiting: (() => void)[] = []
    system.answers((response) => {
      waiting.push(() => json(response, {}, 404))
      // None is answered before all three are there.
      if (waiting.length === 3) for (const answer of waiting) answer()
    })
    shop.model.says((request) =>
      request.looked
        ? { decision: 'handoff' }
        : asks(...['1111', '2222', '3333', '4444'].map((number) => ({ look_up: 'orders', given: { number } }))),
    )
    await shop.line.say('U1', 'Where are 1111, 2222, 3333 and 4444?')
    const { fact } = await judged('U1')
    expect(fact.lookUps?.map(({ came }) => came)).toEqual(['not_found', 'not_found', 'not_found', 'refused'])
    expect(system.asked).toHaveLength(3)
  })

  test('what the customer takes back takes what was looked up for it along', async () => {
    await open()
    tracks('1234', found)
    const { messageId } = await shop.line.say('U1', 'Where is order 1234?')
    await judged('U1')
    await shop.line.unsend('U1', messageId)
    const after = await shop.until(async () => {
      const one = await shop.conversation('U1')
      return one?.messages[0]?.state === 'unsent' ? one : undefined
    })
    expect(JSON.stringify(after.judged)).not.toContain('1234')
  })

  test('where a prompt names no look-up the model is told of none', async () => {
    await open(orders, { policy: { look_ups: [] } })
    await shop.line.say('U1', 'Sunday?')
    await judged('U1')
    expect(shop.model.requests).toHaveLength(1)
    expect(shop.model.requests[0]).not.toHaveProperty('lookUps')
  })
})

describe('the time it takes', () => {
  /** Ten times as fast: a second is a tenth. */
  const fast = () => {
    const began = Date.now()
    const now = () => began + (Date.now() - began) * 10
    return { now, after: (ms: number, signal?: AbortSignal) => systemClock.after(ms / 10, signal) }
  }

  test('a slow model and a slow system have 25 s together, and the loading indicator goes on', async () => {
    const clock = fast()
    await open(orders, { clock, lineClock: clock })
    tracks('1234', found)
    system.answers((response) => void clock.after(5_000).then(() => json(response, theOrders['1234'])))
    shop.model.hold()
    await shop.line.say('U1', 'Where is order 1234?')
    await shop.model.asked(1)
    await clock.after(13_000)
    shop.model.release()
    await shop.until(() => system.asked[0])
    shop.model.hold()
    await shop.model.asked(2)
    await clock.after(3_000)
    shop.model.release()
    const { fact } = await judged('U1')
    expect(fact).toMatchObject({ decision: 'resolved', lookUps: [{ came: 'found' }] })
    expect(fact.origin.ms).toBeGreaterThan(15_000)
    expect(shop.calls('loading').length).toBeGreaterThan(1)
  })

  test('a system that takes all of it leaves the model time to say so', async () => {
    const clock = fast()
    await open(orders, { clock, lineClock: clock, setUp: { live: systemsAt(system.url, orders, 10_000) } })
    tracks('1234', { decision: 'handoff' })
    system.answers(() => undefined)
    await shop.line.say('U1', 'Where is order 1234?')
    const { fact } = await judged('U1')
    expect(fact.lookUps).toMatchObject([{ came: 'failed', why: 'slow' }])
    expect(fact.origin.ms).toBeLessThan(15_000)
  })

  test('past 25 s the customer has word, and a person an entry that tells what was looked up', async () => {
    const clock = fast()
    await open(orders, { clock, lineClock: clock })
    tracks('1234', found)
    await shop.line.say('U1', 'Where is order 1234?')
    system.answers((response) => {
      shop.model.hold()
      json(response, theOrders['1234'])
    })
    const conversation = await shop.until(async () => {
      const one = await shop.conversation('U1')
      return one?.entries.length === 1 && one.outbox.length === 0 ? one : undefined
    })
    const failed = conversation.facts.find(({ type }) => type === 'failed')
    expect(failed).toMatchObject({ why: 'no answer in time', lookUps: [{ name: 'orders', came: 'found', things: 1 }] })
    expect(readMarks(shop.line, 'U1')).toEqual([false])
    const [received] = conversation.facts
    expect((failed?.at ?? 0) - (received?.at ?? 0)).toBeLessThan(30_000)
  })
})

describe('whose order it is', () => {
  const asksBack = { decision: 'needs_info' as const, reply: 'Please write the last 4 digits.', sources: [] }

  test('without a proof the system is not even asked, and the question for the digits may be asked', async () => {
    await open(provenOrders)
    tracks('1234', asksBack)
    await shop.line.say('U1', 'Where is order 1234?')
    const { fact } = await judged('U1')
    expect(fact).toMatchObject({ decision: 'needs_info', lookUps: [{ name: 'orders', came: 'unproven' }] })
    expect(fact.lowered).toBeUndefined()
    expect(system.asked).toEqual([])
    expect(said(shop.line, 'U1').at(-1)).toBe(asksBack.reply)
  })

  test('with the last digits of the number on file it is shown, and both messages turn Read', async () => {
    await open(provenOrders)
    tracks('1234', asksBack)
    await shop.line.say('U1', 'Where is order 1234?')
    await judged('U1')
    tracks('1234', found)
    await shop.line.say('U1', 'It is 0142')
    await shop.line.waitFor(() => said(shop.line, 'U1').at(-1) === found.reply)
    expect(readMarks(shop.line, 'U1')).toEqual([true, true])
  })

  /** What comes of digits that are not on file. */
  const told = async (user: string, number: string) => {
    tracks(number, asksBack)
    const before = shop.model.requests.length
    await shop.line.say(user, `Where is order ${number}? My number ends in 7788`)
    const { fact, conversation } = await judged(user)
    const [, second] = shop.model.requests.slice(before)
    // Whether LINE has told the customer's language by now is of no matter.
    const bare = (text = '') => text.replaceAll(number, 'N').replace(/So far the customer's language.*\n/, '')
    return {
      request: bare(second?.system),
      things: fact.lookUps?.[0]?.things,
      tries: conversation.proofs?.tries.length,
    }
  }
  const cameOf = async (user: string) => (await judged(user)).fact.lookUps?.[0]

  test('somebody else’s digits show nothing, not even that there is such an order', async () => {
    await open(provenOrders)
    expect(await told('U1', '1234')).toEqual(await told('U2', '9999'))
  })

  test('staff alone read what is missing: no digits, other digits, or a number in the shop’s own system', async () => {
    await open(provenOrders)
    tracks('1234', asksBack)
    await shop.line.say('U1', 'Where is order 1234?')
    expect(await cameOf('U1')).toMatchObject({ came: 'unproven', proof: 'not_given', by: 'last_digits' })
    const other = await told('U2', '1234')
    expect(await cameOf('U2')).toMatchObject({ came: 'unproven', proof: 'not_right', by: 'last_digits' })
    system.answers((response) => json(response, { ...theOrders['1234'], phone: '9.01235E+09' }))
    expect(await told('U3', '1234')).toEqual(other)
    expect(await cameOf('U3')).toMatchObject({ came: 'unproven', proof: 'not_on_file', by: 'last_digits' })
    const { fact, conversation } = await judged('U3')
    expect(sentencesUnder(fact, conversation)[0]).toMatch(
      /^Looked up orders \(number 1234\): not shown: no usable telephone number is on file \(look at the sheet\), /,
    )
    expect(JSON.stringify(shop.model.requests)).not.toMatch(/not_given|not_right|on file|look at the sheet/)
    for (const user of ['U1', 'U2', 'U3']) expect(said(shop.line, user).at(-1)).toBe(asksBack.reply)
  })

  test.for([
    ['has no telephone number', 'broken', (r) => json(r, { order_no: '1234', status: 'sent', sent_on: null })],
    ['may not be seen', 'refused', (r) => json(r, {}, 403)],
    ['is too large', 'too_large', (r) => json(r, { status: 'x'.repeat(2_000_000) })],
  ] as [string, string, Parameters<System['answers']>[0]][])(
    'an order that %s is told and counted like one that does not exist; staff see what it was',
    async ([, why, how]) => {
      await open(provenOrders)
      system.answers((response, request, nth) =>
        request.url?.endsWith('1234') ? how?.(response, request, nth) : json(response, {}, 404),
      )
      const there = await told('U1', '1234')
      expect(there).toMatchObject({ tries: 1, request: expect.stringContaining('nothing can be shown for number “N”') })
      expect(there).toEqual(await told('U2', '9999'))
      expect(await cameOf('U1')).toMatchObject({ came: 'failed', why })
    },
  )

  test('so is an order of more rows in a file than anybody is shown', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'kidoku-rows-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const file = join(dir, 'orders.csv')
    await writeFile(file, `order_no,status,sent_on,phone\n${'1234,packed,,09055500142\n'.repeat(6)}`)
    const csv = await openCsvLookUp(provenOrders, { file, find: { number: 'order_no' } }, { log: quietLog })
    onTestFinished(() => csv.close())
    const live = { lookUp: (name: string) => (name === 'orders' ? csv : undefined), sink: () => undefined }
    await open(provenOrders, { setUp: { live } })
    expect(await told('U1', '1234')).toEqual(await told('U2', '9999'))
    expect(await cameOf('U1')).toMatchObject({ came: 'failed', why: 'broken' })
  })

  test('while the system is down, it is said to be, and a guess counts all the same', async () => {
    await open(provenOrders)
    system.answers((response) => json(response, {}, 503))
    const { request, tries } = await told('U1', '1234')
    expect(request).toContain('the shop’s system gave no answer for number “N”')
    expect(tries).toBe(1)
  })

  test('after three different guesses nothing is asked any more: a person has it', async () => {
    await open(provenOrders)
    tracks('1234', asksBack)
    const user = 'U1'
    for (const [index, digits] of ['1111', '2222'].entries()) {
      await shop.line.say(user, `order 1234, ${digits}`)
      await judged(user, index + 1)
    }
    const asked = system.asked.length
    tracks('1234', { decision: 'handoff' })
    await shop.line.say(user, 'order 1234, then it is 3333 or 0142')
    const { fact } = await judged(user, 3)
    expect(fact).toMatchObject({ decision: 'handoff' })
    expect(fact.lookUps?.map(({ came }) => came)).toEqual(['no_tries_left'])
    expect(system.asked).toHaveLength(asked)
  })

  test('guesses stay counted when everything is forgotten', async () => {
    await open(provenOrders, { policy: { on_unfollow: 'erase' } })
    tracks('1234', asksBack)
    await shop.line.say('U1', 'order 1234, 1111')
    await judged('U1')
    await shop.line.unfollow('U1')
    const after = await shop.until(async () => {
      const one = await shop.conversation('U1')
      return one?.facts.some(({ type }) => type === 'forgotten') ? one : undefined
    })
    expect(after.proofs).toMatchObject({ given: [], tries: [{ given: '', digits: '0' }] })
    expect(JSON.stringify(after)).not.toContain('1111')
  })

  test('in a group it is not offered at all: all members would read it', async () => {
    await open(provenOrders)
    shop.model.says(() => ({ decision: 'handoff' }))
    await shop.line.sayInGroup('C1', 'U1', 'Where is order 1234? 0142', { mentionsBot: true })
    await shop.model.asked(1)
    expect(shop.model.requests[0]).not.toHaveProperty('lookUps')
  })
})
