import { expect, test } from 'vitest'
import { rateOf, wilson } from '../../src/core/interval.ts'

// Newcombe, R. G. (1998): Two-sided confidence intervals for the single proportion. Statistics in Medicine 17, 857–872,
// table I, method 3.
test.for([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const)('%i of %i is between %f and %f, as published', ([count, n, low, high]) => {
  const interval = wilson(count, n)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

test('all right or all wrong is certain at that end only', () => {
  expect(wilson(20, 20)).toEqual({ low: expect.closeTo(1 - 0.1611, 4), high: 1 })
  expect(wilson(0, 3).low).toBe(0)
})

test('of nothing there is no rate, and it may be anything', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  expect(rateOf(0, 0)).toBeUndefined()
  expect(rateOf(1, 4)).toMatchObject({ count: 1, n: 4, rate: 0.25 })
})
