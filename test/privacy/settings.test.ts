import { expect, test } from 'vitest'
import { describeProblems, readConfig } from '../../src/config.ts'

const day = 24 * 3_600_000
const read = (value: string) => {
  const config = readConfig({ RETENTION_DAYS: value })
  return config.ok ? config.config.retention : describeProblems(config.problems)
}

test('RETENTION_DAYS: nothing keeps all, one number is for everything, kinds are for themselves', () => {
  expect(read('')).toBeUndefined()
  expect(read('30')).toEqual({
    messages: 30 * day,
    ledger: 30 * day,
    figures: 30 * day,
    audit: 30 * day,
    setAside: 30 * day,
    drafts: 30 * day,
  })
  expect(read('messages:90, ledger:365,set_aside:30')).toEqual({
    messages: 90 * day,
    ledger: 365 * day,
    setAside: 30 * day,
  })
  expect(read('messages=90')).toEqual({ messages: 90 * day })
})

test.each([
  ['0', 'is not a number of days: write a whole number'],
  ['messages', 'does not say for how many days messages is kept: write the kind, a colon'],
  ['messages:0', 'does not say for how many days'],
  ['messages:90d', 'does not say for how many days'],
  ['words:90', 'names a kind of data that there is not: the kinds are messages, ledger'],
  ['messages:90,messages:80', 'names messages twice'],
  ['ledger:90', 'keeps messages longer than the ledger'],
  ['messages:100,ledger:90', 'keeps messages longer than the ledger'],
  ['messages:1,ledger:90,figures:91', 'keeps figures longer than the ledger'],
  [',', 'names nothing'],
])('RETENTION_DAYS=%s is named with its remedy', (value, problem) => {
  expect(read(value)).toMatch(/^RETENTION_DAYS /)
  expect(read(value)).toContain(problem)
})
