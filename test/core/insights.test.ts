import { describe, expect, test } from 'vitest'
import { insightsOf, outcomeOf, reasonOf, type InsightOptions } from '../../src/core/insights.ts'
import { Lengths } from '../../src/core/lengths.ts'
import type { TurnRow } from '../../src/core/turn-row.ts'

const hour = 3_600_000
const day = 24 * hour
const from = Date.UTC(2026, 10, 2)
const options: InsightOptions = {
  days: [
    { name: '2026-11-02', from },
    { name: '2026-11-03', from: from + day },
  ],
  until: from + 2 * day,
  now: from + 10 * day,
}

let made = 0
/** @param at hours after the period began */
function row(at: number, given: Partial<TurnRow> = {}): TurnRow {
  made++
  return {
    conversation: `c${made}`,
    turn: 't1',
    at: from + at * hour,
    receivedAt: from + at * hour - 2_000,
    decision: 'resolved',
    by: 'model',
    topic: 'hours',
    language: 'ja',
    input: 0,
    output: 0,
    messages: [],
    ...given,
  }
}

describe('what became of turns', () => {
  test.for<[string, Partial<TurnRow>, ReturnType<typeof outcomeOf>, ReturnType<typeof reasonOf>]>([
    ['an answer', { decision: 'resolved' }, 'assistant', undefined],
    ['an answer that the customer says did not do', { decision: 'resolved', solved: false }, 'unsolved', undefined],
    ['one after which they came back about it', { decision: 'resolved', cameBackAt: from }, 'unsolved', undefined],
    [
      'the same, though they had said that it was solved',
      { decision: 'resolved', solved: true, cameBackAt: from },
      'assistant',
      undefined,
    ],
    ['a return about something else', { decision: 'resolved', returnedAt: from }, 'assistant', undefined],
    ['a question back', { decision: 'needs_info' }, 'asked', undefined],
    ['a hand-off that nobody took', { decision: 'handoff', withStaff: true }, 'untaken', 'model'],
    ['a hand-off that was taken', { decision: 'handoff', takenAt: from }, 'staff', 'model'],
    ['one that was ended by Done alone', { decision: 'handoff', doneAt: from }, 'staff', 'model'],
    ['one without a source', { decision: 'handoff', lowered: 'no_source' }, 'untaken', 'no_source'],
    [
      'one for which something was looked up in vain',
      { decision: 'handoff', lowered: 'look_up_gave_nothing' },
      'untaken',
      'look_up_gave_nothing',
    ],
    [
      'one whose request could not be recorded, and that somebody took',
      { decision: 'handoff', lowered: 'not_recorded', takenAt: from },
      'staff',
      'not_recorded',
    ],
    ['one by a rule', { decision: 'handoff', by: 'rule' }, 'untaken', 'rule'],
    ['a tap', { decision: 'tap', by: 'rule', withStaff: true }, 'untaken', 'tap'],
    ['no judgement, still waiting', { decision: 'failed', withStaff: true }, 'untaken', 'failed'],
    ['no judgement, answered with the next message', { decision: 'failed' }, 'failed', 'failed'],
    ['what came during a pause', { decision: 'failed', by: 'rule', withStaff: true }, 'untaken', 'paused'],
    ['what came during the spend stop', { decision: 'failed', by: 'rule', limit: 'spending' }, 'failed', 'limit'],
    ['what was past a customer’s day', { decision: 'handoff', by: 'rule', limit: 'turns_a_day' }, 'untaken', 'limit'],
    ['what was too old', { decision: 'stale', by: 'rule', takenAt: from }, 'staff', 'stale'],
  ])('%s', ([, given, outcome, reason]) => {
    expect(outcomeOf(row(1, given))).toBe(outcome)
    expect(reasonOf(row(1, given))).toBe(reason)
  })

  test('each turn is counted in its day, language, topic and prompt, and what lies outside the time is not', () => {
    const rows = [
      row(-1),
      row(1, { prompt: 'assistant', promptHash: '3f2a9c81d0aa' }),
      row(23.99, { topic: 'orders', prompt: 'assistant', promptHash: 'b01744aa1290' }),
      row(24, { language: 'th', prompt: 'assistant', promptHash: '3f2a9c81d0aa' }),
      row(48),
    ]
    const insights = insightsOf(rows, options)
    expect(insights.turns).toBe(3)
    expect(insights.byDay.map(({ name, turns }) => [name, turns])).toEqual([
      ['2026-11-02', 2],
      ['2026-11-03', 1],
    ])
    expect(insights.byLanguage.map(({ name, turns }) => [name, turns])).toEqual([
      ['ja', 2],
      ['th', 1],
    ])
    expect(insights.byTopic.map(({ name, turns }) => [name, turns])).toEqual([
      ['hours', 2],
      ['orders', 1],
    ])
    expect(insights.byVariant.map(({ name, turns }) => [name, turns])).toEqual([
      ['assistant · 3f2a9c', 2],
      ['assistant · b01744', 1],
    ])
  })

  test('only those asked for are counted, and all that can be asked for is told', () => {
    const rows = [row(1), row(2, { topic: 'orders' }), row(3, { topic: 'orders', language: 'en' })]
    const insights = insightsOf(rows, { ...options, only: { topic: 'orders', language: 'ja' } })
    expect(insights.turns).toBe(1)
    expect(insights.choices).toMatchObject({ topics: ['hours', 'orders'], languages: ['en', 'ja'] })
  })

  test('a turn that was only observed is no turn of anybody’s; its tokens were paid for', () => {
    const insights = insightsOf([row(1, { observed: true, decision: 'handoff', input: 10, output: 1 })], options)
    expect(insights).toMatchObject({ turns: 0, observed: 1, input: 10, output: 1, byReason: [] })
  })
})

