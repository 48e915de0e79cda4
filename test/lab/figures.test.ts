/** What trials come to. */
import { describe, expect, test } from 'vitest'
import { wilson } from '../../src/core/interval.ts'
import { trialCaseOf } from '../../src/lab/cases.ts'
import { figuresOfTrials, isRightSurely, worstFirst } from '../../src/lab/figures.ts'
import { matrixTable, tableOf } from '../../src/lab/figures-table.ts'
import type { Trial, TrialCase } from '../../src/lab/trial.ts'
import { aCase } from './trials.ts'

const caseOf = (id: string, expect: TrialCase['expect'], sure: TrialCase['sure'] = 'always'): TrialCase =>
  trialCaseOf(aCase({ id, expect, sure }))

const trial = (some: Partial<Trial>): Trial => ({
  case: 'a',
  prompt: 'p',
  promptHash: 'h',
  model: 'm',
  repeat: 1,
  decision: 'resolved',
  by: 'model',
  sources: [],
  topic: 'other',
  language: 'en',
  reason: '',
  reply: '',
  texts: [],
  right: true,
  falseRead: false,
  missedHandoff: false,
  checks: [],
  ms: 100,
  ...some,
})
const wrong = { right: false }

test('the figures of a small evaluation', () => {
  const cases = [caseOf('a', 'resolved'), caseOf('b', 'handoff'), caseOf('c', 'needs_info'), caseOf('d', 'handoff')]
  const checks = [
    { rule: 'must say x', kept: true },
    { rule: 'never say y', kept: false },
  ]
  const trials = [
    trial({ case: 'a', checks, usage: { input: 100, output: 10 }, cost: 0.25, ms: 300 }),
    trial({ case: 'a', ...wrong, falseRead: true, usage: { input: 50, output: 5 }, cost: 0.25, ms: 100 }),
    trial({ case: 'b', ...wrong, falseRead: true, missedHandoff: true, cost: 0, ms: 200 }),
    trial({ case: 'b', decision: 'handoff', by: 'rule', ms: 0 }),
    trial({ case: 'c', ...wrong, decision: 'failed', cost: 0, ms: 9_000 }),
    trial({ case: 'c', decision: 'needs_info', cost: 0, ms: 400 }),
    trial({ case: 'not among them', ...wrong, falseRead: true }),
  ]
  const figures = figuresOfTrials(trials, cases)
  expect(figures).toMatchObject({
    cases: 3,
    trials: 6,
    right: { count: 3, n: 6, rate: 0.5 },
    casesRight: { count: 0, n: 3 },
    matrix: {
      resolved: { resolved: 2, needs_info: 0, handoff: 0, failed: 0 },
      needs_info: { resolved: 0, needs_info: 1, handoff: 0, failed: 1 },
      handoff: { resolved: 1, needs_info: 0, handoff: 1, failed: 0 },
    },
    falseReads: { count: 2, n: 6 },
    wrongSource: 1,
    missedHandoffs: { count: 1, n: 2 },
    failed: 1,
    checks: { kept: 1, broken: 1 },
    tokens: { input: 150, output: 15 },
    cost: 0.5,
    ms: { p50: 300, p95: 9_000 },
  })
  expect(figures.perCase[0]).toEqual({
    case: cases[0],
    trials: 2,
    right: 1,
    isRight: false,
    falseReads: 1,
    missedHandoffs: 0,
    got: { resolved: 2, needs_info: 0, handoff: 0, failed: 0 },
    broken: ['never say y'],
  })
  expect(figuresOfTrials(trials.toReversed(), cases)).toEqual(figures)
})

test('an interval is as wide as the cases make it: repeats of one case do not narrow it', () => {
  const cases = Array.from({ length: 20 }, (_, index) => caseOf(`c${index}`, 'needs_info'))
  const once = cases.map(({ id }, index) => trial({ case: id, right: index < 18 }))
  const tenTimes = Array.from({ length: 10 }, () => once).flat()
  const { right } = figuresOfTrials(once, cases)
  expect(right).toEqual({ count: 18, n: 20, rate: 0.9, ...wilson(18, 20) })
  const again = figuresOfTrials(tenTimes, cases).right
  expect(again).toMatchObject({ count: 180, n: 200 })
  expect([again?.low, again?.high]).toEqual([right?.low, right?.high])
})

