import { describe, expect, test } from 'vitest'
import { openMcpLookUp } from '../../../src/adapters/look-ups/mcp.ts'
import type { Given, Proof } from '../../../src/core/look-ups/declared.ts'
import { mostThings, type LookedUp } from '../../../src/ports/look-ups.ts'
import { declaredAs, isAlive, never, opened, orders, shop } from './mcp-shop.ts'

const order: Given = { number: '1234' }
const failed = (why: string, detail: string) => ({ type: 'failed', why, detail: expect.stringContaining(detail) })
const found = (...things: object[]) => ({ type: 'found', things })

function shopOpened(declared = orders(), more: { pause?: number; tool?: string; env?: Record<string, string> } = {}) {
  const its = shop()
  const { log, server } = opened(declaredAs(its, { env: more.env ?? {} }), more.pause)
  const { tool = 'get_order' } = more
  const find = (given = order, { within = 10_000, signal = never } = {}): Promise<LookedUp> =>
    openMcpLookUp(declared, { tool, within }, { server, log }).find(given, signal)
  return { ...its, log, server, find }
}

/** What is found when this is a tool's result. */
async function answered(result: object, declared?: ReturnType<typeof orders>): Promise<LookedUp> {
  const { does, find } = shopOpened(declared)
  does('1234', { result })
  return find()
}
const text = (...texts: string[]) => ({ content: texts.map((one) => ({ type: 'text', text: one })) })

describe('a tool is asked', () => {
  test('with what is given, by its names, and nothing else is asked of the server', async () => {
    const { find, does, asked, pids, log } = shopOpened()
    does('1234', { result: { structuredContent: { status: 'sent' } } })
    expect(await find()).toEqual(found({ status: 'sent' }))
    expect(await find({ number: '"}; 紙\n' })).toEqual({ type: 'not_found' })
    expect(asked()).toEqual([
      { name: 'get_order', arguments: { number: '1234' } },
      { name: 'get_order', arguments: { number: '"}; 紙\n' } },
    ])
    expect(pids()).toHaveLength(1)
    expect(log.lines).toEqual([])
  })

  test('by the tool’s own names, as the kinds of values that it wants', async () => {
    const { server, log, asked } = shopOpened()
    const give = {
      orderNumber: { of: 'number' },
      limit: { of: 'number', as: 'integer' as const },
      exact: { value: true },
    }
    const asking = openMcpLookUp(orders(), { tool: 'get_order', within: 10_000, give }, { server, log })
    await asking.find(order, never)
    const gave = { orderNumber: '1234', limit: 1234, exact: true }
    expect(asked()).toEqual([{ name: 'get_order', arguments: gave }])
    expect(await asking.find({ number: 'canary' }, never)).toEqual(
      failed('broken', 'number cannot be given as integer'),
    )
    expect(asked()).toHaveLength(1)
    expect(log.lines.join()).not.toContain('canary')
  })

  test('by several at once, over one connection, and each has its own answer', async () => {
    const { find, does, pids } = shopOpened()
    const numbers = Array.from({ length: 20 }, (_, nth) => String(nth))
    for (const number of numbers) does(number, { result: { structuredContent: { status: `s${number}` } } })
    const all = await Promise.all(numbers.map((number) => find({ number })))
    expect(all).toEqual(numbers.map((number) => found({ status: `s${number}` })))
    expect(pids()).toHaveLength(1)
  })

  test('not at all when nobody waits any more', async () => {
    const { find, pids } = shopOpened()
    expect(await find(order, { signal: AbortSignal.abort() })).toEqual(failed('slow', 'before it was asked'))
    expect(pids()).toEqual([])
  })

  test('one that there is not', async () => {
    const { find, log } = shopOpened(orders(), { tool: 'get_orders' })
    expect(await find()).toEqual(failed('broken', 'has it such a tool'))
    expect(log.lines.join()).not.toContain('canary')
  })
})

