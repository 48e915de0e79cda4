import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../../src/adapters/notify/slack.ts'
import { createWebhookNotifier, formOf, type WebhookOptions } from '../../../src/adapters/notify/webhook.ts'
import type { CallResult } from '../../../src/core/outcome.ts'
import { staffLanguages } from '../../../src/ports/staff-words.ts'
import { deadAddress, json, serve } from '../line/server.ts'
import { notice, worst } from './notice.ts'

async function telling(
  answer: (response: ServerResponse) => void,
  timeout = 5_000,
  options: WebhookOptions = {},
): Promise<CallResult> {
  const { url } = await serve(answer)
  return createWebhookNotifier(`${url}/services/T0/secret`, options).notify(notice, timeout)
}

/** Without the marks that keep a text's direction to itself, which nobody sees. */
const seen = (text: string): string => text.replace(/[\u2068\u2069]/g, '')

describe('in Slack’s form', () => {
  test('staff read who waits and how long, why, what for, the last words and where to take it', async () => {
    const { url, asked } = await serve((response) => response.end('ok'))
    const result = await createWebhookNotifier(`${url}/services/T0/secret`).notify(notice, 5_000)
    expect(result).toEqual({ type: 'answered', status: 200 })
    expect(asked).toMatchObject([{ method: 'POST', headers: { 'content-type': 'application/json' } }])
    expect(asked[0]?.body).toEqual({ text: textOf(notice, 'en') })
    expect(seen(textOf(notice)).split('\n')).toEqual([
      '*A customer waits for a person*',
      'Customer: 花子 Hanako · Japanese',
      'Waiting: 12 min · Not yet Read: 2 messages',
      'Why: The customer asked for a person.',
      'Wants: She wants to change an order.',
      'Last words:',
      '> Good morning!',
      '> Can I talk to someone?',
      'Take it: https://shop.example.com/console/conversations/7',
    ])
  })

  test('a reminder says so first, and so does what was not a hand-off', () => {
    expect(
      seen(textOf({ ...notice, reminder: true }))
        .split('\n')
        .slice(0, 2),
    ).toEqual(['*Reminder: still waiting*', '*A customer waits for a person*'])
    expect(textOf({ ...notice, kind: 'paused' })).toContain('*A customer wrote while the assistant is paused*')
    expect(textOf({ ...notice, kind: 'stale' })).toContain('*A message came too late for the assistant*')
  })

  test('in staff’s language', () => {
    const lines = (language: (typeof staffLanguages)[number]) => seen(textOf(notice, language)).split('\n')
    expect(lines('ja').slice(0, 3)).toEqual([
      '*お客様がスタッフをお待ちです*',
      'お客様：花子 Hanako · 日本語',
      '待ち時間：12分 · 未読：2件',
    ])
    expect(lines('zh-TW')[2]).toBe('已等候：12 分鐘 · 未讀：2 則')
    expect(lines('th')[2]).toBe('รอมาแล้ว: 12 นาที · ยังไม่อ่าน: 2 ข้อความ')
  })

  test.for<[number, string]>([
    [-5, '< 1 min'],
    [59_999, '< 1 min'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [47.9 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 days'],
    [-Infinity, '< 1 min'],
    [Number.NaN, '< 1 min'],
  ])('a wait of %i ms is %s', ([ms, words]) => {
    expect(textOf({ ...notice, since: 0, now: ms })).toContain(`Waiting: ${words} ·`)
  })

  test('a customer cannot call everybody or hide a link', () => {
    const text = seen(textOf({ ...notice, words: ['<!channel> <https://evil.example|the console> & more'] }))
    expect(text).toContain('> &lt;!channel&gt; &lt;https://evil.example|the console&gt; &amp; more')
  })

  test('nor by the signs of Mattermost, in whatever a customer or the model wrote', () => {
    const evil = '@all [the console](https://evil.example) ![x](https://evil.example/x.png) ``` ~~~'
    const text = seen(
      textOf({ ...notice, name: evil, language: undefined, reason: evil, summary: evil, words: [evil] }),
    )
    const said =
      '@\u200Ball [the console]\u200B(https://evil.example) ![x]\u200B(https://evil.example/x.png) `\u200B`\u200B` ~\u200B~\u200B~'
    for (const label of ['Why: ', 'Wants: ', '> ']) expect(text).toContain(`${label}${said}\n`)
    expect(text).toContain('Customer: @\u200Ball [the console]\u200B(https://evil.example)')
    expect(textOf({ ...notice, consoleUrl: 'https://shop.example/@a/console' })).toContain('/@a/console')
  })

  test('a long message is cut, in the middle of nobody’s emoji, and kept on one line', () => {
    const text = seen(textOf({ ...notice, words: [`a\nb ${'👩‍👩‍👧‍👦'.repeat(100)}`] }))
    const line = text.split('\n')[6] ?? ''
    expect(line).toMatch(/^> a b (👩‍👩‍👧‍👦)+…$/u)
    expect(line.length).toBeLessThanOrEqual(302)
  })

  test('what is not there is not mentioned; without a page of its own, where the chat is found', () => {
    const { name: _, language: __, consoleUrl: ___, ...rest } = notice
    const text = seen(textOf({ ...rest, reason: '', summary: ' ', words: ['\u0000'], unread: 0 }))
    expect(text.split('\n')).toEqual([
      '*A customer waits for a person*',
      `Customer: U${'1'.repeat(32)}`,
      'Waiting: 12 min',
      'Find the chat by this name in LINE Official Account Manager: https://chat.line.biz/',
    ])
  })

  test('a name or a language that nobody can see or know, and an address that is none', () => {
    const odd = { ...notice, name: '\u3164\u200B\u0300', language: 'not a tag!', consoleUrl: 'javascript:alert(1)' }
    expect(seen(textOf(odd)).split('\n')[1]).toBe(`Customer: U${'1'.repeat(32)}`)
    expect(textOf(odd)).not.toContain('javascript')
  })

  test.for(staffLanguages)('the worst that may be written stays in its lines: %s', (language) => {
    const text = textOf(worst, language)
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u2066\u2067]/u)
    expect(text).not.toMatch(/<|@(?!\u200B)/)
    expect(text.split('\n')).toHaveLength(11)
    for (const line of text.split('\n')) {
      expect(line.match(/\u2068/g)?.length ?? 0).toBe(line.match(/\u2069/g)?.length ?? 0)
    }
  })
})

