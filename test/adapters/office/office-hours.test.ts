import { mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BrokenFile } from '../../../src/adapters/markdown/broken-file.ts'
import { parseHours } from '../../../src/adapters/office/hours-file.ts'
import { loadOfficeHours, watchOfficeHours } from '../../../src/adapters/office/office-hours.ts'
import { hoursOf } from '../../../src/adapters/office/week.ts'
import type { Log } from '../../../src/ports/log.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** A file in which every day has the same hours, but for some. */
function file(every: string, { zone = 'Asia/Tokyo', week = {}, holidays = '' } = {}): string {
  const hours: Record<string, string> = { ...Object.fromEntries(days.map((day) => [day, every])), ...week }
  const lines = Object.entries(hours).map(([day, text]) => `  ${day}: ${text}`)
  return [`time_zone: ${zone}`, 'week:', ...lines, 'holidays:', ...holidays.split('\n').map((one) => `  ${one}`)].join(
    '\n',
  )
}

/** How it stands at a time: `open`, or since when it is closed and until when, as clocks in UTC show it. */
function at(text: string, time: string): string {
  const office = hoursOf(parseHours(text, 'office-hours.yaml')).at(Date.parse(time))
  if (office === undefined || office.open) return office ? 'open' : 'unknown'
  const shown = (ms?: number) => (ms === undefined ? 'never' : new Date(ms).toISOString().slice(0, 16))
  return `${shown(office.closedSince)} to ${shown(office.opensAt)}`
}

describe('the week', () => {
  const shop = file('9:00-12:00, 13:00-17:30', { week: { sunday: 'closed' } })
  test.for([
    ['2026-11-20T08:59:59+09:00', '2026-11-19T08:30 to 2026-11-20T00:00'],
    ['2026-11-20T09:00+09:00', 'open'],
    ['2026-11-20T11:59:59+09:00', 'open'],
    ['2026-11-20T12:00+09:00', '2026-11-20T03:00 to 2026-11-20T04:00'],
    ['2026-11-20T17:29:59+09:00', 'open'],
    ['2026-11-21T17:30+09:00', '2026-11-21T08:30 to 2026-11-23T00:00'],
    ['2026-11-22T23:59+09:00', '2026-11-21T08:30 to 2026-11-23T00:00'],
  ])('at %s: %s', ([time, expected]) => expect(at(shop, time!)).toBe(expected))

  const bar = file('closed', { week: { friday: '18:00-2:00', saturday: '18:00-24:00' } })
  test.for([
    ['2026-11-20T23:59+09:00', 'open'],
    ['2026-11-21T00:00+09:00', 'open'],
    ['2026-11-21T01:59+09:00', 'open'],
    ['2026-11-21T02:00+09:00', '2026-11-20T17:00 to 2026-11-21T09:00'],
    ['2026-11-22T00:00+09:00', '2026-11-21T15:00 to 2026-11-27T09:00'],
  ])('past midnight, at %s: %s', ([time, expected]) => expect(at(bar, time!)).toBe(expected))

  test('a night ends when it ends, whatever the next day had before', () => {
    const club = file('closed', { week: { monday: '22:00-6:00', tuesday: '0:00-1:00' } })
    expect(at(club, '2026-11-24T07:00+09:00')).toBe('2026-11-23T21:00 to 2026-11-30T13:00')
  })

  test('hours that meet are one: round the clock on some days, and always', () => {
    const weekend = file('closed', { week: { saturday: '0:00-24:00', sunday: '0:00-24:00' } })
    const from = Date.parse('2026-11-21T00:00+09:00')
    expect(at(weekend, '2026-11-22T00:00+09:00')).toBe('open')
    expect(at(weekend, '2026-11-23T00:00+09:00')).toBe('2026-11-22T15:00 to 2026-11-27T15:00')
    const always = hoursOf(parseHours(file('0:00-24:00'), 'a.yaml'))
    for (let day = 0; day < 900; day += 7) expect(always.at(from + day * 86_400_000)?.open).toBe(true)
  })

  test('who is never there opens never, and the closed time is one and the same', () => {
    const never = hoursOf(parseHours(file('closed'), 'a.yaml'))
    const one = never.at(Date.parse('2026-11-20T12:00Z'))
    expect(one).toMatchObject({ timeZone: 'Asia/Tokyo', open: false, closedSince: 0, opensAt: undefined })
    expect(never.at(Date.parse('2027-08-20T12:00Z'))).toEqual(one)
  })

  test('the same answer is given until something changes, whichever way the clock goes', () => {
    const hours = hoursOf(parseHours(shop, 'a.yaml'))
    const noon = Date.parse('2026-11-20T12:00+09:00')
    const closed = hours.at(noon)
    expect(hours.at(noon + 3_599_999)).toBe(closed)
    expect(hours.at(noon + 3_600_000)?.open).toBe(true)
    expect(hours.at(noon - 1)?.open).toBe(true)
    expect(hours.at(noon)).toEqual(closed)
  })

  test('full-width signs, waves and lists are read as well', () => {
    const shop = file('９：００〜１２：００', { week: { monday: '[9:00–10:00, "11:00 ~ 12:00"]', sunday: 'Closed' } })
    expect(at(shop, '2026-11-20T09:00+09:00')).toBe('open')
    expect(at(shop, '2026-11-23T10:30+09:00')).toBe('2026-11-23T01:00 to 2026-11-23T02:00')
  })
})

