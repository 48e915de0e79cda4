/** What is counted of pushes, and when, so that a day never has more of them than its cap. */
import { describe, expect, test } from 'vitest'
import type { ReplyAction } from '../../src/core/action.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import { countPushes, createSending } from '../../src/flow/sending.ts'
import type { Line } from '../../src/ports/line.ts'
import type { Log } from '../../src/ports/log.ts'
import type { PushCount } from '../../src/ports/push-count.ts'
import { pushCountContract } from '../contract/push-count.ts'

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} }
const clockAt = (time: number) => {
  const clock = { time, now: () => clock.time, after: () => Promise.resolve() }
  return clock
}

pushCountContract('memory', async () => {
  const clock = clockAt(1_000_000)
  return { count: countPushes(clock), pass: async (ms) => void (clock.time += ms) }
})

const push = (id: number, tries?: ReplyAction['tries']): ReplyAction => ({
  kind: 'reply',
  id: `t${id}.reply`,
  turn: `t${id}`,
  messages: ['1'],
  body: [{ type: 'text', text: 'hi' }],
  via: 'push',
  introduces: false,
  notice: false,
  deferred: false,
  tries,
})
const answered = (status: number): CallResult => ({ type: 'answered', status })

function sending(pushDailyCap: number, options: { quota?: Line['quota']; count?: PushCount } = {}) {
  const clock = clockAt(1_000_000)
  const nobody = () => Promise.reject(new Error('not asked'))
  const line: Line = {
    reply: nobody,
    push: nobody,
    markAsRead: nobody,
    markAllAsRead: nobody,
    webhook: nobody,
    testWebhook: nobody,
    showLoading: nobody,
    botInfo: nobody,
    profile: nobody,
    groupName: nobody,
    groupSize: nobody,
    memberName: nobody,
    linkToken: nobody,
    quota: options.quota ?? (() => Promise.resolve({ used: 0 })),
  }
  const pushCount = options.count ?? countPushes(clock)
  return { clock, pushCount, ...createSending({ line, clock, log: quiet, pushDailyCap, pushCount }) }
}
const go = { type: 'go' }
const capped = { type: 'defer', why: 'daily_cap' }

describe('a push is counted', () => {
  test('when it is let through: conversations that ask at once do not get the same one', async () => {
    const { gate, mayPush } = sending(2)
    const gates = await Promise.all([1, 2, 3].map((id) => gate(push(id), 'push')))
    expect(gates).toEqual([go, go, capped])
    expect(mayPush()).toBe(false)
  })

  test('once, however often it is tried', async () => {
    const { gate, saw, pushCount } = sending(2)
    const first = push(1)
    await gate(first, 'push')
    saw(first, 'push', { type: 'no_answer', why: 'reset' })
    const again = push(1, { count: 1, firstAt: 1_000_000, unknown: true })
    for (const result of [answered(500), answered(409)]) {
      expect(await gate(again, 'push')).toEqual(go)
      saw(again, 'push', result)
    }
    expect(pushCount.known()).toBe(1)
  })

  test.each([answered(200), answered(500), { type: 'no_answer', why: 'reset' } as const])(
    'when it may have been said: %j',
    async (result) => {
      const { gate, saw } = sending(1)
      const first = push(1)
      await gate(first, 'push')
      saw(first, 'push', result)
      expect(await gate(push(2), 'push')).toEqual(capped)
    },
  )

  test.each([answered(400), answered(429), { type: 'not_sent', why: 'refused' } as const])(
    'and not when it surely was not: %j',
    async (result) => {
      const { gate, saw } = sending(1)
      const first = push(1)
      await gate(first, 'push')
      saw(first, 'push', result)
      expect(await gate(push(2), 'push')).toEqual(go)
    },
  )

  test('not when the quota is used up, or it has to wait', async () => {
    const quotaUsed = sending(1, { quota: () => Promise.resolve({ limit: 100, used: 95 }) })
    expect(await quotaUsed.gate(push(1), 'push')).toEqual({ type: 'defer', why: 'reserve' })
    expect(quotaUsed.pushCount.known()).toBe(0)
    const { gate, pushCount } = sending(100)
    for (let id = 0; id < 12; id += 1) await gate(push(id), 'push')
    expect(pushCount.known()).toBe(10)
  })

  test('once, when something came in before it was made and it is asked for again', async () => {
    const { gate, pushCount } = sending(1)
    const same = push(1)
    expect([await gate(same, 'push'), await gate(same, 'push')]).toEqual([go, go])
    expect(pushCount.known()).toBe(1)
  })

  test('no more when it has not been made within a minute: something else was done instead', async () => {
    const { gate, clock } = sending(1)
    await gate(push(1), 'push')
    expect(await gate(push(2), 'push')).toEqual(capped)
    clock.time += 60_000
    expect(await gate(push(2), 'push')).toEqual(go)
  })
})

test('while it cannot be counted nothing is pushed, and a reply goes', async () => {
  const count: PushCount = { known: () => 0, spend: () => Promise.reject(new Error('PostgreSQL is away')) }
  const { gate, saw } = sending(1, { count })
  await expect(gate(push(1), 'push')).rejects.toThrow('PostgreSQL is away')
  expect(await gate(push(1), 'reply')).toEqual(go)
  saw(push(1), 'push', answered(200))
})
