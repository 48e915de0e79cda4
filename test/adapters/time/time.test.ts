import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../src/adapters/time/clock.ts'
import { timerWaker } from '../../../src/adapters/time/waker.ts'

const start = new Date('2026-11-20T09:00:00Z').getTime()

function waker() {
  const woken: string[] = []
  const waker = timerWaker(systemClock)
  waker.onWake((conversation) => woken.push(conversation))
  return { waker, woken }
}

describe('the waker', () => {
  beforeEach(() => void vi.useFakeTimers({ now: start }))
  afterEach(() => void vi.useRealTimers())

  test('a conversation is woken at its time, once', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 1_500)
    vi.advanceTimersByTime(1_499)
    expect(woken).toEqual([])
    vi.advanceTimersByTime(1)
    expect(woken).toEqual(['a'])
    vi.advanceTimersByTime(600_000)
    expect(woken).toEqual(['a'])
  })

  test('the latest call counts, earlier or later', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 1_000)
    it.at('a', start + 3_000)
    vi.advanceTimersByTime(2_000)
    expect(woken).toEqual([])
    it.at('a', start + 2_500)
    vi.advanceTimersByTime(500)
    expect(woken).toEqual(['a'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('conversations do not disturb each other, and one can be left asleep', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 1_000)
    it.at('b', start + 1_000)
    it.cancel('a')
    it.cancel('never heard of')
    vi.advanceTimersByTime(1_000)
    expect(woken).toEqual(['b'])
  })

  test('a time that has passed wakes at once, but not before the caller is done', () => {
    const { waker: it, woken } = waker()
    it.at('a', start - 1)
    expect(woken).toEqual([])
    vi.advanceTimersByTime(1)
    expect(woken).toEqual(['a'])
  })

  test('a wait longer than Node’s timers can hold does not fire at once', () => {
    const { waker: it, woken } = waker()
    const days = 30 * 24 * 3_600_000
    it.at('a', start + days)
    it.at('never', Infinity)
    vi.advanceTimersByTime(days - 1)
    expect(woken).toEqual([])
    vi.advanceTimersByTime(1)
    expect(woken).toEqual(['a'])
  })

  test('when the clock is set forward, it is noticed within a minute', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 3_600_000)
    vi.setSystemTime(start + 7_200_000)
    vi.advanceTimersByTime(60_000)
    expect(woken).toEqual(['a'])
  })

  test('when the clock is set back, nobody sleeps longer than was asked for', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 90_000)
    vi.setSystemTime(start - 86_400_000)
    vi.advanceTimersByTime(90_000)
    expect(woken).toEqual(['a'])
  })

  test('who is woken may ask to be woken again', () => {
    const it = timerWaker(systemClock)
    const times: number[] = []
    it.onWake((conversation) => {
      times.push(Date.now() - start)
      if (times.length < 3) it.at(conversation, Date.now() + 1_000)
    })
    it.at('a', start + 1_000)
    vi.advanceTimersByTime(10_000)
    expect(times).toEqual([1_000, 2_000, 3_000])
  })

  test('once closed, nobody is woken any more', () => {
    const { waker: it, woken } = waker()
    it.at('a', start + 1_000)
    it.close()
    it.at('b', start + 1_000)
    vi.advanceTimersByTime(10_000)
    expect(woken).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the clock', () => {
  test('it tells the time in ms since 1970', () => {
    const before = Date.now()
    const now = systemClock.now()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  test('it waits as long as it is told', async () => {
    const began = performance.now()
    await systemClock.after(30)
    expect(performance.now() - began).toBeGreaterThan(28)
  })

  test('a wait ends at once, and without an error, when its signal aborts or has aborted', async () => {
    const control = new AbortController()
    const wait = systemClock.after(3_600_000, control.signal)
    control.abort(new Error('enough'))
    await expect(wait).resolves.toBeUndefined()
    await expect(systemClock.after(3_600_000, control.signal)).resolves.toBeUndefined()
  })
})