describe('holidays', () => {
  const shop = file('9:00-17:00', {
    holidays: [
      '12-31 to 01-04: closed',
      '08-11: 10:00-12:00',
      '2027-01-03: 10:00-12:00',
      '2027-08-01 to 2027-08-31: closed',
      '02-29: closed',
    ].join('\n'),
  })
  test.for([
    ['every year, past its end', '2026-12-31T10:00+09:00', '2026-12-30T08:00 to 2027-01-03T01:00'],
    ['one with a year before one without', '2027-01-03T11:00+09:00', 'open'],
    ['the year after', '2028-01-03T11:00+09:00', '2027-12-30T08:00 to 2028-01-05T00:00'],
    ['other hours', '2026-08-11T09:30+09:00', '2026-08-10T08:00 to 2026-08-11T01:00'],
    ['a closed month', '2027-08-11T11:00+09:00', '2027-07-31T08:00 to 2027-09-01T00:00'],
    ['a day that is there every four years', '2028-02-29T10:00+09:00', '2028-02-28T08:00 to 2028-03-01T00:00'],
    ['a day that is not there', '2027-02-28T10:00+09:00', 'open'],
  ])('%s', ([, time, expected]) => expect(at(shop, time!)).toBe(expected))

  test('an evening that began before a holiday ends as it would have', () => {
    const bar = file('18:00-2:00', { holidays: '2027-01-01: closed' })
    expect(at(bar, '2027-01-01T01:00+09:00')).toBe('open')
    expect(at(bar, '2027-01-02T01:00+09:00')).toBe('2026-12-31T17:00 to 2027-01-02T09:00')
  })

  test('the shorter counts before the longer', () => {
    const shop = file('closed', { holidays: '05-01 to 05-31: closed\n05-05: 9:00-12:00' })
    expect(at(shop, '2027-05-05T10:00+09:00')).toBe('open')
  })

  test('none, and none spelled out, are as good', () => {
    expect(at(file('9:00-17:00').replace(/\nholidays:[^]*/, ''), '2027-01-01T10:00+09:00')).toBe('open')
    expect(at(file('9:00-17:00'), '2027-01-01T10:00+09:00')).toBe('open')
  })
})

describe('where clocks change', () => {
  const berlin = (every: string) => file(every, { zone: 'Europe/Berlin' })
  test.for([
    [
      'the same time by the clock in summer and winter',
      '9:00-17:00',
      '2026-03-29T06:59Z',
      '2026-03-28T16:00 to 2026-03-29T07:00',
    ],
    ['and back', '9:00-17:00', '2026-10-25T07:59Z', '2026-10-24T15:00 to 2026-10-25T08:00'],
    [
      'an opening in the hour that is left out comes when it is over',
      '2:30-5:00',
      '2026-03-29T01:29Z',
      '2026-03-28T04:00 to 2026-03-29T01:30',
    ],
    ['hours within it are an hour later', '2:10-2:50', '2026-03-29T00:59Z', '2026-03-28T01:50 to 2026-03-29T01:10'],
    [
      'hours of which only the beginning is left out are no hours',
      '2:30-3:15',
      '2026-03-29T00:59Z',
      '2026-03-28T02:15 to 2026-03-30T00:30',
    ],
    ['a night of one hour more', '22:00-6:00', '2026-10-25T04:59Z', 'open'],
    ['and its end', '22:00-6:00', '2026-10-25T05:00Z', '2026-10-25T05:00 to 2026-10-25T21:00'],
    ['a night of one hour less', '22:00-6:00', '2026-03-29T04:00Z', '2026-03-29T04:00 to 2026-03-29T20:00'],
  ])('%s', ([, every, time, expected]) => expect(at(berlin(every!), time!)).toBe(expected))
})

