/** What every count of pushes must do, wherever it is kept. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { PushCount } from '../../src/ports/push-count.ts'

const hour = 3_600_000

export interface PushPlace {
  count: PushCount
  /** Time goes by, also for what is counted. */
  pass(ms: number): Promise<void>
}

/** @param prepare makes an empty place */
export function pushCountContract(name: string, prepare: () => Promise<PushPlace>): void {
  describe(`the contract of counting pushes: ${name}`, () => {
    let count: PushCount
    let pass: PushPlace['pass']
    beforeEach(async () => {
      ;({ count, pass } = await prepare())
    })

    test('each is counted, until there are no more; what was made all the same is counted too', async () => {
      expect(count.known()).toBe(0)
      expect(await count.spend(2)).toBeDefined()
      expect(await count.spend(2)).toBeDefined()
      expect(await count.spend(2)).toBeUndefined()
      expect(count.known()).toBe(2)
      expect(await count.spend(Infinity)).toBeDefined()
      expect(count.known()).toBe(3)
      expect(await count.spend(3)).toBeUndefined()
      expect(await count.spend(0)).toBeUndefined()
    })

    test('of many who ask at once no more than there are get one', async () => {
      const spent = await Promise.all(Array.from({ length: 20 }, () => count.spend(5)))
      expect(spent.filter(Boolean)).toHaveLength(5)
    })

    test('one that was not made is there for the next', async () => {
      const takeBack = await count.spend(1)
      expect(await count.spend(1)).toBeUndefined()
      takeBack?.()
      expect(count.known()).toBe(0)
      expect(await count.spend(1)).toBeDefined()
      expect(await count.spend(1)).toBeUndefined()
    })

    test('each counts for 24 hours', async () => {
      await count.spend(2)
      await pass(12 * hour)
      await count.spend(2)
      await pass(11 * hour)
      expect(await count.spend(2)).toBeUndefined()
      await pass(hour)
      expect(await count.spend(2)).toBeDefined()
      expect(await count.spend(2)).toBeUndefined()
      await pass(24 * hour)
      await expect.poll(() => count.known()).toBe(0)
    })
  })
}
