/** Situations around waiting answers, buttons, modes and leaving in which earlier versions did harm. Each was found first. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { decide } from '../../src/core/decide.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { next } from '../../src/core/next.ts'
import { viaOf } from '../../src/core/reply.ts'
import { judgeByRule } from '../../src/core/rule.ts'
import { turnOf } from '../../src/core/turn.ts'
import {
  answered,
  beacon,
  conversation,
  fail,
  follow,
  invalidToken,
  judge,
  left,
  message,
  ok,
  policy,
  policyOf,
  read,
  receive,
  receiveBy,
  reset,
  staff,
  t0,
  tap,
  text,
  type Call,
} from './situations.ts'

const s = 1_000
const minute = 60 * s
const words = (id: number, at: number, said: string) => text(id, at, { content: { type: 'text', text: said } })
const asked = (c: Conversation = conversation(), id = 1, at = t0) => receive(c, at, text(id, at))
const only =
  (kind: Call['kind'], result = answered(429)) =>
  (call: Call) =>
    call.kind === kind ? result : ok
const all = () => answered(429)

describe('an answer that is tried again', () => {
  test('what was pushed is pushed again, never replied: only the same key tells whether it arrived', () => {
    const late = judge(asked(), t0 + 70 * s)
    const { c, calls } = follow(late, t0 + 70 * s, (call) => (call.via === 'push' ? reset : ok))
    expect(calls.map(({ via }) => via)).toContain('push')
    const action = c.outbox.find((one) => one.kind === 'reply')
    expect(action?.kind === 'reply' && viaOf(action, t0 + 75 * s)).toBe('push')
  })

  test('an answer taken along twice is free again when the one that took it is done by another', () => {
    // A refused; B takes A along and is refused; C has room for B alone, and is said.
    let c = follow(judge(asked(), t0 + 2 * s, { reply: 'A'.repeat(9_000) }), t0 + 2 * s, only('reply')).c
    c = follow(judge(asked(c, 2, t0 + 3 * s), t0 + 5 * s, { reply: 'B'.repeat(9_000) }), t0 + 5 * s, only('reply')).c
    c = follow(judge(asked(c, 3, t0 + 6 * s), t0 + 8 * s, { reply: 'C'.repeat(9_000) }), t0 + 8 * s).c
    for (const action of c.outbox) {
      if (action.kind !== 'reply' || action.joinedBy === undefined) continue
      expect(c.outbox.map(({ id }) => id)).toContain(action.joinedBy)
    }
    const rest = follow(c, t0 + 3 * minute)
    expect(rest.c.outbox).toEqual([])
  })

  test('with the clock set back, “invalid token” after an unknown attempt does not count as said', () => {
    const first = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s, only('reply', reset)).c
    const again = follow(first, t0 - 60 * s, (call) => (call.kind === 'reply' ? invalidToken : ok)).c
    expect(again.facts.some((fact) => fact.type === 'ended' && fact.what === 'reply' && fact.how === 'done')).toBe(
      false,
    )
  })

  test('put off for hours without a try, it goes to staff and is not said by the machine', () => {
    const begun = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s, only('reply')).c
    const untried = { ...begun, outbox: begun.outbox.map((one) => ({ ...one, tries: undefined, wait: undefined })) }
    const { calls, c } = follow(untried, t0 + 300 * minute)
    expect(calls.filter(({ kind }) => kind === 'reply')).toEqual([])
    expect(c.entries).toMatchObject([{ kind: 'undelivered' }])
  })

  test('Read that was not given yet waits with it once no push may bring it', () => {
    const never = { ...policy, mayPush: false }
    const refused = follow(judge(asked(), t0 + 2 * s, {}, never), t0 + 2 * s, all, never).c
    const { calls } = follow(refused, t0 + 2 * minute, () => ok, never)
    expect(calls.filter(({ kind }) => kind === 'read')).toEqual([])
    const waiting = follow(refused, t0 + 2 * minute, () => ok, never).c
    const sign = receiveBy(never, waiting, t0 + 3 * minute, beacon(t0 + 3 * minute))
    expect(follow(sign, t0 + 3 * minute, () => ok, never).calls.map(({ kind }) => kind)).toEqual(['reply', 'read'])
  })

  test('it stands once under Waiting, though its sign comes and fails', () => {
    const never = { ...policy, mayPush: false }
    const waiting = follow(judge(asked(), t0 + 70 * s, {}, never), t0 + 70 * s, () => ok, never).c
    const seen = follow(waiting, t0 + 40 * minute, () => ok, never).c
    expect(seen.entries).toHaveLength(1)
    const sign = receiveBy(never, seen, t0 + 41 * minute, beacon(t0 + 41 * minute))
    const failed = follow(sign, t0 + 41 * minute, only('reply', answered(400, 'no')), never).c
    expect(failed.entries).toHaveLength(1)
  })

  test('taken along by a notice that may have been said, it is staff’s to look after', () => {
    let c = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s, only('reply')).c
    c = follow(fail(asked(c, 2, t0 + 3 * s), t0 + 5 * s), t0 + 5 * s, only('reply', answered(500))).c
    c = follow(judge(asked(c, 3, t0 + 6 * s), t0 + 8 * s), t0 + 8 * s).c
    expect(c.entries.flatMap((entry) => (entry.kind === 'uncertain' ? entry.messages : []))).toContain('1')
  })

  test('with its fate unknown at a hand-off, the hand-off’s entry names its messages too', () => {
    let c = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s, only('reply', reset)).c
    c = follow(judge(asked(c, 2, t0 + 2_500), t0 + 5 * s, { decision: 'handoff' }), t0 + 5 * s).c
    expect(c.entries.find(({ kind }) => kind === 'handoff')?.messages).toEqual(['1', '2'])
  })
})

describe('words that stand on a button', () => {
  test.each([
    ['are you the assistant or a person?', 'assistant'],
    ['支払いは解決しましたか？', '解決'],
    ['Sudah selesai?', 'Sudah selesai'],
    ['have you read our terms?', 'read'],
  ])('after “%s” of ours, “%s” is an answer for the model', (_, said) => {
    const by = policyOf({ read_on: ['resolved', 'handoff', 'customer'] })
    const solved = follow(judge(asked(), t0 + 2 * s, {}, by), t0 + 2 * s, () => ok, by).c
    const question = asked(solved, 2, t0 + 10 * s)
    const open = follow(judge(question, t0 + 12 * s, { decision: 'needs_info' }, by), t0 + 12 * s, () => ok, by).c
    const c = receive(open, t0 + 20 * s, words(3, t0 + 20 * s, said))
    expect(
      judgeByRule({ conversation: c, turn: turnOf(c)!, policy: by, now: t0 + 20 * s, takesMedia: true }),
    ).toBeUndefined()
  })

  test('“solved” weeks after nobody asked any more is for the model', () => {
    const c = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s).c
    const later = t0 + 20 * 24 * 60 * minute
    const again = receive(c, later, words(2, later, 'solved'))
    expect(
      judgeByRule({ conversation: again, turn: turnOf(again)!, policy, now: later, takesMedia: true }),
    ).toBeUndefined()
  })

  test('“back”, tapped before staff took it and delivered hours later, does not take it from them', () => {
    const handed = follow(judge(asked(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s).c
    const taken = receive(handed, t0 + 60 * minute, staff('take', handed, t0 + 60 * minute))
    const late = { ...tap('kidoku:back', t0 + minute), receivedAt: t0 + 300 * minute }
    expect(receive(taken, t0 + 300 * minute, late).mode).toBe('staff')
  })

  test('a hand-off’s notice that still waits is not said after a hand-back', () => {
    const handed = follow(judge(asked(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s, only('reply')).c
    const back = receive(handed, t0 + 10 * s, staff('hand_back', handed, t0 + 10 * s))
    expect(follow(back, t0 + minute).calls.filter(({ kind }) => kind === 'reply')).toEqual([])
  })

  test('“back” while telling staff fails: the entry and its telling stand, and nothing is Read before', () => {
    const untold = follow(judge(asked(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s, only('notify', reset)).c
    const back = receive(untold, t0 + 60 * s, tap('kidoku:back', t0 + 60 * s))
    const { c, calls } = follow(back, t0 + 60 * s, only('notify', reset))
    expect([read(c), c.entries.length]).toEqual([[], 1])
    expect(calls.map(({ kind }) => kind)).not.toContain('read')
    expect(read(follow(c, t0 + 20 * minute).c)).toEqual(['1'])
  })

  test('“Talk to a person” out of the blue tells staff what was last spoken of', () => {
    const c = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s).c
    const tapped = follow(receive(c, t0 + 60 * s, tap('kidoku:person', t0 + 60 * s)), t0 + 60 * s).c
    expect(tapped.entries).toMatchObject([{ kind: 'handoff', messages: ['1'] }])
    expect(tapped.judged.at(-1)?.summary).toContain('message 1')
  })

  test('Read is given before the notice, also after a tap and where the entry is the telling', () => {
    const none = policyOf({}, false)
    const question = follow(judge(asked(), t0 + 2 * s, { decision: 'needs_info' }, none), t0 + 2 * s, () => ok, none).c
    const tapped = receiveBy(none, question, t0 + 60 * s, tap('kidoku:person', t0 + 60 * s))
    expect(follow(tapped, t0 + 60 * s, () => ok, none).calls.map(({ kind }) => kind)).toEqual(['read', 'reply'])
  })

  test('while staff have it nothing is said back to “That solved it”', () => {
    const solved = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s).c
    const taken = receive(solved, t0 + 10 * s, staff('take', solved, t0 + 10 * s))
    const tapped = receive(taken, t0 + 20 * s, tap('kidoku:solved:t1', t0 + 20 * s))
    expect([tapped.outbox, tapped.outcomes]).toMatchObject([[], [{ solved: true }]])
  })

  test('a wish for Read made while it was open is kept at a hand-off', () => {
    const by = policyOf({ read_on: ['customer'] }, false)
    const question = follow(judge(asked(), t0 + 2 * s, { decision: 'needs_info' }, by), t0 + 2 * s, () => ok, by).c
    const wished = receiveBy(by, question, t0 + 10 * s, tap('kidoku:read:1', t0 + 10 * s))
    const handed = judge(
      receiveBy(by, wished, t0 + 20 * s, text(2, t0 + 20 * s)),
      t0 + 22 * s,
      { decision: 'handoff' },
      by,
    )
    expect(read(follow(handed, t0 + 22 * s, () => ok, by).c)).toEqual(['1'])
  })
})

describe('MODE is changed and changed back', () => {
  test('an answer that was cancelled gives no Read later', () => {
    const waiting = follow(judge(asked(), t0 + 2 * s), t0 + 2 * s, all).c
    const observed = follow(waiting, t0 + 10 * s, () => ok, { ...policy, observe: true }).c
    expect(follow(observed, t0 + 20 * minute).calls).toEqual([])
    expect(read(observed)).toEqual([])
  })

  test('nothing a customer typed while it only observed acts afterwards', () => {
    const by = { ...policyOf({ read_on: ['customer'] }), observe: true }
    const c = receiveBy(by, conversation(), t0, text(1, t0))
    const seen = follow(judge(c, t0 + 2 * s, {}, by), t0 + 2 * s, () => ok, by).c
    const typed = receiveBy(by, seen, t0 + 9 * s, words(2, t0 + 9 * s, 'mark as read'))
    const turn = turnOf(typed)!
    const verdict = judgeByRule({ conversation: typed, turn, policy: by, now: t0 + 9 * s, takesMedia: true })!
    expect(verdict.reads).toEqual(['1'])
    const decided = evolveAll(typed, [decide({ conversation: typed, turn, policy: by, now: t0 + 11 * s }, verdict)])
    const after = follow(decided, t0 + 11 * s, () => ok, by).c
    expect(follow(after, t0 + 12 * s, () => ok, policyOf({ read_on: ['customer'] })).calls).toEqual([])
  })
})

describe('who is there, and who has gone', () => {
  const unfollow = (at: number) => left(at)

  test('an unfollow that comes late does not close what was written since', () => {
    const c = receive(asked(), t0 + 10 * s, { ...unfollow(t0 - 5 * s), receivedAt: t0 + 10 * s })
    expect([c.gone, message(c, 1).state]).toEqual([undefined, 'new'])
  })

  test('a message from before the unfollow that comes after it is not stored any more', () => {
    const by = policyOf({ on_unfollow: 'erase' })
    const gone = receiveBy(by, asked(), t0 + 10 * s, unfollow(t0 + 10 * s))
    const late = receiveBy(by, gone, t0 + 20 * s, text(2, t0 + 5 * s, { receivedAt: t0 + 20 * s }))
    expect(JSON.stringify(late)).not.toContain('message 2')
    expect(late.gone).toBe(true)
  })
})

describe('the announcement', () => {
  const never = { ...policy, mayPush: false }

  test('does not throw away a judgement that is under way, and is made before one that would end too late', () => {
    const judging = evolveAll(asked(), [{ type: 'judging', at: t0 + 30 * s, messages: ['1'] }])
    expect(next(judging, never, t0 + 41 * s).type).toBe('judge')
    expect(next(asked(), never, t0 + 41 * s)).toMatchObject({ type: 'record', changes: [{ type: 'announced' }] })
  })

  test('that LINE refuses is no entry for staff: the answer is still to come', () => {
    const { c } = follow(asked(), t0 + 41 * s, () => answered(400, 'no'), never)
    expect(c.entries).toEqual([])
  })

  test('its words fit a template', () => {
    expect(() => policyOf({ notices: { en: { announcement: 'x'.repeat(161) } } })).toThrow()
  })

  test('a tap while the answer is pending gives it the token', () => {
    const token = (at: number) => tap('kidoku:answer', at)
    const announced = follow(asked(), t0 + 41 * s, () => ok, never).c
    const pending = judge(announced, t0 + 50 * s, {}, never)
    const tapped = receiveBy(never, pending, t0 + 51 * s, token(t0 + 51 * s))
    const { calls } = follow(tapped, t0 + 51 * s, () => ok, never)
    expect(calls.map(({ kind, via }) => [kind, via])).toEqual([
      ['reply', 'reply'],
      ['read', undefined],
    ])
  })
})

test('the old endpoint is not tried again once something has come that nobody is to be shown as Read', () => {
  const partner = { ...policy, readsAll: true }
  const c = receiveBy(partner, conversation(), t0, text(1, t0))
  const failed = follow(judge(c, t0 + 2 * s, {}, partner), t0 + 2 * s, only('read', answered(500)), partner).c
  const newer = receiveBy(partner, failed, t0 + 3 * s, text(2, t0 + 3 * s))
  const closed = evolveAll(newer, [
    { type: 'closed', at: t0 + 4 * s, turn: 't2', messages: ['2'], as: 'handoff', read: false },
  ])
  expect(follow(closed, t0 + minute, () => ok, partner).calls.filter(({ kind }) => kind === 'read')).toEqual([])
})