describe('a file that is wrong is named with line, problem and remedy', () => {
  const mistakes = (text: string): string[] => {
    try {
      parseHours(text, 'prompts/office-hours.yaml')
    } catch (error) {
      if (error instanceof BrokenFile) return error.message.split('\n')
      throw error
    }
    return []
  }
  test.for([
    ['time_zone: Asia/Tokyo', 'time_zone: Asia/Tokio', /:1: time_zone: is not the name of a time zone\. .*Asia\/Tokyo/],
    ['time_zone: Asia/Tokyo', 'time_zone: "+09:00"', /:1: time_zone: is not the name/],
    ['time_zone: Asia/Tokyo', 'time_zone: JST', /:1: time_zone: is not the name/],
    [
      'time_zone: Asia/Tokyo',
      'zone: Asia/Tokyo',
      /time_zone: is missing.*\n.*:1: zone is not a setting\. Use time_zone, week/,
    ],
    ['  friday: 9:00-17:00', '', /:3: week\.friday: is missing\. Write closed, or hours/],
    [
      'friday: 9:00-17:00',
      'fryday: 9:00-17:00',
      /week\.friday: is missing.*\n.*:7: week\.fryday is not a setting\. Use monday/,
    ],
    ['friday: 9:00-17:00', 'friday:', /:7: week\.friday: is neither hours nor closed\. Write closed/],
    [
      'friday: 9:00-17:00',
      'friday: 9-17',
      /:7: week\.friday: “9-17” is not hours\. Write closed, or hours such as 9:00-17:30/,
    ],
    ['friday: 9:00-17:00', 'friday: 9:00', /:7: week\.friday: “9:00” is not hours/],
    ['friday: 9:00-17:00', 'friday: 9:00-25:00', /:7: week\.friday: “9:00-25:00” has a time that no clock shows/],
    ['friday: 9:00-17:00', 'friday: 9:60-10:00', /:7: week\.friday: .*no clock shows/],
    ['friday: 9:00-17:00', 'friday: 9:00-9:00', /:7: week\.friday: .*begins when it ends/],
    ['friday: 9:00-17:00', 'friday: 9:00-12:00, 11:00-13:00', /:7: week\.friday: .*overlap/],
    ['friday: 9:00-17:00', 'friday: {from: 9:00}', /:7: week\.friday: is neither hours nor closed/],
    ['  01-01: closed', '  2027-02-30: closed', /:11: holidays\.2027-02-30: .*no day of the calendar\. Write dates/],
    [
      '  01-01: closed',
      '  new year: closed',
      /:11: holidays\.new year: new year is not a date\. Write dates such as 2027-01-11/,
    ],
    ['  01-01: closed', '  01-01: 10-12', /:11: holidays\.01-01: “10-12” is not hours\. Write closed, or hours/],
    ['  01-01: closed', '  2027-01-05 to 2027-01-01: closed', /ends before it begins/],
    ['  01-01: closed', '  2027-01-05 to 01-07: closed', /has a year at one end only/],
    ['  01-01: closed', '  - 01-01', /:11: holidays: is not a list of dates/],
    ['  01-01: closed', '  01-01: closed\n  01-01: 9:00-10:00', /:12: not YAML: Map keys must be unique/],
    ['week:', 'week', /not YAML/],
  ] as const)('%s → %s', ([right, wrong, message]) => {
    const whole = file('9:00-17:00', { holidays: '01-01: closed' })
    expect(mistakes(whole)).toEqual([])
    expect(mistakes(whole.replace(right, wrong)).join('\n')).toMatch(message)
  })

  test('every mistake comes at once', () => {
    const text = file('9:00-17:00', { week: { monday: 'x', sunday: 'y' }, holidays: 'z: closed\n02-30: closed' })
    expect(mistakes(text)).toHaveLength(4)
  })

  test('an empty one says what is missing', () => {
    expect(mistakes('').join()).toMatch(/time_zone: is missing.*week: is missing/)
  })
})

test('the example in the docs is right, and says what its comments say', async () => {
  const page = await readFile('docs/office-hours.md', 'utf8')
  const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? ''
  expect(at(example, '2026-11-21T01:59+08:00')).toBe('open')
  expect(at(example, '2026-11-18T12:30+08:00')).toBe('2026-11-18T04:00 to 2026-11-18T05:00')
  expect(at(example, '2027-02-11T09:30+08:00')).toBe('2027-02-04T09:30 to 2027-02-11T02:00')
})

test('the week is told in words as it was written, past midnight and to its end too', () => {
  const week = { monday: 'closed', friday: '18:00-2:00', saturday: '0:00-24:00' }
  expect(
    hoursOf(parseHours(file('9:00-12:00, 13:00-17:30', { week }), 'a.yaml')).at(Date.parse('2026-11-20T12:00Z'))?.hours,
  ).toBe(
    'Monday closed; Tuesday 9:00-12:00, 13:00-17:30; Wednesday 9:00-12:00, 13:00-17:30; ' +
      'Thursday 9:00-12:00, 13:00-17:30; Friday 18:00-2:00; Saturday 0:00-24:00; Sunday 9:00-12:00, 13:00-17:30',
  )
})

