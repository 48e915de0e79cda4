import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../../src/adapters/look-ups/http-address.ts'

const hosts = ['shop.example', 'localhost', '127.0.0.1', '[::1]', '10.0.0.7']
const names = ['order', 'phone']
const filled = (template: string, given: Record<string, string> = { order: '1234', phone: '77' }, listed = hosts) =>
  addressOf(template, listed, names)(given)

describe('what may be declared', () => {
  test.for<[string, string]>([
    ['https://shop.example/orders/{order}', 'https://shop.example/orders/1234'],
    ['https://shop.example?id={order}', 'https://shop.example?id=1234'],
    ['https://shop.example/{order}.json?a=1&b={phone}', 'https://shop.example/1234.json?a=1&b=77'],
    ['https://shop.example/{phone}-{order}/{order}', 'https://shop.example/77-1234/1234'],
    ['https://shop.example:8443/orders', 'https://shop.example:8443/orders'],
    ['HTTPS://SHOP.example/{order}', 'HTTPS://SHOP.example/1234'],
    ['http://localhost:80/{order}', 'http://localhost:80/1234'],
    ['http://127.0.0.1:4000/{order}', 'http://127.0.0.1:4000/1234'],
    ['http://[::1]:4000/{order}', 'http://[::1]:4000/1234'],
    // A shop's own system stands in its own network.
    ['https://10.0.0.7/{order}', 'https://10.0.0.7/1234'],
  ])('%s', ([template, href]) => {
    expect(filled(template)).toEqual({ ok: true, href })
  })

  test.for<[string, string]>([
    ['https://{order}/', 'in its host'],
    ['https://shop.example{order}/', 'in its host'],
    ['https://{order}.shop.example/', 'in its host'],
    ['https://shop.example:{order}/', 'in its host'],
    ['https://{order}@shop.example/', 'in its host'],
    ['{order}://shop.example/', 'does not begin'],
    ['{order}', 'does not begin'],
    ['//shop.example/{order}', 'does not begin'],
    ['https:///shop.example/{order}', 'does not begin'],
    ['https:shop.example/{order}', 'does not begin'],
    ['ftp://shop.example/{order}', 'does not begin'],
    ['file:///etc/{order}', 'does not begin'],
    ['', 'does not begin'],
    ['https://name:canary@shop.example/{order}', 'a name or a password'],
    ['https://shop.example@evil.example/{order}', 'a name or a password'],
    ['https://shop.example\\@evil.example/{order}', 'a backslash'],
    ['https://shop.example/\t{order}', 'a space'],
    ['https://shop.example/#{order}', 'a #'],
    ['https://shop.example/{other}', 'the name of an argument'],
    ['https://shop.example/{constructor}', 'the name of an argument'],
    ['https://shop.example/{}', 'the name of an argument'],
    ['https://shop.example/{{order}}', 'of its own'],
    ['https://shop.example/}{', 'of its own'],
    ['https://shop.example/%{order}', 'a %'],
    ['https://shop.example/%2{order}', 'a %'],
    ['https://shop.example/?{order}=1', 'as a name'],
    ['https://shop.example/?{order}', 'as a name'],
    ['https://shop.example/?a=1&b{order}=1', 'as a name'],
    ['https://shop.example:99999/{order}', 'is none'],
    ['http://shop.example/{order}', 'not https'],
    ['http://10.0.0.7/{order}', 'not https'],
    ['http://127.0.0.1.evil.example/{order}', 'not https'],
    ['https://evil.example/{order}', 'not listed'],
    ['https://shop.example.evil.example/{order}', 'not listed'],
    ['https://sub.shop.example/{order}', 'not listed'],
    ['https://evil.example/shop.example/{order}', 'not listed'],
    ['https://127.0.0.2/{order}', 'not listed'],
  ])('%s is never asked: %s', ([template, why]) => {
    const address = filled(template)
    expect(address).toMatchObject({ ok: false, lasting: true, detail: expect.stringContaining(why) })
    expect(JSON.stringify(address)).not.toMatch(/canary|evil/)
  })

  test.for<[string, string[], boolean]>([
    ['https://shop.example/', ['Shop.Example'], true],
    ['https://shop.example:8443/', ['shop.example'], true],
    ['https://shop.example:8443/', ['shop.example:8443'], true],
    ['https://shop.example/', ['shop.example:443'], true],
    ['https://shop.example:8443/', ['shop.example:443'], false],
    ['https://shop.example/', ['shop.example:8443'], false],
    ['http://[::1]:80/', ['[::1]'], true],
    ['https://xn--n3h.example/', ['☃.example'], true],
    ['https://shop.example/', ['*', '*.example', 'example', '', 'https://shop.example'], false],
    ['https://shop.example/', [], false],
  ])('%s with %j listed: %s', ([template, listed, ok]) => {
    expect(filled(template, {}, listed).ok).toBe(ok)
  })
})

