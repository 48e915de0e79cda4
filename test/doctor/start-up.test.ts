import { describe, expect, test } from 'vitest'
import type { Log } from '../../src/ports/log.ts'
import { remedyFor, warnOfAnswering, warnOfBotSettings, warnOfSpending, warnOfTelling } from '../../src/start-up.ts'

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
