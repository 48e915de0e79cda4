/**
 * The offline model's reasons. They are its own fixed sentences, so staff read them in their language; what it found
 * stands in them as it is: titles of passages, an amount.
 */
import type { StaffLanguage } from './words.ts'

const { raw } = String

/** `{0}` and `{1}` are what it found. */
export const offlineReasons = {
  asks_for_person: {
    en: 'The customer asks for a person.',
    ja: 'お客様が担当者との会話を希望しています。',
    'zh-TW': '顧客希望由真人服務。',
    th: 'ลูกค้าขอคุยกับเจ้าหน้าที่',
  },
  unwell: {
    en: 'Somebody may be unwell.',
    ja: '体調を崩している方がいるかもしれません。',
    'zh-TW': '可能有人身體不適。',
    th: 'อาจมีคนไม่สบาย',
  },
  complains: {
    en: 'The customer complains.',
    ja: 'お客様からの苦情です。',
    'zh-TW': '顧客提出客訴。',
    th: 'ลูกค้าร้องเรียน',
  },
  money_back: {
    en: 'The customer demands money back, which a person decides.',
    ja: 'お客様が返金を求めています。スタッフの判断が必要です。',
    'zh-TW': '顧客要求退款，須由專人決定。',
    th: 'ลูกค้าขอเงินคืน ซึ่งเจ้าหน้าที่ต้องเป็นผู้ตัดสินใจ',
  },
  own_order: {
    en: 'It is about an order or a booking of their own, which only staff can look up.',
    ja: 'お客様ご自身の注文や予約のことで、スタッフでなければ確認できません。',
    'zh-TW': '與顧客自己的訂單或預約有關，只有店員能查詢。',
    th: 'เกี่ยวกับคำสั่งซื้อหรือการจองของลูกค้าเอง ซึ่งมีแต่เจ้าหน้าที่ที่ตรวจสอบได้',
  },
  left_now: {
    en: 'Whether something is free or left right now is known only in the shop.',
    ja: '今の空きや残りは、お店でなければわかりません。',
    'zh-TW': '目前是否有空位或庫存，只有店內才知道。',
    th: 'ตอนนี้ว่างหรือเหลืออยู่ไหม มีแต่ทางร้านที่รู้',
  },
  exception: {
    en: 'The customer asks for a price of their own or an exception, which a person decides.',
    ja: 'お客様が個別の価格や例外的な対応を求めています。スタッフの判断が必要です。',
    'zh-TW': '顧客要求特別價格或例外處理，須由專人決定。',
    th: 'ลูกค้าขอราคาพิเศษหรือข้อยกเว้น ซึ่งเจ้าหน้าที่ต้องเป็นผู้ตัดสินใจ',
  },
  nothing: {
    en: 'There is nothing to go by.',
    ja: '判断の手がかりがありません。',
    'zh-TW': '沒有可供判斷的內容。',
    th: 'ไม่มีข้อมูลให้ใช้ตัดสิน',
  },
  more_said: {
    en: 'More is said than the question that a passage answers.',
    ja: 'お店の情報で答えられる質問のほかにも、用件が書かれています。',
    'zh-TW': '除了資料能回答的問題，顧客還說了別的事。',
    th: 'นอกจากคำถามที่ข้อมูลของร้านตอบได้ ลูกค้ายังพูดถึงเรื่องอื่นด้วย',
  },
  earlier_open: {
    en: 'The last message is answered; an earlier one is still open.',
    ja: '最後のメッセージには答えましたが、前のメッセージがまだ終わっていません。',
    'zh-TW': '最後一則訊息已回答，但較早的一則仍未解決。',
    th: 'ตอบข้อความล่าสุดแล้ว แต่ข้อความก่อนหน้ายังค้างอยู่',
  },
  no_subject: {
    en: 'The message does not say what it is about.',
    ja: 'メッセージから用件がわかりません。',
    'zh-TW': '訊息沒有說明是什麼事。',
    th: 'ข้อความไม่ได้บอกว่าเป็นเรื่องอะไร',
  },
  no_passage: {
    en: 'No passage is about this.',
    ja: 'お店の情報に、これについての記載がありません。',
    'zh-TW': '店內資料沒有相關內容。',
    th: 'ข้อมูลของร้านไม่มีเรื่องนี้',
  },
  amount: {
    en: 'It depends on an amount that no passage speaks of ({0}).',
    ja: 'お店の情報にない数量や金額によります（{0}）。',
    'zh-TW': '取決於店內資料沒有提到的數量或金額（{0}）。',
    th: 'ขึ้นอยู่กับจำนวนที่ข้อมูลของร้านไม่ได้กล่าวถึง ({0})',
  },
  several: {
    en: 'More than one passage may be meant.',
    ja: '当てはまりそうな情報が複数あります。',
    'zh-TW': '可能指的是不只一項資料。',
    th: 'อาจหมายถึงข้อมูลมากกว่าหนึ่งเรื่อง',
  },
  not_all: {
    en: 'No passage answers all of it.',
    ja: 'お店の情報だけでは、すべてには答えられません。',
    'zh-TW': '店內資料無法回答全部的問題。',
    th: 'ไม่มีข้อมูลของร้านที่ตอบได้ครบทั้งหมด',
  },
  only_greeting: {
    en: 'Nothing but a greeting or thanks.',
    ja: 'あいさつかお礼だけです。',
    'zh-TW': '只是問候或道謝。',
    th: 'เป็นเพียงคำทักทายหรือคำขอบคุณ',
  },
  answers: {
    en: '“{0}” answers it ({1} % of its words).',
    ja: '「{0}」が答えになります（ことばの{1} %が一致）。',
    'zh-TW': '「{0}」可以回答（字詞符合 {1} %）。',
    th: '“{0}” ตอบเรื่องนี้ได้ (ตรงกัน {1} % ของคำ)',
  },
  both_answer: {
    en: '“{0}” and “{1}” answer it ({2} % of its words).',
    ja: '「{0}」と「{1}」が答えになります（ことばの{2} %が一致）。',
    'zh-TW': '「{0}」和「{1}」可以回答（字詞符合 {2} %）。',
    th: '“{0}” และ “{1}” ตอบเรื่องนี้ได้ (ตรงกัน {2} % ของคำ)',
  },
} satisfies Record<string, Record<StaffLanguage, string>>

export type OfflineReason = keyof typeof offlineReasons

/** A reason as the offline model gives it, or in another language. */
export function offlineSentence(reason: OfflineReason, found: readonly string[], language: StaffLanguage): string {
  return offlineReasons[reason][language].replace(/\{(\d)\}/g, (_, place: string) => found[Number(place)] ?? '')
}

const patterns = Object.entries(offlineReasons).map(([reason, { en }]) => {
  const pattern = en.replace(/[.*+?^$()|[\]\\]/g, raw`\$&`).replace(/\{\d\}/g, '(.+)')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets what the keys are
  return { reason: reason as OfflineReason, pattern: new RegExp(`^${pattern}$`, 's') }
})

/** Which of them a sentence is, and what was found; undefined for any other. The longer of two that fit. */
export function readOfflineReason(sentence: string): { reason: OfflineReason; found: string[] } | undefined {
  for (const { reason, pattern } of patterns.toReversed()) {
    const match = pattern.exec(sentence)
    if (match) return { reason, found: match.slice(1) }
  }
  return undefined
}
