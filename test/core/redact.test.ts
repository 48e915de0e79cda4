import { describe, expect, test } from 'vitest'
import { redact } from '../../src/core/redact.ts'

describe('what could tell who wrote it is gone', () => {
  test.for<[string, string, string[]]>([
    ['a Japanese order', '注文番号は A-10234 です。佐藤花子と申します。', ['A-10234', '佐藤', '花子']],
    ['a Japanese phone', '電話は090-1234-5678です', ['090', '1234', '5678']],
    ['fullwidth digits', '電話０９０－１２３４－５６７８', ['０９０', '５６７８']],
    ['a Japanese address', '住所は東京都渋谷区神南1-2-3 麦ビル405号室です', ['神南', '405', '麦ビル', '1-2-3']],
    ['one with a postal code', '〒150-0041 渋谷区神南一丁目2番3号まで届けてください', ['150', '神南', '2番3号']],
    ['a name with honorific', '田中様のケーキの件です。ミカさんにも', ['田中', 'ミカ']],
    ['a name in quotes', 'プレートの名前を「ゆい」に直してほしいです', ['ゆい']],
    [
      'Traditional Chinese',
      '我叫陳怡君，電話 0912-345-678，訂單編號：20261102033',
      ['陳怡君', '0912', '678', '20261102033'],
    ],
    ['an address in Taipei', '寄到台北市大安區和平東路二段106號3樓', ['大安', '和平東路', '106', '3樓']],
    ['a Taiwanese name', '王小明先生想改時間', ['王小明']],
    ['Thai', 'ชื่อ สมชาย ใจดี โทร 081-234-5678', ['สมชาย', 'ใจดี', '081', '5678']],
    ['a Thai address', 'ที่อยู่ 99/12 หมู่ 5 ถนนสุขุมวิท แขวงคลองเตย กรุงเทพ 10110 ค่ะ', ['99/12', 'สุขุมวิท', 'คลองเตย', '10110']],
    ['Thai digits', 'โทร ๐๘๑-๒๓๔-๕๖๗๘', ['๐๘๑', '๕๖๗๘']],
    ['a Thai order', 'หมายเลขคำสั่งซื้อ 551', ['551']],
    ['English', 'Hi, my name is Anna Petrova, order #4471', ['Anna', 'Petrova', '4471']],
    ['an international phone', 'call me at +81 (0)3-1234-5678 please', ['1234', '5678']],
    ['e-mail', 'write to anna.p+cake@mail.example.co.jp', ['anna', 'example']],
    ['e-mail with a fullwidth sign', 'hana＠example.jp まで', ['hana', 'example']],
    ['a link', 'see https://shop.example/o/8812?u=anna ok', ['8812', 'anna']],
    ['a LINE id', 'LINE ID: sakura_88 です', ['sakura', '88']],
    [
      'a street',
      'Please send to 221 Baker Street, London NW1 6XE. Thanks, Peter Kovacs',
      ['Baker', '221', 'NW1', 'Peter', 'Kovacs'],
    ],
    ['a parcel and a card', 'JP123456789TW and card 4111 1111 1111 1111', ['JP123', '4111']],
    ['a title', 'This is Mrs. Sakura Yamada again', ['Sakura', 'Yamada']],
  ])('%s', ([, text, canaries]) => {
    const redacted = redact(text)
    for (const canary of canaries) expect(redacted).not.toContain(canary)
    expect(redacted).toMatch(/\[(name|phone|e-mail|link|address|number)\]/)
  })

  test('the name that LINE tells, whole, in parts, in any case, and with marks that mean something elsewhere', () => {
    expect(redact('yamada here, Hanako YAMADA', { names: ['Hanako Yamada 🌸'] })).toBe('[name] here, [name] [name]')
    expect(redact('I am (c++) fan', { names: ['(c++)'] })).not.toContain('c++')
    expect(redact('はなこです', { names: ['はなこ'] })).toBe('[name]です')
  })

  test('a name that is a piece of a word leaves the word', () => {
    expect(redact('Is the manual an issue?', { names: ['Ann', 'Al'] })).toBe('Is the manual an issue?')
  })
})

test.for([
  '7:30〜18:30で¥3,200ですか？12cmは3200円、2026年11月3日に',
  '東京都に送れますか？渋谷区の店は3つありますか。東京都内で3日以内に届きますか',
  'クロワッサンを20個、30000円ぶん予約できますか',
  'お客様 皆さん 店員さん',
  '想改成11/5下午3點，NT$3200，可以嗎？',
  'คุณมีสินค้าไหมคะ ราคา 260 บาท เปิด 8:00-17:00',
  "I'm looking for 2 croissants at ¥260. Do you open at 8:00 on 2026-11-03?",
  'open 10:00 - 16:00? 3 for 1,200 yen, 12 cm or 15 cm',
  'Reserve 10 for 5 people on 3 Dec',
])('what a question is about stays: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('half a character and our own marks do no harm', () => {
  expect(redact('a\uD800\uE000b\uE001 ¥300')).toBe('a\uFFFDb ¥300')
})