describe('what a customer wrote', () => {
  const inPath = (order: string) => filled('https://shop.example/orders/{order}/state', { order })
  const inQuery = (order: string) => filled('https://shop.example/find?order={order}&full=1', { order })

  test.for<[string, string]>([
    ['a/b', 'a%2Fb'],
    ['//evil.example', '%2F%2Fevil.example'],
    ['https://evil.example/x', 'https%3A%2F%2Fevil.example%2Fx'],
    ['x?admin=1', 'x%3Fadmin%3D1'],
    ['x#y', 'x%23y'],
    ['x%2fy', 'x%252fy'],
    ['x;y=1', 'x%3By%3D1'],
    ['@evil.example', '%40evil.example'],
    ['x\\y', 'x%5Cy'],
    ["1' OR '1'='1", "1'%20OR%20'1'%3D'1"],
    ['...', '...'],
    ['a..b', 'a..b'],
    ['{order}', '%7Border%7D'],
    ['$&', '%24%26'],
    ['注文１２', '%E6%B3%A8%E6%96%87%EF%BC%91%EF%BC%92'],
    ['A B+C', 'A%20B%2BC'],
  ])('%j is one segment and one value', ([value, written]) => {
    expect(inPath(value)).toEqual({ ok: true, href: `https://shop.example/orders/${written}/state` })
    expect(inQuery(value)).toEqual({ ok: true, href: `https://shop.example/find?order=${written}&full=1` })
  })

  test.for([
    '.',
    '..',
    '../x',
    'x/..',
    'x/../y',
    '..\\x',
    './x',
    '%2e',
    '%2E%2e',
    '.%2e',
    '..%2fx',
    '%2e%2e%2fx',
    '%252e%252e%252fx',
    '%25252e',
    '..;/x',
    '..?x',
    '..#x',
  ])('%j is in no path', (value) => {
    expect(inPath(value)).toEqual({
      ok: false,
      lasting: false,
      detail: 'its argument "order" may not stand in an address',
    })
    expect(inQuery(value).ok).toBe(true)
  })

  test.for(['', ' ', '\u3000', 'a\nb', 'a\0b', 'a\u0085b', '\uD800'])('%j is nowhere in an address', (value) => {
    for (const address of [inPath(value), inQuery(value)]) {
      expect(address).toMatchObject({ ok: false, lasting: false, detail: expect.stringContaining('argument') })
    }
  })

  test('one that is not given, or is no text of its own, is not asked for', () => {
    expect(filled('https://shop.example/{order}', {})).toMatchObject({ ok: false, lasting: false })
    expect(addressOf('https://shop.example/{toString}', hosts, ['toString'])({}).ok).toBe(false)
  })

  test('5,000 digits, or many that are long together, make no address', () => {
    expect(inPath('1'.repeat(5_000)).ok).toBe(false)
    expect(inQuery('1'.repeat(5_000)).ok).toBe(false)
    const long = { order: '1'.repeat(2_500), phone: '2'.repeat(2_500) }
    expect(filled('https://shop.example/{order}/{phone}', long)).toMatchObject({ ok: false, lasting: false })
  })

  test('one that a part of the declaration would turn into a way up', () => {
    expect(filled('https://shop.example/a/b/.{order}', { order: '.x' })).toMatchObject({ ok: true })
    expect(filled('https://shop.example/a/.{order}{phone}', { order: 'x', phone: 'y' }).ok).toBe(true)
  })

  test('whatever it is: it is in its place, whole, or nothing is asked', () => {
    const evil = fc.constantFrom(
      '.',
      '..',
      '/',
      '\\',
      '%',
      '2e',
      '2f',
      '?',
      '#',
      '@',
      ':',
      '&',
      '=',
      ';',
      'a',
      '\t',
      ' ',
    )
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(evil, { maxLength: 8 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(value, value, (order, phone) => {
        const address = filled('https://shop.example/a/{order}/b?x={phone}&y=1', { order, phone })
        if (!address.ok) return
        const url = new URL(address.href)
        expect(url.origin).toBe('https://shop.example')
        const [, a, one = '', b, ...more] = url.pathname.split('/')
        expect([a, decodeURIComponent(one), b, more]).toEqual(['a', order, 'b', []])
        expect([...url.searchParams]).toEqual([
          ['x', phone],
          ['y', '1'],
        ])
        expect(url.hash).toBe('')
      }),
      { numRuns: 2_000 },
    )
  })
})
