import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { allowed, type HttpOptions } from '../../../src/adapters/look-ups/http-answer.ts'
import { openHttpLookUp } from '../../../src/adapters/look-ups/http.ts'
import type { DeclaredLookUp, Given, Proof } from '../../../src/core/look-ups/declared.ts'
import { mostThings, type LookedUp } from '../../../src/ports/look-ups.ts'
import { dead, heard, host, json, jsonHead, live, raw } from './http-server.ts'

const orders = (shows: string[] = ['status'], proof?: Proof): DeclaredLookUp => ({
  name: 'orders',
  about: 'Where an order is.',
  arguments: [{ name: 'order', about: 'Its number.', shape: /.*/, longest: 20 }],
  shows,
  proof,
})
const never = new AbortController().signal
const order: Given = { order: '1234' }
const megabyte = 1_000_000

function opened(url: string, options: Partial<HttpOptions> = {}, declared = orders()) {
  const log = heard()
  const set = { url: `${url}/orders/{order}`, headers: {}, within: 5_000, hosts: [host], ...options }
  const lookUp = openHttpLookUp(declared, set, { log })
  return { log, lookUp, find: (given = order, signal = never) => lookUp.find(given, signal) }
}

/** What is found when this is what it answers. */
async function answered(body: unknown, declared?: DeclaredLookUp): Promise<LookedUp> {
  const { url } = await live((response) => json(response, body))
  return opened(url, {}, declared).find()
}
const found = (...things: object[]) => ({ type: 'found', things })
const failed = (why: string, detail: string) => ({ type: 'failed', why, detail: expect.stringContaining(detail) })

describe('asking', () => {
  test('one GET, for JSON, with the headers that are declared and nothing else that is known of us', async () => {
    const { url, asked } = await live((response) => {
      response.setHeader('set-cookie', 'session=1')
      json(response, { status: 'sent' })
    })
    const { find } = opened(url, { headers: { authorization: 'Bearer secret', 'X-Shop': 'bakery' } })
    expect(await find()).toEqual(found({ status: 'sent' }))
    await find()
    for (const { method, url, headers, body } of asked) {
      expect([method, url, body]).toEqual(['GET', '/orders/1234', ''])
      expect(headers).toMatchObject({
        accept: 'application/json',
        authorization: 'Bearer secret',
        'x-shop': 'bakery',
      })
      expect(headers).not.toHaveProperty('cookie')
      expect(headers).not.toHaveProperty('referer')
    }
  })

  test.for(['a/b', '//evil.example/x', 'https://evil.example', 'x?y=1', 'x#y', '%2f', "'; DROP TABLE orders; --"])(
    'for %j: it arrives as one segment',
    async (value) => {
      const { url, asked } = await live((response) => json(response, { status: 'sent' }))
      expect(await opened(url).find({ order: value })).toEqual(found({ status: 'sent' }))
      const [, first, segment = '', ...more] = asked[0]?.url?.split('/') ?? []
      expect([first, decodeURIComponent(segment), more]).toEqual(['orders', value, []])
    },
  )

  test.for(['.', '..', '../admin', '%2e%2e', '', ' ', 'a\r\nhost: evil', '1'.repeat(5_000).slice(0, 4_001)])(
    'for what may not stand in an address (case %#): nothing is asked',
    async (value) => {
      const { url, asked } = await live((response) => json(response, { status: 'sent' }))
      expect(await opened(url).find({ order: value })).toEqual(failed('refused', 'may not stand in an address'))
      expect(asked).toEqual([])
    },
  )

  test('a host that is not listed, or a host that is an argument, is not asked', async () => {
    const { url, asked } = await live((response) => json(response, { status: 'sent' }))
    expect(await opened(url, { hosts: ['shop.example'] }).find()).toEqual(failed('broken', 'not listed'))
    const port = new URL(url).port
    const open = opened(url, { url: `http://{order}:${port}/` })
    expect(await open.find({ order: host })).toEqual(failed('broken', 'in its host'))
    expect(asked).toEqual([])
  })

  test('a header that cannot be sent: nothing is asked, and nobody throws', async () => {
    const { url, asked } = await live((response) => json(response, { status: 'sent' }))
    const headers: [string, string][] = [
      ['x-key', 'two\nlines'],
      ['x-key', '鍵'],
      ['no name', 'x'],
      ['Host', 'evil.example'],
      ['transfer-encoding', 'chunked'],
      ['connection', 'keep-alive'],
      ['expect', '100-continue'],
      ['upgrade', 'x'],
    ]
    for (const one of headers) {
      expect(await opened(url, { headers: Object.fromEntries([one]) }).find()).toEqual(failed('broken', 'headers'))
    }
    expect(asked).toEqual([])
  })

  test('at most 10 s are allowed, whatever is declared', () => {
    expect([1, 4_999.5, 10_000, 60_000, Infinity, 0, -1, Number.NaN].map(allowed)).toEqual([
      1, 5_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000,
    ])
  })
})

