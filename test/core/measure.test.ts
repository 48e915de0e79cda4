import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { Measured } from '../../src/core/measure.ts'
import { decidePaused } from '../../src/core/decide.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { measure } from '../../src/core/measure.ts'
import { owed } from '../../src/core/owed.ts'
import { turnOf } from '../../src/core/turn.ts'
import { next } from '../../src/core/next.ts'
import {
  answered,
  attempt,
  conversation,
  fail,
  follow,
  judge,
  policy,
  policyOf,
  receive,
  staff,
  t0,
  tap,
  text,
  unsend,
} from './situations.ts'

const second = 1_000
const minute = 60 * second

/** As a session commits: measured against what was durable before, and the oldest facts go beside the state. */
function commit(before: Conversation | undefined, after: Conversation): { c: Conversation; measured: Measured[] } {
  const measured = measure(before, after)
  const facts = after.facts.length < 300 ? after.facts : after.facts.slice(-200)
  return { c: { ...after, version: after.version + 1, facts }, measured }
}

const count = (measured: readonly Measured[], which: Partial<Measured>): number =>
  measured.filter((one) => {
    const has = new Map(Object.entries(one))
    return Object.entries(which).every(([key, value]) => has.get(key) === value)
  }).length

describe('what a commit measures', () => {
  test('an answered message: the event, the turn, the time to Read and to the answer', () => {
    const asked = receive(conversation(), t0, text(1, t0))
    const first = commit(undefined, judge(asked, t0 + 3 * second))
    expect(first.measured).toEqual([
      { type: 'event', event: 'message' },
      { type: 'asked_model', model: 'unknown', judged: true, ms: undefined, input: 0, output: 0 },
    ])
    const rest = commit(first.c, follow(first.c, t0 + 4 * second).c)
    expect(rest.measured).toEqual([
      { type: 'turn', decision: 'resolved', by: 'model' },
      { type: 'attempt', action: 'read', result: 'done', status: 200 },
      { type: 'read', ms: 4 * second },
      { type: 'ended', action: 'read', how: 'done' },
      { type: 'attempt', action: 'reply', result: 'done', status: 200 },
      { type: 'answered', decision: 'resolved', ms: 4 * second },
      { type: 'ended', action: 'reply', how: 'done' },
    ])
  })

  test('the time to the answer is counted from the newest message of the turn, that to Read from each', () => {
    const asked = receive(conversation(), t0 + 2 * second, text(1, t0), text(2, t0 + 2 * second))
    const { measured } = commit(undefined, follow(judge(asked, t0 + 4 * second), t0 + 5 * second).c)
    expect(measured.filter(({ type }) => type === 'answered')).toEqual([
      { type: 'answered', decision: 'resolved', ms: 3 * second },
    ])
    expect(measured.filter(({ type }) => type === 'read')).toEqual([
      { type: 'read', ms: 5 * second },
      { type: 'read', ms: 3 * second },
    ])
  })

  test('a decision that was dropped before its first attempt is no turn; what the model took for it counts', () => {
    const asked = receive(conversation(), t0, text(1, t0))
    const first = commit(undefined, judge(asked, t0 + 2 * second))
    const more = receive(first.c, t0 + 3 * second, text(2, t0 + 3 * second))
    const { step } = follow(more, t0 + 3 * second)
    expect(step.type).toBe('wait')
    const dropped = commit(first.c, follow(more, t0 + 3 * second).c)
    expect(count(dropped.measured, { type: 'turn' })).toBe(0)
    const again = commit(dropped.c, judge(dropped.c, t0 + 5 * second))
    const done = commit(again.c, follow(again.c, t0 + 5 * second).c)
    const all = [first, dropped, again, done].flatMap(({ measured }) => measured)
    expect(count(all, { type: 'turn' })).toBe(1)
    expect(count(all, { type: 'asked_model' })).toBe(2)
    expect(count(all, { type: 'event', event: 'message' })).toBe(2)
  })

  test('each decision is counted as what it came to, and why code lowered it', () => {
    const decided = (c: Conversation) => commit(undefined, follow(c, t0 + 2 * second).c).measured
    const asked = receive(conversation(), t0, text(1, t0))
    expect(decided(judge(asked, t0, { decision: 'needs_info' }))).toContainEqual({
      type: 'turn',
      decision: 'needs_info',
      by: 'model',
    })
    const lowered = decided(judge(asked, t0, { sources: [] }))
    expect(lowered).toContainEqual({ type: 'turn', decision: 'handoff', by: 'model' })
    expect(lowered).toContainEqual({ type: 'lowered', why: 'no_source' })
    const failed = decided(fail(asked, t0))
    expect(failed).toContainEqual({ type: 'turn', decision: 'failed', by: 'model' })
    expect(failed).toContainEqual({
      type: 'asked_model',
      model: 'unknown',
      judged: false,
      ms: undefined,
      input: 0,
      output: 0,
    })
    const old = receive(conversation(), t0 + 60 * minute, text(1, t0))
    const { measured } = commit(undefined, follow(old, t0 + 60 * minute).c)
    expect(measured).toContainEqual({ type: 'turn', decision: 'stale', by: 'rule' })
    const tapped = receive(conversation(), t0, tap('kidoku:person', t0))
    const person = commit(undefined, follow(tapped, t0).c).measured
    expect(count(person, { type: 'event', event: 'postback' })).toBe(1)
    expect(count(person, { type: 'turn', decision: 'tap' })).toBe(1)
  })
})

