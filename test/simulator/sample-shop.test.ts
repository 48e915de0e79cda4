/** The sample shop: its orders, its tasks, and its bad days, as kidoku's own look-ups and records meet them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openHttpLookUp } from '../../src/adapters/look-ups/http.ts'
import { openHttpSink } from '../../src/adapters/look-ups/http-record.ts'
import type { DeclaredLookUp } from '../../src/core/look-ups/declared.ts'
import type { LookedUp, Recorded } from '../../src/ports/look-ups.ts'
import type { SampleShop } from '../../src/simulator/sample-shop/index.ts'
import { ordersAround } from '../../src/simulator/sample-shop/orders.ts'
import { heard } from '../adapters/look-ups/http-server.ts'
import { post, sampleShop, until } from './sample-shop.ts'

const paper = { what: 'order paper, 10 packs', due: 'Friday', who: 'Aya', requester: 'Hana' }
const columns = [
  'order_no',
  'ordered_on',
  'status',
  'carrier',
  'tracking_no',
  'sent_on',
  'expected_on',
  'note',
  'phone',
]

/** As `lookups.yaml` would declare it. */
function find(shop: SampleShop, number: string, within = 5000): Promise<LookedUp> {
  const declared: DeclaredLookUp = {
    name: 'orders',
    about: 'How one order stands.',
    arguments: [{ name: 'number', about: 'the order number', shape: /^.*$/u, longest: 20 }],
    shows: columns.slice(0, -1),
    proof: { by: 'last_digits', digits: 4, column: 'phone' },
  }
  const options = { url: `${shop.url}/orders/{number}`, headers: {}, within, hosts: ['127.0.0.1'] }
  return openHttpLookUp(declared, options, { log: heard() }).find({ number }, new AbortController().signal)
}

function record(shop: SampleShop, given: Record<string, string>, key: string, within = 5000): Promise<Recorded> {
  const args = ['what', 'due', 'who'].map((name) => ({ name, about: name, shape: /^.*$/u, longest: 200 }))
  const declared = { name: 'tasks', about: 'A task for the team.', arguments: args }
  const options = { url: `${shop.url}/tasks`, headers: {}, within, hosts: ['127.0.0.1'] }
  return openHttpSink(declared, options, { log: heard() }).record(given, key, new AbortController().signal)
}

describe('an order', () => {
  test('that is there is answered with all its columns, one that is not with 404', async () => {
    const shop = await sampleShop()
    const found = await fetch(`${shop.url}/orders/1234`)
    expect(found.status).toBe(200)
    const order = z.record(z.string(), z.unknown()).parse(await found.json())
    expect(order).toMatchObject({ order_no: '1234', status: 'sent, on its way', phone: '090-5550-0142' })
    expect(Object.keys(order).toSorted()).toEqual(columns.toSorted())
    for (const number of ['9999', '12345', '..', '%2e%2e', "1234'--", '__proto__'])
      expect((await fetch(`${shop.url}/orders/${number}`)).status).toBe(404)
  })

  test('is what kidoku finds by its number, with or without a carrier', async () => {
    const shop = await sampleShop()
    expect(await find(shop, '1234')).toMatchObject({ type: 'found', things: [{ carrier: 'Kaede Express' }] })
    const packed = await find(shop, '1236')
    expect(packed).toMatchObject({ type: 'found', things: [{ status: 'paid, being packed' }] })
    expect(packed).not.toHaveProperty('things.0.carrier')
    expect(await find(shop, '9999')).toEqual({ type: 'not_found' })
  })

  test('each has a phone of its own, whose last digits are no order’s number', () => {
    const orders = ordersAround(Date.now())
    const digits = orders.map(({ phone }) => phone.slice(-4))
    expect(new Set([...digits, ...orders.map(({ order_no }) => order_no)]).size).toBe(2 * orders.length)
    expect(orders.map(({ order_no }) => order_no)).not.toContain('9999')
  })

  // From Monday, 5 October 2026, early in the morning in Japan.
  test.each(Array.from({ length: 14 }, (_none, ahead) => Date.UTC(2026, 9, 4, 15) + ahead * 86_400_000))(
    'has days that fit each other, whatever the day (%i)',
    (now) => {
      const today = new Date(now + 9 * 3_600_000).toISOString().slice(0, 10)
      const orders = ordersAround(now)
      for (const { ordered_on, sent_on, expected_on } of orders) {
        expect(ordered_on <= today).toBe(true)
        if (sent_on === null) continue
        expect(sent_on >= ordered_on && sent_on <= today).toBe(true)
        expect([0, 6]).not.toContain(new Date(sent_on).getUTCDay())
        if (expected_on !== null) expect(expected_on > sent_on).toBe(true)
      }
      const by = Object.fromEntries(orders.map((order) => [order.order_no, order]))
      expect(Date.parse(by['1234']?.expected_on ?? '') - Date.parse(today)).toBe(86_400_000)
      const onTheWay = Date.parse(by['1234']?.expected_on ?? '') - Date.parse(by['1234']?.sent_on ?? '')
      expect([2, 3, 4]).toContain(onTheWay / 86_400_000)
    },
  )
})

