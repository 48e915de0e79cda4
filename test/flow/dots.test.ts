import { expect, test } from 'vitest'
import { createDots } from '../../src/flow/dots.ts'
import type { Line } from '../../src/ports/line.ts'
import { quietLog } from './shop.ts'

function dots() {
  const clock = { time: 1_000_000, now: () => clock.time, after: () => Promise.resolve() }
  const asked: string[] = []
  const showLoading: Line['showLoading'] = (userId, seconds) => {
    asked.push(`${userId} ${seconds}`)
    return Promise.resolve({ type: 'no_answer', why: 'nothing within 3 s' })
  }
  const line = { showLoading } satisfies Partial<Line>
  return { clock, asked, ...createDots(line, clock, quietLog) }
}

test('dots last 20 s and are renewed while there is work, not at every look', () => {
  const { of, asked, clock } = dots()
  const mine = of('U1')
  mine.show()
  clock.time += 1_500
  mine.show()
  expect(asked).toEqual(['U1 20'])
  clock.time += 3_000
  mine.show()
  expect(asked).toEqual(['U1 20', 'U1 20'])
})

test('at most 100 a second are asked for; the rest is skipped, and asked for at the next look', () => {
  const { of, asked, clock } = dots()
  const all = Array.from({ length: 150 }, (_, index) => of(`U${index}`))
  for (const one of all) one.show()
  expect(asked).toHaveLength(100)
  clock.time += 1_000
  for (const one of all) one.show()
  expect(asked).toHaveLength(150)
})
