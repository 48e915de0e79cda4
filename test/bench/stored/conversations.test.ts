import { expect, test } from 'vitest'
import { isAnswered, shopOf, storedConversation } from './conversations.ts'

const stored = (number: number) => storedConversation(number, shopOf(number, 1_000, Date.UTC(2026, 5, 1), 'Ubot'))

test('what is stored was made by kidoku’s own code: nearly all is answered, somebody waits now and then', () => {
  expect(stored(4)).toMatchObject({ mode: 'assistant', entries: [], turns: 2 })
  expect(stored(4).messages.every(({ state }) => state === 'closed')).toBe(true)
  expect(stored(997).entries).toHaveLength(1)
  expect(stored(998).mode).toBe('staff')
  expect([4, 997, 998].map(isAnswered)).toEqual([true, false, false])
})

test('the same number gives the same conversation every time', () => {
  expect(stored(7)).toEqual(stored(7))
  expect(stored(7).id).not.toBe(stored(8).id)
})
