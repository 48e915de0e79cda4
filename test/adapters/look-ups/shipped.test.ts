/** `prompts/lookups.yaml` as it ships, its variants in comments, and the examples of docs/look-ups.md: all of it is right. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCsvLookUp } from '../../../src/adapters/look-ups/csv.ts'
import { openCsvSink } from '../../../src/adapters/look-ups/csv-record.ts'
import { readLookUpsFile } from '../../../src/adapters/look-ups/lookups-file.ts'
import { loadPrompts } from '../../../src/adapters/markdown/prompts.ts'
import { quietLog } from '../../flow/shop.ts'

const signal = new AbortController().signal
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kidoku-look-ups-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a text declares, with nothing wrong in any entry. */
function declaredBy(text: string, set: Record<string, string> = {}, path = 'prompts/lookups.yaml') {
  const read = readLookUpsFile(text, { path, variable: (name) => set[name] })
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  const valueOf = <T>(entry: { ok: true; value: T } | { ok: false; mistakes: unknown }): T => {
    if (!entry.ok) throw new Error(JSON.stringify(entry.mistakes))
    return entry.value
  }
  const { lookUps, records } = read.declared
  return { lookUps: Array.from(lookUps.values(), valueOf), records: Array.from(records.values(), valueOf) }
}

/** An entry that is found in a CSV file. */
function csvOf<T extends { type: string }>(way: T | undefined): Extract<T, { type: 'csv' }> {
  const isCsv = (one: T | undefined): one is Extract<T, { type: 'csv' }> => one?.type === 'csv'
  if (!isCsv(way)) throw new Error('not a CSV file')
  return way
}