describe('what it answers', () => {
  test('an object is one thing, an array is as many as it has', async () => {
    expect(await answered({ status: 'sent', extra: 'x' })).toEqual(found({ status: 'sent', extra: 'x' }))
    expect(await answered([{ status: 'sent' }, { status: 'packed' }])).toEqual(
      found({ status: 'sent' }, { status: 'packed' }),
    )
  })

  test.for(['null', '{}', '[]', ' {} '])('%s is nothing', async (body) => {
    expect(await answered(body)).toEqual({ type: 'not_found' })
  })

  test('as many as there may be are found; one more is no answer', async () => {
    const many = (count: number) => answered(Array.from({ length: count }, () => ({ status: 'sent' })))
    expect(await many(mostThings)).toMatchObject({ type: 'found' })
    expect(await many(mostThings + 1)).toEqual(failed('broken', `more than ${mostThings}`))
  })

  test('numbers are as they were written, truth is true or false, and null is nothing', async () => {
    const body = `{"status":1e21,"long":12345678901234567890,"price":12.50,"less":-0,"tiny":1E-7,"zero":0,
      "paid":true,"late":false,"none":null,"empty":"","digits":"0012"}`
    expect(await answered(body)).toEqual(
      found({
        status: '1e21',
        long: '12345678901234567890',
        price: '12.50',
        less: '-0',
        tiny: '1E-7',
        zero: '0',
        paid: 'true',
        late: 'false',
        empty: '',
        digits: '0012',
      }),
    )
  })

  test('what lies within is named with dots, two levels deep; lists of values are put together', async () => {
    const body = {
      status: ['packed', 2, true, null],
      none: [],
      items: [{ name: 'bread' }],
      mixed: ['a', { b: 1 }],
      customer: { phone: '0312345678', tags: ['a', 'b'], address: { city: 'Tokyo' } },
    }
    expect(await answered(body, orders(['status', 'customer.phone']))).toEqual(
      found({ status: 'packed, 2, true', 'customer.phone': '0312345678', 'customer.tags': 'a, b' }),
    )
  })

  test('names that mean something to JavaScript mean nothing', async () => {
    const body = `{"status":"sent","__proto__":"p","constructor":"c","toString":"t","a":{"__proto__":"q","b":"1"},
      "hasOwnProperty":null}`
    const looked = await answered(body)
    if (looked.type !== 'found') throw new Error(looked.type)
    const [thing = {}] = looked.things
    expect(Object.entries(thing)).toEqual([
      ['status', 'sent'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['toString', 't'],
      ['a.__proto__', 'q'],
      ['a.b', '1'],
    ])
    expect(thing['hasOwnProperty']).toBeUndefined()
    expect({}).not.toHaveProperty('b')
    expect(await answered('{"__proto__":{"status":"sent"}}')).toEqual(failed('broken', 'no "status"'))
    expect(await answered({ status: 'x' }, orders(['constructor']))).toEqual(failed('broken', 'no "constructor"'))
  })

  test('a column that is declared and in none of the things is named; in one of them is enough', async () => {
    const both = orders(['status', 'tracking'])
    expect(await answered({ state: 'sent' })).toEqual(failed('broken', 'no "status"'))
    expect(await answered([{ status: 'a' }, { status: 'b', tracking: 'T1' }], both)).toMatchObject({ type: 'found' })
    expect(await answered([{ status: 'a' }, { status: 'b' }], both)).toEqual(failed('broken', 'no "tracking"'))
    // An answer of 200 that says that there is none.
    expect(await answered({ error: 'canary: no such order' })).toEqual(failed('broken', 'no "status"'))
  })

  test('the proof’s column too', async () => {
    const proof: Proof = { by: 'last_digits', column: 'customer.phone', digits: 4 }
    expect(await answered({ status: 'sent' }, orders(['status'], proof))).toEqual(
      failed('broken', 'no "customer.phone"'),
    )
    const link = orders(['status'], { by: 'account_link', column: 'account' })
    expect(await answered({ status: 'sent' }, link)).toEqual(failed('broken', 'no "account"'))
  })

  test('one that it knows and has no value for is not missing', async () => {
    const declared = orders(['status', 'tracking', 'customer.phone'])
    expect(await answered({ status: 'packed', tracking: null, customer: null }, declared)).toEqual(
      found({ status: 'packed' }),
    )
  })

  test.for<[string, string]>([
    ['', 'not JSON'],
    ['{"status":', 'not JSON'],
    ['{"status":"canary"} and more', 'not JSON'],
    ['<!doctype html><p>canary', 'not JSON'],
    ['"sent"', 'something else'],
    ['5', 'something else'],
    ['true', 'something else'],
    ['["sent"]', 'something else'],
    ['[null]', 'something else'],
    ['[{"status":"sent"},[]]', 'something else'],
    ['[[{"status":"sent"}]]', 'something else'],
    ['[{}]', 'no "status"'],
    [`${'['.repeat(400_000)}${']'.repeat(400_000)}`, 'not JSON'],
  ])('case %#: no thing', async ([body, detail]) => {
    expect(await answered(body)).toEqual(failed('broken', detail))
  })

  test('what is no UTF-8', async () => {
    const { url } = await live((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json; charset=Shift_JIS' })
        .end(Buffer.from([...Buffer.from('{"status":"'), 0x93, 0xfa, ...Buffer.from('"}')])),
    )
    expect(await opened(url).find()).toEqual(failed('broken', 'not JSON'))
  })

  test.for<[string, boolean]>([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/vnd.shop.v2+json', true],
    ['application/hal+json;profile=x', true],
    ['text/html', false],
    ['text/html; charset=utf-8', false],
    ['text/plain', false],
    ['application/javascript', false],
    ['application/jsonp', false],
    ['application/json-seq', false],
    ['application/xhtml+xml', false],
    ['', false],
  ])('as %j: JSON %s', async ([type, ok]) => {
    const { url } = await live((response) => json(response, { status: 'sent' }, 200, type))
    expect(await opened(url).find()).toEqual(ok ? found({ status: 'sent' }) : failed('broken', 'not JSON'))
  })

  test('a mark in front of the JSON is none of it', async () => {
    expect(await answered('\uFEFF{"status":"sent"}')).toEqual(found({ status: 'sent' }))
  })

  test.for<[number, object]>([
    [404, { type: 'not_found' }],
    [410, { type: 'not_found' }],
    [400, failed('refused', '400')],
    [401, failed('refused', '401')],
    [403, failed('refused', '403')],
    [421, failed('refused', '421')],
    [422, failed('refused', '422')],
    [429, failed('down', '429')],
    [500, failed('down', '500')],
    [502, failed('down', '502')],
    [503, failed('down', '503')],
    [599, failed('down', '599')],
    [201, failed('broken', '201')],
    [202, failed('broken', '202')],
    [204, failed('broken', '204')],
    [206, failed('broken', '206')],
    [304, failed('broken', '304')],
  ])('a %i, whatever stands in it', async ([status, outcome]) => {
    const { url } = await live((response) => json(response, { status: 'sent' }, status))
    expect(await opened(url).find()).toEqual(outcome)
  })

  test.for([404, 500, 200])(
    'of a %i that nobody reads, the connection is ended before the time is up',
    async (status) => {
      const { url, ended } = await live((response) => {
        response.writeHead(status, { 'content-type': 'text/html' })
        response.write('<p>')
      })
      const began = performance.now()
      await opened(url, { within: 10_000 }).find()
      await ended
      expect(performance.now() - began).toBeLessThan(5_000)
    },
  )

  test.for([301, 302, 303, 307, 308])('a %i is not followed', async (status) => {
    const other = await live((response) => json(response, { status: 'canary' }))
    const { url } = await live((response) => response.writeHead(status, { location: `${other.url}/canary` }).end())
    const { find, log } = opened(url, { headers: { authorization: 'Bearer canary' } })
    expect(await find()).toEqual(failed('broken', 'leads elsewhere'))
    expect(other.asked).toEqual([])
    expect(log.lines.join()).not.toContain('canary')
  })
})

describe('too much of an answer', () => {
  const text = (bytes: number) => `{"status":"${'x'.repeat(bytes - 13)}"}`

  test('1 MB is read, and one byte more is not', async () => {
    expect(await answered(text(megabyte))).toMatchObject({ type: 'found' })
    expect(await answered(text(megabyte + 1))).toEqual(failed('too_large', '1 MB'))
  })

  test('so many values that reading them would hold up all others are not read', async () => {
    const values = (count: number) => `{"status":"sent","values":[${'1,'.repeat(count - 2)}1]}`
    expect(await answered(values(20_000))).toMatchObject({ type: 'found' })
    expect(await answered(values(20_002))).toEqual(failed('too_large', '20,000 values'))
  })

  test('30 MB that are said in front are not waited for', async () => {
    const { url, ended } = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(30 * megabyte) })
      response.flushHeaders()
    })
    expect(await opened(url).find()).toEqual(failed('too_large', '1 MB'))
    expect(await ended).toBeLessThan(1_000)
  })

  test('30 MB that are not said are given up at once', async () => {
    const { url, ended } = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const chunk = Buffer.alloc(50_000, ' ')
      let left = 30 * megabyte
      const more = (): void => {
        for (; left > 0; left -= chunk.length) {
          if (!response.write(chunk)) {
            left -= chunk.length
            return void response.once('drain', more)
          }
        }
        response.end()
      }
      more()
    })
    expect(await opened(url).find()).toEqual(failed('too_large', '1 MB'))
    // What stands in the sockets' buffers has gone out too.
    expect(await ended).toBeLessThan(15 * megabyte)
  })

  test('an answer with no end is ended at the limit', async () => {
    const { url, ended } = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = (): void => {
        while (!response.destroyed && response.write('[0,'.repeat(10_000)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    expect(await opened(url).find()).toEqual(failed('too_large', '1 MB'))
    await ended
  })

  test.for<[string, Buffer]>([
    ['gzip', gzipSync(Buffer.alloc(100 * megabyte, ' '))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(100 * megabyte, ' ')))],
    ['br', brotliCompressSync(Buffer.alloc(30 * megabyte, ' '))],
  ])('a small one that is large when it is unpacked: %s', async ([encoding, bytes]) => {
    expect(bytes.length).toBeLessThan(200_000)
    const { url } = await live((response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes),
    )
    const before = process.memoryUsage().rss
    expect(await opened(url).find()).toEqual(failed('too_large', '1 MB'))
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * megabyte)
  })

  test('one that is small when it is unpacked is read', async () => {
    const { url } = await live((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync('{"status":"sent"}')),
    )
    expect(await opened(url).find()).toEqual(found({ status: 'sent' }))
  })

  test('one that is not packed as it says cannot be read', async () => {
    const { url } = await live((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end('{"status":"canary"}'),
    )
    const looked = await opened(url).find()
    expect(looked).toEqual(failed('broken', 'Z_DATA_ERROR'))
  })

  test('a head with no end cannot be read', async () => {
    const { url } = await raw((socket) => void socket.write(`${jsonHead}x: ${'canary'.repeat(20_000)}`))
    expect(await opened(url).find()).toEqual(failed('broken', 'HEADERS_OVERFLOW'))
  })
})

