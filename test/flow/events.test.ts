/** Everything LINE tells besides messages: handled, or recorded on purpose, and never an error. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Log } from '../../src/ports/log.ts'
import { explain } from '../../src/core/explain.ts'
import type { Happenings } from '../../src/simulator/happenings.ts'
import { openShop, quietLog, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

const groupId = `C${'a'.repeat(32)}`

const happening = <T extends keyof Happenings>(
  type: T,
  chat: string,
  details: Partial<Happenings[T]>,
  sentence: string,
) => ({ type, chat, sentence, send: (line: Shop['line']) => line.happens(chat, type, details) })

describe('every event of LINE’s is taken in, leaves a sentence in the ledger, and calls nobody', () => {
  test.each([
    happening('follow', 'U1', {}, 'The customer has added the account.'),
    happening('unfollow', 'U1', {}, 'The customer has blocked the account: what was due is cancelled.'),
    happening('join', groupId, {}, 'It answers who mentions or quotes it.'),
    happening('leave', groupId, {}, 'The account is no longer in this group'),
    happening('memberJoined', groupId, { members: ['U2'] }, 'somebody joined the group'),
    happening('memberLeft', groupId, { members: ['U2'] }, 'somebody left the group'),
    happening('postback', 'U1', { data: 'menu=2', params: { date: '2026-11-21' } }, 'a button that is not ours'),
    happening('accountLink', 'U1', {}, 'the customer linked an account'),
    happening('accountLink', 'U1', { result: 'failed' }, 'the customer linked an account'),
    happening('beacon', 'U1', {}, 'near a beacon'),
    happening('videoPlayComplete', 'U1', {}, 'watched a video'),
    happening('membership', 'U1', { type: 'joined' }, 'membership changed'),
    happening('activated', 'U1', {}, 'LINE gave this channel the chat'),
    happening('deactivated', 'U1', {}, 'another channel has the chat now'),
    happening('module', '', { type: 'attached' }, 'a module was attached or detached'),
    happening('module', '', { type: 'detached' }, 'a module was attached or detached'),
    happening('botSuspended', '', {}, 'LINE has suspended the account'),
    happening('botResumed', '', {}, 'LINE has resumed the account'),
    happening('delivery', 'U1', {}, 'Event “delivery”: recorded'),
  ])('$type $chat $sentence', async ({ chat, send, sentence }) => {
    const warned: string[] = []
    const log: Log = { ...quietLog, warn: (_, text) => warned.push(text), error: (_, text) => warned.push(text) }
    const { line, model, store, until } = await open({ log })
    expect((await send(line)).delivered).toBe(200)
    const kind = chat === '' ? 'account' : chat === groupId ? 'group' : 'user'
    const id = `${line.botUserId}:${kind}:${chat || line.botUserId}`
    const c = await until(async () => {
      const now = await store.load(id)
      return now?.facts.length === 1 ? now : undefined
    })
    expect(
      explain(c)
        .story.map(({ text }) => text)
        .join(),
    ).toContain(sentence)
    expect([line.calls, model.requests, warned]).toEqual([[], [], []])
  })

  test('an event of a kind that LINE has yet to invent, in a group, without a user id', async () => {
    const { line, store, until } = await open()
    await line.deliver([{ ...line.makeEvent(groupId, 'join'), type: 'somethingNew', shiny: { and: 'new' } }])
    await until(async () => (await store.load(`${line.botUserId}:group:${groupId}`))?.facts.length === 1)
  })
})

describe('a new friend', () => {
  test('is not greeted, since OA Manager sends a greeting', async () => {
    const { line, until, conversation } = await open()
    await line.follow('U1')
    await until(async () => (await conversation('U1'))?.facts.length === 1)
    expect(line.calls).toEqual([])
  })

  test('is greeted where the prompt says so, for free, and the assistant does not introduce itself again', async () => {
    const { line, calls } = await open({ policy: { greeting: true, language: 'ja' } })
    await line.follow('U1')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1')).toEqual([expect.stringContaining('友だち追加ありがとうございます')])
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => said(line, 'U1').length > 1)
    expect(said(line, 'U1').slice(1)).toEqual(['We are open from 8:00 on weekends.'])
    expect(calls('push')).toEqual([])
  })
})

describe('a customer blocks the account', () => {
  test('while the model thinks: nothing is said or marked, and no entry is left behind', async () => {
    const { line, model, until, conversation, notices } = await open()
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    await line.unfollow('U1')
    const c = await until(async () => {
      const now = await conversation('U1')
      return now?.gone && now.outbox.length === 0 ? now : undefined
    })
    expect(model.aborted).toBe(1)
    expect(c.messages[0]?.state).toBe('closed')
    expect([line.calls.filter(({ call }) => call !== 'loading' && call !== 'profile'), notices, c.entries]).toEqual([
      [],
      [],
      [],
    ])
    expect(readMarks(line, 'U1')).toEqual([false])
  })

  test('while an answer waits: it is cancelled; who writes again is answered again', async () => {
    const { line, until, conversation, calls } = await open()
    const works = line.fault({ call: 'reply', how: { status: 429, headers: { 'retry-after': '30' } } })
    await line.say('U1', 'open on Sunday?')
    await until(async () => (await conversation('U1'))?.outbox[0]?.wait !== undefined)
    await line.unfollow('U1')
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    works()
    expect(said(line, 'U1')).toEqual([])
    await line.follow('U1')
    await line.say('U1', 'and on Monday?')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(calls('push')).toEqual([])
  })

  test('on_unfollow: erase, and nothing that was said is left in the files', async () => {
    const { line, until, conversation } = await open({ policy: { on_unfollow: 'erase' } })
    await line.say('U1', 'my number is 090-1234')
    await line.waitFor(() => said(line, 'U1').length > 0)
    await line.unfollow('U1')
    const c = await until(async () => {
      const now = await conversation('U1')
      return now?.facts[0]?.type === 'forgotten' ? now : undefined
    })
    expect(JSON.stringify(c)).not.toMatch(/090-1234|weekends/)
    expect([c.messages, c.answers, c.judged]).toEqual([[], [], []])
  })
})

test('staff forget a customer on request, while an answer is being made', async () => {
  const { line, model, act, until, conversation } = await open()
  await line.say('U1', 'my number is 090-1234')
  await until(async () => (await conversation('U1'))?.answers.length === 1)
  model.hold()
  await line.say('U1', 'and my name is Aiko')
  await model.asked(2)
  expect(await act('U1', 'forget')).toMatchObject({ type: 'done' })
  const c = await conversation('U1')
  expect(JSON.stringify(c)).not.toMatch(/090-1234|Aiko|weekends/)
  expect(model.aborted).toBe(1)
  model.release()
  await line.say('U1', 'hello?')
  await line.waitFor(() => said(line, 'U1').length > 3)
  expect(model.requests.at(-1)?.contents.map(({ text }) => text)).toEqual(['hello?'])
})

describe('a message is taken back', () => {
  test('after the answer: gone from state, history, summary and the next request', async () => {
    const { line, model, until, conversation } = await open()
    model.says(() => ({ reply: 'Your number 090-1234 is noted, from 8:00.', summary: 'Number 090-1234' }))
    const sent = await line.say('U1', 'my number is 090-1234')
    await line.waitFor(() => said(line, 'U1').length > 0)
    await line.unsend('U1', sent.messageId)
    const c = await until(async () => {
      const now = await conversation('U1')
      return now?.messages[0]?.state === 'unsent' ? now : undefined
    })
    expect(JSON.stringify(c)).not.toContain('090-1234')
    model.says(() => ({}))
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => model.requests.length === 2)
    expect(JSON.stringify(model.requests[1])).not.toContain('090-1234')
  })

  test('before it came itself: it never gets a place to be kept in', async () => {
    const { line, model, until, conversation } = await open()
    const event = line.makeMessageEvent('U1', 'my number is 090-1234')
    await line.unsend('U1', event.message.id)
    await until(async () => (await conversation('U1'))?.facts.length === 1)
    await line.deliver([event])
    const c = await until(async () => {
      const now = await conversation('U1')
      return now?.messages.length === 1 ? now : undefined
    })
    expect(JSON.stringify(c)).not.toContain('090-1234')
    expect(model.requests).toEqual([])
  })

  test('while its answer waits to be sent: the words go out of the outbox at once', async () => {
    const { line, model, until, conversation } = await open()
    model.says(() => ({ reply: 'Noted 090-1234, from 8:00.' }))
    const works = line.fault({ call: 'reply', how: { status: 429, headers: { 'retry-after': '30' } } })
    const sent = await line.say('U1', 'my number is 090-1234')
    await until(async () => (await conversation('U1'))?.outbox[0]?.wait !== undefined)
    await line.unsend('U1', sent.messageId)
    const c = await until(async () => {
      const now = await conversation('U1')
      return now?.outbox.length === 0 ? now : undefined
    })
    works()
    expect(JSON.stringify(c)).not.toContain('090-1234')
    expect(said(line, 'U1')).toEqual([])
  })
})
