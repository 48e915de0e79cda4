import { afterEach, describe, expect, test } from 'vitest'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

const answer = 'We are open from 8:00 on weekends.'
const answers = (user: string) => said(shop.line, user).filter((text) => text === answer).length
const atRest = (user: string) =>
  shop.until(async () => {
    const conversation = await shop.conversation(user)
    return conversation && conversation.outbox.length === 0 && conversation.messages.every((m) => m.state !== 'new')
  }, 30_000)

describe('one answer, with LINE failing', () => {
  test('an invalid reply token is a refusal when nothing unknown came before it: the answer is pushed', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'reply', how: { status: 400, message: 'Invalid reply token' }, times: 1 })
    await line.say('U1', 'Sunday?')
    await atRest('U1')
    expect(calls('reply', 'push').map((call) => call.call)).toEqual(['reply', 'push'])
    expect(answers('U1')).toBe(1)
  })

  test('the connection breaks after LINE took the reply: the same token again, found used, and that is done', async () => {
    const { line, calls, conversation } = await open()
    line.fault({ call: 'reply', how: 'reset-after', times: 1 })
    await line.say('U1', 'Sunday?')
    await atRest('U1')
    expect(calls('reply', 'push').map((call) => [call.call, call.status])).toEqual([
      ['reply', 'reset'],
      ['reply', 400],
    ])
    expect(answers('U1')).toBe(1)
    expect((await conversation('U1'))?.entries).toEqual([])
  })

  test('it breaks before LINE took it: the same token again, and it arrives once', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'reply', how: 'reset-before', times: 1 })
    await line.say('U1', 'Sunday?')
    await atRest('U1')
    expect(calls('reply', 'push').map((call) => call.status)).toEqual(['reset', 200])
    expect(answers('U1')).toBe(1)
  })

  test('a 500 after LINE acted, and nothing at all within 8 s: the same token again, one answer each', async () => {
    const { line } = await open()
    line.fault({ call: 'reply', how: { status: 500, effect: true }, times: 1, userId: 'U1' })
    line.fault({ call: 'reply', how: 'never-after', times: 1, userId: 'U2' })
    await Promise.all([line.say('U1', 'Sunday?'), line.say('U2', 'Sunday?')])
    await Promise.all([atRest('U1'), atRest('U2')])
    expect([answers('U1'), answers('U2')]).toEqual([1, 1])
    expect(shop.calls('push')).toEqual([])
  })

  test('429, and connections refused, are refusals for certain: the same token, later', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'reply', how: { status: 429, message: 'Too Many Requests' }, times: 2 })
    await line.say('U1', 'Sunday?')
    await atRest('U1')
    expect(calls('reply', 'push').map((call) => call.status)).toEqual([429, 429, 200])
    expect(new Set(calls('reply').map((call) => JSON.stringify(call.body))).size).toBe(1)
  })

  test('LINE cannot be reached for some seconds: Read and answer follow when it can', async () => {
    const { line, model } = await open()
    model.hold()
    await line.say('U1', 'Sunday?')
    await model.asked(1)
    await line.unplug()
    model.release()
    await shop.until(async () => (await shop.conversation('U1'))?.facts.some((fact) => fact.type === 'waiting'))
    await line.plugIn()
    await atRest('U1')
    expect(readMarks(line, 'U1')).toEqual([true])
    expect(answers('U1')).toBe(1)
  })

  test('another 400: undelivered, a staff entry, and the assistant still answers the next one', async () => {
    const { line, conversation, notices } = await open()
    line.fault({ call: 'reply', how: { status: 400, message: 'The request body has 1 error(s)' }, times: 1 })
    await line.say('U1', 'Sunday?')
    await shop.until(() => notices.length === 1)
    expect((await conversation('U1'))?.entries).toMatchObject([{ kind: 'undelivered' }])
    await line.say('U1', 'And Monday?')
    await line.waitFor(() => answers('U1') === 1)
  })

  test('a push whose outcome is unknown goes again with the same key, and LINE’s 409 is done', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'push', how: 'reset-after', times: 1 })
    await line.say('U1', 'Sunday?', { withoutReplyToken: true })
    await atRest('U1')
    const pushes = calls('push')
    expect(pushes.map((call) => call.status)).toEqual(['reset', 409])
    expect(new Set(pushes.map((call) => call.retryKey)).size).toBe(1)
    expect(answers('U1')).toBe(1)
  })

  test('past the daily cap a push waits, and goes in front of the next reply in the same call', async () => {
    const { line, calls } = await open({ pushDailyCap: 0 })
    await line.say('U1', 'Sunday?', { withoutReplyToken: true })
    await shop.until(async () => (await shop.conversation('U1'))?.facts.some((fact) => fact.type === 'deferred'))
    await line.say('U1', 'And Monday?')
    await line.waitFor(() => answers('U1') === 2)
    expect(calls('push')).toEqual([])
    expect(calls('reply')).toHaveLength(1)
  })
})

