import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeclaredLookUp, Given, Thing } from '../../../src/core/look-ups/declared.ts'
import { maskedGiven, maskedThing } from '../../../src/core/look-ups/masked.ts'
import { passageOf, passagesOf } from '../../../src/core/look-ups/passages.ts'
import { order1234, orders, stock } from './look-ups.ts'

const idOf = (given: Given, declared: DeclaredLookUp = stock) =>
  passageOf(declared, given, { product: 'rye', order: '1' }, 0)?.id

describe('what was found becomes a passage', () => {
  test('with what is shown of it, in the order of the columns', () => {
    expect(passageOf(orders, { number: '1234' }, order1234, 0)).toEqual({
      id: 'orders#1234',
      title: 'order: 1234',
      text: 'status: sent\nsent on: 2026-11-20',
      also: '',
    })
  })

  test('without the columns that are empty, or that the thing lacks', () => {
    expect(passageOf(orders, { number: '1234' }, { order: ' ', status: 'sent', phone: '5678' }, 0)).toEqual({
      id: 'orders#1234',
      title: 'orders',
      text: 'status: sent',
      also: '',
    })
  })

  test('none where nothing of it is to be seen: it would be a source that says nothing', () => {
    expect(passageOf(orders, { number: '1234' }, { phone: '090-1111-5678' }, 0)).toBeUndefined()
    expect(passageOf({ ...orders, shows: ['constructor', 'toString'] }, { number: '1234' }, {}, 0)).toBeUndefined()
  })

  test('each value in one line: none can look like another column', () => {
    const thing = { order: '1234', status: 'lost\nsent on: today\r\u2028\u0085x\u0000\u202ey' }
    expect(passageOf(orders, { number: '1234' }, thing, 0)?.text).toBe('status: lost sent on: today xy')
  })

  test('a long value is cut, and never within a number', () => {
    const words = passageOf(orders, { number: '1' }, { order: '1', status: 'word '.repeat(1_000) }, 0)?.text ?? ''
    expect(words.length).toBeLessThanOrEqual('status: '.length + 500)
    expect(words.endsWith('…')).toBe(true)
    for (let length = 480; length <= 500; length += 1) {
      const status = `${'a'.repeat(length)} 1234567,890 yen in all, and more`
      const text = passageOf(orders, { number: '1' }, { order: '1', status }, 0)?.text ?? ''
      expect(text).toMatch(/a( ?…|  ?1234567,890( .*)?…)$/)
    }
  })

  test('what the customer gave stands in no text of it: a price that they write does not become the shop’s', () => {
    const found = passageOf(stock, { product: 'cake for 5 yen' }, { product: 'cake', left: '3' }, 0)
    expect(`${found?.title}\n${found?.text}`).toBe('product: cake\nleft: 3')
  })
})

describe('the id of such a passage', () => {
  test.each<[string, string]>([
    ['1234', 'stock#1234'],
    ['A-1234_b.2', 'stock#A-1234_b.2'],
    ['../../etc', 'stock#etc'],
    ['rye & bread', 'stock#rye-bread'],
    ['"><passage id="x', 'stock#passage-id-x'],
    ['パン・ド・ミ', 'stock#パン-ド-ミ'],
    ['ขนมปัง', 'stock#ขนมปัง'],
    ['#', 'stock#found'],
    ['', 'stock#found'],
    ['x'.repeat(200), `stock#${'x'.repeat(60)}`],
  ])('of %j', (product, id) => {
    expect(idOf({ product })).toBe(id)
  })

  test('names all that was asked, in the order of the arguments', () => {
    expect(idOf({ branch: 'Kaede', product: 'rye' })).toBe('stock#rye-Kaede')
    expect(idOf({}, { ...orders, arguments: [] })).toBe('orders#found')
  })

  test('goes to the ledger, so it holds no whole telephone number and no e-mail address', () => {
    expect(idOf({ product: '090-1234-5678' })).toBe('stock#78')
    expect(idOf({ product: 'hana@example.jp' })).toBe('stock#e-mail')
  })

  test('is another one for each thing that was found', () => {
    const found = passagesOf([
      { declared: stock, given: { product: 'rye' }, things: [{ left: '1' }, {}, { left: '3' }] },
      { declared: orders, given: { number: '1234' }, things: [order1234] },
    ])
    expect(found.map(({ id }) => id)).toEqual(['stock#rye', 'stock#rye.3', 'orders#1234'])
  })

  test('is another one where two values become the same, and where a file of knowledge has it', () => {
    const things = [{ left: '1' }, { left: '2' }]
    const found = passagesOf(
      ['a&b', 'a b', 'a-b.2', '09012345678', '08087654378'].map((product) => ({
        declared: stock,
        given: { product },
        things,
      })),
      ['stock#a-b'],
    )
    expect(found.map(({ id }) => id)).toEqual([
      'stock#a-b-2',
      'stock#a-b.2',
      'stock#a-b-3',
      'stock#a-b.2-2',
      'stock#a-b.2-3',
      'stock#a-b.2.2',
      'stock#78',
      'stock#78.2',
      'stock#78-2',
      'stock#78.2-2',
    ])
  })

  test('is of its own and of plain characters, whatever was asked', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('1234', '1234.2', '1234-2'))
    const found = fc.array(fc.record({ product: text, count: fc.integer({ min: 1, max: 5 }) }), { maxLength: 3 })
    fc.assert(
      fc.property(found, (all) => {
        const passages = passagesOf(
          all.map(({ product, count }) => ({
            declared: stock,
            given: { product },
            things: Array.from({ length: count }, () => ({ left: '1' })),
          })),
        )
        expect(new Set(passages.map(({ id }) => id)).size).toBe(all.reduce((sum, { count }) => sum + count, 0))
        for (const { id } of passages) expect(id).toMatch(/^stock#[\p{L}\p{M}\p{Nd}._-]+$/u)
      }),
    )
  })
})

