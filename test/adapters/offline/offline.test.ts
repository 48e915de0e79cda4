import { beforeAll, describe, expect, test } from 'vitest'
import { createKnowledge, loadKnowledge } from '../../../src/adapters/markdown/knowledge.ts'
import { createOffline } from '../../../src/adapters/offline/offline.ts'
import { parseJudgement, type Judgement } from '../../../src/core/judgement.ts'
import type { Passage } from '../../../src/core/request.ts'
import type { Knowledge } from '../../../src/ports/knowledge.ts'

let shop: Knowledge
beforeAll(async () => {
  shop = await loadKnowledge('data/knowledge')
})

async function judge(
  messages: string[],
  knowledge = shop,
  given: readonly Passage[] = knowledge.passages(),
  fresh = messages,
  language?: string,
): Promise<Judgement> {
  const open = messages
  const contents = [{ role: 'user' as const, text: open.join('\n') }]
  const request = { system: '', contents, passages: [...given], open, fresh, language }
  const answer = await createOffline(knowledge).judge(request, new AbortController().signal)
  const parsed = parseJudgement(answer.ok ? answer.text : '')
  if (!parsed.ok) throw new Error(parsed.why)
  return parsed.judgement
}

describe('an earlier message that is still open', () => {
  test.each([
    ['How much is it?', 'Are you open on Sunday?', /8:00/],
    ['いくらですか？', '駐車場はありますか？', /駐車/],
    ['請問多少錢？', '可以刷卡嗎', /卡/],
    ['เท่าไหร่ครับ', 'จอดรถได้ไหม', /จอด/],
  ])('“%s” is not resolved by the answer to “%s”', async (asked, fresh, answer) => {
    const judgement = await judge([asked, fresh], shop, shop.passages(), [fresh])
    expect(judgement.decision).toBe('needs_info')
    expect(judgement.reply).toMatch(answer)
  })

  test.each([
    ['How much is it?', 'the strawberry cake, 15 cm'],
    ['いくらですか？', 'いちごのケーキです'],
  ])('“%s” is resolved together with “%s”', async (asked, fresh) => {
    expect((await judge([asked, fresh], shop, shop.passages(), [fresh])).decision).toBe('resolved')
  })
})

test('a question beside a grievance is not all that is said', async () => {
  const { decision } = await judge([
    'You were closed again although your page says open, I came in the rain. Are you open on Sunday?',
  ])
  expect(decision).toBe('handoff')
})

describe('small talk', () => {
  test.each([
    ['[sticker: thank you, bow, happy]', 'zh-TW', '不客氣'],
    ['[sticker: hello, wave]', 'th', 'สวัสดี'],
    ['[sticker: no words]', 'ja', 'こんにちは'],
  ])('a sticker alone is one, in the language told before: %s, %s', async (sticker, language, says) => {
    const { decision, small_talk: small, reply } = await judge([sticker], shop, shop.passages(), [sticker], language)
    expect([decision, small]).toEqual(['resolved', true])
    expect(reply).toContain(says)
  })

  test('thanks after a question of ours are small talk, and the question is not asked again', async () => {
    const thanks = await judge(['how much is it?', 'ok thanks!'], shop, shop.passages(), ['ok thanks!'])
    expect(thanks).toMatchObject({ decision: 'resolved', small_talk: true })
  })

  test.each([
    ['Hello there!', 'en'],
    ['ok, thank you so much 🙏', 'en'],
    ['こんばんは〜', 'ja'],
    ['ありがとうございました！', 'ja'],
    ['哈囉', 'zh-TW'],
    ['好的，謝謝你', 'zh-TW'],
    ['สวัสดีค่ะ', 'th'],
    ['ขอบคุณมากครับ', 'th'],
    ['Halo kak', 'id'],
    ['terima kasih banyak ya', 'id'],
    ['[sticker: Thanks]', 'en'],
  ])('%s is small talk, answered in its language without digits or links', async (text, language) => {
    const judgement = await judge([text])
    expect(judgement).toMatchObject({ decision: 'resolved', small_talk: true, sources: [] })
    expect(judgement.reply).not.toMatch(/\p{N}|https?:|www\./u)
    if (!text.startsWith('[') && !/terima/.test(text)) expect(judgement.language).toBe(language)
  })

  test('a greeting with a question is not', async () => {
    expect(await judge(['hi!', 'is there free wifi?'])).toMatchObject({
      decision: 'resolved',
      small_talk: false,
      sources: ['visit.en#wifi'],
    })
  })
})

