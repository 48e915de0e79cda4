/** What was under way when a backup was made: a person gets it, and the machine says nothing about it. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { explain } from '../../src/core/explain.ts'
import { restored, restoredEvent } from '../../src/core/restored.ts'
import { retryKey } from '../../src/flow/perform.ts'
import {
  conversation,
  follow,
  judge,
  policyOf,
  receive,
  receiveBy,
  refusedConnection,
  t0,
  tap,
  text,
} from '../core/situations.ts'

const s = 1_000
const soon = t0 + 20 * s
const kindsOf = (c: Conversation, now = soon) => follow(restored(c, now), now)

describe('restored', () => {
  test.each([
    ['a message that was not judged', (c: Conversation) => c],
    ['a decision of which nothing was tried', (c: Conversation) => judge(c, t0 + 2 * s)],
    [
      'an answer that LINE did not take',
      (c: Conversation) =>
        follow(judge(c, t0 + 2 * s), t0 + 2 * s, ({ kind }) =>
          kind === 'reply' ? refusedConnection : { type: 'answered', status: 200 },
        ).c,
    ],
    [
      'an answer that waits for a sign',
      (c: Conversation) => follow(judge(c, t0 + 200 * s), t0 + 200 * s, undefined, { ...policyOf(), mayPush: false }).c,
    ],
  ])('%s: staff have it, and nothing is said, also not with the next answer', (_, situation) => {
    const { c, calls } = kindsOf(situation(receive(conversation(), t0, text(1, t0))), t0 + 201 * s)
    expect(calls.filter(({ kind }) => kind === 'reply')).toEqual([])
    expect(c.entries.flatMap(({ messages }) => messages)).toContain('1')
    expect(c.outbox.filter(({ kind }) => kind === 'reply')).toEqual([])
    expect(
      explain(c)
        .story.map((one) => one.text)
        .join(' '),
    ).toContain('comes from a backup')
  })

  test('a notice is not said, and what it belongs to stands', () => {
    const handed = judge(receive(conversation(), t0, text(1, t0)), t0 + 2 * s, { decision: 'handoff' })
    const begun = follow(handed, t0 + 2 * s, ({ kind }) =>
      kind === 'reply' ? refusedConnection : { type: 'answered', status: 200 },
    ).c
    const { c, calls } = kindsOf(begun)
    expect(calls.filter(({ kind }) => kind === 'reply')).toEqual([])
    expect(c.mode).toBe('staff')
    expect(c.entries).toHaveLength(1)
  })

  test('a tap for a person that had not entered brings a person, and no words', () => {
    const answered = follow(judge(receive(conversation(), t0, text(1, t0)), t0 + 2 * s), t0 + 2 * s).c
    const { c, calls } = follow(receive(answered, soon, restoredEvent(tap('kidoku:person', soon))), soon)
    expect(calls.map(({ kind }) => kind)).toEqual(['notify'])
    expect(c.mode).toBe('staff')
  })

  test('a message that had not entered is for staff', () => {
    const { c, calls } = follow(receiveBy(policyOf(), conversation(), soon, restoredEvent(text(1, t0))), soon)
    expect(calls.map(({ kind }) => kind)).toEqual(['notify'])
    expect(c.entries).toMatchObject([{ kind: 'stale', messages: ['1'] }])
  })

  test('what was at rest is as it was', () => {
    const answered = follow(judge(receive(conversation(), t0, text(1, t0)), t0 + 2 * s), t0 + 2 * s).c
    expect(restored(answered, soon)).toBe(answered)
  })
})

test('what is pushed about other messages has another key, whatever its turn is called', () => {
  const first = retryKey('Ubot:user:U1', { id: 't1.reply', messages: ['100'] })
  expect(retryKey('Ubot:user:U1', { id: 't1.reply', messages: ['200'] })).not.toBe(first)
})