describe('too slow', () => {
  const soon = { within: 300 }

  test('nothing at all', async () => {
    const { url, ended } = await live(() => undefined)
    expect(await opened(url, soon).find()).toEqual(failed('slow', 'in time'))
    await ended
  })

  test('a head and nothing more', async () => {
    const { url, ended } = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
    })
    expect(await opened(url, soon).find()).toEqual(failed('slow', 'in time'))
    await ended
  })

  test('less than was said, and no end', async () => {
    const { url, ended } = await raw((socket) => void socket.write(`${jsonHead}content-length: 100\r\n\r\n{"status":`))
    expect(await opened(url, soon).find()).toEqual(failed('slow', 'in time'))
    await ended
  })

  test('a byte now and then: the time is for all of it, and the connection is ended', async () => {
    const { url, ended } = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 25)
      response.on('close', () => clearInterval(timer))
    })
    const began = performance.now()
    expect(await opened(url, soon).find()).toEqual(failed('slow', 'in time'))
    expect(performance.now() - began).toBeLessThan(5_000)
    await ended
  })

  test('a head of a byte now and then', async () => {
    const { url, ended } = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ')
      const timer = setInterval(() => socket.write('x'), 25)
      socket.on('close', () => clearInterval(timer))
    })
    expect(await opened(url, soon).find()).toEqual(failed('slow', 'in time'))
    await ended
  })

  test('the caller ends it: before the head, in the middle', async () => {
    for (const head of ['', `${jsonHead}\r\n{"status":`]) {
      const { url, ended, connections } = await raw((socket) => void socket.write(head))
      const caller = new AbortController()
      const finding = opened(url).find(order, caller.signal)
      await expect.poll(() => connections.length).toBe(1)
      caller.abort(new Error('canary'))
      expect(await finding).toEqual(failed('slow', 'in time'))
      await ended
    }
  })

  test('the caller has ended it already: nothing is asked', async () => {
    const { url, asked } = await live((response) => json(response, { status: 'sent' }))
    expect(await opened(url).find(order, AbortSignal.abort(new Error('canary')))).toEqual(failed('slow', 'ended'))
    expect(asked).toEqual([])
  })
})

