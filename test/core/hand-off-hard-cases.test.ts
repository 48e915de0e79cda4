/** Hand-offs in situations that went wrong once. */
import { describe, expect, test } from 'vitest'
import { decidePaused } from '../../src/core/decide.ts'
import type { Conversation } from '../../src/core/conversation.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import { next } from '../../src/core/next.ts'
import { requestFor } from '../../src/core/request.ts'
import { summaryOf } from '../../src/core/summary.ts'
import { turnOf } from '../../src/core/turn.ts'
import {
  answered,
  conversation,
  fail,
  follow,
  invalidToken,
  judge,
  message,
  policy,
  policyOf,
  read,
  receive,
  receiveBy,
  staff,
  t0,
  tap,
  text,
} from './situations.ts'

const s = 1_000
const h = 3_600 * s
const one = () => receive(conversation(), t0, text(1, t0))
const kinds = (calls: { kind: string }[]) => calls.map((call) => call.kind)
const facts = (c: Conversation, type: string) => c.facts.filter((fact) => fact.type === type)
const handed = (c = one(), at = t0 + 2 * s, by = policy) =>
  follow(judge(c, at, { decision: 'handoff' }, by), at, undefined, by).c
const failed = (c = one(), at = t0 + 16 * s) => follow(fail(c, at), at).c
const press = (action: 'take' | 'done' | 'hand_back', entry: string, at: number, sent = at) =>
  staff(action, conversation(), at, undefined, { id: `press-${action}-${at}`, seen: undefined, entry, timestamp: sent })