describe('in Discord’s form', () => {
  const contentOf = async (change: Partial<typeof notice>, language: (typeof staffLanguages)[number] = 'en') => {
    const { url, asked } = await serve((response) => response.writeHead(204).end())
    const notifier = createWebhookNotifier(url, { form: 'discord', language })
    const result = await notifier.notify({ ...notice, ...change }, 5_000)
    expect(result).toEqual({ type: 'answered', status: 204 })
    const body = asked[0]?.body
    expect(body).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4 })
    const content = typeof body === 'object' && body !== null && 'content' in body ? String(body.content) : ''
    return content
  }

  test('the same card, and nobody can be called by it', async () => {
    expect(seen(await contentOf({})).split('\n')).toEqual([
      '**A customer waits for a person**',
      'Customer: 花子 Hanako · Japanese',
      'Waiting: 12 min · Not yet Read: 2 messages',
      'Why: The customer asked for a person.',
      'Wants: She wants to change an order.',
      'Last words:',
      '> Good morning!',
      '> Can I talk to someone?',
      'Take it: <https://shop.example.com/console/conversations/7>',
    ])
  })

  test('a customer’s Markdown is read and not obeyed', async () => {
    const words = [
      '# big **bold** _it_ ~~no~~ ||spoiler|| `code` ```\nfence',
      '> quote @everyone <@1> [a](https://e.x/a_b)',
    ]
    const lines = seen(await contentOf({ words })).split('\n')
    expect(lines.slice(6, 8)).toEqual([
      String.raw`> \# big \*\*bold\*\* \_it\_ \~\~no\~\~ \|\|spoiler\|\| \`code\` \`\`\` fence`,
      `> \\> quote @\u200Beveryone \\<@\u200B1\\> \\[a\\]\\(https\\://e.x/a\\_b\\)`,
    ])
  })

  test.for(staffLanguages)(
    'the worst that may be written stays within 2,000 characters, its newest words too: %s',
    async (language) => {
      const content = await contentOf(worst, language)
      expect(content.length).toBeLessThanOrEqual(2_000)
      expect(content.isWellFormed()).toBe(true)
      const quotes = content.split('\n').filter((line) => line.startsWith('> '))
      expect(quotes).toHaveLength(3)
      expect(quotes.at(-1)).toContain('onclick')
      expect(content).toContain('<https://shop.example.com/ccc')
    },
  )

  test.for<[string, string]>([
    ['https://discord.com/api/webhooks/1/secret', 'discord'],
    ['https://discordapp.com/api/webhooks/1/secret?thread_id=2', 'discord'],
    ['https://canary.discord.com/api/v10/webhooks/1/secret', 'discord'],
    ['https://discord.com/api/webhooks/1/secret/slack', 'slack'],
    ['https://discord.com/api/webhooks/1/secret/github', 'slack'],
    ['https://discord.com.evil.example/api/webhooks/1/secret', 'slack'],
    ['https://hooks.slack.com/services/T0/B0/x', 'slack'],
  ])('%s takes %s', ([url, form]) => {
    expect(formOf(url)).toBe(form)
  })

  test('too many at once: how long to wait stands in the answer, with a fraction', async () => {
    const body = { message: 'You are being rate limited.', retry_after: 0.6421, global: false }
    const result = await telling((response) => json(response, 429, body, { 'retry-after': '1' }), 5_000, {
      form: 'discord',
    })
    expect(result).toEqual({ type: 'answered', status: 429, message: 'You are being rate limited.', retryAfter: 643 })
  })
})