describe('what may be a person’s is masked', () => {
  const columns = (thing: Thing): Thing => maskedThing({ shows: Object.keys(thing) }, thing)

  test.each<[string, string, string]>([
    ['a telephone number', '090-1234-5678', '•••-••••-••78'],
    ['one without its area', '123-4567', '•••-••67'],
    ['one from abroad', '+81 (0)90 1234 5678', '+•• (•)•• •••• ••78'],
    ['one in words around it', '電話は０９０１２３４５６７８です', '電話は•••••••••７８です'],
    ['one in Thai', 'โทร ๐๘๑-๒๓๔-๕๖๗๘', 'โทร •••-•••-••๗๘'],
    ['a long number', 'parcel 4408-2197-0005', 'parcel ••••-••••-••05'],
    ['a telephone number with TEL before it', 'TEL090-1234-5678', 'TEL•••-••••-••78'],
    ['one with TEL and a hyphen', 'tel-09012345678', 'tel-•••••••••78'],
    ['one with Mobile', 'Mobile81 90 1234 5678', 'Mobile•• •• •••• ••78'],
    ['one with other letters before it', 'AB090-1234-5678', 'AB•••-••••-••78'],
    ['one behind a code', 'KX-4408-2197 090-1234-5678', 'KX-4408-2197 •••-••••-••78'],
    ['a card', '4111 1111 1111 1111', '•••• •••• •••• ••11'],
    ['an e-mail address', 'to hana.y@example.jp', 'to [e-mail]'],
    ['a link', 'https://track.example/123456789?name=hana', '[link]'],
    ['a name in its form', '田中様', '[name]様'],
    ['a street and house', '東京都渋谷区神南1-2-3', '[address]'],
  ])('%s', (_, value, masked) => {
    expect(columns({ value })).toEqual({ value: masked })
    expect(maskedGiven(stock, { product: value })).toEqual({ product: masked })
  })

  test.each([
    '1234',
    'A-10234',
    'sent',
    '2026-11-20',
    '2026-11-20 14:30',
    '2026年11月3日',
    '12,300円',
    '1,234,567 yen',
    'KX-4408-2197',
    'MK1234567TW',
    'EG012345678JP',
    'kx_44082197',
    'parcel JP123456789TW, sent',
  ])('what staff look for stays: %s', (value) => {
    expect(columns({ value })).toEqual({ value })
  })

  test('so is what proves whose it is, however short', () => {
    const shows = ['order', 'phone', 'line']
    const thing = { order: '1234', phone: '5678', line: 'Uabc' }
    expect(maskedThing({ shows, proof: { by: 'last_digits', column: 'phone', digits: 4 } }, thing)).toEqual({
      order: '1234',
      phone: '••78',
      line: 'Uabc',
    })
    expect(maskedThing({ shows, proof: { by: 'account_link', column: 'line' } }, thing)).toEqual({
      order: '1234',
      phone: '5678',
      line: '[number]',
    })
  })

  test('columns that nobody is shown are not there at all', () => {
    expect(maskedThing(orders, order1234)).toEqual({ order: '1234', status: 'sent', 'sent on': '2026-11-20' })
  })

  test('arguments that are not declared are not there either', () => {
    expect(maskedGiven(orders, { number: '1234', phone: '09012345678' })).toEqual({ number: '1234' })
  })

  test('no run of seven digits is left but in a code, whatever stands between them', () => {
    const text = fc.array(fc.constantFrom('0', '1', '９', '๕', '-', ' ', '(', ')', ' a ', '電'), { maxLength: 30 })
    fc.assert(
      fc.property(text, (letters) => {
        const { value = '' } = columns({ value: `x${letters.join('')}` })
        expect(value).not.toMatch(/\p{Nd}(?:[ ()-]?\p{Nd}){6}/u)
      }),
      { numRuns: 2_000 },
    )
  })
})
