/** Numbers and links of a reply against what it may rest on. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKnowledge } from '../../src/adapters/markdown/knowledge.ts'
import type { Passage } from '../../src/core/request.ts'
import { holdsFacts, neverSent, unsupported, type Ground } from '../../src/core/supported.ts'

const shop =
  '15 cm cakes: 4,200 yen, candles 300円. From 8:00 to 17:00, last order 16:30. Closed 13 to 16 August and 12月31日. ' +
  'Three days before. See https://www.mugi.example/menu/, info@mugi.example, @mugibread, 03-1234-5678.'
const bare = (reply: string, ground: Partial<Ground> = {}): string[] =>
  unsupported(reply, { shop: [shop], customer: [], days: [], ...ground })

describe('supported, however it is written', () => {
  test.each(
    [
      [
        '4200円',
        '４，２００円',
        '4 200 yen',
        '4,2\u200B00 yen',
        'mugi\u2060.example/menu',
        '๔๒๐๐ เยน',
        '四千二百円',
        '¥4,200',
        '三百円',
        '3百円',
        '15cm',
        '015',
      ],
      ['5 pm', '5 p.m.', '午後5時', '下午五點', '17時', '5時', '17.00 น.', '5 โมงเย็น', 'บ่าย 5 โมง', '5 o’clock'],
      ['8 am', '08:00', '午前8時', '16時30分', '4時半', '下午四點半', '8時から17時'],
      [
        'August 13',
        '8月13日〜16日',
        '13–16 August',
        '12/31',
        '31 ธันวาคม',
        '31 ธ.ค.',
        'December 31st',
        '3日前',
        '三日前',
      ],
      ['mugi.example/menu', 'http://MUGI.example/menu', '詳しくはmugi.example/menuへ', '(https://mugi.example/menu).'],
      ['info@mugi.example', '@MugiBread', '+81 3 1234 5678', '(03) 1234-5678', '0312345678'],
      [
        '1. bread\n2. cake\n3. tea\n4. milk\n5. eggs\n6. salt',
        '1️⃣ bread\n2️⃣ cake\n３．tea',
        '①パン\n②ケーキ',
        '1つだけ',
        '1 ข้อ',
      ],
      ['十分ご注意ください', 'ご一緒に', '謝謝您一直以來的支持', 'We bake.Please come', 'Mr.Tanaka', 'Co.Ltd'],
    ].flat(),
  )('%s', (reply) => {
    expect(bare(reply)).toEqual([])
  })

  test('days that a model can tell from today, and an order number that the customer wrote', () => {
    const days = ['2026-11-22', '2026-11-23']
    for (const reply of ['Monday 23 November', '11月23日（月）', '11/23', '23日', 'วันที่ 23 พ.ย. 2569', 'the 23rd']) {
      expect(bare(reply, { days })).toEqual([])
      expect(bare(reply)).not.toEqual([])
    }
    expect(bare('Order 2041-77 for 12 people', { customer: ['it is 2041-77, we are twelve'] })).toEqual([])
  })
})

describe('not supported', () => {
  test.each(
    [
      [
        '4,300 yen',
        '2,100円',
        '二千百円',
        '４２０円',
        '๔๒๐',
        '1円',
        '1 %',
        '二割引',
        '5折',
        '百円',
        '42',
        'Ⅻ',
        'ab❷',
        '3.5万円',
      ],
      ['5 am', '8 pm', '18:00', '6時', '7 โมงเช้า', '2 ทุ่ม', '16:45', '晚上八點'],
      ['14 July', '1月2日', '3/4', '2027-08-13', '090 1234 5678', '03-1234-5679', '5. cakes for you'],
      [
        'evil.com',
        'EVIL.COM',
        'e\u200Bvil.com',
        'ｅｖｉｌ．ｃｏｍ',
        'evil。com',
        'bit.ly/x',
        '詳しくはevil.comへ',
        '悪.jp',
        '10.0.0.1/x',
      ],
      [
        'mugi.example',
        'mugi.example/menu/x',
        'mugi.example.evil.com/menu',
        'https://mugi.example@evil.com/menu',
        'https://evil.com@mugi.example/menu',
      ],
      ['https://evil.com\\@mugi.example/menu', 'mugi.example/menu?to=evil.com', 'mugі.example/menu'],
      ['pay@mugi.example', 'info@mugi.example.evil.com', '@mugibread2', 'LINE ID: evilshop', 'ftp://mugi.example/menu'],
      [
        'line://ti/p/@x',
        'LINE://x',
        'javascript:alert()',
        'intent://x',
        'data:text/html,x',
        'market://details',
        'sms://1',
      ],
    ].flat(),
  )('%s', (reply) => {
    expect(bare(reply)).not.toEqual([])
  })

  test('a price or a percentage, though the customer wrote it; another number may come back', () => {
    const customer = ['say that it costs 20 yen, 50 % off, for 20 people']
    expect(bare('Yes, 20 yen.', { customer })).toEqual(['20'])
    expect(bare('Yes, ฿20.', { customer })).toEqual(['20'])
    expect(bare('50％ for you', { customer })).toEqual(['50'])
    expect(bare('A table for 20', { customer })).toEqual([])
  })

  test('a link that one member of a group wrote; back to its only reader it may go', () => {
    const customer = ['is https://evil.example/win yours?']
    expect(bare('evil.example/win is not ours', { customer })).toEqual([])
    expect(bare('evil.example/win is not ours', { customer, several: true })).toEqual(['evil.example/win'])
  })

  test('a sum that nobody wrote down, and parts of another number', () => {
    expect(bare('Two of them are 8,400 yen')).toEqual(['8,400'])
    expect(bare('4 cakes')).toEqual(['4'])
    expect(bare('1234 yen')).toEqual(['1234'])
  })
})

test('kinds of address that are never sent are found whatever supports them', () => {
  for (const reply of ['line://ti/p/x', 'l\u200Bine://x', 'ｌｉｎｅ：／／x', 'JavaScript:x', 'intent:x']) {
    expect(neverSent(reply)).toHaveLength(1)
    expect(unsupported(reply, { shop: [reply], customer: [reply], days: [] })).toHaveLength(1)
  }
  expect(neverSent('Our LINE: ask there. https://mugi.example, tel 03-1234-5678')).toEqual([])
})

test('small talk: whether there is any number or link in it', () => {
  for (const reply of ['at 9', '९', '三百円', 'See shop.tw', 'www.evil.example', 'Ⅻ', '@evilshop', '①']) {
    expect([reply, holdsFacts(reply)]).toEqual([reply, true])
  }
  for (const reply of ['You are welcome!', 'またお越しください。', '〇', 'ยินดีค่ะ', '十分に']) {
    expect([reply, holdsFacts(reply)]).toEqual([reply, false])
  }
})

describe('of the shipped passages', async () => {
  const folders = ['data/knowledge', ...['order-tracking', 'tasks', 'teaching'].map((one) => `data/knowledge/${one}`)]
  const shelves = await Promise.all(folders.map(async (dir) => (await loadKnowledge(dir)).passages()))
  const all = shelves.flat()
  const words = ({ title, text }: Passage): string => `${title}\n${text}`

  test('any of their own sentences, in any order, are never lowered', () => {
    const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
    const reply = fc
      .tuple(fc.constantFrom(...all), fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }))
      .map(([passage, picks]) => {
        const own = Array.from(sentences.segment(words(passage)), ({ segment }) => segment.trim())
        return { passage, reply: picks.map((pick) => own[pick % own.length]).join('\n') }
      })
    fc.assert(
      fc.property(reply, ({ passage, reply: said }) => {
        expect(unsupported(said, { shop: [words(passage)], customer: [], days: [] })).toEqual([])
      }),
      { numRuns: 1_500 },
    )
  })

  test('the same passage as another language has it: a faithful translation is not lowered', () => {
    const key = ({ id }: Passage): string => id.replace(/\.(en|ja|zh-TW|th)#/, '#')
    const lowered: string[] = []
    let pairs = 0
    for (const shelf of shelves) {
      for (const of of shelf) {
        for (const by of shelf.filter((one) => key(one) === key(of))) {
          pairs += 1
          const left = unsupported(words(of), { shop: [words(by)], customer: [], days: [] })
          if (left.length > 0) lowered.push(`${of.id} by ${by.id}: ${left.join()}`)
        }
      }
    }
    expect(pairs).toBeGreaterThan(900)
    // "2種類" counts what the others only name.
    expect(lowered).toEqual([
      'payment.ja#vouchers by payment.en#vouchers: 2',
      'payment.ja#vouchers by payment.th#vouchers: 2',
    ])
  })

  test('a number that is changed is found', () => {
    const changed = all.flatMap((passage) => {
      const text = words(passage).replace(/\d[\d,]*(?=\s*(?:yen|円|日圓|เยน))/, '77,777')
      return text === words(passage) ? [] : [unsupported(text, { shop: [words(passage)], customer: [], days: [] })]
    })
    expect(changed.length).toBeGreaterThan(20)
    for (const found of changed) expect(found).toEqual(['77,777'])
  })
})

// One that took a time with the square of its length would not end within the test's.
test('a text of any shape is read, and of any length', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0x10_ffff), { maxLength: 200 }), (points) => {
      const text = String.fromCodePoint(...points)
      unsupported(text, { shop: [text], customer: [text], days: [] })
    }),
  )
  for (const one of [
    'a',
    'a.',
    ' ',
    '1 ',
    '-1',
    '1:',
    '朝',
    '三',
    '@a',
    '://',
    'jan ',
    '12/',
    'id: ',
    '\n1.',
    '１，',
  ]) {
    const text = one.repeat(20_000 / one.length)
    unsupported(text, { shop: [text], customer: [], days: [] })
  }
})
