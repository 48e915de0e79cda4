import { describe, expect, test } from 'vitest'
import { priceOfCard, priceOfMonth } from '../../src/core/card-price.ts'

test('a card counts once for each member of the group and once for each user', () => {
  expect(priceOfCard({ groupSize: 4, users: 0 })).toBe(4)
  expect(priceOfCard({ users: 2 })).toBe(2)
  expect(priceOfCard({ groupSize: 4, users: 2 })).toBe(6)
  expect(priceOfCard({ users: 0 })).toBe(0)
})

describe('a month like the last 30 days', () => {
  test('what it counts, what is left, how many cards that is, and which part of the plan', () => {
    expect(priceOfMonth({ card: 5, cards: 30, limit: 200, used: 188 })).toEqual({
      messages: 150,
      left: 12,
      cardsLeft: 2,
      share: 0.75,
    })
  })

  test('an unlimited plan has nothing to run out of', () => {
    expect(priceOfMonth({ card: 5, cards: 30, used: 1_000 })).toEqual({ messages: 150 })
  })

  test('nothing is left when more was used; a plan without messages is used up by the first', () => {
    expect(priceOfMonth({ card: 5, cards: 0, limit: 200, used: 230 })).toEqual({
      messages: 0,
      left: 0,
      cardsLeft: 0,
      share: 0,
    })
    expect(priceOfMonth({ card: 5, cards: 1, limit: 0, used: 0 }).share).toBe(Infinity)
    expect(priceOfMonth({ card: 0, cards: 10, limit: 200, used: 0 })).toMatchObject({
      messages: 0,
      cardsLeft: undefined,
    })
  })
})
