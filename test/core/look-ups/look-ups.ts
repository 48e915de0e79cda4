/** Look-ups of a shop, as its file declares them. */
import type { Argument, DeclaredLookUp, Thing } from '../../../src/core/look-ups/declared.ts'

export const number: Argument = {
  name: 'number',
  about: 'the order number, as the customer wrote it',
  shape: /[0-9]{4,10}/u,
  longest: 10,
}

/** Shows an order to whoever knows the telephone number on it. */
export const orders: DeclaredLookUp = {
  name: 'orders',
  about: 'How an order stands',
  arguments: [number],
  shows: ['order', 'status', 'sent on'],
  proof: { by: 'last_digits', column: 'phone', digits: 4 },
}

/** Shows it to whoever has linked the account on it. */
export const points: DeclaredLookUp = {
  name: 'points',
  about: 'The points of a member.',
  arguments: [],
  shows: ['points'],
  proof: { by: 'account_link', column: 'line' },
}

/** Shows it to everybody. */
export const stock: DeclaredLookUp = {
  name: 'stock',
  about: 'How many there are of a product, in a branch.',
  arguments: [
    { name: 'product', about: 'what it is called', shape: /[\p{L}\p{N} .&-]+/u, longest: 40 },
    { name: 'branch', about: 'the town', shape: /\p{L}+/u, longest: 20, optional: true },
  ],
  shows: ['product', 'left'],
}

export const order1234: Thing = {
  order: '1234',
  status: 'sent',
  'sent on': '2026-11-20',
  name: 'Hana Yamada',
  phone: '090-1111-5678',
}