test('nothing judged has no rates, no times, and costs nothing', () => {
  const figures = figuresOfTrials([], [caseOf('a', 'handoff')])
  expect(figures).toMatchObject({ cases: 0, trials: 0, cost: 0, perCase: [] })
  expect([figures.right, figures.casesRight, figures.falseReads, figures.missedHandoffs, figures.ms]).toEqual(
    Array(5).fill(undefined),
  )
})

test('the cost is not known when any price is missing; a rule needs none', () => {
  const cases = [caseOf('a', 'resolved')]
  expect(figuresOfTrials([trial({ cost: 1 }), trial({ by: 'rule' })], cases).cost).toBe(1)
  expect(figuresOfTrials([trial({ cost: 1 }), trial({})], cases).cost).toBeUndefined()
})

test.each<[TrialCase['sure'], number, number, boolean]>([
  ['always', 3, 3, true],
  ['always', 2, 3, false],
  ['usually', 2, 3, true],
  ['usually', 1, 2, false],
  ['usually', 1, 1, true],
])('a case that is sure %s, right %d of %d times: %s', (sure, right, trials, expected) => {
  expect(isRightSurely(sure, right, trials)).toBe(expected)
  const judged = Array.from({ length: trials }, (_, index) => trial({ right: index < right }))
  expect(figuresOfTrials(judged, [caseOf('a', 'resolved', sure)]).casesRight?.count).toBe(expected ? 1 : 0)
})

describe('the worst first', () => {
  test('false reads, then missed hand-offs, then the most often wrong, then broken rules; the good ones not at all', () => {
    const cases = ['good', 'broken', 'once', 'twice', 'missed', 'false'].map((id) => caseOf(id, 'handoff'))
    const trials = [
      ...['good', 'good', 'once', 'broken'].map((id) => trial({ case: id })),
      trial({ case: 'broken', checks: [{ rule: 'must say x', kept: false }] }),
      ...['once', 'twice', 'twice'].map((id) => trial({ case: id, ...wrong })),
      trial({ case: 'missed', ...wrong, missedHandoff: true }),
      trial({ case: 'false', ...wrong, falseRead: true, missedHandoff: true }),
      trial({ case: 'false' }),
    ]
    const ids = worstFirst(figuresOfTrials(trials, cases).perCase).map((one) => one.case.id)
    expect(ids).toEqual(['false', 'missed', 'twice', 'once', 'broken'])
  })
})

describe('in a terminal', () => {
  const cases = [caseOf('a', 'resolved'), caseOf('b', 'handoff')]
  const plain = figuresOfTrials([trial({ case: 'a' }), trial({ case: 'b', decision: 'handoff' })], cases)

  test('a row a group, and only columns that any row has something for', () => {
    expect(tableOf([['mine', plain]])).toBe(
      [
        '      cases  right                         false reads     of them wrong source  missed hand-offs  p50/p95',
        'mine  2      2 of 2 (100.0 %, 34.2–100.0)  0 of 2 (0.0 %)  0                     0 of 1 (0.0 %)    0.1 s/0.1 s',
      ].join('\n'),
    )
    const rich = figuresOfTrials(
      [trial({ case: 'a', usage: { input: 1_200, output: 5 }, cost: 0.01 }), trial({ case: 'b', decision: 'failed' })],
      cases,
    )
    const lines = tableOf([
      ['plain', plain],
      ['rich', rich],
    ]).split('\n')
    expect(lines[0]).toMatch(/failed.*tokens in\+out.*cost/)
    expect(lines[2]).toMatch(/1,200\+5 +not known/)
  })

  test('the matrix, without failures when there is none', () => {
    expect(matrixTable(plain)).toBe(
      [
        'expected \\ got  resolved  needs_info  handoff',
        'resolved        1         0           0',
        'needs_info      0         0           0',
        'handoff         0         0           1',
      ].join('\n'),
    )
  })
})
