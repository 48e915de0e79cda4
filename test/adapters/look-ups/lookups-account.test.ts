import { describe, expect, test } from 'vitest'
import { readAccountLink } from '../../../src/adapters/look-ups/lookups-account.ts'
import { startReading } from '../../../src/adapters/look-ups/lookups-reading.ts'
import { readWritten } from '../../../src/adapters/look-ups/lookups-yaml.ts'

const env: Record<string, string> = { SHOP: 'https://shop.example.com', TOKEN: 'a-secret' }

function read(text: string) {
  const yaml = readWritten(text)
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.wrongs))
  const reading = startReading('lookups.yaml', (name) => env[name])
  const top = reading.fields({ about: '', line: 0, written: yaml.top }, ['account_link'])
  const found = top && readAccountLink(reading, top('account_link'), ['shop.example.com', '127.0.0.1'])
  return { found, wrongs: reading.mistakes.map(({ line, problem, remedy }) => `${line}: ${problem}: ${remedy}`) }
}

const declared = (signIn: string, url = 'https://shop.example.com/api/line-nonces/{nonce}', column = 'customer_id') =>
  `account_link:\n  sign_in: '${signIn}'\n  account:\n    http: { url: '${url}' }\n    column: ${column}\n`

test('where customers sign in, and where it is asked whose account that was', () => {
  const text = `account_link:
  sign_in: '\${SHOP}/line?from=line'
  account:
    http: { url: '\${SHOP}/api/line-nonces?nonce={nonce}&user={user}', headers: { authorization: 'Bearer \${TOKEN}' }, within: 2s }
    column: customer_id
`
  expect(read(text)).toEqual({
    found: {
      signIn: 'https://shop.example.com/line?from=line',
      account: {
        from: {
          type: 'http',
          url: 'https://shop.example.com/api/line-nonces?nonce={nonce}&user={user}',
          headers: { authorization: 'Bearer a-secret' },
          within: 2_000,
        },
        column: 'customer_id',
      },
    },
    wrongs: [],
  })
})

test.each([
  ['a host that is not asked from here', 'https://auth.example.net/line'],
  ['this computer, for trying', 'http://127.0.0.1:4000/line'],
])('customers may sign in at %s', (_what, signIn) => {
  expect(read(declared(signIn))).toMatchObject({ found: { signIn }, wrongs: [] })
})

test('without a section there is none, and nothing is wrong', () => {
  expect(read('{}')).toEqual({ found: undefined, wrongs: [] })
})

describe('mistakes are told with their line and what to do', () => {
  const good = 'https://shop.example.com/line'
  test.for<[string, string, string]>([
    ['nothing below', 'account_link:\n', '1: account_link has nothing behind it: write sign_in, account below it'],
    [
      'no sign-in page',
      declared('').replace("  sign_in: ''\n", ''),
      '1: account_link.sign_in is missing: write the page on which customers sign in',
    ],
    ['no account', `account_link:\n  sign_in: ${good}\n`, '1: account_link.account is missing: write http, column'],
    [
      'a word nobody knows',
      declared(good).replace('sign_in', 'signin'),
      '2: account_link.signin is not known here: did you mean sign_in?',
    ],
    ['http', declared('http://shop.example.com/line'), '2: account_link.sign_in begins with http://: write https://'],
    [
      'another scheme',
      declared('javascript:alert(1)'),
      '2: account_link.sign_in is not an address that begins with https://',
    ],
    ['a path alone', declared('/line'), '2: account_link.sign_in is not an address that begins with https://'],
    [
      'a password',
      declared('https://a:b@shop.example.com/'),
      '2: account_link.sign_in has a user name or password in it',
    ],
    ['a fragment', declared(`${good}#/sign-in`), '2: account_link.sign_in has a # in it'],
    ['a slot', declared(`${good}?linkToken={token}`), '2: account_link.sign_in has { } in it'],
    ['a token', declared(`${good}?linkToken=x`), '2: account_link.sign_in has a linkToken in it'],
    ['a long address', declared(`${good}?a=${'x'.repeat(700)}`), '2: account_link.sign_in is too long'],
    [
      'a host that may not be asked',
      declared(good, 'https://other.example.com/{nonce}'),
      '4: account_link.account.http.url has a host that is not in hosts (other.example.com)',
    ],
    [
      'no nonce',
      declared(good, 'https://shop.example.com/nonces'),
      '4: account_link.account.http.url leaves out {nonce}',
    ],
    [
      'the user alone',
      declared(good, 'https://shop.example.com/{user}'),
      '4: account_link.account.http.url leaves out {nonce}',
    ],
    [
      'something else that is asked with',
      declared(good, 'https://shop.example.com/{nonce}/{phone}'),
      '4: account_link.account.http.url has {phone}, which is not an argument: the arguments are: nonce',
    ],
    ['no column', declared(good).replace(/ {4}column.*\n/, ''), '3: account_link.account.column is missing'],
  ])('%s', ([, text, wrong]) => {
    const { found, wrongs } = read(text)
    expect(found).toBeUndefined()
    expect(wrongs.join('\n')).toContain(wrong)
  })
})
