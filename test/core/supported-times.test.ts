/** Times of day and telephone numbers, in passages and replies that write them in other ways. */
import { describe, expect, test } from 'vitest'
import { unsupported } from '../../src/core/supported.ts'

const found = (reply: string, by: string): string[] => unsupported(reply, { shop: [by], customer: [], days: [] })

describe('no such time', () => {
  test.each([
    ['Open from 9:00 to 18:00', '一時から'],
    ['Open from 9:00 to 18:00', '下午一點'],
    ['Open from 9:00 to 18:00', '午後一時'],
    ['Open from 9:00 to 18:00', '晚上一點'],
    ['13:00 to 18:00', '深夜1時'],
    ['13:00 to 18:00', '深夜の1時'],
    ['12:00 to 18:00', '晚上12點'],
    ['12:00', '夜12時'],
    ['12:00', '夜の12時'],
    ['23:30', '中午11點半'],
    ['6:00–9:00 pm', 'from 6 am to 9 pm'],
    ['1:00–5:00 pm', '1 am'],
    ['6–9 pm', '6 am'],
    ['pm 6:00-9:00', '6 am'],
    ['午後6:00〜9:00', '午前6時'],
    ['下午6點到9點', '6 am'],
    ['5 pieces', '5 pm'],
    ['from 3 to 5 bottles', '17:00'],
    ['8:00–24:00', 'until noon'],
    ['12:00–20:00', 'open until midnight'],
    ['9:00 to 17:00', 'Open 10-6'],
    ['9:00 to 17:00', 'Open 9-5 yen'],
  ])('%s: %s', (by, reply) => {
    expect(found(reply, by)).not.toEqual([])
  })
})

describe('the same time', () => {
  const rows: [by: string, replies: string[]][] = [
    ['13:00', ['午後一時', '下午一點', '一時から']],
    ['Welcome', ['一時的に', '一時停止', '有一點甜', '等一點時間']],
    ['17:00〜25:00', ['深夜1時', '1 am', '25時まで']],
    ['until 24:00', ['晚上12點', '夜12時', '夜中の12時', 'midnight', 'เที่ยงคืน', '午夜', '12 am']],
    ['midnight', ['24:00', '24時', '0:00', '12 am']],
    ['8:00–12:00', ['noon', '正午', 'เที่ยง', 'เที่ยงวัน', '中午', '12 pm', '午後12時']],
    ['正午まで', ['12:00', '12 pm', '12時', 'noon']],
    ['5 pm–12:00', ['midnight']],
    ['11:30', ['中午11點半']],
    ['13:00', ['中午1點']],
    ['6:00–9:00 pm', ['6 pm', '6–9pm', '18時から', '下午6點', '18:00〜21:00', '6 pm to 9 pm']],
    ['6–9pm', ['18:00', '6 pm', '18時から21時']],
    ['11:00–2:00 pm', ['11 am to 2 pm', '11:00-14:00']],
    ['午前9時〜6時', ['9 am to 6 pm', '9:00-18:00']],
    ['下午2點~5點半', ['14:00-17:30']],
    ['19:00-21:00', ['1-3 ทุ่ม', '7–9 pm', '7 to 9 pm', '夜7時〜9時']],
    [
      '9:00 to 17:00',
      ['Open 9-5', 'from 9 to 5', 'Mon–Fri 9-5', '營業時間：9-17', 'เปิด 9-17 น.', 'open 9–17 every day'],
    ],
    ['Open 9-5', ['9 am to 5 pm', '9:00 to 17:00', '9時から17時', '下午5點']],
    ['from 8 to 19', ['8:00', '19:00', '8 am to 7 pm', '19時まで']],
  ]
  test.each(rows.flatMap(([by, replies]) => replies.map((reply) => [by, reply] as const)))('%s: %s', (by, reply) => {
    expect(found(reply, by)).toEqual([])
  })
  test('where one hour is past 12, those without a word are in the morning', () => {
    expect(found('8 pm', 'Open from 8 to 19')).not.toEqual([])
    expect(found('8 pm', '8:00–19:00')).not.toEqual([])
  })
})

describe('a telephone number ends where another number begins', () => {
  const known = 'Tel. 03-1234-5678, 24 hours, 7 days, 2 lines'
  test.each([
    'Call 03-1234-5678 24 hours a day',
    '03-1234-5678（24時間）',
    '03-1234-5678 7 days a week',
    '03-1234-5678 (2 lines)',
    'โทร 03-1234-5678 24 ชั่วโมง',
    '03 1234 5678 24 hours',
    '03-1234-5678 03-1234-5678',
  ])('%s', (written) => {
    expect(found(written, known)).toEqual([])
    expect(found('0312345678', written)).toEqual([])
    expect(found('03-1234-5678', written)).toEqual([])
    expect(found('03-1234-5678-24', written)).not.toEqual([])
  })
  test.each(['03-1234-5678 090-9999-8888', '03-1234-5678 (090) 9999-8888', '03-1234-5678 25', '03-1234-5679 24 hours'])(
    'not %s',
    (reply) => {
      expect(found(reply, known)).not.toEqual([])
    },
  )
})