describe('what it gives', () => {
  test('structured content before text, which is for models', async () => {
    const both = { structuredContent: { status: 'sent' }, ...text('{"status":"canary"}') }
    expect(await answered(both)).toEqual(found({ status: 'sent' }))
    expect(await answered(text('{"status":"sent"}', 'One order was found.'))).toEqual(found({ status: 'sent' }))
  })

  test('numbers are as they were written', async () => {
    const { does, find } = shopOpened()
    const numbers = '{"status":12345678901234567890,"price":12.50}'
    does('1', {
      output: `{"jsonrpc":"2.0","id":1,"result":{"content":[],"structuredContent":${numbers}}}\n`,
      does: 'hang',
    })
    expect(await find({ number: '1' })).toEqual(found({ status: '12345678901234567890', price: '12.50' }))
    does('2', { result: text(numbers) })
    expect(await find({ number: '2' })).toEqual(found({ status: '12345678901234567890', price: '12.50' }))
  })

  test.for<[string, object]>([
    ['{}', { structuredContent: {} }],
    ['nothing, wrapped', { structuredContent: { result: null } }],
    ['an empty list, wrapped', { structuredContent: { result: [] } }],
    ['no content', {}],
    ['null as text', text('null')],
    ['an empty list as text', text('[]')],
  ])('%s is nothing', async ([, result]) => {
    expect(await answered(result)).toEqual({ type: 'not_found' })
  })

  test('a list is as many things as it has: wrapped, in one text, or in a text for each', async () => {
    const list = [{ status: 'sent' }, { status: 'packed' }]
    expect(await answered({ structuredContent: { result: list } })).toEqual(found(...list))
    expect(await answered(text(JSON.stringify(list)))).toEqual(found(...list))
    expect(await answered(text(...list.map((one) => JSON.stringify(one))))).toEqual(found(...list))
    const many = Array.from({ length: mostThings + 1 }, () => ({ status: 'sent' }))
    expect(await answered({ structuredContent: { result: many } })).toEqual(failed('broken', `more than ${mostThings}`))
  })

  test('where a column is called so, a result is no wrapping', async () => {
    expect(await answered({ structuredContent: { result: 'won' } }, orders(['result']))).toEqual(
      found({ result: 'won' }),
    )
  })

  test.for<[string, object, string]>([
    ['that there is none, in its own way', { structuredContent: { found: false } }, 'no "status"'],
    ['words', text('canary: order 1234 was sent'), 'not JSON'],
    ['a picture', { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }, 'not JSON'],
    ['a list of words', text('["canary"]'), 'something else'],
    ['an error', { isError: true, structuredContent: { status: 'sent' } }, 'it has failed'],
    ['an error in words', { isError: true, ...text('canary: 0912-345-678 not found') }, 'it has failed'],
  ])('%s: no thing', async ([, result, detail]) => {
    const { does, find, log } = shopOpened()
    does('1234', { result })
    expect(await find()).toEqual(failed('broken', detail))
    expect(log.lines.join()).not.toContain('canary')
  })

  test.for<[string, string]>([
    ['{"content":[{"type":"hologram"},5]}', 'not JSON'],
    ['{"content":"canary"}', 'something else'],
    ['{"toolResult":{"status":"sent"}}', 'something else'],
    ['{"task":{"taskId":"canary"}}', 'something else'],
    ['{}', 'something else'],
  ])('%s, which is no result of a tool', async ([result, detail]) => {
    const { does, find, log } = shopOpened()
    does('1234', { output: `{"jsonrpc":"2.0","id":1,"result":${result}}\n`, does: 'hang' })
    expect(await find()).toEqual(failed('broken', detail))
    expect(log.lines.join()).not.toContain('canary')
  })

  test('the proof’s column has to be there too', async () => {
    const proof: Proof = { by: 'last_digits', column: 'phone', digits: 4 }
    const result = { structuredContent: { status: 'sent' } }
    expect(await answered(result, orders(['status'], proof))).toEqual(failed('broken', 'no "phone"'))
  })

  test.for<[number, string]>([
    [-32_603, 'down'],
    [-32_602, 'broken'],
    [-32_601, 'broken'],
    // Those that the SDK has for what happens on this side: a connection that is closed, a time that is up.
    [-32_000, 'broken'],
    [-32_001, 'broken'],
    [7, 'broken'],
  ])('an error of the protocol, %i', async ([error, why]) => {
    const { does, find, log } = shopOpened()
    does('1234', { error })
    expect(await find()).toEqual(failed(why, String(error)))
    expect(log.lines.join()).not.toContain('canary')
  })
})

