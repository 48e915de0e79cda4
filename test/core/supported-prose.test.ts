/** A reply that repeats the prompt's own words. */
import { describe, expect, test } from 'vitest'
import { repeatsProse } from '../../src/core/told.ts'

describe('the prompt’s own words', () => {
  const prose =
    'You are the assistant of a bakery. A wrong answer costs a customer a wasted trip, or their health; a hand-off ' +
    'costs a few minutes. When in doubt, hand over. 間違った回答はお客様の無駄足や健康被害につながりますが、引き継ぎは数分で済みます。迷ったら引き継いでください。'

  test.each([
    ['as they are', prose.slice(20, 160)],
    ['in capitals, as a list', `Sure!\n- ${prose.slice(0, 34).toUpperCase()}\n- ${prose.slice(34, 160).toUpperCase()}`],
    ['with unseen characters between', Array.from(prose.slice(0, 140)).join('\u200B')],
    ['full width', prose.slice(0, 140).replace(/[!-~]/g, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))],
    [
      'in Japanese, where a letter is as wide as two',
      'はい。間違った回答はお客様の無駄足や健康被害につながりますが、引き継ぎは数分で済みます。迷ったら',
    ],
  ])('%s', (_, reply) => {
    expect(repeatsProse(reply, prose, [])).toBe(true)
  })

  test('less of them, other words, and what a passage has too, are not theirs', () => {
    expect(repeatsProse('A wrong answer costs a customer a wasted trip, or their health.', prose, [])).toBe(false)
    expect(repeatsProse('I answer what the shop has written, and give the rest to people.'.repeat(3), prose, [])).toBe(
      false,
    )
    expect(repeatsProse(prose.slice(20, 160), prose, [`Our rules: ${prose}`])).toBe(false)
  })
})
