import { describe, expect, test } from 'vitest'
import type { HttpOptions } from '../../../src/adapters/look-ups/http-answer.ts'
import { openHttpSink, type HttpRecordOptions } from '../../../src/adapters/look-ups/http-record.ts'
import type { DeclaredRecord, Given } from '../../../src/core/look-ups/declared.ts'
import type { Recorded } from '../../../src/ports/look-ups.ts'
import { dead, heard, host, json, jsonHead, live, raw } from './http-server.ts'

const tasks: DeclaredRecord = {
  name: 'tasks',
  about: 'Something to be done.',
  arguments: [{ name: 'what', about: 'What.', shape: /.*/, longest: 200 }],
}
const never = new AbortController().signal
const task: Given = { what: 'Order "paper" by Friday\n紙' }
const key = '8e03978e-40d5-43e8-bc93-6894a57f9324'

function opened(url: string, options: Partial<HttpRecordOptions> = {}) {
  const log = heard()
  const set = { url: `${url}/tasks`, headers: {}, within: 5_000, hosts: [host], ...options }
  const sink = openHttpSink(tasks, set, { log })
  return { log, record: (given = task, signal = never, itsKey = key) => sink.record(given, itsKey, signal) }
}

async function answered(status: number, body: unknown = {}, type?: string): Promise<Recorded> {
  const { url } = await live((response) => json(response, body, status, type))
  return opened(url).record()
}
const detail = (text: string) => expect.stringContaining(text)

describe('recording', () => {
  test('one POST of what is given, with its key as the draft writes it', async () => {
    const { url, asked } = await live((response) => json(response, { id: 'T-7' }, 201))
    const { record, log } = opened(url, { headers: { authorization: 'Bearer secret', 'Idempotency-Key': 'x' } })
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-7' })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/tasks',
      headers: {
        accept: 'application/json',
        authorization: 'Bearer secret',
        'content-type': 'application/json',
        'idempotency-key': `"${key}"`,
      },
    })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(task)
    expect(asked[0]?.headers).not.toHaveProperty('cookie')
    expect(log.lines).toEqual([])
  })

  test('by the system’s own names, with what is always the same; what was not given is left out', async () => {
    const { url, asked } = await live((response) => json(response, { id: 'T-7' }, 201))
    const give = {
      title: { of: 'what' },
      dueDate: { of: 'due' },
      boxes: { of: 'count', as: 'integer' as const },
      source: { value: 'LINE' },
      board: { value: 7 },
    }
    await opened(url, { give }).record({ ...task, count: '12' })
    const gave = { title: task.what, boxes: 12, source: 'LINE', board: 7 }
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(gave)
    expect(await opened(url, { give }).record({ ...task, count: 'canary' })).toEqual({
      type: 'refused',
      detail: 'its argument count cannot be given as integer',
    })
    expect(asked).toHaveLength(1)
  })

  test('the same again has the same key, and another has another', async () => {
    const { url, asked } = await live((response) => json(response, {}))
    const { record } = opened(url)
    await record()
    await record()
    await record(task, never, 'b')
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual([`"${key}"`, `"${key}"`, '"b"'])
  })

  test.for(['', 'a b', 'a"b', 'a\r\nx: y', 'a'.repeat(65), 'é'])('%j is no key: nothing is sent', async (itsKey) => {
    const { url, asked } = await live((response) => json(response, {}))
    expect(await opened(url).record(task, never, itsKey)).toEqual({ type: 'refused', detail: detail('key') })
    expect(asked).toEqual([])
  })

  test.for<[string, Partial<HttpOptions>]>([
    ['a host that is not listed', { hosts: ['shop.example'] }],
    ['an address with {…}', { url: `http://${host}/{what}` }],
    ['an address with {…} in its host', { url: 'https://{what}/' }],
    ['plain http to another computer', { url: 'http://shop.example/', hosts: ['shop.example'] }],
    ['a header of two lines', { headers: { 'x-key': 'canary\nx' } }],
    ['a header that is the connection’s', { headers: { 'transfer-encoding': 'canary' } }],
  ])('%s: nothing is sent', async ([, options]) => {
    const { url, asked } = await live((response) => json(response, {}))
    const { record, log } = opened(url, options)
    const recorded = await record()
    expect(recorded).toMatchObject({ type: 'refused' })
    expect(JSON.stringify([recorded, log.lines])).not.toContain('canary')
    expect(asked).toEqual([])
  })
})

