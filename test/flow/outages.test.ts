/** Outages as LINE has had them: hold and recover, no flood of pushes, and what has become too old goes to staff. */
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { openShop, readMarks, said, type Shop, type ShopOptions } from './shop.ts'

let shop: Shop
const clock = { ahead: 0, now: () => Date.now() + clock.ahead, after: systemClock.after }
const open = async (options?: ShopOptions) => {
  clock.ahead = 0
  return (shop = await openShop({ clock, ...options }))
}
afterEach(() => shop.close())

const minute = 60_000
const users = Array.from({ length: 15 }, (_, index) => `U${index + 1}`)
/** Time passes, and every conversation is looked at again. */
const after = (ms: number): void => {
  clock.ahead += ms
  for (const user of users) shop.runner.wake(`${shop.line.botUserId}:user:${user}`)
}

test.each([500, 503, 403])(
  '%i everywhere, then LINE recovers: each answer once, each message Read, no push',
  async (status) => {
    const { line, calls } = await open()
    const works = line.fault({ call: 'all', how: { status } })
    for (const user of users.slice(0, 3)) await line.say(user, 'open on Sunday?')
    await line.waitFor(() => calls('markAsRead', 'reply').length >= 6)
    works()
    await line.waitFor(() => users.slice(0, 3).every((user) => said(line, user).length === 2), 20_000)
    await line.waitFor(() => users.slice(0, 3).every((user) => readMarks(line, user)[0] === true), 20_000)
    expect(calls('push')).toEqual([])
  },
)

describe('400 on replies that are right', () => {
  test('ten refusals: the others are held and not pushed; afterwards ten pushes a minute, and each customer once', async () => {
    const { line, calls, conversation, until } = await open()
    const replies = line.fault({ call: 'reply', how: { status: 400, message: 'Invalid reply token' } })
    const pushes = line.fault({ call: 'push', how: { status: 429 } })
    for (const user of users) await line.say(user, 'open on Sunday?')
    for (const user of users) {
      await until(async () => (await conversation(user))?.outbox.some((one) => one.kind === 'reply' && one.wait))
    }
    const before = calls('reply', 'push').length
    // Without the hold each of the fifteen would have been pushed too.
    expect(calls('push').length).toBeLessThanOrEqual(10)
    replies()
    pushes()
    // While LINE is held for ill nothing is sent, whatever wakes.
    after(20_000)
    await line.say('U99', 'hello?', { timestamp: clock.now() })
    await until(async () => (await conversation('U99'))?.outbox.some((one) => one.kind === 'reply' && one.wait))
    expect(calls('reply', 'push').length).toBe(before)

    const pushed = () => calls('push').filter(({ effect }) => effect).length
    after(50_000)
    await line.waitFor(() => pushed() === 10)
    for (const user of users) {
      await until(async () => {
        const [action] = (await conversation(user))?.outbox ?? []
        return !action || action.wait
      })
    }
    expect(pushed()).toBe(10)
    after(minute)
    await line.waitFor(() => users.every((user) => said(line, user).length === 2))
    expect(pushed()).toBe(15)
  })
})

test('webhooks hours late: no answer by the machine, unread, an entry and the telling; a fresh one is answered', async () => {
  const { line, model, conversation, until, notices } = await open()
  const hours = 3 * 60 * minute
  for (const user of users.slice(0, 5)) await line.say(user, 'open on Sunday?', { timestamp: Date.now() - hours })
  await until(() => notices.length === 5)
  await line.say('U9', 'open on Sunday?')
  await line.waitFor(() => said(line, 'U9').length > 0)
  expect(model.requests).toHaveLength(1)
  for (const user of users.slice(0, 5)) {
    expect((await conversation(user))?.entries).toMatchObject([{ kind: 'stale', state: 'waiting' }])
    expect([said(line, user), readMarks(line, user)]).toEqual([[], [false]])
  }
})

test('an answer that LINE takes from nobody for half an hour goes to staff, and is not pushed hours later', async () => {
  const { line, calls, conversation, until, notices } = await open()
  const works = [
    line.fault({ call: 'reply', how: { status: 403 } }),
    line.fault({ call: 'push', how: { status: 403 } }),
  ]
  await line.say('U1', 'open on Sunday?')
  await until(() => calls('reply').length > 0)
  after(2 * minute)
  await until(() => calls('push').length > 0)
  after(31 * minute)
  const given = await until(async () => {
    const c = await conversation('U1')
    return c?.outbox.length === 0 ? c : undefined
  })
  expect(given.entries).toMatchObject([{ kind: 'undelivered', state: 'waiting' }])
  expect(notices).toMatchObject([{ kind: 'undelivered' }])
  for (const work of works) work()
  const pushes = calls('push').length
  after(minute)
  await line.say('U2', 'hello', { timestamp: clock.now() })
  await line.waitFor(() => said(line, 'U2').length > 0)
  expect(calls('push').length).toBe(pushes)
})
