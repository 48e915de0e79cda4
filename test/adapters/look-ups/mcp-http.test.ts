import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { openMcpSink } from '../../../src/adapters/look-ups/mcp-record.ts'
import type { Service } from '../../../src/adapters/look-ups/mcp-server.ts'
import { openMcpLookUp } from '../../../src/adapters/look-ups/mcp.ts'
import { z } from 'zod'
import { dead, host, json, live, raw, type Asked } from './http-server.ts'
import { never, opened, orders, overHttp, shop, tasks } from './mcp-shop.ts'
import { tasksIn } from './mcp-tools.ts'

const failed = (why: string, detail: string) => ({ type: 'failed', why, detail: expect.stringContaining(detail) })
const found = (...things: object[]) => ({ type: 'found', things })
const detail = (text: string) => expect.stringContaining(text)
const key = '8e03978e-40d5-43e8-bc93-6894a57f9324'
const sent = { result: { structuredContent: { status: 'sent' } } }

function at(url: string, more: Partial<Service> = {}) {
  const { log, server } = opened({ name: 'crm', url, headers: {}, hosts: [host], ...more })
  const lookUp = (within: number) => openMcpLookUp(orders(), { tool: 'get_order', within }, { server, log })
  const sink = (within: number) => openMcpSink(tasks, { tool: 'create_task', key: 'key', within }, { server, log })
  return {
    log,
    server,
    find: (number = '1234', { within = 10_000, signal = never } = {}) => lookUp(within).find({ number }, signal),
    record: ({ within = 10_000 } = {}) => sink(within).record({ what: 'x' }, key, never),
  }
}

const message = z.object({ id: z.number().optional(), method: z.string() })
const said = ({ body }: Asked) => message.parse(JSON.parse(body))
const initialized = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: {} },
  serverInfo: { name: 'x', version: '1' },
  instructions: 'canary-instructions',
}

/** A server of which a test says how it answers the call of a tool; all before that goes well. */
const answering = (answer: (response: ServerResponse, id: number, nth: number) => void, session?: string) => {
  let calls = 0
  return live((response, asked) => {
    if (asked.method !== 'POST') return void response.writeHead(405).end()
    const { id, method } = said(asked)
    if (session !== undefined) response.setHeader('mcp-session-id', session)
    if (method === 'initialize') return json(response, { jsonrpc: '2.0', id, result: initialized })
    if (id === undefined) return void response.writeHead(202).end()
    calls += 1
    answer(response, id, calls)
  })
}
const result = (id: number, structuredContent: object = { status: 'sent' }) =>
  JSON.stringify({ jsonrpc: '2.0', id, result: { content: [], structuredContent } })
const events = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

describe.each([true, false])('over Streamable HTTP, JSON %s', (isJson) => {
  test('looked up and recorded in one session, which is ended at the end', async () => {
    const its = shop()
    its.does('1234', sent)
    const { url, methods } = await overHttp(its, isJson)
    const { find, record, server, log } = at(url)
    expect(await Promise.all([find(), find(), find('0')])).toEqual([
      found({ status: 'sent' }),
      found({ status: 'sent' }),
      { type: 'not_found' },
    ])
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(tasksIn(its.folder)).toHaveLength(1)
    await server.close()
    const calls = Array.from({ length: 6 }, () => 'POST in a session')
    expect(methods).toEqual(['POST without a session', ...calls, 'DELETE in a session'])
    expect(log.lines).toEqual([])
  })

  test.for([404, 400])('a server that has forgotten the session (%i) is asked in another', async (status) => {
    const its = shop()
    its.does('1234', sent)
    const { url, forget } = await overHttp(its, isJson, status)
    const { find, record, log } = at(url)
    await find()
    forget()
    expect(await Promise.all([find(), find()])).toEqual([found({ status: 'sent' }), found({ status: 'sent' })])
    forget()
    expect(await record()).toEqual({ type: 'confirmed', reference: 'T-1' })
    expect(log.lines).toEqual([])
  })
})

