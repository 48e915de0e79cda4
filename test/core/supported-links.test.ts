/** Links, addresses and names of accounts: those that nobody wrote down, and the shop's own in whatever company. */
import { describe, expect, test } from 'vitest'
import { holdsFacts, neverSent, unsupported } from '../../src/core/supported.ts'

const link = 'https://mugi.example/menu'
const found = (reply: string, by = `Tel. 03-1234-5678, ${link}`, customer = ''): string[] =>
  unsupported(reply, { shop: [by], customer: [customer], days: [] })

describe('links and names that no passage has', () => {
  test.each(
    [
      [
        'evil․com',
        'evil。com',
        'ｅｖｉｌ．ｃｏｍ',
        'e\u00ADvil.com',
        'http:evil.com',
        '//evil.com',
        'evil.みんな',
        'ร้าน.ไทย',
      ],
      [
        'MUGI-PAY.ME',
        'MUGI.CAFE',
        'Mugi.Cafe',
        'Mugi-Pay.Cash',
        'EVIL.CC',
        'Evil.Zone',
        'Evil.Museum',
        'Evil.It',
        'EVIL.CO',
      ],
      [
        'злой.рф',
        'www.злой.рф',
        '悪い.みんな',
        '詳しくは悪い.みんなへ',
        'evil.中国',
        'ไปที่ evil.ไทยค่ะ',
        'www.悪い.さくら',
      ],
      ['LINE ID is evilshop', 'LINE IDは「evilshop」', 'IG: evilshop', 'ไอดีไลน์: evilshop', '帳號：evilshop'],
      [
        'LINE ID evil_shop',
        'LINE: evilshop',
        'LINE：evilshop',
        'Add our LINE evil_shop',
        'ไลน์: evilshop',
        'ไอดีไลน์ evilshop',
        'line id evil.shop',
      ],
      ['https://mugi.example（@evil.com/', 'https://mugi.example，evil.com/', 'https://mugi.example＠evil.com/'],
      [`${link}（evil.com）`, `${link}／x`, `${link}．evil`, 'https://mugi.example．evil.com/menu'],
    ].flat(),
  )('%s', (reply) => {
    expect(found(reply)).not.toEqual([])
    expect(holdsFacts(reply)).toBe(true)
  })

  test.each(
    [
      ['We bake.Please come', 'Mr.Tanaka', 'Co.Ltd', 'A.M.', 'ขอบคุณ.ค่ะ', 'ありがとう.またね'],
      ['Ask us on LINE', 'LINE: ask there', 'Your LINE ID is needed', 'LINE ID or phone', 'LINE Pay', 'LINE: please'],
    ].flat(),
  )('%s is none', (reply) => {
    expect(holdsFacts(reply)).toBe(false)
  })
})

describe('the shop’s own link', () => {
  const around: [before: string, after: string][] = [
    ['', '（英語）'],
    ['', '～'],
    ['', '，03-1234-5678'],
    ['（', '）'],
    ['「', '」です'],
    ['**', '**'],
    ['_', '_'],
    ['*', '*.'],
    ['~~', '~~'],
    ['`', '`'],
  ]
  test.each(around)('in %s%s, in a reply and in a passage', (before, after) => {
    for (const own of [link, 'mugi.example/menu']) {
      const written = `${before}${own}${after}`
      expect([written, found(written)]).toEqual([written, []])
      expect([written, found(link, written)]).toEqual([written, []])
    }
  })
  test('and its LINE id, however it is named', () => {
    for (const reply of ['LINE ID mugibread', 'LINE: mugibread', 'LINE IDは「mugibread」です', 'ไลน์: mugibread']) {
      expect([reply, found(reply, 'LINE ID: mugibread')]).toEqual([reply, []])
    }
  })
})

test('an order’s id that the customer wrote comes back; an account’s does not', () => {
  expect(found('order ID: A12345', '', 'where is A12345?')).toEqual([])
  expect(found('order ID: A12345', '', 'where is it?')).not.toEqual([])
  expect(found('LINE ID: evil1', '', 'is it evil1?')).not.toEqual([])
  const several = { shop: [], customer: ['where is A12345?'], days: [], several: true }
  expect(unsupported('order ID: A12345', several)).not.toEqual([])
})

test('a market and an intent are words, where no app is opened by them', () => {
  for (const reply of ['Farmers market: every Saturday', 'Night market: Fridays', 'our intent: to help']) {
    expect([reply, neverSent(reply), found(reply)]).toEqual([reply, [], []])
  }
  for (const reply of ['market://details', 'market: //details', 'intent:x', 'intent://x', 'intent:#Intent;end']) {
    expect([reply, neverSent(reply).length]).toEqual([reply, 1])
  }
})
