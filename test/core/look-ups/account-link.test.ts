import { expect, test } from 'vitest'
import { signInAddress } from '../../../src/core/look-ups/account-link.ts'

test('the link token stands in the address of the sign-in page, behind what is there', () => {
  expect(signInAddress('https://shop.example.com/line', 'NMZTNuVr')).toBe(
    'https://shop.example.com/line?linkToken=NMZTNuVr',
  )
  expect(signInAddress('https://shop.example.com/line?from=line&a=%20', 'NMZTNuVr')).toBe(
    'https://shop.example.com/line?from=line&a=%20&linkToken=NMZTNuVr',
  )
})

test('a token of other signs stays one value', () => {
  const url = new URL(signInAddress('https://shop.example.com/', 'a+b/c=&d=e#f'))
  expect([...url.searchParams]).toEqual([['linkToken', 'a+b/c=&d=e#f']])
  expect(url.hash).toBe('')
})
