import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { decide } from '../../src/core/decide.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Change } from '../../src/core/facts.ts'
import { turnOf } from '../../src/core/turn.ts'
import { turnRows, type TurnRow } from '../../src/core/turn-row.ts'
import {
  answered,
  conversation,
  fail,
  follow,
  invalidToken,
  judge,
  judgement,
  passages,
  policy,
  policyOf,
  receive,
  receiveBy,
  t0,
  tap,
  text,
  unsend,
} from './situations.ts'

const s = 1_000
const minute = 60 * s
const hour = 60 * minute

const write = (c: Conversation, id: number, at: number) => receive(c, at, text(id, at))
const decided = (c: Conversation, at: number, values: Parameters<typeof judge>[2] = {}) =>
  follow(judge(c, at, values), at).c
const resolved = decided(write(conversation(), 1, t0), t0 + 2 * s)
const handed = decided(write(conversation(), 1, t0), t0 + 2 * s, { decision: 'handoff' })
const taken = (at: number): Change => ({ type: 'taken', at, event: `take-${at}`, by: 'Aoi' })
const back = (at: number, values: object = {}): Change => ({
  type: 'handed_back',
  at,
  event: `back-${at}`,
  by: 'Aoi',
  ...values,
})
/** What may be missing, so that a test can say that it is. */
const nothing: Partial<TurnRow> = Object.fromEntries(
  [
    'smallTalk',
    'observed',
    'answeredAt',
    'readAt',
    'withStaff',
    'takenAt',
    'doneAt',
    'solved',
    'returnedAt',
    'cameBackAt',
    'experiment',
    'grade',
  ].map((name) => [name, undefined]),
)
const rowsOf = (c: Conversation, earlier?: readonly TurnRow[]): TurnRow[] =>
  turnRows(c, earlier).map((row) => ({ ...nothing, ...row }))
const rowOf = (c: Conversation, turn = 't1'): TurnRow | undefined => rowsOf(c).find((row) => row.turn === turn)