describe('a connection that breaks', () => {
  const sent = `${jsonHead}content-length: 17\r\n\r\n{"status":"sent"}`

  test('nobody listens: asked twice, and down', async () => {
    const { find, log } = opened(await dead())
    expect(await find()).toEqual(failed('down', 'ECONNREFUSED'))
    expect(log.lines).toEqual([
      'a look-up is tried once more {"lookUp":"orders","detail":"it cannot be reached (ECONNREFUSED)"}',
      'a look-up failed {"lookUp":"orders","why":"down","detail":"it cannot be reached (ECONNREFUSED)"}',
    ])
  })

  test('reset before an answer: asked once more, and no third time', async () => {
    const once = await raw((socket, nth) => void (nth === 1 ? socket.resetAndDestroy() : socket.end(sent)))
    expect(await opened(once.url).find()).toEqual(found({ status: 'sent' }))
    expect(once.connections).toHaveLength(2)
    const always = await raw((socket) => void socket.resetAndDestroy())
    expect(await opened(always.url).find()).toEqual(failed('down', 'the connection broke'))
    expect(always.connections).toHaveLength(2)
  })

  test('closed before an answer: the same', async () => {
    const { url, connections } = await raw((socket, nth) => void socket.end(nth === 1 ? '' : sent))
    expect(await opened(url).find()).toEqual(found({ status: 'sent' }))
    expect(connections).toHaveLength(2)
  })

  test('kept open and closed from the other side between two questions', async () => {
    const { url, connections } = await raw((socket) => void socket.write(sent))
    const { find } = opened(url)
    expect(await find()).toEqual(found({ status: 'sent' }))
    connections[0]?.resetAndDestroy()
    expect(await find()).toEqual(found({ status: 'sent' }))
    expect(connections).toHaveLength(2)
  })

  test('reset in the middle of an answer: down, not asked again, and the process lives', async () => {
    const { url, connections } = await raw((socket) =>
      socket.write(`${jsonHead}content-length: 100\r\n\r\n{"status":"canary`, () =>
        setImmediate(() => socket.resetAndDestroy()),
      ),
    )
    const { find, log } = opened(url)
    expect(await find()).toEqual(failed('down', 'the connection broke'))
    expect(connections).toHaveLength(1)
    expect(log.lines.join()).not.toContain('canary')
  })

  test('closed before all that was said had come', async () => {
    const { url, connections } = await raw(
      (socket) => void socket.end(`${jsonHead}content-length: 100\r\n\r\n{"status":"sent"}`),
    )
    expect(await opened(url).find()).toEqual(failed('down', 'the connection broke'))
    expect(connections).toHaveLength(1)
  })

  test('more than was said: no more than was said is read', async () => {
    const { url } = await raw((socket) => void socket.end(`${jsonHead}content-length: 5\r\n\r\n{"status":"sent"}`))
    expect(await opened(url).find()).toMatchObject({ type: 'failed', why: 'broken' })
  })

  test.for<[string, string]>([
    ['a length that is none', `${jsonHead}content-length: many\r\n\r\n{}`],
    ['two lengths', `${jsonHead}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `],
    ['another protocol', 'SSH-2.0-canary\r\n'],
    ['chunks that are none', `${jsonHead}transfer-encoding: chunked\r\n\r\ncanary\r\n`],
    [
      'another protocol, politely',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: canary\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a status that is none', `HTTP/1.1 999 canary\r\ncontent-length: 0\r\n\r\n`],
    ['a status of one digit', `HTTP/1.1 2 OK\r\ncontent-length: 0\r\n\r\n`],
  ])('%s: a failure, and the process lives', async ([, bytes]) => {
    const { url } = await raw((socket) => void socket.end(bytes))
    const { find, log } = opened(url, { within: 2_000 })
    const looked = await find()
    expect(looked).toMatchObject({ type: 'failed' })
    expect(JSON.stringify([looked, log.lines])).not.toContain('canary')
  })

  test('many at once come out each for itself', async () => {
    const { url } = await live((response, { url }) => json(response, { status: url }))
    const { lookUp } = opened(url)
    const all = Array.from({ length: 20 }, (_, n) => lookUp.find({ order: String(n) }, never))
    expect(await Promise.all(all)).toEqual(all.map((_, n) => found({ status: `/orders/${n}` })))
  })
})

test('what was asked, with what, and what came is in no detail and no line of the log', async () => {
  const said = '{"status":"canary-status","message":"canary-message"'
  const page = '<h1>canary-page</h1>'
  const cases: Promise<{ url: string }>[] = [
    live((response) => json(response, said)),
    live((response) => json(response, page, 200, 'text/html; canary=canary-type')),
    live((response) => json(response, page, 500, 'text/html')),
    live((response) => json(response, `${said}}`, 401)),
    live((response) => response.writeHead(302, { location: '/canary-location', 'set-cookie': 'canary-cookie' }).end()),
    live((response) => json(response, { 'canary-key': 'canary-value' })),
    live((response) => json(response, ['canary-item'])),
    live((response) =>
      json(
        response,
        Array.from({ length: 9 }, () => ({ status: 'canary-status' })),
      ),
    ),
    live((response) => json(response, 'canary'.repeat(megabyte))),
    live(() => undefined),
    raw((socket) => void socket.end('HTTP/1.1 2x0 canary-reason\r\ncanary-header\r\n\r\n')),
    raw((socket) => void socket.write(`${jsonHead}\r\n${said}`, () => socket.resetAndDestroy())),
    raw((socket) => void socket.resetAndDestroy()),
    dead().then((url) => ({ url })),
  ]
  for (const { url } of await Promise.all(cases)) {
    const headers = { authorization: 'Bearer canary-token', 'x-canary': 'canary-header' }
    const path = { url: `${url}/canary-path/{order}?key=canary-key`, headers, within: 1_000 }
    const { find, log } = opened(url, path)
    for (const value of ['canary-argument', '../canary-argument', 'canary\n']) {
      const looked = await find({ order: value })
      expect(looked).toMatchObject({ type: 'failed' })
      expect(JSON.stringify(looked)).not.toMatch(/canary|127\.0\.0\.1/)
    }
    expect(log.lines.length).toBeGreaterThanOrEqual(3)
    expect(log.lines.join('\n')).not.toMatch(/canary|127\.0\.0\.1/)
  }
  const { find, log } = opened('http://127.0.0.1', { headers: { 'x-key': 'canary\nheader' } })
  expect(JSON.stringify([await find(), log.lines])).not.toContain('canary')
})
