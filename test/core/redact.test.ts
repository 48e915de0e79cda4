import { describe, expect, test } from 'vitest'
import { namesSaid, redact } from '../../src/core/redact.ts'

describe('what could tell who wrote it is gone', () => {
  test.for<[string, string, string[]]>([
    ['a Japanese order', '注文番号は A-10234 です。佐藤花子と申します。', ['A-10234', '佐藤', '花子']],
    ['a Japanese phone', '電話は090-1234-5678です', ['090', '1234', '5678']],
    ['fullwidth digits', '電話０９０－１２３４－５６７８', ['０９０', '５６７８']],
    ['a Japanese address', '住所は東京都渋谷区神南1-2-3 麦ビル405号室です', ['神南', '405', '麦ビル', '1-2-3']],
    ['one with a postal code', '〒150-0041 渋谷区神南一丁目2番3号まで届けてください', ['150', '神南', '2番3号']],
    ['a name with honorific', '田中様のケーキの件です。ミカさんにも', ['田中', 'ミカ']],
    ['a name in quotes', 'プレートの名前を「ゆい」に直してほしいです', ['ゆい']],
    [
      'Traditional Chinese',
      '我叫陳怡君，電話 0912-345-678，訂單編號：20261102033',
      ['陳怡君', '0912', '678', '20261102033'],
    ],
    ['an address in Taipei', '寄到台北市大安區和平東路二段106號3樓', ['大安', '和平東路', '106', '3樓']],
    ['a Taiwanese name', '王小明先生想改時間', ['王小明']],
    ['Thai', 'ชื่อ สมชาย ใจดี โทร 081-234-5678', ['สมชาย', 'ใจดี', '081', '5678']],
    ['a Thai address', 'ที่อยู่ 99/12 หมู่ 5 ถนนสุขุมวิท แขวงคลองเตย กรุงเทพ 10110 ค่ะ', ['99/12', 'สุขุมวิท', 'คลองเตย', '10110']],
    ['Thai digits', 'โทร ๐๘๑-๒๓๔-๕๖๗๘', ['๐๘๑', '๕๖๗๘']],
    ['a Thai order', 'หมายเลขคำสั่งซื้อ 551', ['551']],
    ['English', 'Hi, my name is Anna Petrova, order #4471', ['Anna', 'Petrova', '4471']],
    ['an international phone', 'call me at +81 (0)3-1234-5678 please', ['1234', '5678']],
    ['e-mail', 'write to anna.p+cake@mail.example.co.jp', ['anna', 'example']],
    ['e-mail with a fullwidth sign', 'hana＠example.jp まで', ['hana', 'example']],
    ['a link', 'see https://shop.example/o/8812?u=anna ok', ['8812', 'anna']],
    ['a LINE id', 'LINE ID: sakura_88 です', ['sakura', '88']],
    [
      'a street',
      'Please send to 221 Baker Street, London NW1 6XE. Thanks, Peter Kovacs',
      ['Baker', '221', 'NW1', 'Peter', 'Kovacs'],
    ],
    ['a parcel and a card', 'JP123456789TW and card 4111 1111 1111 1111', ['JP123', '4111']],
    ['a title', 'This is Mrs. Sakura Yamada again', ['Sakura', 'Yamada']],
    ['a title in small letters', 'ask mr. thornton, or ms. adler', ['thornton', 'adler']],
    ['a family name with “desu”', 'はい、高橋美咲です。田中も行きます', ['高橋', '美咲', '田中']],
    ['a name and how it is read', '木村拓哉（キムラタクヤ）で予約しました', ['木村', '拓哉', 'キムラ']],
    ['a form in Japanese', '氏名：八乙女 翔太\n電話：08012345678', ['八乙女', '翔太', '0801']],
    ['the house behind an address', '大阪市北区梅田1丁目2-3 メゾン梅田1201です', ['メゾン', '1201']],
    ['a child, on a cake', '「ゆいちゃんおめでとう」と', ['ゆい']],
    ['a cake in Taiwan', '蛋糕上寫「小明生日快樂」', ['小明']],
    ['who speaks in Chinese', '我是林志玲，朋友黃美玲會去拿', ['林志玲', '黃美玲']],
    ['a family name alone', '我姓王', ['王']],
    ['who is spoken to in Chinese', '陳小美您好，名字寫「承翰」', ['陳小美', '承翰']],
    ['a Thai name with its family name', 'คุณสมหญิง ใจงาม ให้มารับเค้ก', ['สมหญิง', 'ใจงาม']],
    ['a Thai name joined to a verb', 'คุณสมหญิงให้มารับ', ['สมหญิง']],
    ['a LINE id in Thai', 'ไลน์ไอดี somchai_01', ['somchai']],
    ['a LINE id behind a colon', 'line: meichen.tw', ['meichen']],
    ['an id of LINE itself', 'I am Uabcdef0123456789abcdef0123456789', ['Uabcdef']],
    ['who speaks in English', 'Rebecca Thornton here, my booking ref is QX7T2M', ['Rebecca', 'Thornton', 'QX7T2M']],
    ['who is spoken to in English', 'Hello Rebecca, your cake is ready', ['Rebecca']],
    ['under a letter', 'See you then!\nKind regards\nRebecca', ['Rebecca']],
    ['a relative', 'My husband Gordon picks it up, under Thornton', ['Gordon', 'Thornton']],
    ['a name in small letters', 'my name is anna petrova', ['anna', 'petrova']],
    ['an e-mail that hides', 'rebecca (at) example.com or hana at example dot jp', ['rebecca', 'hana', 'example']],
    ['an e-mail joined to Japanese', 'メールはtaro.yamada@example.jpです', ['taro', 'yamada']],
    ['digits one by one', '0 9 0 1 2 3 4 5 6 7 8', ['1 2 3', '6 7 8']],
    ['an order joined to Japanese', 'MT-103350です', ['MT', '103350']],
    ['a LINE id behind a particle', 'LINEのIDは hanako_88 です。ラインはyuki.chanです', ['hanako', 'yuki']],
    ['a LINE id behind an arrow', 'ラインID→ hana.ko88、ID：yukichan', ['hana', 'yuki']],
    ['a LINE id in Chinese', '我的line是 abc_123，賴的ID：mingming，LINE帳號是amywu', ['abc', 'mingming', 'amywu']],
    ['to be added in Chinese', '加我賴 mingming88，或加我的line amywu', ['mingming', 'amywu']],
    ['to be added in Thai', 'แอดไลน์ malee99 หรือ ไลน์ผม malee', ['malee']],
    ['to be added in English', 'add me on line johnny, LINE: johnny5', ['johnny']],
    ['an id elsewhere', 'my wechat: amywu, Telegram amy_wu, my id is amy', ['amy']],
    ['e-mail with a word for the sign', 'hanako.y at gmail.com', ['hanako', 'gmail']],
    [
      'e-mail with words of Japanese',
      'hanako(アット)gmail.com か hana アットマーク mail ドット jp',
      ['hana', 'mail.com', 'jp'],
    ],
    ['e-mail with a word of Chinese', 'ming 小老鼠 gmail.com', ['ming', 'gmail']],
    ['e-mail whose points are hidden', 'john[dot]smith@mail.com, anna {at} mail {dot} com', ['john', 'smith', 'anna']],
    [
      'a link without its beginning',
      'my site is johnsmith.com or bitly.com/abc or t.me/amy',
      ['johnsmith', 'abc', 'amy'],
    ],
    ['a link joined to Japanese', '店はhanaflowers.co.jpです', ['hanaflowers']],
    ['a phone in kanji', '電話は〇九〇-一二三四-五六七八です', ['一二三四', '五六七八']],
    ['a phone in words', 'it is zero nine one two three four five six', ['nine', 'four']],
    ['a phone in words of Thai', 'โทร ศูนย์แปดหนึ่งสองสามสี่ห้าหกเจ็ดแปด', ['แปด', 'สี่']],
    ['a road without a house', '住台北市大安區和平東路二段，不是新北市板橋區文化路', ['大安', '和平', '板橋', '文化']],
    ['a section of a road', '寄到忠孝東路四段216巷 33號', ['忠孝', '216', '33']],
    [
      'a street that begins with its kind',
      'Calle Mayor 5, Madrid. 12 rue de la Paix, Paris',
      ['Mayor', 'Madrid', 'Paix', 'Paris'],
    ],
    ['a street in one word', 'Hauptstraße 5, 10115 Berlin', ['Haupt', '10115', 'Berlin']],
    ['coordinates', '35.6812, 139.7671 と 35.68° N 139.76° E', ['35.68', '139.76']],
    ['a Thai order by its number', 'ออเดอร์ที่ 4521 ออเดอร์เลขที่ ๔๕๒๒', ['4521', '๔๕๒๒']],
    ['a child in Chinese', '我女兒小美生日，兒子承翰的生日', ['小美', '承翰']],
    ['who a cake is for', '蛋糕上寫給王大同', ['王大同']],
    ['a name said shortly', "name's Bob. Ship to: Maria Lopez", ['Bob', 'Maria', 'Lopez']],
    ['a relative in Japanese', '夫の健二が行きます。息子のゆうたも、娘の美咲も', ['健二', 'ゆうた', '美咲']],
    ['a Thai nickname', 'น้องฟ้าสั่งเค้กไว้', ['ฟ้า']],
    ['a birthday and a party', "for Emma's birthday. Nguyen, party of 4", ['Emma', 'Nguyen']],
    ['a mention', '@Thaddeus Wintergreen comes too', ['Thaddeus', 'Wintergreen']],
  ])('%s', ([, text, canaries]) => {
    const redacted = redact(text)
    for (const canary of canaries) expect(redacted).not.toContain(canary)
    expect(redacted).toMatch(/\[(name|phone|e-mail|link|address|number)\]/)
  })

  test('the name that LINE tells, whole, in parts, in any case, and with marks that mean something elsewhere', () => {
    expect(redact('yamada here, Hanako YAMADA', { names: ['Hanako Yamada 🌸'] })).toBe('[name] here, [name] [name]')
    expect(redact('I am (c++) fan', { names: ['(c++)'] })).not.toContain('c++')
    expect(redact('はなこです', { names: ['はなこ'] })).toBe('[name]です')
  })

  test('a known name in letters of another width, in the other kana', () => {
    expect(redact('ＨＡＮＡＫＯ と ハナコ', { names: ['Hanako', 'はなこ'] })).toBe('[name] と [name]')
  })

  test('a name that is a piece of a word leaves the word', () => {
    expect(redact('Is the manual an issue?', { names: ['Ann', 'Al'] })).toBe('Is the manual an issue?')
  })

  test('names that are told by their form are known by themselves', () => {
    expect(namesSaid('I’m Rebecca. Mr. Thornton and @Thaddeus Wintergreen come at 8:00, order #4471')).toEqual([
      'Thaddeus Wintergreen',
      'Thornton',
      'Rebecca',
    ])
    expect(namesSaid('日曜は何時からですか。渋谷区の店は？')).toEqual([])
  })
})