describe('a turn has a row', () => {
  test('once its decision holds, with what was decided and by whom', () => {
    const origin = { by: 'model' as const, model: 'gemini', prompt: 'assistant', promptHash: 'abc' }
    const c = write(write(conversation(), 1, t0), 2, t0 + s)
    const turn = turnOf(c)
    if (!turn) throw new Error('no turn')
    const verdict = { judgement: judgement({ confidence: 0.1 }), passages }
    const usage = { input: 900, output: 50 }
    const change = decide(
      { conversation: c, turn, policy, now: t0 + 3 * s },
      { ...verdict, origin: { ...origin, usage } },
    )
    const pending = evolveAll(c, [change])
    expect(rowsOf(pending)).toEqual([])
    expect(turnRows(follow(pending, t0 + 4 * s).c)).toEqual([
      {
        conversation: 'Ubot:user:Ucustomer',
        turn: 't1',
        at: t0 + 3 * s,
        receivedAt: t0 + s,
        decision: 'handoff',
        lowered: 'low_confidence',
        topic: 'opening hours',
        language: 'en',
        ...origin,
        ...usage,
        messages: ['1', '2'],
        sources: ['hours.en#weekend'],
        withStaff: true,
        answeredAt: t0 + 4 * s,
        readAt: t0 + 4 * s,
      },
    ])
  })

  test('and not when it was dropped; what that cost is counted with the one that held', () => {
    const usage = { input: 100, output: 10 }
    const cost = (c: Conversation, at: number): Conversation => {
      const turn = turnOf(c)
      if (!turn) throw new Error('no turn')
      const verdict = { judgement: judgement(), passages, origin: { by: 'model' as const, usage } }
      return evolveAll(c, [decide({ conversation: c, turn, policy, now: at }, verdict)])
    }
    const first = cost(write(conversation(), 1, t0), t0 + 2 * s)
    const more = follow(write(first, 2, t0 + 3 * s), t0 + 3 * s).c
    expect(more.facts.map(({ type }) => type)).toContain('dropped')
    expect(rowsOf(more)).toEqual([])
    expect(rowsOf(follow(cost(more, t0 + 5 * s), t0 + 5 * s).c)).toMatchObject([
      { turn: 't2', messages: ['1', '2'], input: 200, output: 20 },
    ])
    const then = write(follow(cost(more, t0 + 5 * s), t0 + 5 * s).c, 3, t0 + minute)
    expect(rowsOf(follow(cost(then, t0 + minute), t0 + minute).c).map(({ input }) => input)).toEqual([200, 100])
  })

  test('when the model failed: nobody judged it, and staff have an entry until a later answer ends that', () => {
    const failed = follow(fail(write(conversation(), 1, t0), t0 + s), t0 + s).c
    expect(rowOf(failed)).toMatchObject({ decision: 'failed', topic: 'other', answeredAt: t0 + s, withStaff: true })
    expect(rowOf(failed)?.readAt).toBeUndefined()
    const again = follow(fail(write(failed, 2, t0 + minute), t0 + minute), t0 + minute).c
    expect(rowOf(again, 't2')).toMatchObject({ decision: 'failed', withStaff: true, answeredAt: undefined })
    const then = decided(write(again, 3, t0 + 2 * minute), t0 + 2 * minute)
    expect(rowsOf(then).map(({ withStaff, takenAt }) => [withStaff, takenAt])).toEqual(
      Array.from({ length: 3 }, () => [undefined, undefined]),
    )
    expect(rowOf(then)?.readAt).toBe(t0 + 2 * minute)
  })

  test('when a tap brought it to staff, counted from the tap', () => {
    const at = t0 + hour
    const c = follow(receive(resolved, at, tap('kidoku:person', at)), at).c
    const tapped = rowsOf(c).at(-1)
    expect(tapped).toMatchObject({ decision: 'tap', by: 'rule', at, receivedAt: at, language: 'en', withStaff: true })
    expect(tapped?.answeredAt).toBe(at)
    expect(tapped?.messages).toEqual([])
    expect(rowsOf(evolveAll(c, [taken(at + 9)])).map(({ takenAt }) => takenAt)).toEqual([undefined, at + 9])
  })

  test('when a tap gave over what was still open, with those messages', () => {
    const asked = decided(write(conversation(), 1, t0), t0 + s, { decision: 'needs_info' })
    const c = follow(receive(asked, t0 + minute, tap('kidoku:person', t0 + minute)), t0 + minute).c
    expect(rowsOf(c)).toMatchObject([
      { decision: 'needs_info', readAt: t0 + minute },
      { decision: 'tap', messages: ['1'], readAt: t0 + minute },
    ])
  })

  test('when it was too old for the machine', () => {
    const by = policyOf({ stale_after: '30m' })
    const c = follow(receiveBy(by, conversation(), t0 + hour, text(1, t0)), t0 + hour, undefined, by).c
    expect(rowsOf(c)).toMatchObject([{ decision: 'stale', by: 'rule', receivedAt: t0, withStaff: true }])
  })

  test('when it was only observed, and says so', () => {
    const observe = { ...policyOf(), observe: true }
    const pending = judge(write(conversation(), 1, t0), t0, {}, observe)
    const c = follow(pending, t0, undefined, observe).c
    expect(rowsOf(c)).toMatchObject([{ decision: 'resolved', observed: true, answeredAt: undefined }])
  })

  test('only once, however often its answer was tried', () => {
    let tries = 0
    const c = follow(judge(write(conversation(), 1, t0), t0), t0, ({ kind }) =>
      kind === 'reply' && tries++ === 0 ? invalidToken : answered(200),
    ).c
    expect(tries).toBe(2)
    expect(rowsOf(c)).toHaveLength(1)
  })
})

