/** When Read comes: after a reading time, or by the old endpoint that marks everything. */
import { afterEach, describe, expect, test } from 'vitest'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop.close())

describe('reading time', () => {
  test('Read comes no sooner than a person could have read, and the answer after it', async () => {
    const { line, calls } = await open({ policy: { reading_time: { min: '100ms', max: '2s', per_character: '10ms' } } })
    const asked = Date.now()
    await line.say('U1', 'x'.repeat(60))
    await line.waitFor(() => said(line, 'U1').length > 0)
    const [read, reply] = calls('markAsRead', 'reply')
    expect([read?.call, reply?.call]).toEqual(['markAsRead', 'reply'])
    expect((read?.at ?? 0) - asked).toBeGreaterThanOrEqual(600)
  })

  test('a message that comes while it runs is judged together with the first', async () => {
    const { line, model, calls, until, conversation } = await open({
      policy: { reading_time: { min: '3s', max: '3s', per_character: '0ms' } },
    })
    await line.say('U1', 'open on Sunday?')
    await until(async () => (await conversation('U1'))?.pending)
    await line.say('U1', 'I mean Monday')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(model.requests.map(({ open }) => open.length)).toEqual([1, 2])
    expect(calls('reply')).toHaveLength(1)
    expect(readMarks(line, 'U1')).toEqual([true, true])
  })

  test('it goes on after a restart', async () => {
    const policy = { reading_time: { min: '2s', max: '2s', per_character: '0ms' } }
    const first = await open({ policy })
    const asked = Date.now()
    await first.line.say('U1', 'open on Sunday?')
    await first.until(async () => (await first.conversation('U1'))?.pending)
    const id = `${first.line.botUserId}:user:U1`
    await first.runner.drain()
    await first.store.close()
    expect(first.calls('markAsRead')).toEqual([])

    const again = await openShop({ folder: first.folder, policy })
    await again.until(() => again.calls('markAsRead')[0])
    expect((again.calls('markAsRead')[0]?.at ?? 0) - asked).toBeGreaterThanOrEqual(2_000)
    expect(again.model.requests).toEqual([])
    await again.until(async () => (await again.store.load(id))?.outbox.length === 0, 15_000)
    await again.close()
    await open()
  })
})

describe('the old read endpoint (READ_API=partner): all messages of the user at once', () => {
  const partner = { setUp: { readsAll: true } } satisfies ShopOptions
  const openPartner = async (options: ShopOptions = {}) => {
    const opened = await open({ ...partner, ...options })
    Object.assign(opened.line.settings, { chatMode: 'bot', corporate: true })
    return opened
  }

  test('it is called before the reply, and needs no token of LINE’s', async () => {
    const { line, calls } = await openPartner()
    await line.say('U1', 'open on Sunday?', { withoutReadToken: true })
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(calls('markAllAsRead', 'markAsRead', 'reply').map(({ call, chatId }) => [call, chatId])).toEqual([
      ['markAllAsRead', 'U1'],
      ['reply', 'U1'],
    ])
    expect(readMarks(line, 'U1')).toEqual([true])
  })

  test('while anything at all is open it is not called: it would mark that too', async () => {
    const { line, model, calls, until, conversation } = await openPartner()
    model.says(({ open }) => {
      if (open[0] === 'thanks' || open.at(-1) === 'thanks')
        return { small_talk: true, sources: [], reply: 'You are welcome.' }
      return open.length === 1 ? { decision: 'needs_info', reply: 'Which day?' } : {}
    })
    await line.say('U1', 'when are you open?')
    await line.waitFor(() => said(line, 'U1').includes('Which day?'))
    await line.say('U1', 'thanks')
    await line.waitFor(() => said(line, 'U1').includes('You are welcome.'))
    await until(async () => (await conversation('U1'))?.messages[1]?.state === 'closed')
    expect(calls('markAllAsRead')).toEqual([])
    await line.say('U1', 'Sunday')
    await line.waitFor(() => said(line, 'U1').includes('We are open from 8:00 on weekends.'))
    expect(calls('markAllAsRead')).toHaveLength(1)
  })

  test('after a 500 it is tried again, but not once a newer message has come', async () => {
    const { line, model, calls, until, conversation } = await openPartner()
    const works = line.fault({ call: 'markAllAsRead', how: { status: 500 } })
    await line.say('U1', 'open on Sunday?')
    await line.waitFor(() => calls('markAllAsRead').length > 0)
    model.hold()
    await line.say('U1', 'and Monday?')
    await until(async () => (await conversation('U1'))?.messages.length === 2 || model.requests.length === 2)
    const before = calls('markAllAsRead').length
    works()
    await model.asked(2)
    expect(calls('markAllAsRead').length).toBe(before)
    model.release()
    await line.waitFor(() => calls('markAllAsRead').at(-1)?.status === 200)
    await until(async () => (await conversation('U1'))?.messages.every((one) => one.readAt !== undefined))
  })
})