describe('what the answer means', () => {
  test.for<[number, object]>([
    [200, { type: 'confirmed' }],
    [201, { type: 'confirmed' }],
    [202, { type: 'confirmed' }],
    [204, { type: 'confirmed' }],
    [300, { type: 'refused' }],
    [303, { type: 'unknown' }],
    [304, { type: 'refused' }],
    [400, { type: 'refused' }],
    [401, { type: 'refused' }],
    [403, { type: 'refused' }],
    [404, { type: 'refused' }],
    [410, { type: 'refused' }],
    [422, { type: 'refused' }],
    [408, { type: 'not_recorded', why: 'slow' }],
    [425, { type: 'not_recorded', why: 'down' }],
    [429, { type: 'not_recorded', why: 'down' }],
    // Under way by an earlier try, or something like it stands there: neither is known.
    [409, { type: 'unknown' }],
    [500, { type: 'unknown' }],
    [502, { type: 'unknown' }],
    [503, { type: 'unknown' }],
    [504, { type: 'unknown' }],
  ])('a %i', async ([status, outcome]) => {
    const { url, asked } = await live((response) => json(response, { message: 'canary' }, status))
    const { record, log } = opened(url)
    const recorded = await record()
    expect(recorded).toMatchObject(outcome)
    if (recorded.type !== 'confirmed') expect(recorded.detail).toContain(String(status))
    expect(asked).toHaveLength(1)
    expect(log.lines).toHaveLength(recorded.type === 'confirmed' ? 0 : 1)
    expect(JSON.stringify([recorded, log.lines])).not.toContain('canary')
  })

  test('a 421 is refused; fetch itself asks once more on another connection, with the same key', async () => {
    const { url, asked } = await live((response) => json(response, {}, 421))
    expect(await opened(url).record()).toMatchObject({ type: 'refused' })
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([`"${key}"`]))
  })

  test.for([301, 302, 307, 308])('a %i is not followed', async (status) => {
    const other = await live((response) => json(response, { id: 'x' }))
    const { url } = await live((response) => response.writeHead(status, { location: `${other.url}/canary` }).end())
    const { record, log } = opened(url)
    expect(await record()).toEqual({ type: 'refused', detail: detail('leads elsewhere') })
    expect(log.lines.join()).not.toContain('canary')
    expect(other.asked).toEqual([])
  })

  test.for(['application/json', 'text/plain', 'text/html'])(
    'of a %s that nobody reads, the connection is ended before the time is up',
    async (type) => {
      const { url, ended } = await live((response) => {
        response.writeHead(type === 'application/json' ? 500 : 200, { 'content-type': type })
        response.write('x')
      })
      const began = performance.now()
      await opened(url, { within: 10_000 }).record()
      await ended
      expect(performance.now() - began).toBeLessThan(5_000)
    },
  )

  test('a page is nobody’s confirmation', async () => {
    for (const type of ['text/html', 'text/html; charset=utf-8', 'application/xhtml+xml']) {
      expect(await answered(200, '<form>Sign in</form>', type)).toEqual({ type: 'unknown', detail: detail('page') })
    }
  })

  test.for<[string, string | undefined]>([
    ['{"id":"T-7"}', 'T-7'],
    ['{"reference":"R/7.a:b#c_d-e"}', 'R/7.a:b#c_d-e'],
    ['{"reference":"R 7"}', undefined],
    ['{"id":7,"reference":"R"}', '7'],
    ['{"id":12345678901234567890}', '12345678901234567890'],
    ['{"id":null,"reference":"R"}', 'R'],
    [`{"id":"${'x'.repeat(40)}"}`, 'x'.repeat(40)],
    [`{"id":"${'x'.repeat(41)}","reference":"R"}`, 'R'],
    // What was asked for once more, with a person's name in it.
    ['{"id":"call Hana Yamada 09055500142 - 1"}', undefined],
    ['{"id":"紙を注文する"}', undefined],
    ['{"id":{"a":1}}', undefined],
    ['{"id":["a"]}', undefined],
    ['{"id":true}', undefined],
    ['{"id":""}', undefined],
    ['{"id":"a\\nb"}', undefined],
    ['{"__proto__":{"id":"T-7"}}', undefined],
    ['["T-7"]', undefined],
    ['"T-7"', undefined],
    ['null', undefined],
    ['', undefined],
    ['{"id":', undefined],
    ['ok', undefined],
  ])('case %#: its reference', async ([body, reference]) => {
    expect(await answered(200, body)).toEqual({ type: 'confirmed', reference })
  })

  test('an answer that is no JSON, or not all there, or too large, confirms all the same', async () => {
    expect(await answered(200, '{"id":"T-7"}', 'text/plain')).toEqual({ type: 'confirmed' })
    expect(await answered(200, 'x'.repeat(1_000_001))).toEqual({ type: 'confirmed' })
    const large = await live((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '30000000' })
      response.flushHeaders()
    })
    expect(await opened(large.url).record()).toEqual({ type: 'confirmed' })
    expect(await large.ended).toBeLessThan(1_000)
    const cut = await raw((socket) =>
      socket.write(`${jsonHead}content-length: 100\r\n\r\n{"id":`, () => setImmediate(() => socket.resetAndDestroy())),
    )
    expect(await opened(cut.url).record()).toEqual({ type: 'confirmed' })
    const slow = await raw((socket) => void socket.write(`${jsonHead}content-length: 100\r\n\r\n{"id":`))
    expect(await opened(slow.url, { within: 300 }).record()).toEqual({ type: 'confirmed' })
    await slow.ended
  })
})