describe('what became of it', () => {
  test('an answer that did not arrive is none; staff have it', () => {
    const c = follow(judge(write(conversation(), 1, t0), t0), t0, ({ kind }) =>
      answered(kind === 'reply' ? 400 : 200),
    ).c
    expect(rowOf(c)).toMatchObject({ decision: 'resolved', answeredAt: undefined, withStaff: true })
    expect(rowOf(evolveAll(c, [taken(t0 + 9)]))?.takenAt).toBe(t0 + 9)
  })

  test('an answer that went out in the same call as another was delivered with it', () => {
    const failing = ({ kind }: { kind: string }) => answered(kind === 'reply' ? 429 : 200)
    const first = follow(judge(write(conversation(), 1, t0), t0), t0, failing).c
    const at = t0 + minute
    const joined = evolveAll(first, [
      { type: 'attempted', at, action: 't2.reply', what: 'reply', joins: ['t1.reply'], attempt: 1 },
      { type: 'outcome', at, action: 't2.reply', what: 'reply', result: 'done', status: 200 },
    ])
    expect(rowOf(joined)?.answeredAt).toBe(at)
  })

  test('a question is not Read before its answer is', () => {
    const asked = decided(write(conversation(), 1, t0), t0 + s, { decision: 'needs_info' })
    expect(rowOf(asked)).toMatchObject({ decision: 'needs_info', answeredAt: t0 + s, readAt: undefined })
    const then = decided(write(asked, 2, t0 + minute), t0 + minute)
    expect(rowsOf(then)).toMatchObject([{ readAt: t0 + minute }, { messages: ['1', '2'], readAt: t0 + minute }])
  })

  test('a message that came late was shown Read when it came', () => {
    const late = receive(resolved, t0 + 9 * s, text(0, t0 - 9 * s))
    expect(rowOf(decided(late, t0 + 11 * s), 't2')).toMatchObject({ messages: ['0'], readAt: t0 + 9 * s })
  })

  test('the newest that was not taken back counts for Read', () => {
    const unread = ({ kind }: { kind: string }) => answered(kind === 'read' ? 500 : 200)
    const two = judge(write(write(conversation(), 1, t0), 2, t0), t0)
    const held = follow(follow(two, t0, unread).c, t0 + 9 * s, unread).c
    expect(rowOf(held)?.answeredAt).toBe(t0 + 9 * s)
    expect(rowOf(held)?.readAt).toBeUndefined()
    const rest = follow(receive(held, t0 + 10 * s, unsend(2, t0 + 10 * s)), t0 + minute).c
    expect(rowOf(rest)).toMatchObject({ messages: ['1', '2'], readAt: t0 + minute })
  })

  test('a decision whose reply was dropped, since part of it was taken back, has no row; what was judged then has', () => {
    const two = write(write(conversation(), 1, t0), 2, t0)
    const unsaid = follow(judge(two, t0), t0, ({ kind }) => (kind === 'reply' ? answered(429) : answered(200))).c
    expect(rowsOf(unsaid)).toMatchObject([{ turn: 't1', answeredAt: undefined }])
    const left = receive(unsaid, t0 + s, unsend(1, t0 + s))
    expect(rowsOf(left)).toEqual([])
    expect(rowsOf(decided(left, t0 + 3 * s))).toMatchObject([{ turn: 't2', messages: ['2'] }])
  })

  test('taken and done by staff, the first time counts', () => {
    const had = evolveAll(handed, [taken(t0 + minute), taken(t0 + 2 * minute)])
    expect(rowOf(had)).toMatchObject({ takenAt: t0 + minute, withStaff: true })
    const done = evolveAll(had, [back(t0 + hour, { done: true })])
    expect(rowOf(done)).toMatchObject({ takenAt: t0 + minute, doneAt: t0 + hour, withStaff: undefined })
    // What comes later is no business of this turn.
    expect(rowOf(evolveAll(done, [taken(t0 + 2 * hour), back(t0 + 3 * hour)]))?.doneAt).toBe(t0 + hour)
  })

  test('given back by time: nobody said that it was done', () => {
    const c = evolveAll(handed, [taken(t0 + minute), back(t0 + hour, { time: true })])
    expect(rowOf(c)).toMatchObject({ takenAt: t0 + minute, doneAt: undefined, withStaff: undefined })
  })

  test('a customer who goes back leaves an entry that nobody took', () => {
    const gone = evolveAll(handed, [back(t0 + minute, { customer: true })])
    expect(rowOf(gone)).toMatchObject({ withStaff: true, doneAt: undefined })
    expect(rowOf(evolveAll(gone, [taken(t0 + hour)]))?.takenAt).toBe(t0 + hour)
    const had = evolveAll(handed, [taken(t0 + s), back(t0 + minute, { customer: true })])
    expect(rowOf(had)).toMatchObject({ takenAt: t0 + s, doneAt: undefined, withStaff: undefined })
  })

  test('the customer’s word, and that of staff', () => {
    const told = evolveAll(resolved, [{ type: 'told_outcome', at: t0 + hour, turn: 't1', solved: false }])
    expect(rowOf(told)?.solved).toBe(false)
    const graded: Change = { type: 'graded', at: t0 + hour, event: 'g', by: 'Aoi', turn: 't1', right: false }
    expect(rowOf(evolveAll(resolved, [graded]))?.grade).toBe('wrong')
    expect(rowOf(evolveAll(resolved, [graded, { ...graded, right: true }]))?.grade).toBe('right')
    expect(rowsOf(evolveAll(resolved, [{ ...graded, turn: 't9' }]))).toHaveLength(1)
  })

  test('forgotten: nothing is told of it any more', () => {
    const c = evolveAll(handed, [{ type: 'forgotten', at: t0 + hour, event: 'f', by: 'Owner' }])
    expect(rowsOf({ ...c, facts: c.facts.slice(-1) })).toEqual([])
  })
})

