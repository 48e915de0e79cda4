import { describe, expect, test } from 'vitest'
import { add, type Figures, type Measured, type Performance } from './figures.ts'
import { perRound } from './numbers.ts'
import { promises } from './promises.ts'

const measured = (figures: Figures, setup: Measured['setup'] = {}): Measured => ({
  date: '2026-11-22',
  commit: 'abc1234',
  seconds: 60,
  machine: {},
  setup,
  figures,
})

const of = (performance: Performance, words: string) => {
  const found = promises(performance).find(({ text }) => text.includes(words))
  if (!found) throw new Error(`nothing is promised of ${words}`)
  return found
}

describe('a promise', () => {
  const intake = (files: number[], echo: number[]): Performance => ({
    intake: measured({ 'rush.files.events_per_s': files, 'rush.echo.events_per_s': echo }),
  })

  test('is kept, missed, or not measured', () => {
    const words = 'into files ÷ the echo'
    expect(of(intake([3_000], [1_000]), words)).toMatchObject({ measured: '3.00 ×', target: '≥ 3.00 ×', kept: true })
    expect(of(intake([2_990], [1_000]), words)).toMatchObject({ measured: '2.99 ×', kept: false })
    expect(of({}, words)).toMatchObject({ measured: 'not measured', kept: undefined })
    expect(of(intake([3_000], [1_000]), 'SDK’s middleware').kept).toBeUndefined()
  })

  test('is the median of the ratios of rounds that belong together, not the ratio of medians', () => {
    // The machine was twice as slow in the second round, for both.
    expect(of(intake([4_000, 2_000, 4_100], [1_000, 500, 1_000]), 'into files ÷ the echo').measured).toBe('4.00 ×')
  })

  test('of turns counts the calls that a turn makes', () => {
    const figures = {
      'files.turns_per_s': [500],
      'echo.events_per_s': [2_000],
      'files.line_calls': [3],
      'files.model_calls': [1],
    }
    expect(of({ turns: measured(figures) }, 'turns/s, files')).toMatchObject({ measured: '1.00 ×', kept: true })
  })

  test('of stored conversations says how many there were', () => {
    const figures = { 'files.many.new.cost_ms': [3], 'files.few.new.cost_ms': [2] }
    const performance = { stored: measured(figures, { few: 10, some: 1_000, many: 100_000, 'rows of history': 1 }) }
    expect(of(performance, 'files: 100,000 stored ÷ 10')).toMatchObject({ measured: '1.50 ×', kept: false })
  })

  test('of a start is in seconds, and less than a percentile of exactly the bound is wanted', () => {
    const start = { start: measured({ 'ready.many.ms': [1_500] }, { 'stored conversations': 100_000 }) }
    expect(of(start, 'start with 100,000 conversations in files')).toBeDefined()
    expect(promises(start).find(({ target }) => target === '≤ 3 s')).toMatchObject({ measured: '1.5 s', kept: true })
    const at500 = (ms: number) => of({ intake: measured({ 'at_500.files.p999_ms': [ms] }) }, 'p99.9 of intake at 500')
    expect([at500(499).kept, at500(500).kept]).toEqual([true, false])
  })
})

test('what was lost or failed anywhere counts, and what peers failed at does not', () => {
  const performance: Performance = {
    intake: measured({
      'rush.files.safe': [5_000, 5_000],
      'rush.files.lost': [0, 1],
      'rush.files.failed': [0, 0],
      'rush.echo.failed': [7],
      'steady.files.messages': [200],
      'steady.files.read': [199],
      'steady.files.settled_s': [1],
    }),
    turns: measured({ 'files.used_twice': [0], 'files.failed': [2] }),
  }
  expect(of(performance, 'gone after a SIGKILL')).toMatchObject({ measured: '1', kept: false })
  expect(of(performance, 'of 10,000 events')).toBeDefined()
  expect(of(performance, 'not answered with 200').measured).toBe('2')
  expect(of(performance, 'used twice').kept).toBe(true)
  expect(of(performance, 'not answered and Read').measured).toBe('1')
})

test('a figure that is not known is left out, and never 0', () => {
  const figures: Figures = {}
  add(figures, 'rush.files', { cpu_us: undefined, p50_ms: Number.NaN, lost: 0 })
  expect(figures).toEqual({ 'rush.files.lost': [0] })
  expect(perRound(figures, ['rush.files.lost', 'rush.files.cpu_us'], () => 1)).toBeUndefined()
})