describe('without an answer', () => {
  test('nobody listens: it is surely not recorded', async () => {
    const recorded = await opened(await dead()).record()
    expect(recorded).toEqual({ type: 'not_recorded', why: 'down', detail: detail('ECONNREFUSED') })
  })

  test('no such host', async () => {
    const gone = { url: 'https://kidoku.invalid/tasks', hosts: ['kidoku.invalid'] }
    expect(await opened('', gone).record()).toMatchObject({ type: 'not_recorded', why: 'down' })
  })

  test('it speaks no TLS: nobody knows', async () => {
    const { url } = await raw((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const tls = { url: url.replace('http:', 'https:') }
    expect((await opened(url, tls).record()).type).toMatch(/^(?:unknown|not_recorded)$/)
  })

  test.for<[string, (socket: import('node:net').Socket) => void]>([
    ['reset', (socket) => void socket.resetAndDestroy()],
    ['closed', (socket) => void socket.end()],
    ['another protocol', (socket) => void socket.end('SSH-2.0-canary\r\n')],
    ['half a head', (socket) => void socket.end('HTTP/1.1 200')],
  ])('%s after it was sent: nobody knows, and it is sent once', async ([, speak]) => {
    const { url, connections } = await raw(speak)
    const { record, log } = opened(url)
    const recorded = await record()
    expect(recorded).toMatchObject({ type: 'unknown' })
    expect(JSON.stringify([recorded, log.lines])).not.toContain('canary')
    expect(connections).toHaveLength(1)
  })

  test('nothing in time, or ended by the caller: nobody knows, and the connection is ended', async () => {
    const slow = await live(() => undefined)
    expect(await opened(slow.url, { within: 300 }).record()).toEqual({ type: 'unknown', detail: detail('in time') })
    await slow.ended
    const { url, connections, ended } = await raw(() => undefined)
    const caller = new AbortController()
    const recording = opened(url).record(task, caller.signal)
    await expect.poll(() => connections.length).toBe(1)
    caller.abort(new Error('canary'))
    expect(await recording).toEqual({ type: 'unknown', detail: detail('in time') })
    await ended
  })

  test('ended by the caller before: it is surely not recorded', async () => {
    const { url, asked } = await live((response) => json(response, {}))
    const recorded = await opened(url).record(task, AbortSignal.abort())
    expect(recorded).toMatchObject({ type: 'not_recorded', why: 'slow' })
    expect(asked).toEqual([])
  })
})

test('what was to be recorded, with what, where, and what came is in no detail and no line of the log', async () => {
  const cases: Promise<{ url: string }>[] = [
    ...[200, 302, 303, 400, 401, 409, 422, 429, 500].map((status) =>
      live((response, { body }) => {
        response.setHeader('location', '/canary-location')
        json(response, `<h1>${body}</h1>`, status, 'text/html')
      }),
    ),
    live(() => undefined),
    raw((socket) => void socket.end('HTTP/1.1 2x0 canary-reason\r\ncanary-header\r\n\r\n')),
    raw((socket) => void socket.resetAndDestroy()),
    dead().then((url) => ({ url })),
  ]
  for (const { url } of await Promise.all(cases)) {
    const headers = { authorization: 'Bearer canary-token', 'x-canary': 'canary-header' }
    const { record, log } = opened(url, { url: `${url}/canary-path?key=canary-key`, headers, within: 1_000 })
    const recorded = await record({ what: 'canary-task' }, never, 'canary-of-the-key')
    expect(recorded.type).not.toBe('confirmed')
    expect(log.lines).toHaveLength(1)
    expect(JSON.stringify([recorded, log.lines])).not.toMatch(/canary|127\.0\.0\.1/)
  }
})