describe('what belongs to a person whatever the passages say', () => {
  test.each([
    ['a person asked for within a sentence', 'could I please speak to someone from the shop?', 'other'],
    ['the same in Japanese', '店長さんとお話しできますか', 'other'],
    ['the same in Chinese', '麻煩請真人回覆我', 'other'],
    ['the same in Thai', 'ขอคุยกับเจ้าหน้าที่หน่อยค่ะ', 'other'],
    ['a complaint', 'the bread was stale and the waiter was rude', 'complaint'],
    ['a complaint in Japanese', 'パンに髪の毛が入っていました', 'complaint'],
    ['money asked back', 'I want a refund', 'refund'],
    ['somebody unwell', 'my daughter ate your cake and now has hives', 'emergency'],
    ['an order of their own', 'did you get my order 20481?', 'own_order'],
    ['what is left right now', '今、席は空きがありますか', 'other'],
    ['a price of their own', '買 50 個可以打折嗎', 'other'],
  ])('%s', async (_, text, topic) => {
    expect(await judge([text])).toMatchObject({ decision: 'handoff', topic, reply: '' })
  })

  test.each([
    ['และ, written with two เ, is no complaint', 'มีชาเเละกาแฟไหมคะ', 'complaint'],
    ['what suits somebody is no price of their own', 'เค้กอันไหนเหมาะกับเด็กคะ', 'a price of their own'],
    ['nor is what is unloaded', '後門可以卸貨嗎', 'a price of their own'],
  ])('but %s', async (_, text, why) => {
    const { topic, reason } = await judge([text])
    expect(`${topic} ${reason}`).not.toContain(why)
  })

  test('the rules for returns are a question, and money asked back is not', async () => {
    expect(await judge(['do you accept returns?'])).toMatchObject({ sources: ['policies.en#returns'] })
  })
})

describe('answers', () => {
  test.each([
    ['when are you closed?', 'hours.en#closed'],
    ['ぺいぺい使えますか', 'payment.ja#methods'],
    ['可以帶狗狗嗎', 'visit.zh-TW#pets'],
    ['มีที่จอดรถไหมคะ', 'visit.th#parking'],
  ])('%s is answered with the words of a passage in the same language', async (text, source) => {
    const judgement = await judge([text])
    expect(judgement).toMatchObject({ decision: 'resolved', sources: [source] })
    expect(judgement.reply).toBe(shop.passages().find(({ id }) => id === source)?.text)
    expect(judgement.confidence).toBeGreaterThanOrEqual(0.7)
  })

  test('a day chooses among the passages on one subject', async () => {
    expect(await judge(['what time do you open on sunday?'])).toMatchObject({ sources: ['hours.en#weekend'] })
    expect(await judge(['what time do you open on wednesday?'])).toMatchObject({ sources: ['hours.en#weekday'] })
  })

  test('where two passages of one file answer alike, both are said', async () => {
    const judgement = await judge(['what time do you close tonight?'])
    expect(judgement.sources.toSorted()).toEqual(['hours.en#weekday', 'hours.en#weekend'])
  })

  test('only passages given with the request are sources', async () => {
    const others = shop.passages().filter(({ id }) => id !== 'visit.en#wifi')
    expect((await judge(['is there free wifi?'], shop, others)).sources).not.toContain('visit.en#wifi')
  })

  test('a file without a language in its name serves every language', async () => {
    const knowledge = createKnowledge([
      { id: 'shop#wifi', title: 'Wi-Fi', text: 'The password is on the counter.', also: 'wifi, internet' },
    ])
    expect(await judge(['do you have wifi?'], knowledge)).toMatchObject({ sources: ['shop#wifi'] })
  })
})

describe('near misses go to a person', () => {
  test.each([
    'can I charge my electric car in your car park?',
    'クロワッサンにマーガリンは使っていますか？',
    '可頌有沒有抹茶口味',
    'ฟอคัชชามีหัวหอมไหมคะ',
    'do you have 40 croissants?',
    'Avez-vous du pain sans sel ?',
  ])('%s', async (text) => {
    expect((await judge([text])).decision).toBe('handoff')
  })
})

describe('questions back', () => {
  test.each([
    ['how much is it?', /^Do you mean “.+” or “.+”\?/],
    ['予約したいです', /「.+」/],
    ['請問多少錢', /「.+」/],
    ['ยังมีอยู่มั้ยคะ', /ขอรายละเอียด/],
    ['I have a question', /tell me a little more/],
  ])('%s names nothing, and what was found is offered', async (text, reply) => {
    const judgement = await judge([text])
    expect(judgement.decision).toBe('needs_info')
    expect(judgement.reply).toMatch(reply)
  })

  test('the thing named in the next message answers it', async () => {
    expect(await judge(['いくらですか？', 'クロワッサンです'])).toMatchObject({ sources: ['orders.ja#prices'] })
  })
})

test('knowledge in no language of the customer’s is a hand-off, and the reason says so', async () => {
  const judgement = await judge(['buka jam berapa hari minggu?'])
  expect(judgement).toMatchObject({ decision: 'handoff', language: 'id' })
  expect(judgement.reason).toBe('No passage is about this.')
})
