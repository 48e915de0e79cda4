import { describe, expect, test } from 'vitest'
import { readName } from '../../src/staff/names.ts'
import { faultOf, makePassword } from '../../src/staff/passwords.ts'

describe('a password', () => {
  test.each([
    'melon pan at eight',
    'rolls4breakfast',
    'kyou wa hare da ne',
    'ขนมปังกับกาแฟ',
    'さくら満開の朝です',
    '🥐🥖🍞🥨🥯🧇🥞🧈',
    'Tr0ub4dor&3',
    'test kitchen bakes rye',
  ])('will do: %s', (password) => {
    expect(faultOf(password, 'Mika')).toBeUndefined()
  })

  test.each([
    ['1234567', 'too short'],
    ['🥐🥐🥐', 'too short'],
    ['x'.repeat(201), 'too long'],
    ['rolls\u0007 and bread', 'cannot be typed'],
    ['password', 'tries first'],
    ['Passw0rd123', 'tries first'],
    ['ｐａｓｓｗｏｒｄ１', 'tries first'],
    ['12345678', 'tries first'],
    ['20260401', 'tries first'],
    ['aaaaaaaa', 'tries first'],
    ['abababab', 'tries first'],
    ['qwertyuiop', 'tries first'],
    ['lkjhgfdsa', 'tries first'],
    ['1qaz2wsx', 'tries first'],
    ['abcdefghij', 'tries first'],
    ['!!kidoku!!', 'tries first'],
    ['sakura2026', 'tries first'],
    ['mika2026!', 'the name'],
    ['M1k4-M1k4', undefined],
    ['M!I!K!A!!!', 'the name'],
  ])('will not do: %s', (password, why) => {
    const fault = faultOf(password, 'Mika')
    if (why === undefined) expect(fault).toBeUndefined()
    else expect(fault).toContain(why)
  })

  test('is not the name in any script either', () => {
    expect(faultOf('田中さくら2026', '田中 さくら')).toContain('the name')
    expect(faultOf('สมชาย1234567', 'สมชาย')).toContain('the name')
  })

  test('that is made up is never the same twice, and will do', () => {
    const made = Array.from({ length: 50 }, makePassword)
    expect(new Set(made).size).toBe(50)
    for (const one of made) expect(faultOf(one, 'Mika')).toBeUndefined()
  })
})

describe('a name', () => {
  test.each([
    ['  Mika  Tanaka ', 'Mika Tanaka'],
    ['田中　さくら', '田中 さくら'],
    ['สมชาย', 'สมชาย'],
    ['Zoe\u0308', 'Zoë'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['🥐 7', '🥐 7'],
  ])('can be %j', (text, name) => {
    expect(readName(text)).toEqual({ ok: true, name })
  })

  test.each([
    '',
    '  ',
    '🥐',
    '...',
    'x'.repeat(41),
    'Mi\u200bka',
    '\u202eMika',
    'Mi\u0000ka',
    'Nobody',
    'ｎｏｂｏｄｙ',
  ])('cannot be %j', (text) => {
    expect(readName(text)).toEqual({ ok: false, why: expect.any(String) })
  })
})
