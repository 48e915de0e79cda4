import { describe, expect, test } from 'vitest'
import { openAccountLinking } from '../../../src/adapters/look-ups/http-account.ts'
import { dead, heard, host, json, live } from './http-server.ts'

const asked = { nonce: 'a+b/c==&user=Umallory', user: 'Uaiko' }
const column = 'customer_id'

function linking(url: string, within = 2_000) {
  const log = heard()
  const options = { url, headers: { authorization: 'Bearer a-secret' }, within, hosts: [host], column }
  const opened = openAccountLinking('https://shop.example.com/line', options, { log })
  return { log, opened, accountOf: () => opened.accountOf(asked, new AbortController().signal) }
}

async function answering(body: unknown, status = 200) {
  const server = await live((response) => json(response, body, status))
  return { ...server, ...linking(`${server.url}/nonces?nonce={nonce}&user={user}`) }
}

test('the account of a nonce, which goes to the shop whole and once, with who linked', async () => {
  const server = await answering({ customer_id: 4711, name: 'Aiko' })
  expect(await server.accountOf()).toEqual({ type: 'found', account: '4711' })
  const [one] = server.asked
  const url = new URL(one?.url ?? '', server.url)
  expect([...url.searchParams]).toEqual([
    ['nonce', asked.nonce],
    ['user', 'Uaiko'],
  ])
  expect([one?.method, one?.headers.authorization, server.asked.length]).toEqual(['GET', 'Bearer a-secret', 1])
  expect(server.opened.signIn).toBe('https://shop.example.com/line')
})

test('a nonce of base64 in the path stays one segment of it', async () => {
  const server = await live((response) => json(response, { customer_id: 'c-1' }))
  expect(await linking(`${server.url}/nonces/{nonce}/account`).accountOf()).toEqual({ type: 'found', account: 'c-1' })
  expect(server.asked[0]?.url).toBe('/nonces/a%2Bb%2Fc%3D%3D%26user%3DUmallory/account')
})

test.each([
  ['404', {}, 404],
  ['null', 'null', 200],
])('a nonce that the shop does not know (%s)', async (_what, body, status) => {
  const { accountOf } = await answering(body, status)
  expect(await accountOf()).toEqual({ type: 'unknown' })
})

describe('it fails, and is never a guess:', () => {
  test.each([
    ['several accounts', [{ customer_id: 1 }, { customer_id: 2 }], 200, 'broken'],
    ['an empty one', { customer_id: ' ' }, 200, 'broken'],
    ['none', { customer_id: null }, 200, 'broken'],
    ['another answer', { id: 1 }, 200, 'broken'],
    ['one that is too long', { customer_id: 'x'.repeat(201) }, 200, 'broken'],
    ['a page', '<html>', 200, 'broken'],
    ['no right to ask', {}, 403, 'refused'],
    ['a fault of the shop’s', {}, 503, 'down'],
  ])('%s', async (_what, body, status, why) => {
    const { accountOf, log } = await answering(body, status)
    expect(await accountOf()).toMatchObject({ type: 'failed', why })
    expect(log.lines.join()).toContain('account_link')
    expect(log.lines.join()).not.toMatch(/a\+b|a%2Bb|Uaiko|a-secret|4711/)
  })

  test('a system that is not there', async () => {
    expect(await linking(`${await dead()}/{nonce}`).accountOf()).toMatchObject({ type: 'failed', why: 'down' })
  })

  test('a system that never answers', async () => {
    const server = await live(() => undefined)
    expect(await linking(`${server.url}/{nonce}`, 100).accountOf()).toMatchObject({ type: 'failed', why: 'slow' })
  })
})
