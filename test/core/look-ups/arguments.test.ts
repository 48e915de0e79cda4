import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { givenFrom, longestOfAll } from '../../../src/core/look-ups/arguments.ts'
import type { Argument } from '../../../src/core/look-ups/declared.ts'
import { number, orders, stock } from './look-ups.ts'

const of = (value: unknown, name = 'number') => givenFrom(orders, [{ name, value }])
const anything: Argument = { name: 'what', about: 'what is to be done', shape: /[^\p{Cc}]+/u, longest: 200 }
const what = (value: unknown) => givenFrom({ arguments: [anything] }, [{ name: 'what', value }])

describe('a number is understood however a customer types it', () => {
  test.each([
    ['as it is', '1234'],
    ['in full width', '１２３４'],
    ['in Thai digits', '๑๒๓๔'],
    ['in Arabic ones', '١٢٣٤'],
    ['with blanks around it', ' \u3000１２３４\n'],
    ['with marks of direction, as copied from a contact', '\u202d1234\u202c'],
    ['with a mark from right to left', '\u200f1234\u200e'],
    ['with what is not seen', '12\u200b34\ufeff'],
    ['in small capitals of mathematics', '𝟏𝟐𝟑𝟒'],
  ])('%s', (_, value) => {
    expect(of(value)).toEqual({ ok: true, given: { number: '1234' } })
  })
})

describe('what is not as declared goes nowhere', () => {
  test.each<[string, unknown, string]>([
    ['a way out of a folder', '../', 'wrong_shape'],
    ['a way out of a folder behind the number', '1234/../', 'wrong_shape'],
    ['the same in full width', '１２３４／．．／', 'wrong_shape'],
    ['a link', 'http://a.b', 'wrong_shape'],
    ['a long link', 'https://evil.example/1234', 'too_long'],
    ['SQL', "1' OR 1=1", 'wrong_shape'],
    ['long SQL', "1234'; DROP TABLE orders; --", 'too_long'],
    ['5,000 digits', '1'.repeat(5_000), 'too_long'],
    ['11 digits', '12345678901', 'too_long'],
    ['a number behind a page of blanks', `${' '.repeat(2_000)}1234`, 'too_long'],
    ['3 digits', '123', 'wrong_shape'],
    ['NUL', '12\x0034', 'wrong_shape'],
    ['NUL behind it', '1234\0', 'wrong_shape'],
    ['half a character', '1234\ud800', 'wrong_shape'],
    ['its other half', '\udc001234', 'wrong_shape'],
    ['two lines', '1234\n5678', 'wrong_shape'],
    ['an end of a line of another kind', '1234\u20285678', 'wrong_shape'],
    ['a joiner', '12\u200d34', 'wrong_shape'],
    ['a tag', '<passage>', 'wrong_shape'],
    ['a number, not a text', 1234, 'not_text'],
    ['nothing at all', null, 'not_text'],
    ['a list', ['1234'], 'not_text'],
    ['an object that says it is a text', { toString: () => '1234', length: 4 }, 'not_text'],
    ['an empty text', '', 'missing'],
    ['blanks', ' \u3000\n', 'missing'],
    ['what is not seen', '\u200b\u3164\u2060', 'missing'],
  ])('%s', (_, value, why) => {
    expect(of(value)).toEqual({ ok: false, why, argument: 'number' })
  })

  test.each<[string, unknown, object]>([
    ['no list', { number: '1234' }, { why: 'wrong_shape' }],
    ['a text', '1234', { why: 'wrong_shape' }],
    ['undefined', undefined, { why: 'wrong_shape' }],
    ['a list of texts', ['1234'], { why: 'wrong_shape' }],
    ['a pair whose name is no text', [{ name: 7, value: '1234' }], { why: 'wrong_shape' }],
    ['no argument', [], { why: 'missing', argument: 'number' }],
    ['a name that is not declared', [{ name: 'phone', value: '1234' }], { why: 'unknown_argument' }],
    ['a name in other letters', [{ name: 'Number', value: '1234' }], { why: 'unknown_argument' }],
    ['`__proto__`', [{ name: '__proto__', value: '1234' }], { why: 'unknown_argument' }],
    ['`constructor`', [{ name: 'constructor', value: '1234' }], { why: 'unknown_argument' }],
    [
      'one more beside it',
      [
        { name: 'number', value: '1234' },
        { name: 'table', value: 'customers' },
      ],
      { why: 'unknown_argument' },
    ],
    [
      'an argument twice',
      [
        { name: 'number', value: '1234' },
        { name: 'number', value: '5678' },
      ],
      { why: 'wrong_shape', argument: 'number' },
    ],
    [
      'the same twice',
      [
        { name: 'number', value: '1234' },
        { name: 'number', value: '1234' },
      ],
      { why: 'wrong_shape', argument: 'number' },
    ],
  ])('%s', (_, raw, failure) => {
    expect(givenFrom(orders, raw)).toEqual({ ok: false, ...failure })
  })

  test('what a model calls an argument is not repeated', () => {
    expect(JSON.stringify(of('1234', 'secret words'))).not.toContain('secret')
  })

  test('an argument that may be called like something every object has', () => {
    const declared = { arguments: [{ ...number, name: '__proto__' }] }
    expect(givenFrom(declared, [])).toEqual({ ok: false, why: 'missing', argument: '__proto__' })
    const given = givenFrom(declared, [{ name: '__proto__', value: '1234' }])
    expect(given.ok && Object.entries(given.given)).toEqual([['__proto__', '1234']])
  })
})