describe('a task', () => {
  test('is stored once for its key, and confirmed as often as it is asked', async () => {
    const shop = await sampleShop({ now: () => 1_000 })
    const answers = [
      await post(shop, paper, '"k-1"'),
      await post(shop, paper, '"k-1"'),
      await post(shop, paper, '"k-2"'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { id: 'T-1' },
      { id: 'T-1' },
      { id: 'T-2' },
    ])
    expect(shop.tasks()).toEqual([
      { id: 'T-1', ...paper, key: 'k-1', at: 1_000 },
      { id: 'T-2', ...paper, key: 'k-2', at: 1_000 },
    ])
    expect(shop.calls.map(({ of, effect }) => [of, effect])).toEqual([
      ['k-1', true],
      ['k-1', false],
      ['k-2', true],
    ])
  })

  test('is stored once though the same key comes five times at once', async () => {
    const shop = await sampleShop()
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(shop, paper, '"k"')))
    const said = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(said)).toEqual(new Set(['{"id":"T-1"}']))
    expect(shop.tasks()).toHaveLength(1)
  })

  test('is confirmed to kidoku by its number', async () => {
    const shop = await sampleShop()
    expect(await record(shop, { what: 'paper' }, 'k-1')).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(shop.tasks()).toMatchObject([{ what: 'paper', key: 'k-1' }])
  })

  test.each([
    ['no key', undefined, paper, 400],
    ['a key without quotation marks', 'k-1', paper, 400],
    ['an empty key', '""', paper, 400],
    ['two keys', '"a", "b"', paper, 400],
    ['nothing to be done', '"k"', { what: ' ' }, 400],
    ['a field that would not be stored', '"k"', { ...paper, urgent: 'yes' }, 400],
    ['something else than an object', '"k"', [paper], 400],
  ])('with %s is refused', async (_what, key, wish, status) => {
    const shop = await sampleShop()
    expect((await post(shop, wish, key)).status).toBe(status)
    expect(shop.tasks()).toEqual([])
  })

  test('of another wish under a key that is taken is refused', async () => {
    const shop = await sampleShop()
    await post(shop, paper, '"k"')
    for (const other of [{ what: 'flour' }, { ...paper, requester: 'Ken' }])
      expect((await post(shop, other, '"k"')).status).toBe(422)
    expect(shop.tasks()).toHaveLength(1)
  })

  test('cannot be sent by a page elsewhere: not as a form, nor under a name of its own', async () => {
    const shop = await sampleShop()
    expect((await post(shop, paper, '"k"', { 'content-type': 'text/plain' })).status).toBe(415)
    const { promise: status, resolve } = Promise.withResolvers<number | undefined>()
    const asked = request(`${shop.url}/orders/1234`, { headers: { host: 'evil.example' } }, (answer) => {
      resolve(answer.statusCode)
      answer.resume()
    })
    asked.end()
    expect(await status).toBe(403)
    expect(shop.tasks()).toEqual([])
  })
})

describe('kept in a file,', () => {
  async function file(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-shop-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return join(folder, 'new', 'shop.json')
  }

  test('tasks are there again after a restart, their keys known and their numbers taken', async () => {
    const stateFile = await file()
    const first = await sampleShop({ stateFile })
    await post(first, paper, '"k-1"')
    // It is there when it is confirmed, not some time later.
    expect(await readFile(stateFile, 'utf8')).toContain('k-1')
    await first.close()
    const second = await sampleShop({ stateFile })
    expect(await (await post(second, paper, '"k-1"')).json()).toEqual({ id: 'T-1' })
    expect(await (await post(second, paper, '"k-2"')).json()).toEqual({ id: 'T-2' })
    expect(second.tasks()).toHaveLength(2)
  })

  test('a broken one is set aside', async () => {
    const stateFile = await file()
    await (await sampleShop({ stateFile })).close()
    await post(await sampleShop({ stateFile }), paper, '"k"')
    await writeFile(stateFile, '{"last": "many"}')
    expect((await sampleShop({ stateFile })).tasks()).toEqual([])
    expect(await readFile(`${stateFile}.broken`, 'utf8')).toBe('{"last": "many"}')
  })

  test('a task that cannot be written is not confirmed', async () => {
    const stateFile = await file()
    const shop = await sampleShop({ stateFile })
    await rm(join(stateFile, '..'), { recursive: true })
    expect(await record(shop, { what: 'paper' }, 'k-1')).toMatchObject({ type: 'unknown' })
    expect(shop.tasks()).toEqual([])
    expect(shop.calls).toMatchObject([{ status: 500, effect: false }])
  })
})