describe('how long things took', () => {
  test('from the newest message to the answer, to Read, to Take and to Done; a notice is no answer', () => {
    const at = (ms: number): number => from + hour - 2_000 + ms
    const rows = [
      row(1, { answeredAt: at(4_000), readAt: at(3_000) }),
      row(1, { decision: 'needs_info', answeredAt: at(6_000) }),
      row(1, { answeredAt: at(8_000), readAt: at(5_000) }),
      row(1, {
        decision: 'handoff',
        answeredAt: at(1_000),
        readAt: at(1_000),
        takenAt: at(60_000),
        doneAt: at(600_000),
      }),
    ]
    const insights = insightsOf(rows, options)
    expect(insights.answered).toEqual({ n: 3, median: 6_000, p90: 8_000 })
    expect(insights.read).toEqual({ n: 3, median: 3_000, p90: 5_000 })
    expect(insights.taken).toEqual({ n: 1, median: 60_000, p90: 60_000 })
    expect(insights.done).toEqual({ n: 1, median: 600_000, p90: 600_000 })
  })

  test('the median and the 90th percentile of one to ten are five and nine', () => {
    const lengths = new Lengths()
    for (const seconds of [10, 3, 7, 1, 5, 9, 2, 8, 4, 6]) lengths.add(seconds * 1_000)
    expect(lengths.spread()).toEqual({ n: 10, median: 5_000, p90: 9_000 })
  })

  test('a million lengths need no more room than their three digits', () => {
    const lengths = new Lengths()
    for (let index = 1; index <= 1_000_000; index++) lengths.add(index)
    const { n, median = 0, p90 = 0 } = lengths.spread()
    expect(n).toBe(1_000_000)
    expect(Math.abs(median - 500_000)).toBeLessThanOrEqual(2_500)
    expect(Math.abs(p90 - 900_000)).toBeLessThanOrEqual(4_500)
    expect(lengths.kept).toBeLessThan(4_000)
  })

  test('a clock that went back makes no length below nothing', () => {
    const lengths = new Lengths()
    lengths.add(-5_000)
    expect(lengths.spread()).toEqual({ n: 1, median: 0, p90: 0 })
  })
})

describe('what came afterwards', () => {
  test('a question is silent when nothing comes within 24 h, and is not judged before they are over', () => {
    const rows = [
      row(1, { conversation: 'answered', decision: 'needs_info' }),
      row(2, { conversation: 'too late', decision: 'needs_info' }),
      row(3, { conversation: 'never', decision: 'needs_info' }),
      row(4, { conversation: 'answered' }),
      row(27, { conversation: 'too late' }),
      row(47, { conversation: 'after midnight', decision: 'needs_info' }),
      row(50, { conversation: 'after midnight' }),
    ]
    const insights = insightsOf(rows, options)
    expect(insights.silent).toMatchObject({ count: 2, n: 4 })
    expect(insights.byDay.map(({ silent }) => [silent?.count, silent?.n])).toEqual([
      [2, 3],
      [0, 1],
    ])
    expect(insightsOf(rows, { ...options, now: from + 26 * hour }).silent).toMatchObject({ count: 1, n: 2 })
  })

  test('a filter does not make an answer on another topic a silence', () => {
    const rows = [
      row(1, { conversation: 'one', decision: 'needs_info' }),
      row(2, { conversation: 'one', topic: 'orders' }),
    ]
    expect(insightsOf(rows, { ...options, only: { topic: 'hours' } }).silent).toMatchObject({ count: 0, n: 1 })
  })

  test('returns are of answers whose 24 h are over; a greeting is none', () => {
    const rows = [
      row(1, { returnedAt: from + 5 * hour }),
      row(2),
      row(3, { smallTalk: true }),
      row(30, { returnedAt: from + 31 * hour }),
    ]
    expect(insightsOf(rows, options).returned).toMatchObject({ count: 2, n: 3, rate: 2 / 3 })
    expect(insightsOf(rows, { ...options, now: from + 40 * hour }).returned).toMatchObject({ count: 1, n: 2 })
  })

  test('“Not solved” is of those who said anything', () => {
    const rows = [row(1, { solved: true }), row(2, { solved: false }), row(3)]
    expect(insightsOf(rows, options).notSolved).toMatchObject({ count: 1, n: 2 })
    expect(insightsOf([row(1)], options).notSolved).toBeUndefined()
  })
})

test('tokens cost what their own model costs, and those without a price are told apart', () => {
  const prices = new Map([['flash', { input: 0.5, output: 3 }]])
  const rows = [
    row(1, { model: 'flash', input: 1_000_000, output: 200_000 }),
    row(2, { model: 'flash', input: 500_000, output: 0 }),
    row(3, { model: 'other', input: 70, output: 7 }),
  ]
  // 1.5 M × 0.5 + 0.2 M × 3
  expect(insightsOf(rows, { ...options, prices })).toMatchObject({
    input: 1_500_070,
    output: 200_007,
    cost: 1.35,
    unpriced: 77,
  })
  expect(insightsOf(rows, options).cost).toBeUndefined()
})

test('a time in which nothing happened has days and no figures', () => {
  const insights = insightsOf([], options)
  expect(insights).toMatchObject({ turns: 0, answered: { n: 0 }, byTopic: [], byReason: [] })
  expect(insights.byDay).toHaveLength(2)
  expect(insights.returned).toBeUndefined()
})