describe('too much of it', () => {
  const megabyte = 1_000_000

  test('a line of 30 MB: others are answered all the while, and who asks next is too', async () => {
    const { does, find, pids } = shopOpened()
    does('1', { result: { structuredContent: { status: 'x'.repeat(30 * megabyte) } } })
    does('2', { result: { structuredContent: { status: 'sent' } } })
    const [large, small] = await Promise.all([find({ number: '1' }), find({ number: '2' })])
    expect(large).toEqual(failed('too_large', '1 MB'))
    expect(small).toEqual(found({ status: 'sent' }))
    expect(await find({ number: '2' })).toEqual(found({ status: 'sent' }))
    expect(pids()).toHaveLength(1)
  })

  test('a line of 90 MB is not held', async () => {
    const { does, find } = shopOpened()
    does('1', { output: 'x'.repeat(megabyte), times: 90, result: {} })
    await find({ number: '2' })
    const before = process.memoryUsage().rss
    expect(await find({ number: '1' })).toEqual(failed('too_large', '1 MB'))
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * megabyte)
  })

  test('of a line that does not say what it answers, nobody waits for more', async () => {
    const { does, find, pids } = shopOpened()
    does('1', { does: 'hang' })
    does('2', { output: 'x'.repeat(100_000), times: 20, last: '\n', does: 'hang' })
    const began = performance.now()
    const both = await Promise.all([find({ number: '1' }), find({ number: '2' })])
    expect(both).toEqual([failed('too_large', '1 MB'), failed('too_large', '1 MB')])
    expect(performance.now() - began).toBeLessThan(9_000)
    expect(pids()).toHaveLength(1)
  })

  test('one that writes without end is ended', async () => {
    const { does, find, pids } = shopOpened()
    does('1234', { output: 'x'.repeat(megabyte), times: 1_000 })
    expect(await find()).toEqual(failed('down', 'ended'))
    const [pid = 0] = pids()
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })

  test('so many values that reading them would hold up all others are not read', async () => {
    const structuredContent = { status: 'sent', values: Array.from({ length: 20_002 }, () => 1) }
    expect(await answered({ structuredContent })).toEqual(failed('too_large', '20,000 values'))
    expect(await answered(text(JSON.stringify(structuredContent)))).toEqual(failed('too_large', '20,000 values'))
  })
})

test('a server that writes other things on its output and a lot to standard error is understood, and none of it is logged', async () => {
  const secret = 'canary-token'
  const { does, find, log, write } = shopOpened(orders(), { env: { SHOP_TOKEN: secret } })
  write(
    'start.json',
    JSON.stringify({ output: 'canary: starting…\n{"canary":\n\n[]\n5\n', words: `canary ${secret}\n` }),
  )
  const noise = `canary\n{"jsonrpc":"2.0","id":99,"result":{}}\n{"jsonrpc":"2.0","method":"canary"}\n\u0000\n`
  does('1234', {
    output: noise,
    words: `canary ${secret}`.repeat(100_000),
    result: { structuredContent: { status: 'sent' } },
  })
  expect(await find()).toEqual(found({ status: 'sent' }))
  expect(await find()).toEqual(found({ status: 'sent' }))
  expect(log.lines).toEqual([])
})
