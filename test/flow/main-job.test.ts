import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Log } from '../../src/ports/log.ts'
import { openShop, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

describe('one message in', () => {
  test('a resolved one shows dots, turns Read and is answered, in this order', async () => {
    const { line, calls } = await open()
    const sent = await line.say('U1', 'Are you open on Sunday?')
    expect(sent.delivered).toBe(200)
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(calls('loading', 'markAsRead', 'reply', 'push').map((call) => call.call)).toEqual([
      'loading',
      'markAsRead',
      'reply',
    ])
    expect(readMarks(line, 'U1')).toEqual([true])
    expect(said(line, 'U1').at(-1)).toBe('We are open from 8:00 on weekends.')
  })

  test('needs_info is asked back and stays unread until the answer resolves it', async () => {
    const { line, model } = await open()
    model.says((request) => (request.open.length === 1 ? { decision: 'needs_info', reply: 'Which day?' } : {}))
    await line.say('U1', 'When are you open?')
    await line.waitFor(() => said(line, 'U1').includes('Which day?'))
    expect(readMarks(line, 'U1')).toEqual([false])
    await line.say('U1', 'Sunday')
    await line.waitFor(() => said(line, 'U1').includes('We are open from 8:00 on weekends.'))
    expect(readMarks(line, 'U1')).toEqual([true, true])
  })

  test('a handoff tells staff, turns Read, gives a notice, and then there is silence', async () => {
    const { line, model, notices, conversation, until } = await open()
    model.says(() => ({ decision: 'handoff', reason: 'It is a complaint.' }))
    await line.say('U1', 'My cake was bad')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(notices).toMatchObject([
      { kind: 'handoff', name: line.chat('U1').name, reason: 'It is a complaint.', words: ['My cake was bad'] },
    ])
    expect(readMarks(line, 'U1')).toEqual([true])
    const before = line.calls.length
    await line.say('U1', 'Hello?')
    await until(async () => (await conversation('U1'))?.messages.length === 2)
    expect(line.calls.length).toBe(before)
    expect(model.requests).toHaveLength(1)
  })

  test.each([
    [404, ['STAFF ARE NOT TOLD: the webhook refused it; copy the address of NOTIFY_WEBHOOK_URL again']],
    [429, []],
    [500, []],
  ])('a webhook that answers %i: only what no second try mends is an error, with its remedy', async (status, said) => {
    const errors: string[] = []
    const warned: string[] = []
    const log: Log = { ...quietLog, warn: (_, text) => warned.push(text), error: (_, text) => errors.push(text) }
    const { line, telling, until } = await open({ log })
    Object.assign(telling, { works: false, status })
    await line.say('U1', 'operator')
    await until(() => errors.length > 0 || warned.includes('notify: not done') || undefined)
    expect(errors).toEqual(said)
  })

  test('a burst is one turn: one judgement, one answer, one Read that covers all', async () => {
    const { line, model, calls } = await open({ policy: { quiet: '200ms', at_most: '2s' } })
    await Promise.all(['hello', 'are you open', 'on sunday?'].map((text) => line.say('U1', text)))
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(model.requests.map((request) => request.open.length)).toEqual([3])
    expect(calls('reply')).toHaveLength(1)
    expect(calls('markAsRead')).toHaveLength(1)
    expect(readMarks(line, 'U1')).toEqual([true, true, true])
  })

  test('a word for a person needs no model, and gets one in an outage too', async () => {
    const { line, model, notices } = await open()
    model.says(() => new Error('down'))
    await line.say('U1', '担当者')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1')[0]).toContain('引き継ぎました')
    expect(model.requests).toEqual([])
    expect(notices).toHaveLength(1)
    expect(readMarks(line, 'U1')).toEqual([true])
  })

  test.each(['image', 'video', 'audio', 'file'] as const)(
    '%s to a model that cannot see: goes politely to a person, and turns Read',
    async (kind) => {
      const { line, model, notices } = await open()
      model.takesMedia = false
      await line.media('U1', kind)
      await line.waitFor(() => said(line, 'U1').length > 0)
      expect(said(line, 'U1')[0]).toContain('cannot look at')
      expect(readMarks(line, 'U1')).toEqual([true])
      expect(notices).toHaveLength(1)
      expect(model.requests).toEqual([])
    },
  )

  test('a sticker and a location are read as text', async () => {
    const { line, model } = await open()
    await line.sticker('U2', { keywords: ['thanks', 'bow'] })
    await line.location('U2', { title: 'Kyoto Station' })
    await line.waitFor(() => said(line, 'U2').length > 0)
    expect(model.requests.flatMap((request) => request.open).join('\n')).toMatch(/thanks, bow[\s\S]*Kyoto Station/)
    expect(line.calls.filter((call) => call.call === 'loading' && call.chatId === 'U2').length).toBeLessThanOrEqual(1)
  })

  test('a question by one customer is not held up by another’s slow one', async () => {
    const { line, model } = await open()
    model.hold()
    await line.say('U1', 'slow')
    await model.asked(1)
    await line.say('U2', '真人客服')
    await line.waitFor(() => said(line, 'U2').length > 0)
    model.release()
    await line.waitFor(() => said(line, 'U1').length > 0)
  })
})

describe('a restart', () => {
  test('resumes a timer: staff who could not be told are told, and Read, which that held, is due', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kidoku-restart-'))
    const first = await open({ folder })
    first.telling.works = false
    await first.line.say('U1', 'operator')
    await first.line.waitFor(() => said(first.line, 'U1').length > 0)
    await first.until(async () => (await first.conversation('U1'))?.answers.length === 1)
    await first.close()

    const { until, notices, store } = await open({ folder })
    const id = `${first.line.botUserId}:user:U1`
    await until(async () => (await store.load(id))?.outbox.length === 0, 20_000)
    expect(notices).toMatchObject([{ kind: 'handoff', words: ['operator'] }])
    // This LINE is another and does not know the token; that it was sent is what counts here.
    expect(shop.calls('markAsRead')).toHaveLength(1)
    await shop.close()
    await rm(folder, { recursive: true, force: true })
    await open()
  })
})

describe('the model fails', () => {
  test.each([
    ['not JSON', { ok: true as const, text: 'Sure! The answer is' }],
    ['a wrong schema', { ok: true as const, text: '{"decision":"maybe"}' }],
    ['an empty reply', { ok: true as const, text: '' }],
    ['blocked', { ok: false as const, why: 'blocked: SAFETY' }],
    ['cut off', { ok: false as const, why: 'cut off: MAX_TOKENS' }],
  ])('%s: one more try, then the notice and staff, unread, and no raw answer ever', async (_, answer) => {
    const { line, model, notices, conversation, until } = await open()
    model.says(() => answer)
    await line.say('U1', 'Are you open?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(model.requests).toHaveLength(2)
    expect(said(line, 'U1')[0]).toContain('cannot answer right now')
    expect(readMarks(line, 'U1')).toEqual([false])
    await until(() => notices.length === 1)
    expect((await conversation('U1'))?.entries).toMatchObject([{ kind: 'no_judgement' }])
  })

  test('unusable once, then good: the answer goes out, and both tries’ tokens are on the judgement', async () => {
    const { line, model, conversation } = await open()
    model.says(() => (model.requests.length === 1 ? { ok: true, text: '{', usage: { input: 3, output: 1 } } : {}))
    await line.say('U1', 'Are you open?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    const judged = (await conversation('U1'))?.facts.find((fact) => fact.type === 'judged')
    expect(judged).toMatchObject({ origin: { model: 'scripted', promptHash: 'abc', usage: { input: 13, output: 6 } } })
  })
})
