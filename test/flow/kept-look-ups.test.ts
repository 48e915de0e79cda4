/** What a past turn looked up, found once more: only what was surely asked then. */
import { expect, test } from 'vitest'
import type { LookedUp } from '../../src/core/look-ups/looked-up.ts'
import { keptSystems } from '../../src/flow/kept-look-ups.ts'
import { orders, systemsAt } from './live-systems.ts'

const live = systemsAt('http://127.0.0.1:9', orders)
const kept = (number: string): LookedUp => ({
  fact: { name: 'orders', came: 'found', things: 1 },
  text: { given: { number }, things: [{ order_no: number, status: 'sent' }] },
})
const find = async (all: LookedUp[], number: string, isSameWords = false) =>
  keptSystems(all, live, { isSameWords }).lookUp('orders')?.find({ number }, AbortSignal.timeout(1_000))
const untold = { type: 'failed', why: 'down', detail: 'nobody asked this then' }

test('a short number is found again as it was asked, in any width, and no other is', async () => {
  expect(await find([kept('1234')], '１２３４')).toMatchObject({ type: 'found' })
  expect(await find([kept('1234')], '1235')).toEqual(untold)
})

test('a number that stands in the ledger masked is found where the customer’s words are those of then', async () => {
  expect(await find([kept('••••••78')], '12345678', true)).toMatchObject({ type: 'found' })
  expect(await find([kept('••••••78')], '12345679', true)).toEqual(untold)
})

test('where the words were edited it is not: another order has the same last digits', async () => {
  expect(await find([kept('••••••78')], '99999978')).toEqual(untold)
})

test('of two that look the same masked, nobody knows which was meant', async () => {
  expect(await find([kept('••••••78'), kept('••••••78')], '12345678', true)).toEqual(untold)
})

test('a number of some other words that stands in the clear, however long, is found by itself alone', async () => {
  expect(await find([kept('10000001')], '10000001')).toMatchObject({ type: 'found' })
  expect(await find([kept('10000001')], '99999901', true)).toEqual(untold)
})