describe('how it came out', () => {
  test('a refusal is told with its words', async () => {
    const result = await telling((response) => response.writeHead(404).end('no_service'))
    expect(result).toEqual({ type: 'answered', status: 404, message: 'no_service' })
    const gone = await telling((response) => json(response, 404, { message: 'Unknown Webhook', code: 10_015 }))
    expect(gone).toEqual({ type: 'answered', status: 404, message: 'Unknown Webhook' })
  })

  test('but not with a customer’s, which some receivers send back', async () => {
    for (const echo of ['Good morning', '{"message":"Good morning"}', JSON.stringify({ text: textOf(notice) })]) {
      const result = await telling((response) => response.writeHead(400).end(echo))
      expect(result).toEqual({ type: 'answered', status: 400 })
    }
  })

  test('too many at once: how long to wait, in ms', async () => {
    const result = await telling((response) => response.writeHead(429, { 'retry-after': '30' }).end())
    expect(result).toMatchObject({ type: 'answered', status: 429, retryAfter: 30_000 })
  })

  test('a fault of theirs is told as it is', async () => {
    expect(await telling((response) => response.writeHead(500).end('<html>'))).toEqual({
      type: 'answered',
      status: 500,
    })
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

  test('an answer of a million bytes is not read to its end', async () => {
    const result = await telling((response) => response.writeHead(400).end('x'.repeat(1_000_000)))
    expect(result).toEqual({ type: 'answered', status: 400 })
  })

  test('an unreachable webhook: it was not sent, and its address, which is a secret, is not told', async () => {
    const result = await createWebhookNotifier(`${await deadAddress()}/services/secret`).notify(notice, 5_000)
    expect(result).toEqual({ type: 'not_sent', why: 'the notification webhook cannot be reached (ECONNREFUSED)' })
  })
})
