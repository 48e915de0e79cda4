import { describe, expect, test } from 'vitest'
import { languages } from '../../src/core/language.ts'
import { whenOpen } from '../../src/core/office.ts'

const tokyo = { timeZone: 'Asia/Tokyo' }
/** A Saturday evening in Tokyo. */
const now = Date.parse('2026-11-21T20:00:00+09:00')
const at = (time: string) => Date.parse(`${time}:00+09:00`)

describe('when a person is there again, in the customer’s language', () => {
  test.for([
    ['2026-11-21T21:00', 'today at 21:00', '本日21時', '今天21:00', 'วันนี้เวลา 21:00 น.', 'hari ini pukul 21.00'],
    ['2026-11-22T08:00', 'tomorrow at 8:00', '明日8時', '明天8:00', 'พรุ่งนี้เวลา 8:00 น.', 'besok pukul 08.00'],
    ['2026-11-22T00:00', 'tomorrow at 0:00', '明日0時', '明天0:00', 'พรุ่งนี้เวลา 0:00 น.', 'besok pukul 00.00'],
    [
      '2026-11-25T07:30',
      'on Wednesday at 7:30',
      '水曜日の7時30分',
      '週三7:30',
      'วันพุธเวลา 7:30 น.',
      'hari Rabu pukul 07.30',
    ],
    [
      '2026-11-27T09:05',
      'on Friday at 9:05',
      '金曜日の9時5分',
      '週五9:05',
      'วันศุกร์เวลา 9:05 น.',
      'hari Jumat pukul 09.05',
    ],
    // The same day's name as today's would be taken for today.
    [
      '2026-11-28T08:00',
      'on Saturday 28 November at 8:00',
      '11月28日（土）の8時',
      '11月28日（週六）8:00',
      'วันเสาร์ที่ 28 พฤศจิกายน เวลา 8:00 น.',
      'hari Sabtu, 28 November pukul 08.00',
    ],
    [
      '2027-01-05T07:30',
      'on Tuesday 5 January at 7:30',
      '1月5日（火）の7時30分',
      '1月5日（週二）7:30',
      'วันอังคารที่ 5 มกราคม เวลา 7:30 น.',
      'hari Selasa, 5 Januari pukul 07.30',
    ],
  ])('%s', ([time, ...expected]) => {
    expect(languages.map((language) => whenOpen(at(time!), tokyo, language, now))).toEqual(expected)
  })

  test('the day is that of the shop, not of where the server stands', () => {
    // Sunday 8:00 in Tokyo is Saturday 23:00 in London.
    expect(whenOpen(at('2026-11-22T08:00'), { timeZone: 'Europe/London' }, 'en', now)).toBe('today at 23:00')
  })

  test('a minute to midnight, one minute later is tomorrow', () => {
    const late = at('2026-11-21T23:59')
    expect(whenOpen(late + 60_000, tokyo, 'en', late)).toBe('tomorrow at 0:00')
    expect(whenOpen(late + 60_000, tokyo, 'en', late + 30_000)).toBe('tomorrow at 0:00')
    expect(whenOpen(late + 3_600_000, tokyo, 'en', late + 60_000)).toBe('today at 0:59')
  })

  test.for([
    // The clocks go forward on the last Sunday of March, back on that of October.
    ['2026-03-28T23:30:00+01:00', '2026-03-29T09:00:00+02:00', 'tomorrow at 9:00'],
    ['2026-10-24T23:30:00+02:00', '2026-10-25T09:00:00+01:00', 'tomorrow at 9:00'],
    ['2026-10-25T00:10:00+02:00', '2026-10-25T23:50:00+01:00', 'today at 23:50'],
    ['2026-10-24T00:10:00+02:00', '2026-10-30T23:50:00+01:00', 'on Friday at 23:50'],
  ])('days of 23 and of 25 hours are one day: %s', ([from, opens, expected]) => {
    expect(whenOpen(Date.parse(opens!), { timeZone: 'Europe/Berlin' }, 'en', Date.parse(from!))).toBe(expected)
  })

  test('no language tells a year, or digits of its own', () => {
    for (const language of languages) {
      const said = whenOpen(at('2027-10-05T09:00'), tokyo, language, now)
      expect(said).not.toMatch(/\d{4}|[๐-๙０-９]/)
      expect(said).toMatch(/\b5\b|5日/)
    }
  })

  test('a time that has come is told with its date', () => {
    expect(whenOpen(at('2026-11-20T09:00'), tokyo, 'en', now)).toBe('on Friday 20 November at 9:00')
  })
})