describe('an old card', () => {
  test.each(['done', 'hand_back'] as const)('%s on it ends its own entry, and not a later hand-off', (action) => {
    const later = handed(receive(failed(), t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 62 * s)
    const c = receive(later, t0 + 90 * s, press(action, 't1.no_judgement', t0 + 90 * s))
    expect(c.entries).toMatchObject([{ id: 't2.handoff', state: 'waiting' }])
    expect([c.mode, summaryOf(c).place]).toEqual(['staff', 'waiting'])
  })

  test('Done on the last that waits gives the conversation back', () => {
    const later = handed(receive(failed(), t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 62 * s)
    const first = receive(later, t0 + 90 * s, press('done', 't2.handoff', t0 + 90 * s))
    const c = receive(first, t0 + 95 * s, press('done', 't1.no_judgement', t0 + 95 * s))
    expect([c.mode, c.entries]).toEqual(['assistant', []])
  })
})

describe('Done takes nothing that is not staff’s', () => {
  test.each(['a card', 'the page'])('by %s: what the assistant is just judging is answered all the same', (by) => {
    const back = receive(handed(), t0 + 30 * s, tap('kidoku:back', t0 + 30 * s))
    const asked = receive(follow(back, t0 + 30 * s).c, t0 + 60 * s, text(2, t0 + 60 * s))
    const event =
      by === 'a card'
        ? press('done', 't1.handoff', t0 + 61 * s)
        : staff('done', asked, t0 + 61 * s, undefined, { upTo: '2' })
    const c = receive(asked, t0 + 61 * s, event)
    expect([message(c, 2).state, c.entries]).toEqual(['new', []])
    const { c: after } = follow(judge(c, t0 + 63 * s), t0 + 63 * s)
    expect(read(after)).toContain('2')
  })

  test('not even where an entry names it: it was opened again since', () => {
    const listed = failed()
    const again = { ...listed, messages: listed.messages.map((m) => ({ ...m, state: 'new' as const })) }
    const c = receive(again, t0 + 61 * s, press('done', 't1.no_judgement', t0 + 61 * s))
    expect([message(c, 1).state, c.entries]).toEqual(['new', []])
  })

  test('a second message that nobody judged belongs to the entry: an old page is refused', () => {
    const first = failed()
    const second = failed(receive(first, t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 76 * s)
    expect(second.entries).toMatchObject([{ messages: ['1', '2'] }])
    const old = receive(second, t0 + 80 * s, staff('done', first, t0 + 80 * s, undefined, { upTo: '1' }))
    expect(facts(old, 'staff_refused')).toMatchObject([{ why: 'changed' }])
    const c = receive(second, t0 + 80 * s, staff('done', second, t0 + 80 * s, undefined, { upTo: '2' }))
    expect(c.messages.map(({ state }) => state)).toEqual(['closed', 'closed'])
  })

  test('a card pressed before its entry grew: what nobody has seen is judged again', () => {
    const second = failed(receive(failed(), t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 76 * s)
    const c = receive(second, t0 + 90 * s, press('done', 't1.no_judgement', t0 + 90 * s, t0 + 30 * s))
    expect([message(c, 1).state, message(c, 2).state, c.entries]).toEqual(['closed', 'new', []])
  })

  test('an answer to something newer is said', () => {
    const undelivered = follow(judge(one(), t0 + 2 * s), t0 + 2 * s, (call) =>
      answered(call.kind === 'reply' ? 400 : 200, 'no'),
    ).c
    expect(undelivered.entries).toMatchObject([{ kind: 'undelivered' }])
    const asked = receive(undelivered, t0 + 60 * s, text(2, t0 + 60 * s))
    const waits = follow(judge(asked, t0 + 62 * s), t0 + 62 * s, (call) =>
      answered(call.kind === 'reply' ? 429 : 200),
    ).c
    const c = receive(waits, t0 + 63 * s, staff('done', waits, t0 + 63 * s, undefined, { upTo: '1' }))
    expect(kinds(follow(c, t0 + 70 * s).calls)).toEqual(['reply'])
  })

  test('a card pressed before a message was written, and delivered after it, says nothing of that message', () => {
    const taken = receive(handed(), t0 + 30 * s, press('take', 't1.handoff', t0 + 30 * s))
    const more = receive(taken, t0 + 180 * s, text(2, t0 + 180 * s))
    const c = receive(more, t0 + 300 * s, press('done', 't1.handoff', t0 + 300 * s, t0 + 60 * s))
    expect([c.mode, message(c, 2).state]).toEqual(['assistant', 'new'])
  })

  test('a message that LINE delivered late was on no page, wherever it stands in the chat', () => {
    const taken = receive(handed(), t0 + 30 * s, press('take', 't1.handoff', t0 + 30 * s))
    const more = receive(taken, t0 + 60 * s, text(3, t0 + 60 * s))
    const late = receive(more, t0 + 90 * s, text(2, t0 + 50 * s, { receivedAt: t0 + 90 * s }))
    const c = receive(late, t0 + 91 * s, staff('done', late, t0 + 91 * s, undefined, { upTo: '3' }))
    expect([message(c, 3).state, message(c, 2).state]).toEqual(['closed', 'new'])
  })
})

test('Hand back says nothing of Read: what was held by a telling that failed stays unread', () => {
  const down = (call: { kind: string }) => answered(call.kind === 'notify' ? 500 : 200)
  const held = follow(judge(one(), t0 + 2 * s, { decision: 'handoff' }), t0 + 2 * s, down).c
  const back = receive(held, t0 + 5 * s, staff('hand_back', held, t0 + 5 * s))
  expect(read(follow(back, t0 + 5 * s).c)).toEqual([])
})

describe('paused', () => {
  const paused = { ...policy, paused: true }
  const refused = (call: { kind: string }) => answered(call.kind === 'reply' ? 429 : 200)

  test('an answer that LINE has refused so far is not said meanwhile, and is once the pause is over', () => {
    const waits = follow(judge(one(), t0 + 2 * s), t0 + 2 * s, refused).c
    expect(follow(waits, t0 + 30 * s, undefined, paused).calls).toEqual([])
    expect(next(waits, paused, t0 + 30 * s).type).toBe('wait')
    expect(kinds(follow(waits, t0 + 40 * s).calls)).toEqual(['reply'])
  })

  test('a pause that lasts makes it staff’s', () => {
    const waits = follow(judge(one(), t0 + 2 * s), t0 + 2 * s, refused).c
    const step = next(waits, paused, t0 + 30 * s)
    const { c } = follow(waits, step.type === 'wait' ? step.until : 0, undefined, paused)
    expect(c.entries).toMatchObject([{ kind: 'undelivered' }])
  })

  test('no answer is announced that nobody will make', () => {
    const by = { ...paused, mayPush: false }
    const step = next(one(), by, t0 + 40 * s)
    expect(step).toMatchObject({ type: 'judge' })
    const c = evolveAll(one(), [
      decidePaused({ conversation: one(), turn: turnOf(one())!, policy: by, now: t0 + 40 * s }),
    ])
    expect(kinds(follow(c, t0 + 40 * s, undefined, by).calls)).toContain('reply')
  })

  test('a notice that could not be said does not keep the next one from being said', () => {
    const by = { ...paused, mayPush: false }
    const silent = receive(conversation(), t0, text(1, t0, { replyToken: undefined }))
    const decided = (c: Conversation, now: number) =>
      follow(evolveAll(c, [decidePaused({ conversation: c, turn: turnOf(c)!, policy: by, now })]), now, undefined, by)
    const first = decided(silent, t0 + 2 * s)
    expect(kinds(first.calls)).not.toContain('reply')
    const second = decided(receive(first.c, t0 + 60 * s, text(2, t0 + 60 * s)), t0 + 62 * s)
    expect(kinds(second.calls)).toContain('reply')
  })
})

describe('time', () => {
  const by = policyOf({ remind_after: '15m' })
  const office = { timeZone: 'Asia/Tokyo', open: false, closedSince: t0 + h, opensAt: t0 + 15 * h }

  test('a reminder that fails at closing time is told in the morning', () => {
    const down = () => answered(503)
    const due = follow(handed(one(), t0 + 2 * s, by), t0 + h, down, by).c
    const night = { ...by, office }
    const at = next(due, night, t0 + 8 * h)
    expect([follow(due, t0 + 8 * h, undefined, night).calls, at]).toEqual([
      [],
      { type: 'wait', until: t0 + 15 * h, dots: false },
    ])
    expect(kinds(follow(due, t0 + 15 * h, undefined, by).calls)).toEqual(['notify'])
  })

  test('a message written after the four hours is the assistant’s, though it comes in first', () => {
    const taken = receive(handed(), t0 + 30 * s, press('take', 't1.handoff', t0 + 30 * s))
    const late = t0 + 4 * h + 60 * s
    const c = receive(taken, late + h, text(2, late))
    expect([c.mode, message(c, 2)]).toMatchObject(['assistant', { state: 'new', duringStaff: false }])
    expect(facts(c, 'handed_back')).toMatchObject([{ time: true }])
  })

  test('an entry of a clock that had jumped far ahead is reminded of', () => {
    const ahead = handed(receive(conversation(), t0 + 400 * 24 * h, text(1, t0)), t0 + 400 * 24 * h, by)
    const told = follow(ahead, t0 + 60 * s, undefined, by)
    expect(facts(told.c, 'reminded')).toHaveLength(1)
  })

  test('two entries of one customer are one reminder', () => {
    const down = (call: { kind: string }) => answered(call.kind === 'reply' ? 400 : 200, 'no')
    const undelivered = follow(judge(one(), t0 + 2 * s, {}, by), t0 + 2 * s, down, by).c
    const asked = receiveBy(by, undelivered, t0 + 30 * s, text(2, t0 + 30 * s))
    const both = handed(asked, t0 + 32 * s, by)
    expect(both.entries).toHaveLength(2)
    expect(kinds(follow(both, t0 + h, undefined, by).calls)).toEqual(['notify'])
  })

  test('who could not be told that they are not forgotten is told with the next message', () => {
    const night = { ...policy, office: { ...office, closedSince: t0 - h } }
    const waiting = handed(one(), t0 + 2 * s, night)
    const again = receiveBy(night, waiting, t0 + 60 * s, text(2, t0 + 60 * s))
    const lost = follow(again, t0 + 60 * s, () => invalidToken, night).c
    const more = receiveBy(night, lost, t0 + 90 * s, text(3, t0 + 90 * s))
    expect(follow(more, t0 + 90 * s, undefined, night).calls).toMatchObject([
      { texts: [expect.stringMatching(/not forg/)] },
    ])
  })
})

test('a name that LINE tells after everything was forgotten is not kept', () => {
  const c = handed()
  const forgotten = receive(c, t0 + 60 * s, staff('forget', c, t0 + 60 * s))
  const who = { customer: { name: 'Hanako', at: t0 }, language: 'ja' }
  expect(evolveAll(forgotten, [{ type: 'known', at: t0 + 61 * s, named: true, who }])).not.toMatchObject({
    customer: {},
  })
})

test('the history says of what the assistant answered after a hand-back that it came after it', () => {
  const taken = receive(handed(), t0 + 30 * s, press('take', 't1.handoff', t0 + 30 * s))
  const more = receive(taken, t0 + 60 * s, text(2, t0 + 60 * s))
  const back = receive(more, t0 + 70 * s, staff('hand_back', more, t0 + 70 * s, undefined, { upTo: '1' }))
  const answeredOne = follow(judge(back, t0 + 72 * s), t0 + 72 * s).c
  const c = receive(answeredOne, t0 + 100 * s, text(3, t0 + 100 * s))
  const { contents } = requestFor(
    {
      conversation: c,
      turn: turnOf(c)!,
      prompt: { name: 'a', text: '', write: () => '', uses: new Set(), policy, hash: '' },
    },
    [],
    { now: 0 },
  )
  const words = contents.map(({ text: one }) => one)
  const settled = words.findIndex((one) => one.includes('settled'))
  expect(words.indexOf('message 2')).toBeGreaterThan(settled)
})