describe('the customer returned', () => {
  test.for<[when: string, at: number, returned: boolean]>([
    ['a minute later', t0 + minute, true],
    ['after 23 hours', t0 + 23 * hour, true],
    ['after 25 hours', t0 + 25 * hour, false],
  ])('who writes again %s', ([, at, returned]) => {
    const c = decided(write(resolved, 2, at), at + 2 * s)
    expect(rowOf(c)?.returnedAt).toBe(returned ? at : undefined)
  })

  test('thanks are no return, and nobody returns after a greeting', () => {
    const smallTalk = { small_talk: true, sources: [], reply: 'You are welcome!' }
    const thanked = decided(write(resolved, 2, t0 + minute), t0 + minute + s, smallTalk)
    expect(rowsOf(thanked)).toMatchObject([{ returnedAt: undefined }, { smallTalk: true }])
    const greeted = decided(write(conversation(), 1, t0), t0 + s, smallTalk)
    const asks = decided(write(greeted, 2, t0 + minute), t0 + minute + s)
    expect(rowsOf(asks).map(({ returnedAt }) => returnedAt)).toEqual([undefined, undefined])
  })

  test('what was written before the answer was there is none', () => {
    const during = judge(write(conversation(), 1, t0), t0 + 2 * s)
    const slow = follow(during, t0 + 2 * s, ({ kind }) => answered(kind === 'reply' ? 429 : 200)).c
    const both = follow(write(slow, 2, t0 + 3 * s), t0 + 4 * s).c
    expect(rowOf(both)).toMatchObject({ answeredAt: t0 + 4 * s, returnedAt: undefined })
    const late = write(both, 3, t0 + hour)
    expect(rowOf(late)?.returnedAt).toBe(t0 + hour)
  })

  test('not after a hand-off or a question', () => {
    expect(rowOf(write(handed, 2, t0 + minute))?.returnedAt).toBeUndefined()
  })
})

describe('when the ledger was cut', () => {
  const cut = (c: Conversation, kept: number): Conversation => ({ ...c, facts: c.facts.slice(-kept) })

  test('what happens to earlier turns is added to the rows that were kept of them', () => {
    const earlier = rowsOf(handed)
    const later = cut(evolveAll(handed, [taken(t0 + hour), back(t0 + 2 * hour)]), 2)
    expect(rowsOf(later)).toEqual([])
    expect(rowsOf(later, earlier)).toMatchObject([
      { turn: 't1', takenAt: t0 + hour, doneAt: t0 + 2 * hour, withStaff: undefined },
    ])
  })

  test('a message that was taken back, and one whose Read is told no more, count as the state says', () => {
    const two = write(write(conversation(), 1, t0), 2, t0 + s)
    const both = receive(decided(two, t0 + 4 * s), t0 + minute, unsend(2, t0 + minute))
    const again = decided(write(both, 3, t0 + hour), t0 + hour + 2 * s)
    const whole = rowsOf(again)
    const kept = again.facts.findIndex((fact) => fact.type === 'received' && fact.message === '3')
    expect(rowsOf(cut(again, again.facts.length - kept), rowsOf(both))).toEqual(whole)
  })

  test('taking the same facts in once more changes nothing', () => {
    const stories = [
      handed,
      resolved,
      follow(receive(resolved, t0 + hour, tap('kidoku:person', t0 + hour)), t0 + hour).c,
    ]
    for (const c of stories) {
      const done = evolveAll(c, [taken(t0 + 2 * hour), back(t0 + 3 * hour)])
      const rows = rowsOf(done)
      for (let kept = 0; kept <= done.facts.length; kept += 1) expect(rowsOf(cut(done, kept), rows)).toEqual(rows)
    }
  })
})

