/** Several wait in one line, and each has its turn. */
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/time/clock.ts'
import { createQueue } from '../../src/flow/queue.ts'
import { createPace } from '../../src/flow/pace.ts'
import { createRounds } from '../../src/flow/rounds.ts'

/** Names as they are taken out. */
function lineOf(...added: [of: string, name: string, begun?: boolean][]) {
  const rounds = createRounds<{ name: string }>()
  const all = new Map<string, { name: string }>()
  const add = (of: string, name: string, begun?: boolean): void => {
    const one = { name }
    all.set(name, one)
    rounds.add(of, one, begun)
  }
  for (const one of added) add(...one)
  const taken = (): string[] => {
    const names: string[] = []
    for (let one = rounds.next(); one; one = rounds.next()) names.push(one.name)
    return names
  }
  return { rounds, add, taken, remove: (of: string, name: string) => rounds.remove(of, all.get(name) ?? { name }) }
}

describe('Whose turn it is', () => {
  test('each channel in turn, in each the first first; who has many waits for who has one', () => {
    const many = ['m1', 'm2', 'm3', 'm4'].map((name): [string, string] => ['mugi', name])
    const { rounds, taken } = lineOf(...many, ['kobo', 'k1'], ['sora', 's1'], ['sora', 's2'])
    expect(rounds.size).toBe(7)
    expect(taken()).toEqual(['m1', 'k1', 's1', 'm2', 's2', 'm3', 'm4'])
    expect(rounds.size).toBe(0)
  })

  test('who comes anew stands behind the others, and who has gone is passed over', () => {
    const { rounds, add, taken, remove } = lineOf(['mugi', 'm1'], ['kobo', 'k1'])
    expect(rounds.next()).toEqual({ name: 'm1' })
    add('mugi', 'm2')
    expect(remove('kobo', 'k1')).toBe(true)
    expect(remove('kobo', 'k1')).toBe(false)
    expect(taken()).toEqual(['m2'])
  })

  test('what is begun goes first in its own channel, and not before another one', () => {
    const { taken } = lineOf(['mugi', 'm1'], ['mugi', 'm2', true], ['mugi', 'm3', true], ['kobo', 'k1'])
    expect(taken()).toEqual(['m2', 'k1', 'm3', 'm1'])
  })
})

describe('A flood in one channel', () => {
  test('a turn of another waits for the model no longer than until a place is free', async () => {
    const queue = createQueue(1, systemClock)
    const { signal } = new AbortController()
    const order: string[] = []
    const judged = async (channel: string, name: string): Promise<void> => {
      const leave = await queue.enter(60_000, false, signal, channel)
      order.push(name)
      await new Promise(setImmediate)
      leave?.()
    }
    const flood = Array.from({ length: 20 }, (_, index) => judged('mugi', `m${index}`))
    await Promise.all([...flood, judged('kobo', 'k'), judged('sora', 's')])
    expect(order.slice(0, 4)).toEqual(['m0', 'm1', 'k', 's'])
    expect(order).toHaveLength(22)
  })

  test('while webhooks come a conversation goes on in one of sixteen rounds, and at once when they have ceased', async () => {
    const pace = createPace()
    const rounds = async (most: number, isOver: () => boolean, each: () => void): Promise<number> => {
      let count = 0
      for (; count < most && !isOver(); count += 1) {
        each()
        await new Promise(setImmediate)
      }
      return count
    }
    let gone = 0
    const turns = Array.from({ length: 3 }, () => pace.turn(false).then(() => (gone += 1)))
    expect(await rounds(100, () => gone === 2, pace.came)).toBeGreaterThanOrEqual(31)
    expect(
      await rounds(
        100,
        () => gone === 3,
        () => undefined,
      ),
    ).toBeLessThanOrEqual(4)
    await Promise.all(turns)
  })

  test.each([false, true])('conversations of another go on between those of it (begun: %s)', async (begun) => {
    const pace = createPace()
    const order: string[] = []
    const step = (channel: string, name: string, isBegun = false) =>
      pace.turn(isBegun, channel).then(() => order.push(name))
    const flood = Array.from({ length: 20 }, (_, index) => step('mugi', `m${index}`, begun))
    await Promise.all([...flood, step('kobo', 'k')])
    expect(order.slice(0, 3)).toEqual(['m0', 'k', 'm1'])
    expect(order).toHaveLength(21)
  })
})