describe('where it is asked', () => {
  test('nothing leaves for a host that is not listed, or without https', async () => {
    const { url, asked } = await answering((response, id) => json(response, result(id)))
    for (const more of [
      { hosts: ['shop.example.com'] },
      { url: 'http://shop.example.com/mcp', hosts: ['shop.example.com'] },
      { headers: { 'x-key': 'canary\nx' } },
    ]) {
      const { find, record, log } = at(url, more)
      expect(await find()).toMatchObject({ type: 'failed', why: 'broken' })
      expect(await record()).toMatchObject({ type: 'refused' })
      expect(log.lines.join()).not.toContain('canary')
    }
    expect(asked).toEqual([])
  })

  test.for([301, 302, 303, 307, 308])('a %i is not followed: to another host, or within its own', async (status) => {
    const other = await live((response) => json(response, {}))
    for (const location of [`${other.url}/canary`, '/canary']) {
      const { url, asked } = await live((response) => response.writeHead(status, { location }).end())
      const { find, record, log } = at(url, { headers: { authorization: 'Bearer canary' } })
      expect(await find()).toEqual(failed('broken', 'leads elsewhere'))
      expect(await record()).toMatchObject({ type: status === 303 ? 'not_recorded' : 'refused' })
      expect(asked.map((one) => one.url)).toEqual(['/', '/'])
      expect(log.lines.join()).not.toContain('canary')
    }
    expect(other.asked).toEqual([])
  })

  test.for([302, 307])('a %i of the call itself is not followed either', async (status) => {
    const other = await live((response) => json(response, {}))
    const { url } = await answering((response) => response.writeHead(status, { location: `${other.url}/x` }).end())
    const { find, record } = at(url, { headers: { authorization: 'Bearer canary' } })
    expect(await find()).toEqual(failed('broken', 'leads elsewhere'))
    expect(await record()).toEqual({ type: 'refused', detail: detail('leads elsewhere') })
    expect(other.asked).toEqual([])
  })

  test('with the headers that are declared, and asked for nothing but the call', async () => {
    const { url, asked } = await answering((response, id) => json(response, result(id)), 'a-session')
    const { find } = at(url, { headers: { authorization: 'Bearer secret', Accept: 'text/html' } })
    expect(await find()).toEqual(found({ status: 'sent' }))
    expect(asked.map((one) => said(one).method)).toEqual(['initialize', 'notifications/initialized', 'tools/call'])
    for (const { headers } of asked) {
      expect(headers).toMatchObject({
        authorization: 'Bearer secret',
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      })
      expect(headers).not.toHaveProperty('cookie')
    }
    expect(asked[2]?.headers).toMatchObject({ 'mcp-session-id': 'a-session', 'mcp-protocol-version': '2025-06-18' })
  })
})

describe('what it answers', () => {
  test.for<[number, object, object]>([
    [400, failed('refused', '400'), { type: 'refused' }],
    [401, failed('refused', '401'), { type: 'refused' }],
    [403, failed('refused', '403'), { type: 'refused' }],
    [404, failed('broken', 'no MCP server'), { type: 'refused' }],
    [408, failed('slow', '408'), { type: 'not_recorded', why: 'slow' }],
    [409, failed('refused', '409'), { type: 'unknown' }],
    [429, failed('down', '429'), { type: 'not_recorded', why: 'down' }],
    [500, failed('down', '500'), { type: 'unknown' }],
    [503, failed('down', '503'), { type: 'unknown' }],
    [202, failed('broken', 'neither'), { type: 'unknown' }],
  ])('a %i', async ([status, looked, recorded]) => {
    const { url } = await answering((response) => response.writeHead(status).end('canary'))
    const { find, record, log } = at(url, { headers: { authorization: 'Bearer canary' } })
    expect(await find()).toEqual(looked)
    expect(await record()).toMatchObject(recorded)
    expect(log.lines.join()).not.toContain('canary')
    // Before there is a connection, nothing was asked of a tool.
    const closed = await live((response) => response.writeHead(status).end('canary'))
    expect((await at(closed.url).record()).type).toMatch(/^(?:refused|not_recorded)$/)
  })

  test.for<[string, (response: ServerResponse, id: number) => void]>([
    [
      'an event of several lines, with others before it',
      (response, id) => {
        const [first, ...rest] = JSON.stringify(
          {
            jsonrpc: '2.0',
            id,
            result: { content: [], structuredContent: { status: 12345678901234567890n.toString() } },
          },
          null,
          1,
        ).split('\n')
        events(response).write(
          ': hello\r\nid: 1\r\ndata:\r\n\r\ndata: canary\n\nevent: message\rdata: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\r\r',
        )
        response.write(`data: ${first}\n${rest.map((line) => `data:${line}\n`).join('')}\n`)
      },
    ],
    [
      'bytes one by one',
      async (response, id) => {
        events(response)
        const text = `data: ${result(id, { status: '12345678901234567890', note: '紙' })}\r\n\r\n`
        for (const byte of Buffer.from(text)) {
          response.write(Buffer.of(byte))
          await new Promise((resolve) => setImmediate(resolve))
        }
      },
    ],
    [
      'a number of 20 digits',
      (response, id) => {
        events(response).write(
          `data: {"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":{"status":12345678901234567890}}}\n\n`,
        )
      },
    ],
  ])('%s', async ([, answer]) => {
    const { url, ended } = await answering(answer)
    expect(await at(url).find()).toMatchObject(found({ status: '12345678901234567890' }))
    // A stream that goes on is left.
    await ended
  })

  test.for<[string, (response: ServerResponse, id: number) => void, string, string]>([
    ['a page', (response) => json(response, '<p>canary', 200, 'text/html'), 'broken', 'neither JSON'],
    ['no JSON', (response) => json(response, '{"canary":'), 'broken', 'none to what it was asked'],
    ['another’s answer', (response, id) => json(response, result(id + 1)), 'broken', 'none to what it was asked'],
    [
      'events without the answer',
      (response) => events(response).end('data: {}\n\nid: 5\ndata: canary\n\n'),
      'down',
      'ended before',
    ],
  ])('%s', async ([, answer, why, told]) => {
    const { url } = await answering(answer)
    const { find, record, log } = at(url)
    expect(await find()).toEqual(failed(why, told))
    expect(await record()).toEqual({ type: 'unknown', detail: detail(told) })
    expect(log.lines.join()).not.toContain('canary')
  })

  test.for<[string, (response: ServerResponse, id: number) => void]>([
    [
      'said in front',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '30000000' })
        response.flushHeaders()
      },
    ],
    ['as JSON', (response) => endless(response.writeHead(200, { 'content-type': 'application/json' }), '[0,')],
    ['as one event', (response) => endless(events(response), 'data: xxxxxxxxxx')],
    ['as many events', (response) => endless(events(response), 'data: {}\n\n')],
  ])('too large: %s', async ([, answer]) => {
    const { url, ended } = await answering(answer)
    const { find, record } = at(url)
    expect(await find()).toEqual(failed('too_large', '1 MB'))
    expect(await record()).toMatchObject({ type: 'unknown' })
    // What stands in the sockets' buffers has gone out too.
    expect(await ended).toBeLessThan(15_000_000)
  })

  test('so many values that reading them would hold up all others are not read', async () => {
    const { url } = await answering((response, id) =>
      json(response, result(id, { status: 'sent', values: Array.from({ length: 20_002 }, () => 1) })),
    )
    expect(await at(url).find()).toEqual(failed('too_large', '20,000 values'))
  })
})