test.for([
  '7:30〜18:30で¥3,200ですか？12cmは3200円、2026年11月3日に',
  '東京都に送れますか？渋谷区の店は3つありますか。東京都内で3日以内に届きますか',
  'クロワッサンを20個、30000円ぶん予約できますか',
  'お客様 皆さん 店員さん',
  '想改成11/5下午3點，NT$3200，可以嗎？',
  'คุณมีสินค้าไหมคะ ราคา 260 บาท เปิด 8:00-17:00',
  "I'm looking for 2 croissants at ¥260. Do you open at 8:00 on 2026-11-03?",
  'open 10:00 - 16:00? 3 for 1,200 yen, 12 cm or 15 cm',
  'Reserve 10 for 5 people on 3 Dec',
  'In 200 ms with the app I miss the point of it',
  'Hi there, can I order for Saturday? A table for Christmas. It is here. Good morning!',
  'My wife and I are here; my friend is not. Under 18 is it free?',
  '5名様ですが、たくさん食べます。ワンちゃんも一緒です。予約ちゃんと入ってますか',
  '件名「発送のお知らせ」のメールが来ません。みなさんで使えますか',
  '可以給我收件人電話嗎？祝你生日快樂，媽媽生日快樂可以寫嗎',
  '你好，我是學生，有素食嗎？謝謝。方便嗎',
  'คุณเปิดกี่โมงคะ คุณมีเค้กไหม ชื่อบริษัทใส่ได้ไหม',
  'Line: can I pay with LINE Pay? Do you take cards at the till',
  'can I pay with LINE Pay',
  'LINEで予約できますか',
  'LINE IDを教えてください。LINEの友だち追加でクーポンもらえますか。LINEは何時まで見てますか',
  '加line好友有優惠嗎',
  '請問官方line是什麼？LINE Pay可以用嗎，或是LINE Points',
  'แอดไลน์ร้านแล้วได้ส่วนลดไหม',
  'ไลน์ร้านคืออะไร สั่งทางไลน์ได้ไหม ราคา 150',
  'I ordered on line',
  'Do you have a LINE account and is your line open at 7:30? Add me on the waiting list please',
  'a case for iPhone15 or v2.1? rye/wheat and/or gluten-free, 12.5/kg, menu no.3, one cake.Thanks',
  'I am at home at 7.pm. Open at noon. One, two, three or four people?',
  '一二三樓都有嗎，三四個人。四五六日は営業ですか',
  '台北市有店嗎？大安區可以送嗎？這條街上有停車場嗎',
  'Oven at 180° or 200°? 3.141 and 2.5, 4.5',
  '夫の誕生日、娘のアレルギー、妻の分、友達の紹介で来ました。息子の写真をケーキに、娘のために',
  '母の日のケーキはありますか。父の日に届きますか',
  '我女兒生日要訂蛋糕，朋友小孩過敏，女兒花生過敏，媽媽六十生日。蛋糕上寫生日快樂，寫上謝謝老師',
  'น้องหมาเข้าร้านได้ไหม พี่ๆ สั่งเค้กได้ไหม',
  "the name's wrong. Is it for Mother's birthday? Do you ship to Tokyo? Shipping: free?",
])('what a question is about stays: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('a text of 20,000 characters of one kind comes back', () => {
  const kinds = [
    'a',
    'a.',
    'Aa-',
    '0',
    '一',
    '路',
    'line ',
    'one ',
    ' at ',
    '(at)',
    '夫の',
    '大安區',
    'Calle A ',
    '1°',
    'น้อง',
  ]
  for (const kind of kinds) expect(redact(kind.repeat(20_000 / kind.length))).not.toBe('')
})

test('half a character and our own marks do no harm', () => {
  expect(redact('a\uD800\uE000b\uE001 ¥300')).toBe('a\uFFFDb ¥300')
})
