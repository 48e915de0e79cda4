/** What trials come to. */
import { describe, expect, test } from 'vitest'
import { wilson } from '../../src/core/interval.ts'
import { trialCaseOf } from '../../src/lab/cases.ts'
import { matrixTable, tableOf } from '../../src/lab/eval/table.ts'
import { figuresOfTrials, isRightSurely } from '../../src/lab/figures.ts'
import type { Trial, TrialCase } from '../../src/lab/trial.ts'
import { aCase, aTrial, resultOf } from './trials.ts'

const caseOf = (id: string, expect: TrialCase['expect'], sure: TrialCase['sure'] = 'always'): TrialCase =>
  trialCaseOf(aCase({ id, expect, sure }))

const wrong = { right: false }

test('the figures of a small evaluation', () => {
  const cases = [caseOf('a', 'resolved'), caseOf('b', 'handoff'), caseOf('c', 'needs_info'), caseOf('d', 'handoff')]
  const checks = [
    { rule: 'must say x', kept: true },
    { rule: 'never say y', kept: false },
  ]
  const trials = [
    aTrial({ case: 'a', checks, usage: { input: 100, output: 10 }, cost: 0.25, ms: 300 }),
    aTrial({ case: 'a', ...wrong, falseRead: true, usage: { input: 50, output: 5 }, cost: 0.25, ms: 100 }),
    aTrial({ case: 'b', ...wrong, falseRead: true, missedHandoff: true, cost: 0, ms: 200 }),
    aTrial({ case: 'b', decision: 'handoff', by: 'rule', ms: 0 }),
    aTrial({ case: 'c', ...wrong, decision: 'failed', cost: 0, ms: 9_000 }),
    aTrial({ case: 'c', decision: 'needs_info', cost: 0, ms: 400 }),
    aTrial({ case: 'not among them', ...wrong, falseRead: true }),
  ]
  const figures = figuresOfTrials(trials, cases)
  expect(figures).toMatchObject({
    cases: 3,
    trials: 6,
    right: { count: 3, n: 6, rate: 0.5 },
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
  expect(figuresOfTrials(trials.toReversed(), cases)).toEqual(figures)
})

test('an interval is as wide as the cases make it: repeats of one case do not narrow it', () => {
  const cases = Array.from({ length: 20 }, (_, index) => caseOf(`c${index}`, 'needs_info'))
  const once = cases.map(({ id }, index) => aTrial({ case: id, right: index < 18 }))
  const tenTimes = Array.from({ length: 10 }, () => once).flat()
  const { right } = figuresOfTrials(once, cases)
  expect(right).toEqual({ count: 18, n: 20, rate: 0.9, ...wilson(18, 20) })
  const again = figuresOfTrials(tenTimes, cases).right
  expect(again).toMatchObject({ count: 180, n: 200 })
  expect([again?.low, again?.high]).toEqual([right?.low, right?.high])
})

test('nothing judged has no rates, no times, and costs nothing', () => {
  const figures = figuresOfTrials([], [caseOf('a', 'handoff')])
  expect(figures).toMatchObject({ cases: 0, trials: 0, cost: 0 })
  const { right, falseReads, missedHandoffs, ms } = figures
  expect([right, falseReads, missedHandoffs, ms]).toEqual(Array(4).fill(undefined))
})

test('the cost is not known when any price is missing; a rule needs none', () => {
  const cases = [caseOf('a', 'resolved')]
  expect(figuresOfTrials([aTrial({ cost: 1 }), aTrial({ by: 'rule' })], cases).cost).toBe(1)
  expect(figuresOfTrials([aTrial({ cost: 1 }), aTrial({})], cases).cost).toBeUndefined()
})

test.each<[TrialCase['sure'], number, number, boolean]>([
  ['always', 3, 3, true],
  ['always', 2, 3, false],
  ['usually', 2, 3, true],
  ['usually', 1, 2, false],
  ['usually', 1, 1, true],
])('a case that is sure %s, right %d of %d times: %s', (sure, right, trials, expected) => {
  expect(isRightSurely(sure, right, trials)).toBe(expected)
})

describe('in a terminal', () => {
  const cases = [caseOf('a', 'resolved'), caseOf('b', 'handoff')]
  const plain = [aTrial({ case: 'a' }), aTrial({ case: 'b', decision: 'handoff' })]

  test('only rows that there is something for', () => {
    const table = (trials: Trial[]) => tableOf(resultOf(trials, cases)).join('\n')
    expect(table(plain)).toMatch(/right +2 of 2 \(100\u00a0%\)\n +95 % interval +34\.2–100\u00a0%\nfalse reads +0 of 2/)
    expect(table(plain)).not.toMatch(/judgements|no judgement|checks|tokens|cost/)
    const rich = [...plain, aTrial({ case: 'b', decision: 'failed', usage: { input: 1_200, output: 5 } })]
    expect(table(rich)).toMatch(/judgements +3\n[^]*no judgement +1\ntokens in \/ out +1,200 \/ 5\ncost +not known/)
  })

  test('the matrix, without failures when there is none', () => {
    expect(matrixTable(figuresOfTrials(plain, cases).matrix, 'expected \\ got')).toEqual([
      'expected \\ got  resolved  needs_info  handoff',
      'resolved        1         0           0',
      'needs_info      0         0           0',
      'handoff         0         0           1',
    ])
  })
})
