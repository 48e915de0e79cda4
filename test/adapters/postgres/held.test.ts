/** What a process knows of the inbox of a conversation that it has, in whatever order it is told. */
import { expect, test } from 'vitest'
import { Held, type InboxSeen, type Placed } from '../../../src/adapters/postgres/held.ts'
import { t0, text } from '../../core/situations.ts'

const row = '7'
const placed = (...numbers: number[]): Placed[] => numbers.map((number) => ({ number, event: text(number, t0) }))
const seen = (calls: number, ...numbers: number[]): InboxSeen => ({ row, calls, waiting: placed(...numbers) })
const arrival = (calls: number, ...numbers: number[]) => ({ row, calls, added: placed(...numbers) })
const never = (): Promise<InboxSeen> => Promise.reject(new Error('asked'))
const look = async (held: Held, ask: () => Promise<InboxSeen> = never): Promise<string[]> =>
  (await held.look(ask)).map(({ id }) => id)

test('the next call is known without asking, and in the order of the inbox', async () => {
  const held = new Held(1, null, seen(3, 10))
  // The number was given before another transaction went first.
  held.arrived(arrival(4, 12, 13))
  held.arrived(arrival(5, 11))
  expect(await look(held)).toEqual(['event-10', 'event-11', 'event-12', 'event-13'])
})

test('what was seen before it was told of is known once', async () => {
  const held = new Held(1, null, seen(4, 10, 11))
  held.arrived(arrival(4, 11))
  held.arrived(arrival(3, 10))
  expect(await look(held)).toEqual(['event-10', 'event-11'])
})

test('a call that nobody told of is asked for, and one that is told of late adds nothing', async () => {
  const held = new Held(1, null, seen(3))
  held.arrived(arrival(5, 11))
  held.arrived(arrival(4, 10))
  const asked = () => Promise.resolve(seen(5, 10, 11))
  expect(await look(held, asked)).toEqual(['event-10', 'event-11'])
  held.arrived(arrival(4, 10))
  expect(await look(held)).toEqual(['event-10', 'event-11'])
})

test('what comes while it is being asked for is asked for again, seen or not', async () => {
  const held = new Held(1, null, seen(3))
  held.called()
  const first = held.look(() => {
    held.arrived(arrival(4, 10))
    return Promise.resolve(seen(3))
  })
  expect(await first).toEqual([])
  expect(await look(held, () => Promise.resolve(seen(4, 10)))).toEqual(['event-10'])
})

test('of two that ask at once the one that saw less is not kept, whichever is answered first', async () => {
  const held = new Held(1, null, seen(3))
  const answers = [Promise.withResolvers<InboxSeen>(), Promise.withResolvers<InboxSeen>()] as const
  const looks = answers.map(({ promise }) => {
    held.called()
    return look(held, () => promise)
  })
  answers[1].resolve(seen(5, 10, 11))
  await looks[1]
  answers[0].resolve(seen(4, 10))
  expect(await Promise.all(looks)).toEqual([
    ['event-10', 'event-11'],
    ['event-10', 'event-11'],
  ])
})

test('a question that fails is asked again', async () => {
  const held = new Held(1, null, seen(3))
  held.called()
  await expect(held.look(never)).rejects.toThrow('asked')
  expect(await look(held, () => Promise.resolve(seen(4, 10)))).toEqual(['event-10'])
})

test('the counts of a row that came after it was erased say nothing of the one before', async () => {
  const held = new Held(1, null, seen(3))
  held.arrived({ row: '8', calls: 1, added: placed(10) })
  expect(await look(held, () => Promise.resolve({ row: '8', calls: 1, waiting: placed(10) }))).toEqual(['event-10'])
  held.arrived({ row: '8', calls: 2, added: placed(11) })
  expect(await look(held)).toEqual(['event-10', 'event-11'])
})

test('what is known and was not given is not seen', async () => {
  const held = new Held(1, null, seen(3, 10))
  expect(held.seen).toBeUndefined()
  await look(held)
  held.arrived(arrival(4, 11))
  expect(held.seen).toBe(3)
  expect(held.hasMore).toBe(true)
  held.left(['event-10'])
  expect(await look(held)).toEqual(['event-11'])
  expect(held.seen).toBe(4)
  expect(held.hasMore).toBe(false)
})
