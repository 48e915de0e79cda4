import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { validSignature } from '../../../src/adapters/line/signature.ts'

const body = Buffer.from('{"destination":"Ubot","events":[]}')
const sign = (secret: string, raw = body) => createHmac('sha256', secret).update(raw).digest('base64')

test('a body signed with the secret is LINE’s', () => {
  expect(validSignature(body, ['one'], sign('one'))).toBe(true)
})

test('while a secret is being rotated, either one serves', () => {
  expect(validSignature(body, ['old', 'new'], sign('old'))).toBe(true)
  expect(validSignature(body, ['old', 'new'], sign('new'))).toBe(true)
  expect(validSignature(body, ['old', 'new'], sign('other'))).toBe(false)
})

test('one changed byte makes it wrong', () => {
  expect(validSignature(Buffer.from('{"destination":"Ubot","events":[1]}'), ['one'], sign('one'))).toBe(false)
})

test('bytes that are no text are signed as they are', () => {
  const raw = Buffer.from([0xff, 0xfe, 0x00, 0x80])
  expect(validSignature(raw, ['one'], sign('one', raw))).toBe(true)
})

test.for([
  ['missing', undefined],
  ['empty', ''],
  ['not base64', '!'.repeat(44)],
  ['too short', sign('one').slice(0, 20)],
  ['too long', `${sign('one')}AAAA`],
  ['in hexadecimal', createHmac('sha256', 'one').update(body).digest('hex')],
  ['of letters outside ASCII', '署'.repeat(44)],
  ['given twice in one header', `${sign('one')}, ${sign('one')}`],
])('a signature that is %s is wrong, and nothing is thrown', ([, signature]) => {
  expect(validSignature(body, ['one'], signature)).toBe(false)
})

test('without a secret, or with an empty one, nothing is right', () => {
  expect(validSignature(body, [], sign('one'))).toBe(false)
  expect(validSignature(body, [''], sign(''))).toBe(false)
})