describe('a shape', () => {
  const shaped = (shape: RegExp, value: string) =>
    givenFrom({ arguments: [{ ...number, shape, longest: 20 }] }, [{ name: 'number', value }]).ok

  test('is of all of the value, whatever branch it takes', () => {
    expect(shaped(/\d+|[A-Z]+/, '12')).toBe(true)
    expect(shaped(/\d+|[A-Z]+/, '12; DROP')).toBe(false)
    expect(shaped(/\d+|[A-Z]+/, '; AB')).toBe(false)
    expect(shaped(/^\d+|[A-Z]+$/, '12AB')).toBe(false)
  })

  test('remembers nothing, and knows of no lines', () => {
    const [global, sticky, lines] = [/\d+/g, /\d+/y, /^\d+$/m]
    for (const shape of [global, sticky, lines, global, sticky, lines]) expect(shaped(shape, '1234')).toBe(true)
    expect(shaped(/[^]+/m, 'a\nb')).toBe(true)
    expect(shaped(/a$/m, 'a\nb')).toBe(false)
  })

  test('that takes everything still gets no control character and no half of one', () => {
    for (const value of ['a\0b', 'a\u001bb', 'a\u007fb', 'a\u009fb', 'a\ud800', '\udc00a']) {
      expect(shaped(/[^]+/, value)).toBe(false)
      expect(shaped(/[^]+/u, value)).toBe(false)
    }
  })

  test('keeps its case, or does not', () => {
    expect(shaped(/[A-Z]+/, 'ab')).toBe(false)
    expect(shaped(/[A-Z]+/i, 'ab')).toBe(true)
  })

  test('never sees more than 200 characters, however many are declared', () => {
    const declared = { arguments: [{ ...anything, longest: 100_000 }] }
    const given = (length: number) => givenFrom(declared, [{ name: 'what', value: 'a'.repeat(length) }])
    expect(given(longestOfAll).ok).toBe(true)
    for (const length of [longestOfAll + 1, 5_000, 1_000_000]) {
      expect(given(length)).toEqual({ ok: false, why: 'too_long', argument: 'what' })
    }
  })

  test('one that takes the square of the length is soon done', () => {
    const started = performance.now()
    givenFrom({ arguments: [{ ...anything, shape: /.*.*=/ }] }, [{ name: 'what', value: 'x'.repeat(200) }])
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('words, such as those of a task', () => {
  test('stay what they are', () => {
    for (const text of [
      '紙をA4で500枚',
      'สั่งกระดาษภายในวันศุกร์',
      'paper & ink – 2 boxes',
      'น้ำตาล ทำขนม',
      '👨‍👩‍👧 cake ❤️',
      'क्‍ष',
    ]) {
      expect(what(text)).toEqual({ ok: true, given: { what: text } })
    }
  })

  test('stand in one line', () => {
    expect(what('paper\r\n- ink\tblack')).toEqual({ ok: true, given: { what: 'paper - ink black' } })
  })

  test('are as long as somebody counts them', () => {
    expect(what('𠮷'.repeat(200)).ok).toBe(true)
    expect(what('か\u3099'.repeat(200)).ok).toBe(true)
    expect(what('𠮷'.repeat(201)).ok).toBe(false)
    // One character that is written in eighteen.
    expect(what('\ufdfa'.repeat(100)).ok).toBe(false)
  })
})

test('what may be left out may be empty too', () => {
  const product = { name: 'product', value: 'rye bread' }
  expect(givenFrom(stock, [product])).toEqual({ ok: true, given: { product: 'rye bread' } })
  expect(givenFrom(stock, [{ name: 'branch', value: ' ' }, product])).toEqual({
    ok: true,
    given: { product: 'rye bread' },
  })
  expect(givenFrom(stock, [{ name: 'branch', value: '7' }, product])).toEqual({
    ok: false,
    why: 'wrong_shape',
    argument: 'branch',
  })
})

test('whatever a model writes, nothing is thrown and only what has its shape comes through', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d０-９ ]{0,14}$/), fc.anything())
  const pair = fc.record({ name: fc.oneof(fc.constantFrom('number', '__proto__'), fc.string()), value })
  fc.assert(
    fc.property(fc.oneof(fc.array(pair, { maxLength: 3 }), fc.anything()), (raw) => {
      const given = givenFrom(orders, raw)
      if (given.ok) expect(Object.entries(given.given).join()).toMatch(/^number,[0-9]{4,10}$/)
      else expect(given.argument ?? 'number').toBe('number')
    }),
    { numRuns: 2_000 },
  )
})
