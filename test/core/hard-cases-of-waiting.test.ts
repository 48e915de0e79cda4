/** Hard cases of answers that wait: for LINE, for a call with room, for a sign, or in the call of another. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import type { CallResult } from '../../src/core/outcome.ts'
import {
  answered,
  conversation,
  follow,
  judge,
  message,
  ok,
  policyOf,
  receive,
  receiveBy,
  reset,
  staff,
  t0,
  tap,
  text,
  unsend,
  type Call,
} from '../core/situations.ts'

const s = 1_000
const minute = 60 * s
const tooMany = answered(429, 'The API rate limit has been exceeded.')

/** Follows through every wait up to `until`. */
function live(start: Conversation, from: number, until: number, answer: (call: Call) => CallResult, by: typeof never) {
  let [c, now] = [start, from]
  for (;;) {
    const { c: after, step } = follow(c, now, answer, by)
    c = after
    if (step.type !== 'wait' || step.until > until) return c
    now = step.until
  }
}
const never = { ...policyOf({ push: 'never' }), mayPush: false }

describe('an answer that went along with one which no push may bring', () => {
  /** Two turns; LINE takes neither answer for as long as its token lives, the second has the first with it. */
  function waiting(reads: CallResult): Conversation {
    const refuses = (call: Call) => (call.kind === 'reply' ? tooMany : call.kind === 'read' ? reads : ok)
    const first = judge(receiveBy(never, conversation(), t0, text(1, t0)), t0 + 2 * s, {}, never)
    const both = live(first, t0 + 2 * s, t0 + 9 * s, refuses, never)
    const second = judge(receiveBy(never, both, t0 + 10 * s, text(2, t0 + 10 * s)), t0 + 12 * s, {}, never)
    const after = live(second, t0 + 12 * s, t0 + 2 * minute, refuses, never)
    expect(after.outbox.filter(({ kind }) => kind === 'reply')).toMatchObject([
      { joinedBy: 't2.reply' },
      { deferred: true },
    ])
    return after
  }

  test('is in the entry that staff see when nobody gives a sign', () => {
    const late = live(waiting(ok), t0 + 2 * minute, t0 + 45 * minute, () => ok, never)
    expect(late.entries).toMatchObject([{ kind: 'undelivered', messages: ['1', '2'] }])
  })

  test('gives no Read before it is said', () => {
    const after = live(waiting(tooMany), t0 + 2 * minute, t0 + 20 * minute, () => ok, never)
    expect([message(after, 1).readAt, message(after, 2).readAt]).toEqual([undefined, undefined])
  })
})

describe('an answer for which a call has no room, though those before went along in it', () => {
  test('is in an entry that staff see when nobody gives a sign', () => {
    const refuses = (call: Call) => (call.kind === 'reply' ? tooMany : ok)
    let c = conversation()
    // The first has the introduction in front of it: with the fifth they would be six messages.
    for (const number of [1, 2, 3, 4, 5]) {
      const at = t0 + number * 2 * minute
      c = live(
        judge(receiveBy(never, c, at, text(number, at)), at + 2 * s, {}, never),
        at + 2 * s,
        at + minute,
        refuses,
        never,
      )
    }
    const late = live(c, t0 + 12 * minute, t0 + 60 * minute, () => ok, never)
    expect(late.entries.flatMap(({ messages }) => messages).toSorted()).toEqual(['1', '2', '3', '4', '5'])
  })
})

describe('an answer that went along with the button which announces the next one', () => {
  test('is in an entry for staff when nobody knows whether it was said', () => {
    const answers = (call: Call) => (call.kind !== 'reply' ? ok : call.texts.length > 0 ? reset : ok)
    const first = judge(receiveBy(never, conversation(), t0, text(1, t0)), t0 + 2 * s, {}, never)
    const refused = follow(first, t0 + 2 * s, (call) => (call.kind === 'reply' ? tooMany : ok), never).c
    // The next message is found late: its token cannot wait for the judging.
    const next = receiveBy(never, refused, t0 + 100 * s, text(2, t0 + 60 * s))
    const announced = follow(next, t0 + 100 * s, answers, never).c
    expect(announced.outbox.filter(({ kind }) => kind === 'reply')).toMatchObject([
      { id: 't1.reply', joinedBy: 'show-2.reply' },
      { id: 'show-2.reply', tries: { unknown: true } },
    ])
    const { c } = follow(judge(announced, t0 + 101 * s, {}, never), t0 + 101 * s, () => ok, never)
    expect(c.outbox.map(({ id }) => id)).not.toContain('t1.reply')
    expect(c.entries).toMatchObject([{ kind: 'uncertain', messages: ['1'] }])
  })
})

