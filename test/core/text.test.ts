import { describe, expect, test } from 'vitest'
import { plainText, shorten, split } from '../../src/core/text.ts'

describe('Markdown that a model leaks becomes plain text', () => {
  test.each([
    ['**Open** from *8:00*', 'Open from 8:00'],
    ['# Hours\nfrom 8', 'Hours\nfrom 8'],
    ['- tea\n- cake', '• tea\n• cake'],
    ['[our site](https://example.com/a)', 'our site https://example.com/a'],
    ['`code` and\n```js\nlet a\n```', 'code and\nlet a'],
    ['> quoted', 'quoted'],
    ['__bold__ words', 'bold words'],
  ])('%j', (markdown, plain) => expect(plainText(markdown)).toBe(plain))

  test.each(['line`:`//ti/p/@evil', 'l**in**e://x', '`line`://x'])('no LINE link is put together: %j', (parted) => {
    expect(plainText(`Tap ${parted} now`)).toBe('Tap  now')
  })

  test.each([
    '10~12時、14~16時',
    '2 * 3 * 4 = 24',
    'snake_case_name',
    'under <5 kg> only',
    '1. first\n2. second',
    'a*b*c',
    '(*´ω｀*)',
    '5*5 cm',
  ])('what is not surely markup stays: %j', (text) => expect(plainText(text)).toBe(text))
})

describe('a long answer becomes several messages', () => {
  test('is cut at the ends of sentences', () => {
    expect(split('One two. Three four. Five six.', 22)).toEqual(['One two. Three four.', 'Five six.'])
    expect(split('一つ目です。二つ目です。三つ目です。', 12)).toEqual(['一つ目です。二つ目です。', '三つ目です。'])
  })

  test('never inside a grapheme, even when a sentence alone is too long', () => {
    const family = '👨‍👩‍👧‍👦'
    for (const piece of split(family.repeat(5), family.length * 2 + 3)) expect(piece.replaceAll(family, '')).toBe('')
  })

  test('at most five, the last shortened; 5,000 units each', () => {
    const pieces = split('word '.repeat(8_000))
    expect(pieces).toHaveLength(5)
    expect(pieces.every((piece) => piece.length <= 5_000)).toBe(true)
    expect(pieces.at(-1)?.endsWith('…')).toBe(true)
  })

  test('a short one is left as it is, an empty one is none', () => {
    expect(split('hello')).toEqual(['hello'])
    expect(split('')).toEqual([])
    expect(shorten('abcdef', 4)).toBe('abc…')
  })
})