describe('in trouble:', () => {
  test('down, nobody can connect, until it is up again on the same port', async () => {
    const shop = await sampleShop()
    expect(await find(shop, '1234')).toMatchObject({ type: 'found' })
    await shop.turn('down')
    expect(await find(shop, '1234')).toMatchObject({ type: 'failed', why: 'down' })
    expect(await record(shop, { what: 'paper' }, 'k')).toMatchObject({ type: 'not_recorded', why: 'down' })
    await shop.turn('none')
    expect(await record(shop, { what: 'paper' }, 'k')).toMatchObject({ type: 'confirmed' })
    expect(shop.tasks()).toHaveLength(1)
  })

  test('slow, it stores what nobody waits for any more, and the same key again is the same task', async () => {
    const shop = await sampleShop()
    await shop.turn('slow')
    expect(await find(shop, '1234', 50)).toMatchObject({ type: 'failed', why: 'slow' })
    expect(await record(shop, { what: 'paper' }, 'k', 50)).toMatchObject({ type: 'unknown' })
    expect(shop.tasks()).toEqual([])
    await shop.turn('none')
    await until(shop, () => shop.calls.every(({ status }) => status !== 'pending'))
    expect(shop.tasks()).toHaveLength(1)
    expect(await record(shop, { what: 'paper' }, 'k')).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(shop.tasks()).toHaveLength(1)
  })

  test('slow and then down, it stores nothing; and it can be closed', async () => {
    const shop = await sampleShop()
    await shop.turn('slow')
    const recorded = record(shop, { what: 'paper' }, 'k')
    await until(shop, () => shop.calls.length === 1)
    await Promise.all([shop.turn('down'), shop.turn('slow'), shop.turn('down'), shop.close()])
    expect(await recorded).toMatchObject({ type: 'unknown' })
    expect(shop.tasks()).toEqual([])
  })
})

describe('in bad weather', () => {
  test.each([
    ['a page', { status: 200, page: '<h1>Sign in</h1>' }, { type: 'failed', why: 'broken' }],
    ['30 MB', { bytes: 30_000_000 }, { type: 'failed', why: 'too_large' }],
    ['half an order', 'reset-midway', { type: 'failed' }],
    ['a broken connection', 'reset-before', { type: 'failed', why: 'down' }],
    ['500', { status: 500 }, { type: 'failed', why: 'down' }],
    ['nothing', 'never', { type: 'failed', why: 'slow' }],
    ['half an order and then nothing', 'never-midway', { type: 'failed', why: 'slow' }],
  ] as const)('it answers %s to who looks up', async (_what, how, looked) => {
    const shop = await sampleShop()
    shop.fault({ call: 'orders', how })
    expect(await find(shop, '1234', 500)).toMatchObject(looked)
  })

  test.each([
    ['a page', { status: 200, page: '<h1>Sign in</h1>' }, 'unknown', 0],
    ['a page, though it stored it', { status: 200, page: 'Thank you!', effect: true }, 'unknown', 1],
    ['30 MB', { bytes: 30_000_000 }, 'confirmed', 1],
    ['half an answer', 'reset-midway', 'confirmed', 1],
    ['nothing, and stores nothing', 'never', 'unknown', 0],
    ['nothing, and stores it', 'never-after', 'unknown', 1],
    ['by breaking the connection', 'reset-before', 'unknown', 0],
    ['by breaking the connection once it is stored', 'reset-after', 'unknown', 1],
    ['500', { status: 500 }, 'unknown', 0],
    ['500, though it stored it', { status: 500, effect: true }, 'unknown', 1],
  ] as const)('it answers %s to who records; again it is stored once', async (_what, how, outcome, stored) => {
    const shop = await sampleShop()
    shop.fault({ call: 'tasks', how, times: 1 })
    expect((await record(shop, paper, 'k', 500)).type).toBe(outcome)
    expect(shop.tasks()).toHaveLength(stored)
    expect(await record(shop, paper, 'k')).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(shop.tasks()).toHaveLength(1)
  })

  test('it confirms twice, each time by another number, and has stored one', async () => {
    const shop = await sampleShop()
    const end = shop.fault({ call: 'tasks', how: 'confirm-twice' })
    expect(await record(shop, paper, 'k')).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(await record(shop, paper, 'k')).toEqual({ type: 'confirmed', reference: 'T-1-again' })
    end()
    expect(await record(shop, paper, 'k')).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(shop.tasks()).toHaveLength(1)
  })

  test('it takes its time, then does as always', async () => {
    const shop = await sampleShop()
    shop.fault({ call: 'all', how: { delayMs: 30 } })
    expect(await find(shop, '1234')).toMatchObject({ type: 'found' })
    expect(await record(shop, paper, 'k')).toMatchObject({ type: 'confirmed' })
  })

  test('what nobody reads any more is not made: of 3 GB as little as of 30 MB', async () => {
    const shop = await sampleShop()
    shop.fault({ call: 'orders', how: { bytes: 3_000_000_000 } })
    expect(await find(shop, '1234')).toMatchObject({ why: 'too_large' })
  })
})
