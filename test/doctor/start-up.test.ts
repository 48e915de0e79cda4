import { describe, expect, test } from 'vitest'
import { describeProblems, readConfig, type Config, type Environment } from '../../src/config.ts'
import { policySchema } from '../../src/core/policy.ts'
import type { Log } from '../../src/ports/log.ts'
import { sayAtStart, type SaidChannel } from '../../src/said-at-start.ts'
import {
  remedyFor,
  warnOfAnswering,
  warnOfBotSettings,
  warnOfSpending,
  warnOfTelling,
  welcomeText,
} from '../../src/start-up.ts'

/** A log that keeps what it is told, a line each: `error: …`. */
function book(): { log: Log; lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (_: object, message: string) => void lines.push(`${level}: ${message}`)
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}

const account = { displayName: 'Shop', userId: 'Ubot', chatMode: 'chat', markAsReadMode: 'manual' } as const
const line = {
  mode: 'line',
  host: '0.0.0.0',
  notifier: true,
  console: true,
  publicUrl: 'https://shop.example',
} as const

test('a start says what the doctor would say of Read: loudly when it is not ours to give', () => {
  const { log, lines } = book()
  warnOfBotSettings(account, log)
  warnOfBotSettings({ ...account, chatMode: 'bot' }, log)
  warnOfBotSettings({ ...account, chatMode: 'bot' }, log, 'partner')
  warnOfBotSettings(account, log, 'partner')
  expect(lines).toEqual([
    'info: connected to LINE; Read is ours to give',
    expect.stringMatching(/^error: READ CANNOT BE TIMED: Chat is Off for this account\. .*switch Chat on$/),
    'info: connected to LINE; Read is ours to give',
    expect.stringMatching(/^error: READ CANNOT BE GIVEN: Chat is On for this account, and READ_API=partner is set/),
  ])
})

test('with the old read endpoint a start wants a place where staff can answer', () => {
  const { log, lines } = book()
  warnOfTelling({ ...line, readApi: 'partner' }, log)
  expect(lines).toEqual([])
  warnOfTelling({ ...line, notifier: false, readApi: 'partner' }, log)
  expect(lines).toEqual([expect.stringMatching(/^error: STAFF HAVE NOWHERE TO ANSWER: .*NOTIFY_WEBHOOK_URL/)])
})

test('what works less well is a warning; the simulator needs nobody to be told', () => {
  const { log, lines } = book()
  warnOfTelling({ ...line, console: false, publicUrl: undefined }, log)
  warnOfTelling({ ...line, mode: 'simulator', host: '127.0.0.1', notifier: false, console: false }, log)
  expect(lines).toEqual([
    expect.stringMatching(/^warn: CONSOLE_PASSWORD is not set/),
    expect.stringMatching(/^warn: PUBLIC_URL is not set/),
  ])
})

test('that not everybody is answered is said at each start', () => {
  const { log, lines } = book()
  warnOfAnswering({ mode: 'on' }, log)
  warnOfAnswering({ mode: 'testers', testers: ['U1'] }, log)
  warnOfAnswering({ mode: 'observe' }, log)
  expect(lines).toEqual([
    expect.stringMatching(/^warn: NOT EVERYBODY IS ANSWERED: only the one user in TESTERS/),
    expect.stringMatching(/^warn: NOBODY IS ANSWERED: nobody \(MODE=observe\)/),
  ])
})

test('that one customer could use up what all customers may take is said at each start', () => {
  const { log, lines } = book()
  warnOfSpending(100_000, { tokens_a_day: 500_000 }, log)
  warnOfSpending(5_000_000, { tokens_a_day: 500_000 }, log)
  warnOfSpending(undefined, { tokens_a_day: 500_000 }, log)
  expect(lines).toEqual([expect.stringMatching(/^warn: ONE CUSTOMER CAN STOP THE ASSISTANT FOR ALL: .*tokens_a_day/)])
})

describe('a port that is only for the system’s own services', () => {
  const refused = (port: number) =>
    Object.assign(new Error(`listen EACCES: permission denied 0.0.0.0:${port}`), {
      code: 'EACCES',
      syscall: 'listen',
      port,
    })

  test.each([
    [80, 'PORT'],
    [81, 'METRICS_PORT'],
    [82, 'SIMULATOR_PORT'],
  ])('%d: the setting that it comes from is named', (port, setting) => {
    const ports = { port: 80, metricsPort: 81, simulatorPort: 82 }
    expect(remedyFor(refused(port), ports)).toBe(
      `port ${port} is only for the system’s own services: set ${setting} to one above 1023`,
    )
  })

  test('where nobody knows the settings, the port is named with all that may be meant', () => {
    expect(remedyFor(refused(81))).toMatch(/^port 81 is only .*: set PORT, METRICS_PORT or SIMULATOR_PORT, whichever/)
  })
})

