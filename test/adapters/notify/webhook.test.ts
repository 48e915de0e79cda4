import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createWebhookNotifier, textOf } from '../../../src/adapters/notify/webhook.ts'
import type { CallResult } from '../../../src/core/outcome.ts'
import type { Notice } from '../../../src/ports/notifier.ts'
import { deadAddress, serve } from '../line/server.ts'

const notice: Notice = {
  conversation: 'Ubot:user:Uhana',
  name: '花子 Hanako',
  kind: 'handoff',
  reason: 'The customer asked for a person.',
  summary: 'She wants to change an order.',
  words: 'Can I talk to someone?',
  consoleUrl: 'https://shop.example.com/console',
}

async function telling(answer: (response: ServerResponse) => void, timeout = 5_000): Promise<CallResult> {
  const { url } = await serve(answer)
  return createWebhookNotifier(`${url}/services/T0/secret`).notify(notice, timeout)
}

test('staff read who waits, why, what for, the last words and where to take it', async () => {
  const { url, asked } = await serve((response) => response.end('ok'))
  const result = await createWebhookNotifier(`${url}/services/T0/secret`).notify(notice, 5_000)
  expect(result).toEqual({ type: 'answered', status: 200 })
  expect(asked).toMatchObject([{ method: 'POST', headers: { 'content-type': 'application/json' } }])
  expect(asked[0]?.body).toEqual({
    text: [
      '*A customer waits for a person*',
      'Customer: 花子 Hanako',
      'Why: The customer asked for a person.',
      'Wants: She wants to change an order.',
      'Last words: Can I talk to someone?',
      'Take it: https://shop.example.com/console',
    ].join('\n'),
  })
})

describe('what staff read', () => {
  test('a customer cannot call everybody or hide a link', () => {
    const text = textOf({ ...notice, words: '<!channel> <https://evil.example|the console> & more' })
    expect(text).toContain('Last words: &lt;!channel&gt; &lt;https://evil.example|the console&gt; &amp; more')
  })

  test('nor by the signs of Mattermost, in whatever a customer or the model wrote', () => {
    const evil = '@all [the console](https://evil.example) ![x](https://evil.example/x.png)'
    const text = textOf({ ...notice, name: evil, reason: evil, summary: evil, words: evil })
    const said = '@\u200Ball [the console]\u200B(https://evil.example) ![x]\u200B(https://evil.example/x.png)'
    for (const label of ['Customer', 'Why', 'Wants', 'Last words']) expect(text).toContain(`${label}: ${said}\n`)
    expect(textOf({ ...notice, consoleUrl: 'https://shop.example/@a/console' })).toContain('/@a/console')
  })

  test('a long message is cut, in the middle of nobody’s emoji, and kept on one line', () => {
    const line = textOf({ ...notice, words: `a\nb ${'👩‍👩‍👧‍👦'.repeat(100)}` }).split('\n')[4] ?? ''
    expect(line).toMatch(/^Last words: a b (👩‍👩‍👧‍👦)+…$/u)
    expect(line.length).toBeLessThanOrEqual(312)
  })

  test('what is not there is not mentioned', () => {
    const text = textOf({ conversation: 'Ubot:user:Uhana', kind: 'new kind', reason: '', summary: ' ', words: '' })
    expect(text).toBe('*A conversation needs a person*\nCustomer: Uhana')
  })
})

describe('how it came out', () => {
  test('a refusal is told with its words', async () => {
    const result = await telling((response) => response.writeHead(404).end('no_service'))
    expect(result).toEqual({ type: 'answered', status: 404, message: 'no_service' })
  })

  test('too many at once: how long to wait, in ms', async () => {
    const result = await telling((response) => response.writeHead(429, { 'retry-after': '30' }).end())
    expect(result).toMatchObject({ type: 'answered', status: 429, retryAfter: 30_000 })
  })

  test('a redirect is not followed to a page that says 200 and tells nobody', async () => {
    const result = await telling((response) => response.writeHead(302, { location: '/login' }).end())
    expect(result).toMatchObject({ type: 'answered', status: 302 })
  })

  test('a broken connection: nobody knows', async () => {
    expect(await telling((response) => response.destroy())).toMatchObject({ type: 'no_answer' })
  })

  test('no answer, and an answer that never ends: nobody knows, within the time limit', async () => {
    const expected = { type: 'no_answer', why: 'nothing within 0.05 s' }
    expect(await telling(() => undefined, 50)).toEqual(expected)
    const begun = await telling((response) => void response.writeHead(200, { 'content-length': '9' }).write('o'), 50)
    expect(begun).toEqual(expected)
  })

  test('an unreachable webhook: it was not sent, and its address, which is a secret, is not told', async () => {
    const result = await createWebhookNotifier(`${await deadAddress()}/services/secret`).notify(notice, 5_000)
    expect(result).toEqual({ type: 'not_sent', why: 'the notification webhook cannot be reached (ECONNREFUSED)' })
  })
})