describe('an answer to two messages that waits for LINE when staff get the conversation', () => {
  test('is theirs to give, to the message that is left, once the other is taken back', () => {
    const by = policyOf()
    const refuses = (call: Call) => (call.kind === 'reply' ? tooMany : ok)
    const two = receiveBy(by, conversation(), t0, text(1, t0), text(2, t0))
    const waits = follow(judge(two, t0 + 2 * s, {}, by), t0 + 2 * s, refuses, by).c
    const third = receiveBy(by, waits, t0 + 3 * s, text(3, t0 + 3 * s))
    const handed = follow(judge(third, t0 + 5 * s, { decision: 'handoff' }, by), t0 + 5 * s, refuses, by).c
    expect(handed.outbox).toMatchObject([{ joinedBy: 't2.reply' }, { id: 't2.reply' }])
    const { c } = follow(receiveBy(by, handed, t0 + 6 * s, unsend(1, t0 + 6 * s)), t0 + 6 * s, () => ok, by)
    expect(c.entries).toMatchObject([{ kind: 'handoff' }, { kind: 'undelivered', messages: ['2'] }])
  })
})

describe('a word back for a tap that came just before staff got the conversation', () => {
  test('is not said, and ends with its token by a timer of its own', () => {
    const by = policyOf()
    const decided = judge(receiveBy(by, conversation(), t0, text(1, t0)), t0 + 2 * s, { decision: 'handoff' }, by)
    const tapped = receiveBy(by, decided, t0 + 3 * s, tap('kidoku:back', t0 + 3 * s))
    const handed = follow(tapped, t0 + 3 * s, () => ok, by)
    expect(handed.c.mode).toBe('staff')
    expect(handed.c.outbox).toMatchObject([{ tokenOnly: true }])
    expect(handed.step).toMatchObject({ type: 'wait', until: t0 + 63 * s })
    expect(follow(handed.c, t0 + 63 * s, () => ok, by).c.outbox).toEqual([])
  })
})

describe('an answer that went along with the notice of a hand-off, and nobody knows whether it was said', () => {
  test('is in an entry for staff once the customer goes back to the assistant', () => {
    const by = policyOf()
    const first = judge(receiveBy(by, conversation(), t0, text(1, t0)), t0 + 2 * s, {}, by)
    const waits = follow(first, t0 + 2 * s, (call) => (call.kind === 'reply' ? tooMany : ok), by).c
    const second = receiveBy(by, waits, t0 + 3 * s, text(2, t0 + 3 * s))
    const answer = (call: Call) => (call.kind === 'reply' ? reset : ok)
    const handed = follow(judge(second, t0 + 5 * s, { decision: 'handoff' }, by), t0 + 5 * s, answer, by).c
    expect(handed.outbox).toMatchObject([
      { id: 't1.reply', joinedBy: 't2.reply' },
      { id: 't2.reply', tries: { unknown: true } },
    ])
    const { c } = follow(receiveBy(by, handed, t0 + 6 * s, tap('kidoku:back', t0 + 6 * s)), t0 + 6 * s, () => ok, by)
    expect(c.outbox.map(({ id }) => id)).not.toContain('t1.reply')
    expect(c.entries.filter(({ kind }) => kind === 'uncertain')).toMatchObject([{ messages: ['1', '2'] }])
  })
})

describe('a third question in a row', () => {
  test('is for staff, though they ended an older entry meanwhile', () => {
    const question: Parameters<typeof judge>[2] = {
      decision: 'needs_info',
      reply: 'Which one do you mean?',
      sources: [],
    }
    const says = (c: ReturnType<typeof conversation>, id: number, at: number, values: Parameters<typeof judge>[2]) =>
      follow(judge(receive(c, at, text(id, at)), at + 2 * s, values), at + 2 * s, () => ok).c
    const handed = says(conversation(), 1, t0, { decision: 'handoff' })
    // The customer goes back before anybody came: the entry stands on.
    const back = follow(receive(handed, t0 + minute, tap('kidoku:back', t0 + minute)), t0 + minute, () => ok).c
    const asked = says(says(back, 2, t0 + 2 * minute, question), 3, t0 + 3 * minute, question)
    expect(asked).toMatchObject({ mode: 'assistant', questions: 2, entries: [{ kind: 'handoff' }] })

    const at = t0 + 4 * minute
    const done = follow(receive(asked, at, staff('done', asked, at)), at, () => ok).c
    expect(done.entries).toEqual([])
    expect(says(done, 4, t0 + 5 * minute, question).mode).toBe('staff')
  })
})