describe('prompts/lookups.yaml', async () => {
  const shipped = await readFile('prompts/lookups.yaml', 'utf8')

  test('asks the sample shop for orders, and stores tasks there', () => {
    const { lookUps, records } = declaredBy(shipped, { SAMPLE_SHOP: 'http://127.0.0.1:4321' })
    expect(lookUps).toMatchObject([
      {
        declared: { name: 'orders', proof: { by: 'last_digits', column: 'phone', digits: 4 } },
        from: { type: 'http', url: 'http://127.0.0.1:4321/orders/{number}' },
      },
    ])
    expect(lookUps[0]?.declared.shows).not.toContain('phone')
    expect(records).toMatchObject([
      {
        declared: {
          name: 'tasks',
          arguments: [{ name: 'what' }, { name: 'due' }, { name: 'who' }],
          askedBy: 'requester',
        },
        to: { type: 'http', url: 'http://127.0.0.1:4321/tasks' },
      },
    ])
  })

  test('has all that the prompts beside it name', async () => {
    const { lookUps, records } = declaredBy(shipped, { SAMPLE_SHOP: 'http://127.0.0.1:4321' })
    for (const profile of ['assistant', 'order-tracking', 'tasks', 'teaching']) {
      const { policy } = (await loadPrompts('prompts', profile)).current()
      expect(lookUps.map(({ declared }) => declared.name)).toEqual(expect.arrayContaining(policy.look_ups))
      expect(records.map(({ declared }) => declared.name)).toEqual(expect.arrayContaining(policy.records))
    }
  })

  test('with the lines for CSV in place of those above them it needs no sample shop', () => {
    const instead = /^ {4}(?:http|shows|proof):.*\n(?: {6}.*\n)*/gm
    const uncommented = shipped.replace(instead, '').replace(/^ {4}# (?=(?:csv|shows|proof): )/gm, '    ')
    const { lookUps, records } = declaredBy(uncommented, {}, '/shop/prompts/lookups.yaml')
    expect(lookUps).toMatchObject([
      {
        declared: { shows: ['order_no', 'status', 'carrier', 'sent_on'], proof: { column: 'phone' } },
        from: { type: 'csv', file: '/shop/data/orders.csv', find: { number: 'order_no' } },
      },
    ])
    const write = { what: 'task', due: 'due', who: 'who', requester: 'asked_by' }
    expect(records).toMatchObject([{ to: { type: 'csv', file: '/shop/data/tasks.csv', write } }])
  })
})

describe('docs/look-ups.md', async () => {
  const page = await readFile('docs/look-ups.md', 'utf8')
  const examples = Array.from(page.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm), ([, margin = '', text = '']) =>
    text.replaceAll(new RegExp(`^${margin}`, 'gm'), ''),
  )
  // One shows a line of an entry alone, one leaves out what stands in all of them.
  const whole = examples.filter((text) => /^(?:look_ups|records):/m.test(text) && !text.includes('…'))

  test('its whole examples can be used as they stand', () => {
    expect(whole).toHaveLength(3)
    for (const text of whole) declaredBy(text, { SHOP_TOKEN: 'secret' })
  })

  test('what it shows of an MCP tool can be used, with names of its own', () => {
    const [tool = ''] = examples.filter((text) => text.includes('servers:'))
    const [own = ''] = examples.filter((text) => text.includes('give:'))
    const entry = ['about: x', "arguments: { number: { about: x, shape: '[0-9]+' } }", 'shows: [status]']
    const text = tool
      .replace('…', entry.join('\n    '))
      .replace(/^ {4}mcp: .*\n/m, `${own.replaceAll(/^(?! {4})/gm, '    ').trimEnd()}\n`)
    const give = { orderNumber: { of: 'number' }, limit: { value: 1 }, archived: { value: false } }
    const { lookUps } = declaredBy(text, { SHOP_TOKEN: 'secret' })
    expect(lookUps).toMatchObject([
      { from: { type: 'mcp', tool: 'get_order', give: { ...give, channel: { value: 'LINE' } } } },
    ])
    expect(lookUps).toMatchObject([{ from: { server: { command: ['node', '../shop-mcp/server.js'] } } }])
  })

  test('its walk leads from a CSV file to an order', async () => {
    const [first = ''] = whole
    const csv = [
      'order_no,status,sent_on,phone',
      '1234,"sent, on its way",2026-11-20,090-5550-0142',
      '1236,being packed,,080-5550-0173',
    ]
    await writeFile(join(folder, 'orders.csv'), `\uFEFF${csv.join('\r\n')}\r\n`)
    const { lookUps } = declaredBy(first.replace('../data/', ''), {}, join(folder, 'lookups.yaml'))
    const [entry] = lookUps
    if (!entry) throw new Error('nothing is declared')
    const orders = await openCsvLookUp(entry.declared, csvOf(entry.from), { log: quietLog })
    try {
      const thing = { order_no: '1234', status: 'sent, on its way', sent_on: '2026-11-20', phone: '090-5550-0142' }
      expect(await orders.find({ number: '1234' }, signal)).toEqual({ type: 'found', things: [thing] })
      expect(await orders.find({ number: '9999' }, signal)).toEqual({ type: 'not_found' })
    } finally {
      await orders.close()
    }
  })

  test('its record is stored in a file that is begun by itself, once for its key', async () => {
    const text = whole.find((one) => one.startsWith('records:')) ?? ''
    const { records } = declaredBy(text.replace('../data/', ''), {}, join(folder, 'lookups.yaml'))
    const [entry] = records
    if (!entry) throw new Error('nothing is declared')
    const sink = openCsvSink(entry.declared, csvOf(entry.to), { log: quietLog, now: () => 0, timeZone: () => 'UTC' })
    const given = { what: '10 packs of kitchen paper', due: 'Friday' }
    for (const _ of [1, 2]) expect(await sink.record(given, 'key-1', signal)).toMatchObject({ type: 'confirmed' })
    const rows = (await readFile(join(folder, 'tasks.csv'), 'utf8')).trim().split('\r\n')
    expect(rows).toHaveLength(2)
    expect(rows[1]).toBe('"10 packs of kitchen paper","Friday","1970-01-01 00:00:00","key-1"')
  })
})
