import { afterEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports/store.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())
const answer = 'We are open from 8:00 on weekends.'
const texts = () => shop.model.requests.map((request) => request.open)

/** Holds the look at what came in after a decision: what a test does then comes before the first attempt. */
function decisionGate() {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  let used = false
  const wrap = (store: Store): Store => ({
    ...store,
    async waiting(id) {
      if (!used && (await shop.look('U1'))?.pending) {
        used = true
        reached.resolve()
        await go.promise
      }
      return store.waiting(id)
    },
  })
  return { wrap, reached: reached.promise, go: () => go.resolve() }
}

describe('races have one rule', () => {
  test('a message while the model thinks aborts it, and the turn is judged again with both', async () => {
    const { line, model, calls } = await open()
    model.hold()
    await line.say('U1', 'Are you open')
    await model.asked(1)
    await line.say('U1', 'on Sunday?')
    await model.asked(2)
    model.release()
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(texts()).toEqual([['Are you open'], ['Are you open', 'on Sunday?']])
    expect(model.aborted).toBe(1)
    expect(calls('reply')).toHaveLength(1)
    expect(readMarks(line, 'U1')).toEqual([true, true])
  })

  test('a message after the decision and before the first attempt drops the decision whole', async () => {
    const gate = decisionGate()
    const { line, model, calls, notices } = await open({ store: gate.wrap })
    model.says((request) => (request.open.length === 1 ? { decision: 'handoff' } : {}))
    await line.say('U1', 'This is terrible')
    await gate.reached
    await line.say('U1', 'sorry, wrong shop! Are you open on Sunday?')
    gate.go()
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(notices).toEqual([])
    expect((await shop.conversation('U1'))?.mode).toBe('assistant')
    expect(calls('reply')).toHaveLength(1)
  })

  test('a message while the first attempt waits for leave to push: the decision is dropped, nothing was said', async () => {
    const { line, model, calls } = await open()
    line.fault({ call: 'quota', how: { delayMs: 800 }, times: 1 })
    model.says((request) => (request.open.length === 1 ? { decision: 'needs_info', reply: 'Which day?' } : {}))
    await line.say('U1', 'When are you open?', { withoutReplyToken: true })
    await line.waitFor(() => calls('quota').length > 0)
    await line.say('U1', 'on Sunday I mean')
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(said(line, 'U1')).not.toContain('Which day?')
    expect(texts()).toEqual([['When are you open?'], ['When are you open?', 'on Sunday I mean']])
  })

  test('an unsend before the first attempt takes its message out, and nothing is said of it', async () => {
    const gate = decisionGate()
    const { line, calls, conversation } = await open({ store: gate.wrap })
    const sent = await line.say('U1', 'my secret')
    await gate.reached
    await line.unsend('U1', sent.messageId)
    gate.go()
    await shop.until(async () => (await conversation('U1'))?.messages[0]?.state === 'unsent')
    await shop.until(async () => (await conversation('U1'))?.pending === undefined)
    expect(calls('reply', 'push', 'markAsRead')).toEqual([])
    expect(JSON.stringify(await conversation('U1'))).not.toContain('my secret')
  })

  test('an unsend while the model thinks of two: judged again with the other', async () => {
    const { line, model } = await open({ policy: { quiet: '200ms', at_most: '2s' } })
    model.hold()
    const first = await line.say('U1', 'my secret')
    await line.say('U1', 'Open on Sunday?')
    await model.asked(1)
    await line.unsend('U1', first.messageId)
    await model.asked(2)
    model.release()
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(texts()).toEqual([['my secret', 'Open on Sunday?'], ['Open on Sunday?']])
  })

  test('an unsend after Read and before the reply drops the reply', async () => {
    const { line, calls } = await open()
    line.fault({ call: 'reply', how: { status: 429 }, times: 1 })
    const sent = await line.say('U1', 'Sunday?')
    await shop.until(async () => (await shop.conversation('U1'))?.facts.some((fact) => fact.type === 'waiting'))
    await line.unsend('U1', sent.messageId)
    await shop.until(async () => (await shop.conversation('U1'))?.outbox.length === 0)
    expect(calls('markAsRead')).toHaveLength(1)
    expect(said(line, 'U1')).toEqual([])
  })

  test('staff taking the conversation while the model thinks: Read, and not a word', async () => {
    const { line, model } = await open()
    await line.say('U1', 'first')
    await line.waitFor(() => said(line, 'U1').includes(answer))
    const before = said(line, 'U1').length
    model.hold()
    await line.say('U1', 'second')
    await model.asked(2)
    expect(await shop.act('U1', 'take')).toMatchObject({ type: 'done' })
    model.release()
    await line.waitFor(() => readMarks(line, 'U1').every(Boolean))
    expect(said(line, 'U1')).toHaveLength(before)
    expect(model.aborted).toBe(1)
  })

  test('what staff do on an old page is refused with a word', async () => {
    const { line, model } = await open()
    model.says(() => ({ decision: 'handoff' }))
    await line.say('U1', 'help')
    await line.waitFor(() => said(line, 'U1').length > 0)
    const seen = (await shop.conversation('U1'))!.staffVersion
    expect(await Promise.all([shop.act('U1', 'take', { seen }), shop.act('U1', 'take', { seen })])).toEqual(
      expect.arrayContaining([{ type: 'done' }, { type: 'changed_meanwhile', by: 'Owner' }]),
    )
    expect(await shop.act('U1', 'hand_back', { seen })).toMatchObject({ type: 'changed_meanwhile' })
    expect(await shop.act('Unobody', 'take', { seen: 0 })).toMatchObject({ type: 'unknown_conversation' })
  })

  test('after three drops newer messages wait for the next turn', async () => {
    const { line, model } = await open()
    model.hold()
    await line.say('U1', 'one')
    for (const [index, text] of ['two', 'three', 'four'].entries()) {
      await model.asked(index + 1)
      await line.say('U1', text)
    }
    await model.asked(4)
    await line.say('U1', 'five')
    model.release()
    await line.waitFor(() => said(line, 'U1').filter((text) => text === answer).length === 2)
    expect(texts().slice(3)).toEqual([['one', 'two', 'three', 'four'], ['five']])
    expect(readMarks(line, 'U1')).toEqual([true, true, true, true, true])
  })

  test('the same event in two requests at once, and delivered again later, is answered once', async () => {
    const { line, model, calls } = await open()
    const event = line.makeMessageEvent('U1', 'Sunday?')
    expect(await Promise.all([line.deliver([event]), line.deliver([event])])).toEqual([200, 200])
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(await line.redeliver(event.webhookEventId)).toBe(200)
    await shop.until(async () => (await shop.store.waiting(`${line.botUserId}:user:U1`)).length === 0)
    expect(model.requests).toHaveLength(1)
    expect(calls('reply')).toHaveLength(1)
  })
})
