/** The hand-off card: who, what, why, how long, what is unread, the last words, and the way to the chat. */
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/core/conversation.ts'
import { desk, formTo, inLanguage, press } from './desk.ts'
import { pathOf, type Person } from './people.ts'
import { emily, meiling, sakura, somchai } from './shop-evening.ts'
import { hugo } from './shop-morning.ts'

const named =
  (customer: Partial<Conversation['customer']>, more: Partial<Conversation> = {}) =>
  (one: Conversation): Conversation => ({ ...one, customer: { at: 0, ...customer }, ...more })
const picture = 'https://profile.line-scdn.net/0hAbC_d-e'

/** What stands in the card, tags and spaces aside. */
const cardIn = (page: string): string => {
  const [, card = ''] = /<section class="card about"([^]*?)<\/section>/.exec(page) ?? []
  return card.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
}

describe('it says', () => {
  test('who, in what language, since when, what they want, why, and how much is unread', async () => {
    const { aya } = await desk({ people: [somchai], more: named({ name: 'สมชาย', pictureUrl: picture }) })
    const { text } = await aya.get(pathOf(somchai))
    const card = cardIn(text)
    for (const told of [
      'สมชาย',
      'Thai',
      'waits 1 h 13 min',
      'Handed over',
      '2 unread',
      'พบเส้นผมในขนมปัง',
      'whether money is given back is for staff to decide',
      'Staff could not be told (tried 4 times)',
    ])
      expect(card).toContain(told)
    expect(text).toMatch(
      new RegExp(`<img[^>]* src="${picture}"[^>]* alt=""[^>]* loading="lazy"[^>]*referrerpolicy="no-referrer"`),
    )
    // The list's card has the last words too, and which of them is unread.
    const list = (await aya.get('/console')).text
    expect(list.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('ขอคืนเงินได้ไหมครับ Not read')
  })

  test.each([
    [
      'ja',
      ['用件', '理由', '待ち時間', '1時間13分', '未読2件', 'タイ語', '引き継ぎ', '引き受ける', '完了', '既読にする'],
    ],
    ['zh-TW', ['需求', '原因', '已等', '1 小時 13 分鐘', '2 則未讀', '泰文', '已轉交', '接手', '完成', '標為已讀']],
    ['th', ['ต้องการ', 'เหตุผล', 'รอมา', '1 ชม. 13 นาที', 'ยังไม่อ่าน 2', 'ไทย', 'รับเรื่อง', 'เสร็จสิ้น']],
  ])('all of it in the reader’s language: %s', async (language, words) => {
    const { aya } = await desk({ people: [somchai] })
    const { text } = await aya.get(pathOf(somchai), inLanguage(language))
    for (const word of words) expect(cardIn(text)).toContain(word)
    // What is left in English is what the customer or the model wrote.
    const ours = text
      .slice(text.indexOf('<main'), text.indexOf('</main>'))
      .replace(/<(dd|li)[^>]*>[^]*?<\/\1>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
    expect(ours).not.toMatch(/\b(Why|Take|Done|Read|unread|Hand|Copy|story|Forget|case|messages?)\b/)
  })

  test('why, in the reader’s language, where a rule of ours gave the reason', async () => {
    const asks: Person = {
      id: 'Uasks',
      wrote: [{ ago: 2, text: 'operator' }],
      entry: { kind: 'handoff', ago: 2, reason: 'The customer asked for a person.', rule: true },
    }
    const { aya } = await desk({ people: [asks, hugo] })
    expect(cardIn((await aya.get(pathOf(asks), inLanguage('ja'))).text)).toContain(
      'お客様が担当者との会話を希望しています。',
    )
    expect(cardIn((await aya.get(pathOf(asks))).text)).toContain('The customer asked for a person.')
  })
})

describe('a picture', () => {
  test.each([
    ['from elsewhere', 'https://evil.example/track.png'],
    ['without https', 'http://profile.line-scdn.net/x'],
    ['of another kind', 'javascript:alert(1)'],
    ['that is no address', '"><script>'],
  ])('%s is not shown: the initial is', async (_, pictureUrl) => {
    const { aya } = await desk({ people: [sakura], more: named({ name: 'Sakura', pictureUrl }) })
    const { text } = await aya.get(pathOf(sakura))
    expect(text).not.toContain('<img')
    expect(text).toMatch(/class="face hue-\d+"\s+aria-hidden="true"\s*>S\s*</)
  })
})

describe('the way to the chat', () => {
  test('is LINE’s list, with the name and the last words to find it by', async () => {
    const { aya } = await desk({ people: [sakura], more: named({ name: '田中 さくら' }) })
    const { text } = await aya.get(pathOf(sakura))
    expect(text).toContain('<a class="answer" href="https://chat.line.biz/" target="_blank" rel="noreferrer">')
    expect(text).toMatch(/<dd id="find-name" dir="auto">田中 さくら<\/dd>/)
    expect(text).toMatch(/<dd id="find-words" dir="auto">明日の朝8時に取りに行く予定でしたが/)
    expect(text.match(/data-copy="find-(name|words)"/g)).toHaveLength(2)
  })

  test('is kept once its address is pasted, and can be forgotten', async () => {
    const { ken, conversation, audit } = await desk({ people: [sakura] })
    const address = 'https://chat.line.biz/Ubot/chat/U4f1c?x=1'
    const kept = await press(ken, 'address', (await ken.get(pathOf(sakura))).text, { address: ` ${address} ` })
    expect([kept.location, kept.word]).toEqual([pathOf(sakura), 'The chat’s address is kept.'])
    expect(kept.text).toMatch(
      /<a class="answer" href="https:\/\/chat\.line\.biz\/Ubot\/chat\/U4f1c\?x=1"[^>]*>Answer in LINE/,
    )
    expect(kept.text).not.toContain('Find it there by')
    expect((await conversation(sakura)).facts).toContainEqual(
      expect.objectContaining({ type: 'address_kept', by: 'Ken' }),
    )
    expect((await audit.last(1))[0]).toMatchObject({ by: 'Ken', action: 'chat_address', detail: 'done' })
    expect(kept.text).toContain('Ken changed the address that is kept of the chat in LINE.')
    const forgotten = await press(ken, 'address', kept.text, { address: '' })
    expect(forgotten.word).toBe('The chat’s address is forgotten.')
    expect(forgotten.text).toContain('href="https://chat.line.biz/"')
  })

  test.each([
    'https://evil.example/chat.line.biz/x',
    'https://chat.line.biz.evil.example/x',
    'http://chat.line.biz/Ubot/chat/U1',
    'https://me@chat.line.biz/x',
    'https://:you@chat.line.biz/x',
    'https://chat.line.biz:8443/x',
    'https://chat.line.biz/',
    'javascript:alert(1)//chat.line.biz/x',
    `https://chat.line.biz/${'x'.repeat(600)}`,
    'hello',
  ])('is not %s', async (address) => {
    const { aya, conversation } = await desk({ people: [sakura] })
    const wrong = await press(aya, 'address', (await aya.get(pathOf(sakura))).text, { address })
    expect(wrong.word).toContain('That is not the address of a chat in LINE.')
    expect((await conversation(sakura)).chatAddress).toBeUndefined()
  })

  test('is the manager’s own host too; in the simulator it is there, and elsewhere there is none', async () => {
    const manager = await desk({ people: [sakura] })
    const page = (await manager.aya.get(pathOf(sakura))).text
    const address = 'https://manager.line.biz/account/@x/chat/U1'
    expect((await press(manager.aya, 'address', page, { address })).word).toBe('The chat’s address is kept.')
    const simulator = await desk({ people: [sakura], chats: 'simulator' })
    const played = (await simulator.aya.get(pathOf(sakura))).text
    expect(played).toMatch(/<a class="answer" href="\/simulator[^"]*"/)
    expect(formTo('address', played)).toBeUndefined()
    const elsewhere = await desk({ people: [meiling], chats: 'elsewhere' })
    expect((await elsewhere.aya.get(pathOf(meiling))).text).not.toMatch(/class="answer"|chat\.line\.biz/)
  })
})

describe('names and texts of any kind', () => {
  const evil = `<img src=x onerror="x">&amp;'"`
  test.each([
    ['HTML', evil, '&lt;img src=x onerror=&quot;x&quot;&gt;&amp;amp;&#39;&quot;'],
    ['marks that turn words around', '\u202eabc\u2066def', 'abcdef'],
    ['5,000 emoji', '🥐'.repeat(5_000), `${'🥐'.repeat(60)}…`],
    ['a letter with 500 marks on it', `Z${'\u0301'.repeat(500)}o`, `Z${'\u0301'.repeat(8)}o`.normalize('NFD')],
    ['families of emoji, which are one letter each', '👨‍👩‍👧‍👦'.repeat(70), `${'👨‍👩‍👧‍👦'.repeat(21)}…`],
  ])('%s: the name is text, in one line and as long as a name', async (_, name, shown) => {
    const { aya } = await desk({ people: [{ ...sakura, name: undefined }], more: named({ name }) })
    for (const path of [pathOf(sakura), `${pathOf(sakura)}/forget`]) {
      const { text } = await aya.get(path)
      expect(text).toContain(`<bdi>${shown}</bdi>`)
      expect(text).not.toMatch(/<img|\u202e/)
    }
    const taken = await press(aya, 'take', (await aya.get(pathOf(sakura))).text)
    expect(taken.word).toContain(shown)
  })

  test.each(['\u3164\u3164', '\u200b', ' \n ', '\u202e'])(
    'a name of which nothing is seen is none: %j',
    async (name) => {
      const { aya } = await desk({ people: [{ ...sakura, name: undefined }], more: named({ name }) })
      expect((await aya.get(pathOf(sakura), inLanguage('ja'))).text).toContain('<bdi>お客様 …2a11</bdi>')
    },
  )

  test('a name written from right to left turns nothing of the sentence around it', async () => {
    const { aya } = await desk({ people: [sakura], more: named({ name: 'אסתר' }) })
    const taken = await press(aya, 'take', (await aya.get(pathOf(sakura))).text)
    expect(taken.word).toContain('You have \u2068אסתר\u2069 now.')
  })
})

describe('who has it', () => {
  const buttons = (page: string): string[] =>
    [...page.matchAll(/<button[^>]*id="(?:take|done|hand-back|read)-\w+"[^>]*>([^]*?)<\/button>/g)].map(
      ([, text = '']) =>
        text
          .replace(/<span class="hidden">[^]*?<\/span>/, '')
          .replace(/<[^>]*>/g, '')
          .trim(),
    )

  test('a colleague sees the name, and takes it over before ending it; who has it sees “You”', async () => {
    const { aya, ken, conversation } = await desk({ people: [sakura] })
    await press(aya, 'take', (await aya.get(pathOf(sakura))).text)
    const mine = (await aya.get(pathOf(sakura))).text
    expect(cardIn(mine)).toMatch(/You, for &lt; 1 min.* You have this conversation/)
    expect(buttons(mine)[0]).toBe('Done')
    const theirs = (await ken.get(pathOf(sakura))).text
    expect(cardIn(theirs)).toMatch(/Aya , for &lt; 1 min.* Aya has this conversation/)
    expect(buttons(theirs).slice(0, 2)).toEqual(['Take over from Aya', 'Done'])
    expect((await ken.get('/console/staff')).text).toMatch(/<bdi>Aya<\/bdi>, for &lt; 1 min/)
    expect((await ken.get('/console/all')).text).toContain('With <bdi>Aya</bdi>')

    await press(ken, 'take', theirs)
    expect((await conversation(sakura)).facts.findLast(({ type }) => type === 'taken')).toMatchObject({ by: 'Ken' })
    expect(cardIn((await ken.get(pathOf(sakura))).text)).toContain('You have this conversation')
    expect(cardIn((await aya.get(pathOf(sakura))).text)).toContain('Ken has this conversation')
  })

  test.each([
    ['ja', 'Ayaさん が対応中', 'Ayaさんから引き継ぐ'],
    ['zh-TW', 'Aya 處理中', '從 Aya 接手'],
    ['th', 'Aya ดูแลอยู่', 'รับเรื่องต่อจาก Aya'],
  ])('in the reader’s language: %s', async (language, has, over) => {
    const { aya, ken } = await desk({ people: [sakura] })
    await press(aya, 'take', (await aya.get(pathOf(sakura))).text)
    const { text } = await ken.get(pathOf(sakura), inLanguage(language))
    const plain = (words: string): string => words.replace(/\s/g, '')
    expect(plain(cardIn(text))).toContain(plain(has))
    expect(buttons(text)[0]).toBe(over)
  })
})

test('a name that begins with a mark that is not seen has the first letter that is, in its face', async () => {
  const { aya } = await desk({ people: [sakura], more: named({ name: '\u200f\u3164\u200bאסתר' }) })
  expect((await aya.get(pathOf(sakura))).text).toMatch(/class="face hue-\d+"\s+aria-hidden="true"\s*>א\s*</)
})

test('after Done without a Take the answer is asked for', async () => {
  const { aya } = await desk({ people: [emily] })
  const done = await press(aya, 'done', (await aya.get(pathOf(emily))).text)
  expect(done.text.includes('id="learn"') || (await aya.get(pathOf(emily))).text.includes('id="learn"')).toBe(true)
})
