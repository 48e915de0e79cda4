import { describe, expect, test } from 'vitest'
import { inOneLine } from '../../src/doctor/finding.ts'
import { webhookSetting, webhookTest } from '../../src/doctor/webhook.ts'
import type { WebhookTest } from '../../src/ports/line.ts'

describe('the webhook', () => {
  const url = 'https://shop.example/webhook'
  const one = (set: { url: string; active: boolean } | undefined, publicUrl?: string) => {
    const findings = webhookSetting(set, publicUrl)
    return findings.map(({ level, found }) => `${level}: ${found}`).join('\n')
  }

  test('set, in use, https, ending in /webhook', () => {
    expect(one({ url, active: true })).toBe(`ok: ${url}, in use`)
    expect(one({ url: 'https://shop.example/line/webhook/', active: true }, 'https://shop.example')).toMatch(/^ok/)
  })

  test.for<[string, { url: string; active: boolean } | undefined, RegExp]>([
    ['not set', undefined, /no webhook URL is set/],
    ['empty', { url: '', active: false }, /no webhook URL is set/],
    ['switched off', { url, active: false }, /“Use webhook” is off/],
    ['without https', { url: 'http://shop.example/webhook', active: true }, /begins with http:/],
    ['on another path', { url: 'https://shop.example/callback?key=S3CR3T', active: true }, /does not end in \/webhook/],
  ])('%s: a problem, and where to change it', ([, set, words]) => {
    const [finding] = webhookSetting(set, 'https://shop.example')
    expect(finding).toMatchObject({ level: 'problem', found: expect.stringMatching(words) })
    expect(finding?.remedy).toContain('LINE Developers console, Messaging API tab')
    expect(finding?.found).not.toContain('S3CR3T')
  })

  test('what to set is said whole where PUBLIC_URL is known', () => {
    expect(webhookSetting(undefined, 'https://shop.example')[0]?.remedy).toContain('https://shop.example/webhook')
  })

  test('at another host than PUBLIC_URL: yesterday’s tunnel', () => {
    expect(one({ url, active: true }, 'https://new.example')).toMatch(
      /warning: the webhook is at shop\.example, and PUBLIC_URL at new\.example/,
    )
  })
})

describe('LINE’s test call', () => {
  const failed = (reason: string, statusCode = 0, detail = ''): WebhookTest => ({
    success: false,
    reason,
    statusCode,
    detail,
  })

  test('a success says so', () => {
    const success = { success: true, reason: 'OK', statusCode: 200, detail: '200' }
    expect(webhookTest(success, true)).toMatchObject({ level: 'ok', found: expect.stringContaining('200') })
  })

  test.for<[WebhookTest, RegExp]>([
    [failed('COULD_NOT_CONNECT', 0, 'TLS handshake failure'), /could not connect.*TLS handshake.*certificate/],
    [failed('CONNECTION_TIMEOUT'), /could not connect.*in time.*firewall/],
    [failed('REQUEST_TIMEOUT'), /did not answer LINE in time.*2 seconds/],
    [failed('ERROR_STATUS_CODE', 401), /answered LINE with 401.*LINE_CHANNEL_SECRET does not fit this channel/],
    [failed('ERROR_STATUS_CODE', 403), /403.*bot protection/],
    [failed('ERROR_STATUS_CODE', 404), /404.*path is wrong/],
    [failed('ERROR_STATUS_CODE', 301), /301.*does not follow a redirect/],
    [failed('ERROR_STATUS_CODE', 502), /502.*kidoku behind it does not/],
    [failed('ERROR_STATUS_CODE', 503), /503.*stopping.*disk/],
    [failed('UNCLASSIFIED', -1, 'something odd'), /failed \(something odd\)/],
    [failed('A_NEW_REASON'), /A_NEW_REASON/],
  ])('%o: in plain words, with what to do', ([answer, words]) => {
    const finding = webhookTest(answer, undefined)
    expect(finding.level).toBe('problem')
    expect(inOneLine(finding)).toMatch(words)
    expect(finding.remedy).toBeTruthy()
  })

  test('when no kidoku runs here, that is said', () => {
    expect(webhookTest(failed('COULD_NOT_CONNECT'), false).remedy).toContain('No kidoku is running')
    expect(webhookTest(failed('COULD_NOT_CONNECT'), true).remedy).not.toContain('No kidoku is running')
  })
})
