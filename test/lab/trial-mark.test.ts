/** How bad a trial is, and which case is worst. */
import { expect, test } from 'vitest'
import { markOf, marks, worseFirst, worstMark } from '../../src/lab/trial-mark.ts'
import type { Trial } from '../../src/lab/trial.ts'
import { aTrial } from './trials.ts'

const wrong = { right: false }
const kinds: Record<string, Partial<Trial>> = {
  false_read: { ...wrong, falseRead: true, missedHandoff: true },
  missed_handoff: { ...wrong, decision: 'needs_info', missedHandoff: true },
  wrong: { ...wrong, decision: 'needs_info' },
  failed: { ...wrong, decision: 'failed', missedHandoff: true },
  check: { checks: [{ rule: 'must say x', kept: false }] },
  right: { checks: [{ rule: 'must say x', kept: true }] },
}

test.for(marks)('a trial that is %s has that mark', (mark) => {
  expect(markOf(aTrial(kinds[mark]))).toBe(mark)
})

test('of several trials the worst mark counts', () => {
  expect(worstMark([aTrial(kinds.check), aTrial(kinds.failed), aTrial()])).toBe('failed')
  expect(worstMark([])).toBe('right')
})

test('false reads come first, then missed hand-offs, then what is most often wrong, then broken checks', () => {
  const of = (...which: string[]) => which.map((one) => aTrial(kinds[one]))
  const cases: Record<string, Trial[]> = {
    good: of('right', 'right'),
    broken: of('check', 'right'),
    once: of('wrong', 'right'),
    twice: of('wrong', 'wrong'),
    missed: of('missed_handoff', 'right'),
    false: of('false_read', 'right'),
  }
  const order = Object.entries(cases).toSorted(([, a], [, b]) => worseFirst(a, b))
  expect(order.map(([name]) => name)).toEqual(['false', 'missed', 'twice', 'once', 'broken', 'good'])
})

test('no judgement is as bad as a wrong one', () => {
  expect(worseFirst([aTrial(kinds.wrong)], [aTrial(kinds.failed)])).toBe(0)
})