/** As long as anybody reads. */
function endless(response: ServerResponse, text: string): void {
  const more = (): void => {
    while (!response.destroyed && response.write(text.repeat(1_000)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

describe('without an answer', () => {
  test('nobody listens', async () => {
    const { find, record } = at(await dead())
    expect(await find()).toEqual(failed('down', 'ECONNREFUSED'))
    expect(await record()).toEqual({ type: 'not_recorded', why: 'down', detail: detail('ECONNREFUSED') })
  })

  test('nothing in time: the connection is ended, and the server is told', async () => {
    const { promise: cancelled, resolve } = Promise.withResolvers<unknown>()
    const { url } = await live((response, asked) => {
      const { id, method } = said(asked)
      if (method === 'notifications/cancelled') resolve(undefined)
      if (method === 'initialize') return json(response, { jsonrpc: '2.0', id, result: initialized })
      if (id === undefined) return void response.writeHead(202).end()
      response.on('close', () => left.push(id))
    })
    const left: number[] = []
    const { find, record } = at(url)
    expect(await find('1234', { within: 1_000 })).toEqual(failed('slow', 'in time'))
    await cancelled
    expect(await record({ within: 300 })).toEqual({ type: 'unknown', detail: detail('in time') })
    await expect.poll(() => left).toHaveLength(2)
  })

  test('nothing in time when it is first spoken to: it is surely not recorded', async () => {
    const { url } = await live(() => undefined)
    expect(await at(url).record({ within: 300 })).toMatchObject({ type: 'not_recorded', why: 'slow' })
  })

  test('cut off: a look-up is asked once more, and of a record nobody knows', async () => {
    const { url, asked } = await answering((response, id, nth) => {
      if (nth === 2 || nth === 4) response.socket?.destroy()
      else json(response, result(id))
    })
    const { find, record } = at(url)
    await find()
    expect(await find()).toEqual(found({ status: 'sent' }))
    expect(await record()).toMatchObject({ type: 'unknown' })
    expect(asked.filter((one) => said(one).method === 'tools/call')).toHaveLength(4)
  })

  test('another protocol', async () => {
    const { url } = await raw((socket) => void socket.end('SSH-2.0-canary\r\n'))
    const { find, log } = at(url)
    expect(await find()).toEqual(failed('down', 'the connection broke'))
    expect(log.lines.join()).not.toContain('canary')
  })
})