/** A chain of so many channels; `more` is what the last one has besides. */
function chain(names: readonly string[], more = '', env: Environment = {}): Extract<Config, { mode: 'line' }> {
  const text = names.map((name, index) => `${name}:\n  secret: secret-${index}\n  token: token-${index}\n`).join('')
  const read = readConfig(env, { path: 'channels.yaml', text: text + more })
  if (!read.ok || read.config.mode !== 'line') throw new Error(read.ok ? 'no channel' : describeProblems(read.problems))
  return read.config
}

describe('a start with several channels', () => {
  test('each says its own under its name, and what they share is said once', async () => {
    const more = '  name: Kobo Coffee\n  mode: observe\n  notify_webhook_url: https://hooks.example/kobo\n'
    const config = chain(['mugi', 'kobo'], more, { TOKENS_PER_DAY: '1000' })
    const [asked, { log, lines }] = [Promise.withResolvers<void>(), book()]
    const named: Log = { ...log }
    for (const level of ['info', 'warn', 'error'] as const)
      named[level] = (fields, words) => log[level]({}, `${JSON.stringify(fields)} ${words}`)
    const channels = (config.channels ?? []).map((settings): SaidChannel => {
      const botInfo = () => {
        if (settings.name === 'mugi') return Promise.resolve({ ...account, chatMode: 'bot' as const })
        setImmediate(asked.resolve)
        return Promise.reject(new Error('no answer'))
      }
      return { name: settings.name, settings, line: { botInfo }, policy: policySchema.parse({}), inLine: undefined }
    })
    sayAtStart(config, { channels, console: false, log: named })
    await asked.promise
    const of = (name: string) => lines.filter((line) => line.includes(`"channel":"${name}"`))
    expect(of('mugi')).toEqual([
      expect.stringMatching(/^error: .* NOBODY IS TOLD OF A HAND-OFF: neither notify_webhook_url nor CONSOLE_PASSWORD/),
      expect.stringMatching(/^warn: .* ONE CUSTOMER CAN STOP/),
      expect.stringMatching(/^error: .* READ CANNOT BE TIMED: Chat is Off/),
    ])
    expect(of('kobo')).toEqual([
      expect.stringMatching(/^warn: .* NOBODY IS ANSWERED: nobody \(mode: observe\)/),
      expect.stringMatching(/^warn: .* ONE CUSTOMER CAN STOP/),
      expect.stringMatching(/^warn: .* LINE could not be asked about this account/),
    ])
    expect(lines.filter((line) => !line.includes('"channel":'))).toEqual([
      expect.stringMatching(/^warn: \{\} CONSOLE_PASSWORD is not set, and there are no accounts: the console is off/),
      expect.stringMatching(/^warn: \{\} PUBLIC_URL is not set/),
    ])
  })

  const urls = { webhook: 'http://127.0.0.1:3000/webhook', console: 'http://127.0.0.1:3000/console' }
  const gemini = { name: 'gemini-3.6-flash', undecided: [] }

  test('the welcome has the address of each', () => {
    const config = chain(['mugi', 'kobo-coffee'], '  name: Kobo Coffee\n', { GEMINI_API_KEY: 'AIzaKey' })
    expect(welcomeText(config, urls, gemini)).toBe(`
  kidoku is up and serves 2 LINE channels:

    Webhooks           http://127.0.0.1:3000/webhook/mugi
                       http://127.0.0.1:3000/webhook/kobo-coffee  Kobo Coffee
    Be the staff       http://127.0.0.1:3000/console

  gemini-3.6-flash answers.
  Stop with Ctrl+C.
`)
  })

  test('of many it has the first five, and says who does not answer everybody', () => {
    const names = Array.from({ length: 12 }, (_, index) => `shop-${index + 1}`)
    const config = chain(names, '  mode: observe\n', { MODE: 'testers', TESTERS: `U${'1'.repeat(32)}` })
    const text = welcomeText(config, urls, { name: 'offline', undecided: ['assistant', 'teaching'] })
    expect(text).toContain('serves 12 LINE channels:')
    expect(text).toContain('/webhook/shop-5\n                       and 7 more\n')
    expect(text).not.toContain('shop-6')
    expect(text).toContain('the profiles “assistant”, “teaching” decide little without one')
    expect(text).toContain(
      '  mode: testers (shop-1, shop-2, shop-3, shop-4, shop-5 and 6 more): only the users in testers',
    )
    expect(text).toContain('  mode: observe (shop-12): nothing is said')
  })

  test('one alone is welcomed as ever', () => {
    const read = readConfig({
      LINE_CHANNEL_SECRET: 'f00d'.repeat(8),
      LINE_CHANNEL_ACCESS_TOKEN: 'a-token',
      MODE: 'observe',
    })
    if (!read.ok) throw new Error('not read')
    expect(welcomeText(read.config, urls, { name: 'offline', undecided: ['teaching'] })).toBe(`
  kidoku is up and serves your LINE channel:

    Webhook            http://127.0.0.1:3000/webhook
    Be the staff       http://127.0.0.1:3000/console

  No model is set (GEMINI_API_KEY, or OPENAI_MODEL), and the profile “teaching” decides little without one: all but greetings, plain look-ups and what is recorded goes to a person.
  MODE=observe: nothing is said, marked as read or handed over.
  Stop with Ctrl+C.
`)
  })
})
