import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { next } from '../../src/core/next.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import {
  answered,
  attempt,
  conversation,
  follow,
  invalidToken,
  judge,
  ok,
  policy,
  receive,
  refusedConnection,
  reset,
  t0,
  text,
  type Call,
} from './situations.ts'

const s = 1_000
const start = () => judge(receive(conversation(), t0, text(1, t0)), t0 + 2 * s)
const onReply =
  (...results: CallResult[]) =>
  (call: Call) =>
    call.kind === 'reply' ? (results.shift() ?? ok) : ok
const replies = (calls: Call[]) => calls.filter((call) => call.kind === 'reply').map((call) => call.via)

/** Follows through every wait up to `until`, LINE answering the replies in the order given. */
function live(c: Conversation, from: number, until: number, answer: (call: Call) => CallResult) {
  let now = from
  let current = c
  const made: { at: number; via: Call['via'] }[] = []
  for (;;) {
    const { c: after, calls, step } = follow(current, now, answer)
    made.push(...calls.filter((call) => call.kind === 'reply').map((call) => ({ at: now - t0, via: call.via })))
    current = after
    if (step.type !== 'wait' || step.until > until) return { c: current, made, step }
    now = step.until
  }
}

describe('one answer', () => {
  test('200: done', () => {
    const { c, calls } = follow(start(), t0 + 2 * s)
    expect(replies(calls)).toEqual(['reply'])
    expect(c.answers).toHaveLength(1)
    expect(c.outbox).toEqual([])
  })

  test('an invalid reply token with no unknown attempt before it is a refusal: it is pushed', () => {
    const { c, calls } = follow(start(), t0 + 2 * s, onReply(invalidToken, ok))
    expect(replies(calls)).toEqual(['reply', 'push'])
    expect(c.answers).toHaveLength(1)
  })

  test('an invalid reply token after an unknown attempt means that it was used: done, without a push', () => {
    const { made, c, step } = live(start(), t0 + 2 * s, t0 + 600 * s, onReply(reset, invalidToken))
    expect(made.map(({ via }) => via)).toEqual(['reply', 'reply'])
    expect(c.answers).toHaveLength(1)
    expect(c.entries).toEqual([])
    expect(step).toEqual({ type: 'nothing' })
  })

  test('the same later than 50 s after receipt is uncertain: a staff entry, no push, and the assistant goes on', () => {
    const unknown = follow(start(), t0 + 2 * s, onReply(reset)).c
    const { calls, c } = follow(unknown, t0 + 51 * s, onReply(invalidToken))
    expect(replies(calls)).toEqual(['reply'])
    expect(c.entries).toMatchObject([{ kind: 'uncertain', state: 'waiting' }])
    expect(c.mode).toBe('assistant')
  })

  test('the same within 50 s of receipt, but of an event older than that by LINE’s time, is uncertain', () => {
    const old = receive(conversation(), t0, text(1, t0 - 60 * s, { receivedAt: t0 }))
    const unknown = follow(judge(old, t0 + 2 * s), t0 + 2 * s, onReply(reset)).c
    expect(follow(unknown, t0 + 5 * s, onReply(invalidToken)).c.entries).toMatchObject([{ kind: 'uncertain' }])
  })

  for (const [name, result] of [
    ['connection refused', refusedConnection],
    ['401', answered(401)],
    ['429', answered(429, 'rate limit')],
  ] as const) {
    test(`${name}: refused for certain, so the same token until its life ends, then a push`, () => {
      const always = (call: Call) => (call.kind === 'reply' && call.via === 'reply' ? result : ok)
      const { made, c } = live(start(), t0 + 2 * s, t0 + 600 * s, always)
      const last = made.pop()
      expect(made.length).toBeGreaterThan(3)
      expect(made.every(({ at, via }) => via === 'reply' && at < 60 * s)).toBe(true)
      expect(last?.via).toBe('push')
      expect(last!.at).toBeGreaterThanOrEqual(60 * s)
      expect(c.answers).toHaveLength(1)
    })
  }

  for (const [name, result] of [
    ['a reset', reset],
    ['a 500', answered(500)],
    ['nothing within 8 s', { type: 'no_answer', why: 'time-out' }],
  ] as const) {
    test(`${name}: unknown, so again with the same token, and never a push`, () => {
      const { made, c } = live(start(), t0 + 2 * s, t0 + 3_600 * s, (call) => (call.kind === 'reply' ? result : ok))
      expect(made.length).toBeGreaterThan(3)
      expect(made.every(({ via }) => via === 'reply')).toBe(true)
      expect(c.entries).toMatchObject([{ kind: 'uncertain' }])
      expect(c.outbox).toEqual([])
    })
  }

  test('an unknown attempt, then a refusal past the token’s life: uncertain, and no push', () => {
    const unknown = follow(start(), t0 + 2 * s, onReply(reset)).c
    const { calls, c } = follow(unknown, t0 + 70 * s, onReply(answered(429)))
    expect(replies(calls)).toEqual(['reply'])
    expect(c.entries).toMatchObject([{ kind: 'uncertain' }])
  })

  test('another 400: undelivered, a staff entry, and the assistant is not silenced', () => {
    const { c } = follow(start(), t0 + 2 * s, onReply(answered(400, 'The request body has 1 error(s)')))
    expect(c.entries).toMatchObject([{ kind: 'undelivered', state: 'waiting' }])
    expect(c.mode).toBe('assistant')
    expect(c.answers).toEqual([])
  })

  test('the process died during the call: the attempt without outcome is unknown, and tried with the same token', () => {
    const first = next(start(), policy, t0 + 2 * s)
    if (first.type !== 'do') throw new Error(first.type)
    const died = attempt(start(), first.action, t0 + 2 * s)
    const { c, calls } = follow(died, t0 + 9 * s)
    expect(c.facts.find((fact) => fact.type === 'outcome')).toMatchObject({ result: 'unknown', what: 'read' })
    // Past its 5 s the read holds nothing back: the reply goes first.
    expect(calls).toMatchObject([
      { kind: 'reply', via: 'reply' },
      { kind: 'read', upTo: '1' },
    ])
  })

  test('a push’s 409 is done; its 500 is tried again the same way; past 24 h it stays uncertain', () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const pending = judge(noToken, t0 + 2 * s)
    expect(live(pending, t0 + 2 * s, t0 + 60 * s, onReply(answered(500), answered(409))).c.answers).toHaveLength(1)
    const never = live(pending, t0 + 2 * s, t0 + 30 * 3_600 * s, (call) => (call.kind === 'reply' ? reset : ok))
    expect(never.made.every(({ via }) => via === 'push')).toBe(true)
    expect(never.c.entries).toMatchObject([{ kind: 'uncertain' }])
  })

  test('past the monthly limit the answer waits, and goes in front of the next turn’s reply, in the same call', () => {
    const noToken = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const limit = onReply(answered(429, 'You have reached your monthly limit.'))
    const waiting = follow(judge(noToken, t0 + 2 * s, { reply: 'First answer.' }), t0 + 2 * s, limit).c
    // Staff see it once it has become too old to wait unseen.
    expect(next(waiting, policy, t0 + 60 * s)).toEqual({ type: 'wait', until: t0 + 1_800 * s, dots: false })
    expect(next(waiting, policy, t0 + 3_600 * s)).toMatchObject({ type: 'record', changes: [{ kind: 'undelivered' }] })
    const more = receive(waiting, t0 + 90 * s, text(2, t0 + 90 * s))
    const { calls, c } = follow(judge(more, t0 + 92 * s, { reply: 'Second answer.' }), t0 + 92 * s)
    const texts = calls.find((call) => call.kind === 'reply')?.texts ?? []
    expect(texts.indexOf('First answer.')).toBeGreaterThanOrEqual(0)
    expect(texts.at(-1)).toBe('Second answer.')
    expect(c.outbox).toEqual([])
  })

  test('the reply goes by the turn’s newest reply token', () => {
    const c = judge(receive(conversation(), t0, text(1, t0), text(2, t0 + 1)), t0 + 2 * s)
    expect(c.pending?.actions.find((action) => action.kind === 'reply')).toMatchObject({ token: { value: 'reply-2' } })
  })

  test('the first answer says once that a machine answers', () => {
    const first = follow(start(), t0 + 2 * s)
    expect(first.calls.at(-1)?.texts[0]).toContain('automatic assistant')
    const second = receive(first.c, t0 + 60 * s, text(2, t0 + 60 * s))
    const other = judge(second, t0 + 62 * s, { reply: 'On Sunday too.' })
    expect(follow(other, t0 + 62 * s).calls.at(-1)?.texts).toHaveLength(1)
  })
})