describe('the customer came back about the same thing', () => {
  const first = { topic: 'hours', sources: ['hours.en#weekend'] }
  const by = policyOf({ topics: ['hours', 'orders'] })
  const answeredOnce = follow(judge(write(conversation(), 1, t0), t0 + 2 * s, first, by), t0 + 2 * s).c
  const again = (values: Parameters<typeof judge>[2], at = t0 + hour) =>
    follow(judge(write(answeredOnce, 2, at), at + 2 * s, values, by), at + 2 * s).c
  const cameBackAt = (c: Conversation) => rowOf(c)?.cameBackAt

  test('a later turn of the same listed topic, or resting on the same passage', () => {
    expect(cameBackAt(again({ topic: 'hours', sources: ['hours.en#weekday'] }))).toBe(t0 + hour)
    expect(cameBackAt(again({ topic: 'orders', sources: ['hours.en#weekend'] }))).toBe(t0 + hour)
    expect(cameBackAt(again({ topic: 'hours', decision: 'handoff', sources: [] }))).toBe(t0 + hour)
  })

  test('another topic from another passage is another matter; so is `other` twice', () => {
    expect(cameBackAt(again({ topic: 'orders', sources: ['hours.en#weekday'] }))).toBeUndefined()
    const unlisted = follow(judge(write(conversation(), 1, t0), t0 + 2 * s, { topic: 'x' }, by), t0 + 2 * s).c
    const twice = judge(
      write(unlisted, 2, t0 + hour),
      t0 + hour + s,
      { topic: 'y', decision: 'handoff', sources: [] },
      by,
    )
    expect(rowOf(follow(twice, t0 + hour + s).c)).toMatchObject({
      topic: 'other',
      returnedAt: t0 + hour,
      cameBackAt: undefined,
    })
  })

  test('after 25 hours it is a new matter', () => {
    expect(cameBackAt(again(first, t0 + 25 * hour))).toBeUndefined()
  })

  test('thanks are none, and it is told once the later turn is decided', () => {
    expect(
      cameBackAt(again({ topic: 'hours', small_talk: true, sources: [], reply: 'You are welcome!' })),
    ).toBeUndefined()
    expect(cameBackAt(write(answeredOnce, 2, t0 + hour))).toBeUndefined()
  })

  test('it is still told when the first turn’s facts are in no ledger any more', () => {
    const rows = turnRows(answeredOnce)
    const later = again({ topic: 'hours', sources: ['hours.en#weekday'] })
    const cut = { ...later, facts: later.facts.slice(answeredOnce.facts.length) }
    expect(turnRows(cut, rows)[0]?.cameBackAt).toBe(t0 + hour)
  })

  test('what was written before the answer was there is none, whenever that is known', () => {
    const quiet = policyOf({ ask_outcome: false, push: 'never' })
    const by = { ...quiet, mayPush: false }
    const waits = follow(judge(write(conversation(), 1, t0), t0 + 70 * s, {}, by), t0 + 70 * s, undefined, by).c
    const hello = judge(write(waits, 2, t0 + 130 * s), t0 + 137 * s, {}, by)
    const both = follow(hello, t0 + 137 * s, undefined, by).c
    expect(rowOf(both)).toMatchObject({ answeredAt: t0 + 137 * s, cameBackAt: undefined })
  })

  test('a later turn that is judged anew, since a message was taken back, tells nothing any more', () => {
    const two = write(write(answeredOnce, 2, t0 + minute), 3, t0 + minute + 1)
    const at = t0 + minute + 7 * s
    const slow = ({ kind }: { kind: string }) => (kind === 'reply' ? answered(429) : answered(200))
    const pending = follow(judge(two, at, first, by), at, slow).c
    expect(cameBackAt(pending)).toBe(t0 + minute)
    const taken = follow(evolveAll(pending, []), at, slow).c
    const again = unsend(2, at + s)
    const left = follow(receiveBy(by, taken, at + s, again), at + s, undefined, by).c
    const other = follow(
      judge(left, at + 8 * s, { topic: 'orders', sources: ['orders.en#cakes'] }, by),
      at + 8 * s,
      undefined,
      by,
    ).c
    expect(cameBackAt(other)).toBeUndefined()
  })

  test('the passages are known after the ledger has forgotten them: rows made bit by bit are those made at once', () => {
    const unlisted = { topic: 'x', sources: ['hours.en#weekend'] }
    const once = follow(judge(write(conversation(), 1, t0), t0 + 2 * s, unlisted, by), t0 + 2 * s).c
    const later = follow(judge(write(once, 2, t0 + hour), t0 + hour + s, unlisted, by), t0 + hour + s).c
    const cut = { ...later, facts: later.facts.slice(once.facts.length) }
    expect(turnRows(cut, turnRows(once))[0]?.cameBackAt).toBe(t0 + hour)
    expect(turnRows(later)[0]?.cameBackAt).toBe(t0 + hour)
  })
})