describe('nothing is counted twice', () => {
  test('however long the ledger grows, and whatever of it has gone beside the state', () => {
    let c: Conversation | undefined
    const all: Measured[] = []
    const turns = 150
    for (let turn = 1; turn <= turns; turn += 1) {
      const now = t0 + turn * 60 * minute
      const step = (after: Conversation) => {
        const done = commit(c, after)
        c = done.c
        all.push(...done.measured)
        return done.c
      }
      const judged = step(judge(receive(c ?? conversation(), now, text(turn, now)), now))
      step(follow(judged, now).c)
    }
    expect(c?.facts.length).toBeLessThan(300)
    for (const type of ['event', 'turn', 'answered', 'read'] as const) expect(count(all, { type })).toBe(turns)
    expect(count(all, { type: 'attempt' })).toBe(2 * turns)
  })

  test('an event that LINE delivers again is none', () => {
    const { c } = commit(undefined, receive(conversation(), t0, text(1, t0)))
    expect(commit(c, receive(c, t0 + second, text(1, t0, { redelivery: true }))).measured).toEqual([])
  })

  test('a commit without anything new measures nothing', () => {
    const { c } = commit(undefined, receive(conversation(), t0, text(1, t0)))
    expect(commit(c, c).measured).toEqual([])
  })

  test('tries that fail alike for hours leave the ledger, and each is counted all the same', () => {
    const noRead = (call: { kind: string }) => (call.kind === 'read' ? answered(500) : answered(200))
    let { c } = commit(undefined, follow(judge(receive(conversation(), t0, text(1, t0)), t0), t0, noRead).c)
    for (let now = t0 + minute; c.outbox.some(({ kind }) => kind === 'reply'); now += minute) {
      c = commit(c, follow(c, now, noRead).c).c
    }
    const before = c.facts.length
    const failed: Measured = { type: 'attempt', action: 'read', result: 'unknown', status: 500 }
    for (let hour = 1; hour <= 6; hour += 1) {
      const now = t0 + hour * 60 * minute
      const step = next(c, policy, now)
      if (step.type !== 'do') throw new Error(`nothing is tried after ${hour} h`)
      // As the flow does: an attempt is durable before it is made.
      const made = commit(c, attempt(c, step.action, now))
      expect(made.measured).toEqual([])
      const known = commit(made.c, follow(made.c, now, noRead).c)
      expect(known.measured).toEqual([failed])
      c = known.c
      // And all at once, should a store take both together.
      const again = commit(c, follow(c, now + 30 * minute, noRead).c)
      expect(again.measured).toEqual([failed])
      c = again.c
    }
    expect(c.facts.length).toBeLessThan(before + 12)
  })

  test('an attempt found open after a crash is counted when its outcome is known, once', () => {
    const judged = commit(undefined, judge(receive(conversation(), t0, text(1, t0)), t0))
    const { step } = follow(judged.c, t0, () => answered(200))
    expect(step.type).not.toBe('do')
    const read = judged.c.pending?.actions.find(({ kind }) => kind === 'read')
    if (!read) throw new Error('no Read is pending')
    const attempted = commit(judged.c, attempt(judged.c, read, t0))
    expect(count(attempted.measured, { type: 'attempt' })).toBe(0)
    // The process died; the next one begins with what was durable.
    const { measured } = commit(attempted.c, follow(attempted.c, t0 + second).c)
    expect(count(measured, { type: 'attempt', action: 'read', result: 'unknown' })).toBe(1)
    expect(count(measured, { type: 'attempt', action: 'read', result: 'done' })).toBe(1)
    expect(count(measured, { type: 'turn' })).toBe(0)
    expect(count(attempted.measured, { type: 'turn' })).toBe(1)
  })

  test('words that did not arrive answer nothing; they do when they arrive', () => {
    const judged = judge(receive(conversation(), t0, text(1, t0)), t0)
    const ill = commit(judged, follow(judged, t0, (call) => answered(call.kind === 'reply' ? 500 : 200)).c)
    expect(count(ill.measured, { type: 'attempt', action: 'reply', result: 'unknown' })).toBe(1)
    expect(count(ill.measured, { type: 'answered' })).toBe(0)
    const well = commit(ill.c, follow(ill.c, t0 + 5 * second).c)
    expect(count(well.measured, { type: 'answered' })).toBe(1)
  })

  test('what is decided by a rule asks no model', () => {
    const asked = receive(conversation(), t0, text(1, t0))
    const turn = turnOf(asked)
    if (!turn) throw new Error('there is no turn')
    const paused = evolveAll(asked, [decidePaused({ conversation: asked, turn, policy, now: t0 })])
    const { measured } = commit(asked, follow(paused, t0).c)
    expect(count(measured, { type: 'asked_model' })).toBe(0)
    expect(count(measured, { type: 'turn', decision: 'failed', by: 'rule' })).toBe(1)
  })

  test('one act of staff that makes several facts is one event; what our own timer does is none', () => {
    const given = follow(judge(receive(conversation(), t0, text(1, t0)), t0, { decision: 'handoff' }), t0).c
    const done = receive(given, t0 + minute, staff('done', given, t0 + minute))
    expect(count(measure(given, done), { type: 'event' })).toBe(1)
    const tapped = receive(given, t0 + minute, tap('kidoku:back', t0 + minute))
    expect(tapped.mode).toBe('assistant')
    expect(measure(given, tapped).filter(({ type }) => type === 'event')).toEqual([
      { type: 'event', event: 'postback' },
    ])
    const taken = receive(given, t0 + minute, staff('take', given, t0 + minute))
    const back = follow(taken, t0 + 48 * 60 * minute).c
    expect(back.mode).toBe('assistant')
    expect(count(measure(taken, back), { type: 'event' })).toBe(0)
  })

  test('facts that are too old to be kept go, and what is left is not counted again', () => {
    const { c: old } = commit(undefined, follow(judge(receive(conversation(), t0, text(1, t0)), t0), t0).c)
    const later = t0 + 60 * minute
    const { c } = commit(old, follow(judge(receive(old, later, text(2, later)), later), later).c)
    const expired = evolveAll(c, [{ type: 'expired', at: later + minute, messages: [], days: 1, ledger: later }])
    expect(expired.facts.length).toBeLessThan(c.facts.length)
    expect(measure(c, expired)).toEqual([])
    const more = receive(expired, later + 2 * minute, text(3, later + 2 * minute))
    expect(measure(c, more)).toEqual([{ type: 'event', event: 'message' }])
  })

  test('an erasure is an event, and what it leaves of the ledger is not counted again', () => {
    const { c } = commit(undefined, follow(judge(receive(conversation(), t0, text(1, t0)), t0), t0).c)
    const erased = commit(c, receive(c, t0 + minute, staff('forget', c, t0 + minute)))
    expect(erased.measured).toEqual([{ type: 'event', event: 'staff' }])
    const more = commit(erased.c, receive(erased.c, t0 + 2 * minute, text(2, t0 + 2 * minute)))
    expect(more.measured).toEqual([{ type: 'event', event: 'message' }])
  })
})

