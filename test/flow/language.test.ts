/** A reply is in the customer's language, or it is asked for once more. */
import { afterEach, describe, expect, test } from 'vitest'
import { isInLanguage, languageWanted, sureLanguage } from '../../src/core/language.ts'
import { openShop, said, type Shop, type ShopOptions } from './shop.ts'

describe('what a script tells', () => {
  test.each([
    ['日曜日は開いていますか', 'ja'],
    ['เปิดวันอาทิตย์ไหม', 'th'],
    ['你們禮拜天有開嗎', 'zh-TW'],
    ['你们星期天开门吗', 'zh-CN'],
    ['일요일에 열어요?', 'ko'],
    ['are you open?', 'latin'],
    // It could be Japanese or Chinese.
    ['営業時間', undefined],
    ['營業時間', undefined],
    ['10:30?', undefined],
  ])('%s: %s', (text, language) => {
    expect(sureLanguage(text)).toBe(language)
  })

  test('for Han alone the judged language tells, and Chinese is Traditional', () => {
    expect([languageWanted('營業時間', 'zh-CN'), languageWanted('営業時間', 'ja')]).toEqual(['zh-TW', undefined])
  })

  test.each([
    ['我們週末八點開門。', 'zh-TW', true],
    ['我们周末八点开门。', 'zh-TW', false],
    ['We open at 8.', 'zh-TW', false],
    ['週末は8時からです。', 'ja', true],
    ['我們週末八點開門。', 'ja', false],
    ['เราเปิด 8 โมง (Mugi Bakery)', 'th', true],
    ['We open at 8.', 'th', false],
    ['พูดว่า “I have been living here since 2019” นะคะ', 'th', true],
    ['We sell メロンパン and other things.', 'latin', true],
    ['週末は8時からです。', 'latin', false],
    ['8:00 – 18:00', 'th', true],
  ] as const)('%s is %s: %s', (reply, language, fits) => {
    expect(isInLanguage(reply, language)).toBe(fits)
  })
})

let shop: Shop
const open = async (options?: ShopOptions) => (shop = await openShop(options))
afterEach(() => shop?.close())

describe('a reply in another language', () => {
  test('is asked for once more, and the right one is sent', async () => {
    const { line, model } = await open()
    model.says(({ system }) =>
      system.includes('Traditional Chinese as written in Taiwan')
        ? { reply: '我們週末八點開門。', language: 'zh-TW' }
        : { reply: '我们周末八点开门。', language: 'zh-CN' },
    )
    await line.say('U1', '你們禮拜天有開嗎')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(said(line, 'U1').at(-1)).toBe('我們週末八點開門。')
    expect(model.requests).toHaveLength(2)
  })

  test.each([
    ['wrong again', {}],
    ['unusable', { ok: true as const, text: 'not JSON' }],
    ['down', new Error('down')],
  ])('and then %s: one retry is enough, the customer has the first rather than nothing', async (_, second) => {
    const { line, model } = await open()
    model.says(() => (model.requests.length === 1 ? { reply: 'We open at 8.' } : second))
    await line.say('U1', 'เปิดวันอาทิตย์ไหม')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(model.requests).toHaveLength(2)
    expect(said(line, 'U1').at(-1)).toMatch(/We (open at 8|are open from 8:00)/)
  })

  test('a lesson may comment an English text in the learner’s language (match_language: false)', async () => {
    const { line, model } = await open({ policy: { match_language: false } })
    model.says(() => ({ reply: '「since」の使い方が正しいです。', language: 'ja' }))
    await line.say('U1', 'I have been living here since 2019.')
    await line.waitFor(() => said(line, 'U1').length > 0)
    expect(model.requests).toHaveLength(1)
  })
})
