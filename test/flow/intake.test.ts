import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Log } from '../../src/ports/log.ts'
import type { Store } from '../../src/ports/store.ts'
import { openShop, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())
const stored = async () => (await readdir(join(shop.folder, 'inbox'))).length

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${shop.url}/webhook`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

describe('a webhook', () => {
  test('with no signature, a wrong one, or one over other bytes: 401 and nothing stored', async () => {
    const { line } = await open()
    const event = line.makeMessageEvent('U1', 'hi')
    expect((await post(JSON.stringify({ events: [event] }))).status).toBe(401)
    expect((await post('{}', { 'x-line-signature': '' })).status).toBe(401)
    expect((await post('{}', { 'x-line-signature': '%%%' })).status).toBe(401)
    expect(await line.deliver([event], { signature: 'AAAA' })).toBe(401)
    expect(await stored()).toBe(0)
  })

  test('LINE’s check with no events: 200', async () => {
    const { line } = await open()
    expect(await line.deliver([])).toBe(200)
  })

  test('broken JSON, no events array: 400; over 1 MB: 413', async () => {
    const { line } = await open()
    expect(await line.deliver([], { rawBody: '{"events":[' })).toBe(400)
    expect(await line.deliver([], { rawBody: '{"destination":"U"}' })).toBe(400)
    expect(await line.deliver([], { rawBody: '[]' })).toBe(400)
    expect(await line.deliver([], { rawBody: JSON.stringify({ events: [], pad: 'x'.repeat(1_100_000) }) })).toBe(413)
    expect(await stored()).toBe(0)
  })

  test('thousands of events that cannot be read are set aside in one write, so that LINE has its answer in time', async () => {
    const { line, folder } = await open()
    const rawBody = JSON.stringify({
      destination: 'U',
      events: Array.from({ length: 5_000 }, (_, n) => ({ type: 'message', n })),
    })
    // The simulator waits as long as LINE.
    expect(await line.deliver([], { rawBody })).toBe(200)
    const lines = await readFile(join(folder, 'set-aside.jsonl'), 'utf8')
    expect(lines.trimEnd().split('\n')).toHaveLength(5_000)
  })

  test('an event without id, source or shape is set aside with a warning, and its neighbours go on', async () => {
    const warnings: string[] = []
    const log: Log = { debug() {}, info() {}, error() {}, warn: (fields) => warnings.push(JSON.stringify(fields)) }
    const { line, folder } = await open({ log })
    const good = line.makeMessageEvent('U1', 'Sunday?')
    const { source: _source, ...orphan } = line.makeMessageEvent('U2', 'secret words')
    const { webhookEventId: _id, ...nameless } = line.makeMessageEvent('U3', 'more secrets')
    expect(
      await line.deliver([orphan, null, 'text', nameless, good, { ...good, webhookEventId: 'x', message: {} }]),
    ).toBe(200)
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(warnings.filter((warning) => warning.includes('why'))).toHaveLength(5)
    expect(warnings.join()).not.toContain('secret')
    expect((await readFile(join(folder, 'set-aside.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(5)
  })

  test('standby and unknown events are recorded and left alone', async () => {
    const { line, model, conversation } = await open()
    const standby = line.makeMessageEvent('U1', 'hi', { mode: 'standby' })
    const unknown = { ...line.makeMessageEvent('U1', 'hi'), type: 'somethingNew', webhookEventId: 'new-1' }
    expect(await line.deliver([standby, unknown])).toBe(200)
    await shop.until(async () => (await conversation('U1'))?.facts.length === 2)
    const noted = (await conversation('U1'))?.facts.flatMap((fact) =>
      fact.type === 'noted' ? [fact.what, fact.why] : [],
    )
    expect(noted).toEqual(expect.arrayContaining(['standby', 'somethingNew']))
    expect(model.requests).toEqual([])
    expect(line.calls).toEqual([])
  })

  test('a message of a type we do not know goes politely to a person', async () => {
    const { line } = await open()
    const event = line.makeMessageEvent('U1', 'hi')
    await line.deliver([{ ...event, message: { ...event.message, type: 'hologram' } }])
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1')[0]).toContain('cannot look at')
  })

  test('when it cannot be stored: 503, no trace of it, and the redelivery is taken', async () => {
    let broken = true
    const faulty = (store: Store): Store => ({
      ...store,
      receive: (events) => (broken ? Promise.reject(new Error('disk full')) : store.receive(events)),
    })
    const { line } = await open({ store: faulty })
    const event = line.makeMessageEvent('U1', 'Sunday?')
    expect(await line.deliver([event])).toBe(503)
    broken = false
    expect(await line.redeliver(event.webhookEventId)).toBe(200)
    await line.waitFor(() => said(line, 'U1').length > 0)
  })

  test('a state that cannot be written is tried again, and nothing is sent before it is', async () => {
    let failing = 2
    const faulty = (store: Store): Store => ({
      ...store,
      commit: (commit) => (failing-- > 0 ? Promise.reject(new Error('disk full')) : store.commit(commit)),
    })
    const { line, calls } = await open({ store: faulty })
    await line.say('U1', 'Sunday?')
    await line.waitFor(() => said(line, 'U1').length > 0, 20_000)
    expect(calls('reply')).toHaveLength(1)
    expect(calls('markAsRead')).toHaveLength(1)
  })
})

describe('health', () => {
  test('alive, ready, and the ledger of a conversation in plain words', async () => {
    const { line, url } = await open()
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await line.say('U1', 'Sunday?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    await shop.until(async () => (await shop.conversation('U1'))?.outbox.length === 0)
    const ledger = await (await fetch(`${url}/ledger/${encodeURIComponent(`${line.botUserId}:user:U1`)}`)).json()
    expect(ledger).toMatchObject({ mode: 'assistant', messages: [{ text: 'Sunday?', read: true }] })
    expect(JSON.stringify(ledger)).toContain('Read: LINE confirmed it.')
    expect((await fetch(`${url}/ledger/nobody`)).status).toBe(404)
  })
})
