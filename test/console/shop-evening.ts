/** Who waits at a bakery at eleven in the evening, in three languages. */
import type { Person } from './people.ts'

export const sakura: Person = {
  id: 'U4f1c0a9be27d4c35a1d08e7b6c5d2a11',
  name: '田中 さくら',
  language: 'ja',
  wrote: [
    { ago: 192, text: 'こんにちは！土曜日は何時から開いていますか？', read: true, earlier: true },
    { ago: 21, text: '昨日予約した誕生日ケーキの件です', read: true },
    {
      ago: 20,
      text: '明日の朝8時に取りに行く予定でしたが、10時に変更できますか？\nあと、プレートの名前を「ゆい」に直してほしいです🙏',
      read: true,
    },
  ],
  answered: [{ ago: 191, text: '土曜日は朝8時から開いております。焼きたてのメロンパンは9時ごろ並びます。' }],
  entry: {
    kind: 'handoff',
    ago: 20,
    summary: '予約済みの誕生日ケーキの受け取りを8時から10時に変更し、プレートの名前を「ゆい」に直したい。',
    lowered: 'always_human',
    topic: 'orders',
  },
}

export const somchai: Person = {
  id: 'U0b7e9d3c1f2a4b5c8d9e0f1a2b3c4d55',
  name: 'สมชาย ใจดี',
  language: 'th',
  wrote: [
    { ago: 73, text: 'ขนมปังที่ซื้อเมื่อเช้ามีเส้นผมอยู่ข้างใน ขอคืนเงินได้ไหมครับ' },
    { ago: 70, content: { type: 'image' } },
  ],
  entry: {
    kind: 'handoff',
    ago: 73,
    summary: 'พบเส้นผมในขนมปังที่ซื้อเมื่อเช้า ต้องการขอคืนเงิน',
    reason: 'A complaint about the food: whether money is given back is for staff to decide.',
    untold: 4,
  },
}

export const emily: Person = {
  id: 'U9a8b7c6d5e4f30211203f4e5d6c7b8aa',
  name: 'Emily',
  language: 'en',
  wrote: [{ ago: 6, text: 'Do you have anything without nuts? My son is allergic.' }],
  entry: { kind: 'no_judgement', ago: 6 },
}

export const nameless: Person = {
  id: 'U77aa55cc33ee11ff99bb77dd55ff3c9e',
  wrote: [{ ago: 2, text: 'operator' }],
  entry: { kind: 'handoff', ago: 2, reason: 'The customer asked for a person.', summary: 'operator', rule: true },
}

export const meiling: Person = {
  id: 'U1122aabbccdd44556677889900eeff12',
  name: '陳美玲',
  language: 'zh-TW',
  wrote: [
    { ago: 55, text: '請問可以宅配到台中嗎？大概要幾天？', read: true },
    { ago: 8, text: '好的，那我要兩盒鳳梨酥，謝謝！' },
  ],
  entry: {
    kind: 'handoff',
    ago: 55,
    summary: '想知道能否宅配到台中，以及需要幾天。',
    lowered: 'no_source',
  },
  taken: 48,
}

export const evening: Person[] = [sakura, somchai, emily, nameless, meiling]
