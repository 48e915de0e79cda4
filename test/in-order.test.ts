import { expect, test } from 'vitest'
import { inOrder } from '../src/in-order.ts'

test('of five hundred channels, eight are at work at once, and what came of them is told in the order of the file', async () => {
  const [channels, ends] = [Array.from({ length: 500 }, (_, index) => index), new Map<number, () => void>()]
  let most = 0
  const told: number[] = []
  const telling = (async () => {
    const looking = inOrder(channels, 8, async (one) => {
      await new Promise<void>((done) => ends.set(one, done))
      return one
    })
    for await (const one of looking) told.push(one)
  })()
  while (told.length < channels.length) {
    most = Math.max(most, ends.size)
    // The last that began is the first to end.
    const [last] = [...ends.keys()].toReversed()
    if (last !== undefined) ends.get(last)?.()
    if (last !== undefined) ends.delete(last)
    await new Promise(setImmediate)
  }
  await telling
  expect(told).toEqual(channels)
  expect(most).toBe(8)
})

test('what goes wrong with one is told when its turn comes', async () => {
  const seen: number[] = []
  const looking = (async () => {
    const work = (one: number) => (one === 2 ? Promise.reject(new Error('two')) : Promise.resolve(one))
    for await (const one of inOrder([1, 2, 3], 8, work)) seen.push(one)
  })()
  await expect(looking).rejects.toThrow('two')
  expect(seen).toEqual([1])
})
