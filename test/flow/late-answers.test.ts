/** An answer whose reply token ends before it is ready, where no push may bring it: it waits for the customer's next sign. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { explain } from '../../src/core/explain.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const clock = { ahead: 0, now: () => Date.now() + clock.ahead, after: systemClock.after }
const open = async (options?: ShopOptions) => {
  clock.ahead = 0
  return (shop = await openShop({ policy: { push: 'never' }, clock, ...options }))
}
afterEach(() => shop.close())

const answer = 'We are open from 8:00 on weekends.'
/** Time passes as if the process had been away, and then something makes it look again. */
const after = async (ms: number): Promise<void> => {
  clock.ahead = ms
  await shop.line.happens('U1', 'deactivated')
}

describe('the token will end before the model can have answered', () => {
  test('it is spent on a button; the answer waits, unread; a tap brings both', async () => {
    const { line, model, until, conversation, calls } = await open()
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    await after(45_000)
    await line.waitFor(() => line.chat('U1').messages.some((one) => one.buttons))
    expect(line.chat('U1').messages.at(-1)).toMatchObject({
      text: 'Your answer is nearly ready.',
      buttons: [{ label: 'Show the answer' }],
    })
    model.release()
    const waiting = await until(async () => {
      const c = await conversation('U1')
      return c?.outbox.some((action) => action.kind === 'reply' && action.deferred) ? c : undefined
    })
    expect(explain(waiting).messages[0]?.why.at(-1)).toBe(
      'Unread: Read goes with the answer, which waits for the customer’s next sign.',
    )
    expect([readMarks(line, 'U1'), said(line, 'U1').includes(answer)]).toEqual([[false], false])
    await line.tap('U1', 'Show the answer')
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0] === true)
    expect(calls('push')).toEqual([])
    // A second tap has nothing more to show.
    await line.tap('U1', 'Show the answer')
    await until(async () => (await conversation('U1'))?.facts.at(-1)?.type === 'noted')
    expect(calls('reply')).toHaveLength(2)
  })

  test('a tap before the answer is ready gives it the token it needs', async () => {
    const { line, model, until, conversation, calls } = await open()
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    await after(45_000)
    await line.waitFor(() => line.chat('U1').messages.some((one) => one.buttons))
    await line.tap('U1', 'Show the answer')
    await model.asked(2)
    model.release()
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0] === true)
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect(calls('push')).toEqual([])
  })

  test('a tap while the model thinks gives it to the answer, too', async () => {
    const { line, model, until, runner, conversation, calls } = await open()
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    await after(45_000)
    await model.asked(2)
    await line.tap('U1', 'Show the answer')
    const { id } = (await conversation('U1')) ?? { id: '' }
    await vi.waitFor(async () => expect((await runner.look(id))?.facts.at(-1)?.type).toBe('token_for_turn'))
    model.release()
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0] === true)
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect([calls('push'), model.requests.length]).toEqual([[], 2])
  })

  test('while a push may be made nothing is announced', async () => {
    const { line, model, calls } = await open({ policy: { push: 'when_needed' } })
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    await after(45_000)
    model.release()
    await line.waitFor(() => said(line, 'U1').includes(answer))
    expect(calls('reply')).toHaveLength(1)
    expect(line.chat('U1').messages.some((one) => one.buttons)).toBe(false)
  })
})

describe('the token has ended, and the answer waits', () => {
  const waiting = async (options?: ShopOptions) => {
    const { line, model, until, conversation } = await open(options)
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    clock.ahead = 70_000
    model.release()
    await until(async () => (await conversation('U1'))?.outbox.some((one) => one.kind === 'reply' && one.deferred))
    expect(readMarks(shop.line, 'U1')).toEqual([false])
    return shop
  }

  test.each([
    ['no push by policy', {}],
    ['the day’s cap is reached', { policy: {}, pushDailyCap: 0 }],
  ])('%s: any event that brings a token brings the answer, and Read with it', async (_, options) => {
    const { line, calls } = await waiting(options)
    await line.happens('U1', 'beacon')
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0] === true)
    expect(calls('push')).toEqual([])
  })

  test('after half an hour staff see it under Waiting; the customer’s sign still brings it, and ends the entry', async () => {
    const { line, until, conversation, notices, runner } = await waiting()
    clock.ahead = 31 * 60_000
    runner.wake((await conversation('U1'))?.id ?? '')
    await until(async () => (await conversation('U1'))?.entries[0]?.kind === 'undelivered' && notices.length === 1)
    expect(readMarks(line, 'U1')).toEqual([false])
    await line.happens('U1', 'beacon')
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1')[0] === true)
    await until(async () => (await conversation('U1'))?.entries.length === 0)
  })

  test('the word on the button, typed, brings it too', async () => {
    const { line, model } = await waiting()
    await line.say('U1', 'show the answer')
    await line.waitFor(() => said(line, 'U1').includes(answer) && readMarks(line, 'U1').every(Boolean))
    expect(model.requests).toHaveLength(1)
  })

  test('the next message brings it in front of its own answer, in one call', async () => {
    const { line, model, calls } = await waiting()
    model.says(() => ({ reply: 'On Monday we rest.' }))
    await line.say('U1', 'and on Monday?')
    await line.waitFor(() => said(line, 'U1').includes('On Monday we rest.') && readMarks(line, 'U1').every(Boolean))
    expect(calls('reply').at(-1)?.texts.slice(-2)).toEqual([answer, 'On Monday we rest.'])
  })

  test('a push may be made and LINE refuses it for good: unread, an entry, and Read when staff take it', async () => {
    const { line, model, until, conversation, act, notices } = await open({ policy: { push: 'when_needed' } })
    line.fault({ call: 'push', how: { status: 400, message: 'The request body has 1 error(s)' } })
    model.hold()
    await line.say('U1', 'open on Sunday?')
    await model.asked(1)
    clock.ahead = 70_000
    model.release()
    await until(async () => (await conversation('U1'))?.entries[0]?.kind === 'undelivered' && notices.length === 1)
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect(readMarks(line, 'U1')).toEqual([false])
    expect(await act('U1', 'take')).toMatchObject({ type: 'done' })
    await line.waitFor(() => readMarks(line, 'U1')[0] === true)
  })

  test('staff take it instead: the answer is not said, and Read is given since a person has it', async () => {
    const { line, act, until, conversation } = await waiting()
    expect(await act('U1', 'take')).toMatchObject({ type: 'done' })
    await line.waitFor(() => readMarks(line, 'U1')[0] === true)
    await until(async () => (await conversation('U1'))?.outbox.length === 0)
    expect(said(line, 'U1')).toEqual([])
  })
})