describe('what is at rest', () => {
  test('is not due any more: a start has nothing to look at', async () => {
    const { line, store } = await open()
    await Promise.all(['U1', 'U2', 'U3'].map((user) => line.say(user, 'Sunday?')))
    await Promise.all(['U1', 'U2', 'U3'].map((user) => atRest(user)))
    await shop.until(async () => (await store.due()).length === 0)
  })

  test('a push that may have been said is tried again with its key, whatever pushes have cost', async () => {
    const { line, calls } = await open({ pushDailyCap: 1 })
    line.fault({ call: 'push', how: 'reset-after', times: 1 })
    await line.say('U1', 'Sunday?', { withoutReplyToken: true })
    await atRest('U1')
    expect(calls('push').map((call) => call.status)).toEqual(['reset', 409])
  })
})

describe('Read, with LINE failing', () => {
  test('a Read that fails is given again until it is confirmed; the answer does not wait longer than 5 s', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'markAsRead', how: { status: 500 }, times: 5 })
    await line.say('U1', 'Sunday?')
    await atRest('U1')
    expect(readMarks(line, 'U1')).toEqual([true])
    const order = calls('markAsRead', 'reply').map((call) => call.call)
    expect(order.indexOf('reply')).toBeGreaterThan(1)
    expect(order.indexOf('reply')).toBeLessThan(order.length - 1)
    const [asked, answered] = [calls('markAsRead')[0]!.at, calls('reply')[0]!.at]
    expect(answered - asked).toBeLessThan(6_000)
  })

  test('a 400 ends a token, and the newest older one is tried', async () => {
    const { line, calls } = await open({ policy: { quiet: '200ms', at_most: '2s' } })
    const first = await line.say('U1', 'Sunday?')
    const second = await line.say('U1', 'and Monday?')
    line.fault({ call: 'markAsRead', how: { status: 400, message: 'Invalid token' }, times: 1 })
    await atRest('U1')
    const tokens = calls('markAsRead').map((call) => JSON.stringify(call.body))
    expect(tokens.map((body) => [first, second].findIndex((one) => body.includes(one.markAsReadToken)))).toEqual([1, 0])
    expect(readMarks(line, 'U1')).toEqual([true, false])
  })

  test('while staff cannot be told, the hand-off stays unread; the notice goes; Take lets Read follow', async () => {
    const { line, model, telling } = await open()
    telling.works = false
    model.says(() => ({ decision: 'handoff' }))
    await line.say('U1', 'My cake was bad')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(readMarks(line, 'U1')).toEqual([false])
    await shop.until(async () => (await shop.conversation('U1'))?.outbox.length === 2)
    expect(await shop.act('U1', 'take')).toMatchObject({ type: 'done' })
    await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
    expect(shop.calls('markAsRead')).toHaveLength(1)
  })

  test('dots that LINE refuses stop nothing', async () => {
    const { line } = await open()
    line.fault({ call: 'loading', how: { status: 400 } })
    await line.say('U1', 'Sunday?')
    await line.waitFor(() => answers('U1') === 1)
  })
})
