import { expect, test } from 'vitest'
import { HTTPFetchError } from '@line/bot-sdk'
import { z } from 'zod'
import { createLog } from '../../../src/adapters/log/pino.ts'
import type { Log } from '../../../src/ports/log.ts'

type Level = Parameters<typeof createLog>[0]

/** A log whose output can be looked at. */
function logged(level: Level, write: (log: Log) => void, pretty = false): string {
  let output = ''
  const destination = { write: (line: string) => void (output += line) }
  write(createLog(level, { pretty, destination }))
  return output
}

const Line = z.looseObject({ level: z.string(), time: z.string(), msg: z.string() })
const parse = (output: string) =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)))

test('each event is one JSON line with its level in a word, its time and its fields', () => {
  const lines = parse(logged('debug', (log) => log.info({ conversation: 'Ubot:user:U1', ms: 12 }, 'answered')))
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(lines).toEqual([{ level: 'info', time, conversation: 'Ubot:user:U1', ms: 12, msg: 'answered' }])
})

function everyLevel(log: Log): void {
  log.debug({}, 'd')
  log.info({}, 'i')
  log.warn({}, 'w')
  log.error({}, 'e')
}

const levelsAt = (level: Level) => parse(logged(level, everyLevel)).map((line) => line.level)

test('what is below the level is not written, and silent writes nothing', () => {
  expect(levelsAt('debug')).toEqual(['debug', 'info', 'warn', 'error'])
  expect(levelsAt('warn')).toEqual(['warn', 'error'])
  expect(levelsAt('silent')).toEqual([])
})

test('no secret is written, at whatever depth and in whatever list it stands', () => {
  const secret = 'S3CR3T'
  const event = { type: 'message', replyToken: secret, message: { id: '1', markAsReadToken: secret } }
  const fields = {
    request: { headers: { Authorization: secret, 'x-line-signature': secret, 'set-cookie': [secret] } },
    body: { events: [{ raw: { deep: { deeper: event } } }] },
    config: { channelAccessToken: secret, secrets: [secret], gemini: { apiKey: secret } },
    env: { LINE_CHANNEL_SECRET: secret, CONSOLE_PASSWORD: secret, NOTIFY_WEBHOOK_URL: secret },
    attempt: { retryKey: secret, token: { value: secret, receivedAt: 1 } },
  }
  for (const pretty of [false, true]) {
    const output = logged('debug', (log) => log.warn(fields, 'all of it'), pretty)
    expect(output).not.toContain(secret)
    expect(output).toContain('[redacted]')
  }
})

test('the numbers about a model’s tokens are no secrets', () => {
  const [line] = parse(logged('debug', (log) => log.info({ usage: { input: 9, output: 3 }, tokens: 12 }, 'judged')))
  expect(line).toMatchObject({ usage: { input: 9, output: 3 }, tokens: 12 })
})

test('an error is written with its type, words, code, stack and cause, without headers and bodies', () => {
  const headers = new Headers({ authorization: 'Bearer S3CR3T' })
  const cause = new HTTPFetchError('400 - Bad Request', { status: 400, statusText: 'Bad', headers, body: 'S3CR3T' })
  const error = Object.assign(new TypeError('fetch failed', { cause }), { code: 'ECONNRESET', config: { headers } })
  const output = logged('debug', (log) => log.error({ err: error, more: { errors: [error] } }, 'no answer'))
  const [line] = parse(output)
  const seen = {
    type: 'TypeError',
    message: 'fetch failed',
    code: 'ECONNRESET',
    stack: expect.stringContaining('pino.test.ts'),
    cause: { type: 'HTTPFetchError', message: '400 - Bad Request', status: 400, stack: expect.any(String) },
  }
  expect(line).toMatchObject({ err: seen, more: { errors: [seen] } })
  expect(output).not.toContain('S3CR3T')
})

test('an error given instead of fields is written like any other', () => {
  const error = Object.assign(new Error('broken'), { headers: { cookie: 'S3CR3T' } })
  const output = logged('debug', (log) => log.error(error, 'no answer'))
  expect(parse(output)).toMatchObject([{ err: { type: 'Error', message: 'broken' }, msg: 'no answer' }])
  expect(output).not.toContain('S3CR3T')
})

test('a bearer token or a key in an address goes out of an error’s words too', () => {
  const words = 'Headers.append: "Bearer S3CR3T+/=" is invalid; GET https://x.example/?a=1&key=S3CR3T'
  const output = logged('debug', (log) => log.error({ err: new Error(words) }, words))
  expect(output).not.toContain('S3CR3T')
  expect(output).toContain('https://x.example/?a=1&key=[redacted]')
})

test('what goes in a circle, a socket, a buffer: a word each, and no crash', () => {
  const circle: Record<string, unknown> = { name: 'a' }
  circle.self = circle
  const fields = { circle, bytes: Buffer.from('x'), map: new Map(), at: new Date(0), bare: Object.create(null) }
  expect(parse(logged('debug', (log) => log.info(fields, 'm')))).toMatchObject([
    { circle: { name: 'a', self: '[…]' }, bytes: '[Buffer]', map: '[Map]', at: '1970-01-01T00:00:00.000Z', bare: {} },
  ])
})

test('for a person at a terminal there are words instead of JSON', () => {
  const output = logged('info', (log) => log.warn({ port: 3000 }, 'the port is taken'), true)
  expect(output).toMatch(/WARN.*the port is taken/)
  expect(output).not.toContain('{"level"')
})

test('a secret of this server is in no line, in whatever words, names or addresses somebody else wrote it', () => {
  const secrets = ['hook/T0 B0"x', 'the-key-of-the-shop', 'the-key']
  let output = ''
  const destination = { write: (line: string) => void (output += line) }
  const log = createLog('debug', { pretty: false, destination, secrets })
  log.warn({ result: { message: 'no such key: the-key-of-the-shop', 'the-key': 1 } }, 'hook/T0 B0"x was refused')
  log.error({ err: new Error(`asked https://a.example/${encodeURIComponent(secrets[0]!)}`) }, 'failed')
  expect(output).not.toMatch(/the-key|hook\/T0|hook%2FT0/)
  expect(parse(output).map(({ msg }) => msg)).toEqual(['[redacted] was refused', 'failed'])
})

test('a value of a few characters is no secret that can be taken out of every line', () => {
  let output = ''
  createLog('info', { pretty: false, destination: { write: (line) => void (output += line) }, secrets: ['the'] }).info(
    {},
    'there',
  )
  expect(output).toContain('there')
})