test('the shipped hours are the opening hours of the shipped knowledge', async () => {
  const hours = await loadOfficeHours('prompts', 'assistant')
  const knowledge = await readFile('data/knowledge/hours.en.md', 'utf8')
  const said = (time: string) => hours.at(Date.parse(`${time}+09:00`))
  const opens = (time: string) => new Date(said(time)?.opensAt ?? 0).toISOString()
  expect(knowledge).toContain('From Tuesday to Friday we are open from 7:30 to 18:30')
  expect([said('2026-11-20T07:30'), said('2026-11-20T18:29')].map((office) => office?.open)).toEqual([true, true])
  expect(said('2026-11-20T18:30')?.open).toBe(false)
  expect(knowledge).toContain('On Saturdays, Sundays and Japanese national holidays we are open from 8:00 to 17:00')
  expect(opens('2026-11-20T20:00')).toBe('2026-11-20T23:00:00.000Z')
  expect(said('2026-11-22T17:00')?.open).toBe(false)
  // Monday the 23rd is a holiday: open, and the Tuesday after it off.
  expect(knowledge).toContain('we open on it and take the Tuesday off instead')
  expect(said('2026-11-23T10:00')?.open).toBe(true)
  expect(opens('2026-11-23T17:00')).toBe('2026-11-24T22:30:00.000Z')
  expect(knowledge).toContain('We are closed every Monday')
  expect(said('2026-12-07T10:00')?.open).toBe(false)
  expect(knowledge).toContain('31 December to 4 January')
  expect(opens('2026-12-30T19:00')).toBe('2027-01-04T22:30:00.000Z')
  expect(knowledge).toContain('13 to 16 August')
  expect(opens('2027-08-12T19:00')).toBe('2027-08-16T22:30:00.000Z')
})

describe('the file beside the prompts', () => {
  const said: string[] = []
  const log: Log = {
    debug() {},
    info: (_, message) => said.push(`info ${message}`),
    warn: (_, message) => said.push(`warn ${message}`),
    error: (_, message) => said.push(`error ${message}`),
  }
  const noon = Date.parse('2026-11-20T12:00+09:00')
  let dir: string
  let end: (() => Promise<void>) | undefined
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kidoku-hours-'))
    said.length = 0
  })
  afterEach(async () => {
    await end?.()
    await rm(dir, { recursive: true })
  })
  const put = (name: string, text: string) => writeFile(join(dir, name), text)
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
  const watchHours = async (profile = 'assistant') => {
    const watched = await watchOfficeHours(dir, profile, { log })
    end = watched.close
    return watched
  }

  test('comes, changes, breaks, is mended and goes, without a restart', async () => {
    const hours = await watchHours()
    expect(hours.at(noon)).toBeUndefined()
    await put('office-hours.yaml', file('9:00-17:00'))
    await soon(() => expect(hours.at(noon)?.open).toBe(true))
    await put('new', file('closed'))
    await rename(join(dir, 'new'), join(dir, 'office-hours.yaml'))
    await soon(() => expect(hours.at(noon)?.open).toBe(false))
    await put('office-hours.yaml', file('9 to 5'))
    await soon(() => expect(hours.broken()).toMatchObject([{ file: join(dir, 'office-hours.yaml') }]))
    expect(hours.broken()[0]?.why).toMatch(/^line 3: week\.monday: “9 to 5” is not hours/)
    expect(hours.at(noon)?.open).toBe(false)
    await put('office-hours.yaml', file('9:00-17:00'))
    await soon(() => expect(hours.broken()).toEqual([]))
    expect(hours.at(noon)?.open).toBe(true)
    await unlink(join(dir, 'office-hours.yaml'))
    await soon(() => expect(hours.at(noon)).toBeUndefined())
    expect(hours.broken()).toEqual([])
    expect(said.filter((line) => line.startsWith('warn'))).toHaveLength(1)
  })

  test('of a profile counts before the one of all', async () => {
    await put('office-hours.yaml', file('closed'))
    await put('office-hours.teaching.yaml', file('9:00-17:00'))
    expect((await loadOfficeHours(dir, 'teaching')).at(noon)?.open).toBe(true)
    expect((await loadOfficeHours(dir, 'assistant')).at(noon)?.open).toBe(false)
    const hours = await watchHours('teaching')
    await unlink(join(dir, 'office-hours.teaching.yaml'))
    await soon(() => expect(hours.at(noon)?.open).toBe(false))
  })

  test('stops the start when it is broken', async () => {
    await put('office-hours.yaml', 'time_zone: Mars')
    await expect(watchOfficeHours(dir, 'assistant', { log })).rejects.toThrow(/office-hours\.yaml:1: time_zone/)
  })
})
