/** Working with a conversation that another process may have. */
import { expect, test } from 'vitest'
import type { Clock } from '../../src/ports/clock.ts'
import type { Lease } from '../../src/ports/leases.ts'
import { aloneWith } from '../../src/privacy/alone.ts'

/** Time passes when somebody waits. */
function clockOf(): Clock & { waited: number } {
  const clock = { waited: 0, now: () => 1_000, after: (ms: number) => ((clock.waited += ms), Promise.resolve()) }
  return clock
}

const lease: Lease = { release: () => Promise.resolve(true) }
const store = { waiting: () => Promise.resolve([]) }

test('it waits until the other process has let go of it, and what was due is due at once afterwards', async () => {
  const clock = clockOf()
  const released: unknown[] = []
  const free: Lease = {
    release(wakeAt) {
      released.push(wakeAt)
      return Promise.resolve(true)
    },
  }
  const leases = { take: () => Promise.resolve(clock.waited < 1_000 ? undefined : free) }
  expect(await aloneWith({ leases, store, clock }).alone('x', () => Promise.resolve('done'))).toBe('done')
  expect(released).toEqual([1_000])
})

test('what comes in while it works is looked at, so that the lease can be let go of; also when the work fails', async () => {
  let came = 2
  const looked: string[] = []
  const busy: Lease = { release: () => Promise.resolve(came === 0) }
  const inbox = {
    waiting(id: string) {
      looked.push(id)
      came -= 1
      return Promise.resolve([])
    },
  }
  const runner = aloneWith({ leases: { take: () => Promise.resolve(busy) }, store: inbox, clock: clockOf() })
  await expect(runner.alone('x', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(looked).toEqual(['x', 'x'])
})

test('after a minute it is a sentence', async () => {
  const clock = clockOf()
  const runner = aloneWith({ leases: { take: () => Promise.resolve(undefined) }, store, clock })
  const asked = runner.alone('x', () => Promise.resolve(lease))
  await expect(asked).rejects.toThrow(/at work on a conversation of theirs for a minute.*run this again/)
  expect(clock.waited).toBeGreaterThanOrEqual(60_000)
})
