import { expect, test } from 'vitest'
import type { ReadAction, ReplyAction } from '../../src/core/action.ts'
import { createSending } from '../../src/flow/sending.ts'
import type { Line } from '../../src/ports/line.ts'
import { quietLog } from './shop.ts'

const reply: ReplyAction = {
  kind: 'reply',
  id: 't1.reply',
  turn: 't1',
  messages: ['1'],
  body: [{ type: 'text', text: 'hi' }],
  via: 'reply',
  introduces: false,
  notice: false,
  deferred: false,
}
const read: ReadAction = { kind: 'read', id: 't1.read', turn: 't1', messages: ['1'] }
const nobody = () => Promise.reject(new Error('not asked'))

function sending(quota: Line['quota'] = () => Promise.resolve({ used: 0 }), pushDailyCap = 100) {
  const clock = { time: 1_000_000, now: () => clock.time, after: () => Promise.resolve() }
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
    quota,
  }
  return { clock, ...createSending({ line, clock, log: quietLog, pushDailyCap }) }
}
const status = (code: number) => ({ type: 'answered', status: code }) as const

test('ten refusals within a minute mean that LINE is ill: answers are held for a minute, and nothing is pushed', async () => {
  const { gate, saw, clock } = sending()
  for (let count = 0; count < 9; count += 1) saw(reply, 'reply', status(429))
  expect(await gate(reply, 'reply')).toEqual({ type: 'go' })
  saw(reply, 'reply', status(400))
  expect(await gate(reply, 'push')).toMatchObject({ type: 'wait', length: 60_000 })
  expect(await gate(read, undefined)).toEqual({ type: 'go' })
  clock.time += 60_000
  expect(await gate(reply, 'push')).toEqual({ type: 'go' })
})

test('a token that LINE has taken already is no refusal: after a restart many replies are tried again at once', async () => {
  const { gate, saw } = sending()
  const died: ReplyAction = { ...reply, tries: { count: 1, firstAt: 1_000_000, unknown: true } }
  for (let count = 0; count < 20; count += 1) saw(died, 'reply', status(400))
  expect(await gate(reply, 'reply')).toEqual({ type: 'go' })
  expect(await gate(reply, 'push')).toEqual({ type: 'go' })
})

test('ten refusals over ten minutes mean nothing', async () => {
  const { gate, saw, clock } = sending()
  for (let count = 0; count < 10; count += 1) {
    saw(reply, 'reply', status(429))
    clock.time += 60_000
  }
  expect(await gate(reply, 'reply')).toEqual({ type: 'go' })
})

test('a 401 pauses all sending to LINE for a while, and not telling staff', async () => {
  const { gate, saw, clock } = sending()
  saw(read, undefined, status(401))
  expect(await gate(read, undefined)).toMatchObject({ type: 'wait', length: 30_000 })
  expect(await gate(reply, 'reply')).toMatchObject({ type: 'wait' })
  expect(await gate({ kind: 'notify', id: 'n', turn: 't1', messages: [], entry: 'e' }, undefined)).toEqual({
    type: 'go',
  })
  clock.time += 30_000
  expect(await gate(read, undefined)).toEqual({ type: 'go' })
})

test('a push is deferred past the daily cap, until the day is over', async () => {
  const { gate, saw, clock } = sending(undefined, 2)
  for (let count = 0; count < 2; count += 1) saw(reply, 'push', status(200))
  expect(await gate(reply, 'push')).toEqual({ type: 'defer', why: 'daily_cap' })
  expect(await gate(reply, 'reply')).toEqual({ type: 'go' })
  clock.time += 25 * 3_600_000
  expect(await gate(reply, 'push')).toEqual({ type: 'go' })
})

test('a tenth of the month’s quota is left for people; not knowing the quota stops nothing', async () => {
  const { gate } = sending(() => Promise.resolve({ limit: 200, used: 180 }))
  expect(await gate(reply, 'push')).toEqual({ type: 'defer', why: 'reserve' })
  expect(await sending(() => Promise.resolve({ limit: 200, used: 100 })).gate(reply, 'push')).toEqual({ type: 'go' })
  expect(await sending(nobody).gate(reply, 'push')).toEqual({ type: 'go' })
})

test('after an outage everybody’s answer is late at once: ten pushes a minute, no more', async () => {
  const { gate, saw, clock } = sending()
  for (let count = 0; count < 10; count += 1) {
    expect(await gate(reply, 'push')).toEqual({ type: 'go' })
    saw(reply, 'push', status(200))
    clock.time += 1_000
  }
  expect(await gate(reply, 'push')).toEqual({ type: 'wait', length: 50_000, why: 'many answers are late at once' })
  clock.time += 50_000
  expect(await gate(reply, 'push')).toEqual({ type: 'go' })
})

test('403 counts among what makes LINE ill, and a push that may not be made is known beforehand', async () => {
  const { gate, saw, mayPush } = sending(undefined, 1)
  for (let count = 0; count < 10; count += 1) saw(reply, 'reply', status(403))
  expect(await gate(reply, 'reply')).toMatchObject({ type: 'wait', why: 'LINE refuses too much' })
  expect(mayPush()).toBe(true)
  saw(reply, 'push', status(200))
  expect(mayPush()).toBe(false)
})