describe('what is owed', () => {
  const ill = () => answered(500)
  const now = t0 + second

  test('Read and words that LINE does not take are due since the decision', () => {
    const c = follow(judge(receive(conversation(), t0, text(1, t0)), t0), now, ill).c
    expect(owed(c, policy)).toContainEqual({ action: 'read', due: true, since: t0 })
    expect(owed(follow(c, now + 30 * minute, () => answered(200)).c, policy)).toEqual([])
  })

  test('a decision whose first attempt has not been made is due', () => {
    const c = judge(receive(conversation(), t0, text(1, t0)), t0)
    expect(owed(c, policy)).toEqual([
      { action: 'read', due: true, since: t0 },
      { action: 'reply', due: true, since: t0 },
    ])
  })

  test('Read that is owed stays owed as long, when a newer turn takes it over', () => {
    const noRead = (call: { kind: string }) => (call.kind === 'read' ? answered(500) : answered(200))
    const first = follow(judge(receive(conversation(), t0, text(1, t0)), t0), now + 6 * second, noRead).c
    const later = t0 + 2 * minute
    const c = follow(judge(receive(first, later, text(2, later)), later), later, noRead).c
    expect(owed(c, policy).find(({ action }) => action === 'read')).toMatchObject({ due: true, since: t0 })
  })

  test('where marking marks everything, Read waits for what came after: it is held', () => {
    const noRead = (call: { kind: string }) => (call.kind === 'read' ? answered(500) : answered(200))
    const tried = follow(judge(receive(conversation(), t0, text(1, t0)), t0), now, noRead).c
    const c = follow(tried, now + 6 * second, noRead).c
    const more = receive(c, t0 + minute, text(2, t0 + minute))
    expect(owed(more, policy)).toEqual([{ action: 'read', due: true, since: t0 }])
    expect(owed(more, { readsAll: true })).toEqual([{ action: 'read', due: false, since: t0 }])
  })

  test('an answer that waits for the customer’s sign, and its Read, are held', () => {
    const noPush = policyOf({ push: 'never' })
    const late = { ...noPush, mayPush: false }
    const asked = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const c = follow(judge(asked, t0, {}, late), now, undefined, late).c
    expect(c.outbox.some((action) => action.kind === 'reply' && action.deferred)).toBe(true)
    expect(owed(c, late).every(({ due }) => !due)).toBe(true)
  })

  test('a reminder may wait for the morning: it is held', () => {
    const reminding = policyOf({ remind_after: '10m' })
    const given = judge(receive(conversation(), t0, text(1, t0)), t0, { decision: 'handoff' }, reminding)
    const told = follow(given, t0, undefined, reminding).c
    expect(owed(told, reminding)).toEqual([])
    const c = follow(told, t0 + 11 * minute, ill, reminding).c
    expect(owed(c, reminding)).toMatchObject([{ action: 'notify', due: false }])
  })

  test('a conversation with nothing to do owes nothing', () => {
    expect(owed(receive(conversation(), t0, text(1, t0), unsend(1, t0)), policy)).toEqual([])
  })
})
