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
  looks_up: {
    en: 'The look-up “{0}” is asked first.',
    ja: '先に「{0}」で照会します。',
    'zh-TW': '先用「{0}」查詢。',
    th: 'ต้องค้นจาก “{0}” ก่อน',
  },
  looked_up: {
    en: 'A look-up found it (“{0}”).',
    ja: '照会で見つかりました（「{0}」）。',
    'zh-TW': '已查到（「{0}」）。',
    th: 'ค้นพบแล้ว (“{0}”)',
  },
  no_number: {
    en: 'It is about something of their own, and there is no number to look it up by.',
    ja: 'お客様ご自身の件ですが、照会に必要な番号がありません。',
    'zh-TW': '與顧客自己的事有關，但沒有可供查詢的號碼。',
    th: 'เป็นเรื่องของลูกค้าเอง แต่ยังไม่มีหมายเลขสำหรับค้น',
  },
  several_numbers: {
    en: 'More than one number may be meant.',
    ja: '当てはまりそうな番号が複数あります。',
    'zh-TW': '可能指的是不只一個號碼。',
    th: 'อาจหมายถึงหมายเลขมากกว่าหนึ่งหมายเลข',
  },
  number_found_nothing: {
    en: 'The look-up “{0}” found nothing under that number.',
    ja: '「{0}」で照会しましたが、その番号では見つかりませんでした。',
    'zh-TW': '「{0}」用這個號碼查不到資料。',
    th: 'ค้นจาก “{0}” แล้วไม่พบตามหมายเลขนี้',
  },
  shows_nothing: {
    en: 'The look-up “{0}” shows nothing before the customer has shown whose it is.',
    ja: 'お客様ご本人のものと確認できるまで、「{0}」は何も表示しません。',
    'zh-TW': '顧客尚未證明是本人的資料之前，「{0}」不會顯示任何內容。',
    th: '“{0}” จะไม่แสดงอะไรจนกว่าลูกค้าจะยืนยันว่าเป็นเจ้าของ',
  },
  still_nothing: {
    en: 'It was looked up, and nothing could be shown under the number that the customer gave.',
    ja: '照会しましたが、お客様の番号では何も表示できませんでした。',
    'zh-TW': '已經查詢過，但用顧客提供的號碼無法顯示任何內容。',
    th: 'ค้นแล้ว แต่ไม่มีอะไรที่แสดงได้ตามหมายเลขที่ลูกค้าให้มา',
  },
  account_not_linked: {
    en: 'The look-up “{0}” shows something only in the LINE account that is linked to it.',
    ja: '「{0}」は、連携済みのLINEアカウントでなければ何も表示しません。',
    'zh-TW': '「{0}」只會在已連結的 LINE 帳號中顯示內容。',
    th: '“{0}” แสดงเฉพาะในบัญชี LINE ที่เชื่อมไว้เท่านั้น',
  },
  look_up_failed: {
    en: 'The look-up “{0}” had no answer from the shop’s system.',
    ja: '「{0}」の照会に、お店のシステムから応答がありませんでした。',
    'zh-TW': '查詢「{0}」時，店家系統沒有回應。',
    th: 'ค้นจาก “{0}” แล้วระบบของร้านไม่ตอบ',
  },
  no_more_tries: {
    en: 'Too many different numbers were given as proof, so “{0}” is not asked any more today.',
    ja: '確認用の番号が何度も異なっていたため、本日はこれ以上「{0}」を照会しません。',
    'zh-TW': '顧客提供了太多不同的驗證號碼，今天不再查詢「{0}」。',
    th: 'ลูกค้าให้หมายเลขยืนยันต่างกันหลายครั้งเกินไป วันนี้จึงไม่ค้นจาก “{0}” อีก',
  },
  look_up_refused: {
    en: 'What was to be looked up could not be asked (“{0}”).',
    ja: '照会できませんでした（「{0}」）。',
    'zh-TW': '無法查詢（「{0}」）。',
    th: 'ค้นไม่ได้ (“{0}”)',
  },
  found_passed: {
    en: 'What was found names a day that has passed, or none that can be read (“{0}”).',
    ja: '照会で見つかった日付が過ぎているか、読み取れません（「{0}」）。',
    'zh-TW': '查到的日期已過，或無法判讀（「{0}」）。',
    th: 'วันที่ที่ค้นพบผ่านไปแล้ว หรืออ่านไม่ได้ (“{0}”)',
  },
  found_wrong: {
    en: 'What was found says that something may have gone wrong (“{0}”).',
    ja: '照会の内容に、問題が起きた可能性があります（「{0}」）。',
    'zh-TW': '查到的內容顯示可能出了問題（「{0}」）。',
    th: 'ข้อมูลที่ค้นพบบอกว่าอาจมีปัญหา (“{0}”)',
  },
  found_not_asked: {
    en: 'What was found does not tell what the customer asks.',
    ja: '照会で見つかりましたが、お客様の質問の答えにはなりません。',
    'zh-TW': '雖已查到，但其中沒有顧客要問的內容。',
    th: 'ค้นพบแล้ว แต่ไม่มีคำตอบของสิ่งที่ลูกค้าถาม',
  },
  records: {
    en: 'A plain request, which is recorded in “{0}”.',
    ja: '明確な依頼なので、「{0}」に記録します。',
    'zh-TW': '是明確的請求，記錄到「{0}」。',
    th: 'เป็นคำขอที่ชัดเจน จึงบันทึกไว้ใน “{0}”',
  },
  too_little: {
    en: 'A request that does not say what exactly, or how many.',
    ja: '依頼の内容や数が、はっきりしていません。',
    'zh-TW': '請求沒有說清楚是什麼或要多少。',
    th: 'คำขอไม่ได้บอกชัดเจนว่าอะไรหรือจำนวนเท่าไร',
  },
  still_too_little: {
    en: 'It was asked back about once, and the request still does not say enough.',
    ja: '一度お聞きしましたが、依頼の内容がまだはっきりしていません。',
    'zh-TW': '已經問過一次，請求仍然不夠清楚。',
    th: 'ถามกลับไปแล้วครั้งหนึ่ง แต่คำขอยังไม่ชัดเจนพอ',
  },
  several_requests: {
    en: 'More than one request at once.',
    ja: '複数の依頼が一度に書かれています。',
    'zh-TW': '一次提出了不只一項請求。',
    th: 'มีคำขอมากกว่าหนึ่งเรื่องในคราวเดียว',
  },
  request_too_long: {
    en: 'A request that is too long to be recorded.',
    ja: '依頼が長すぎて記録できません。',
    'zh-TW': '請求內容太長，無法記錄。',
    th: 'คำขอยาวเกินกว่าจะบันทึกได้',
  },
  request_for_person: {
    en: 'A request that a person has to see to.',
    ja: 'スタッフの対応が必要な依頼です。',
    'zh-TW': '需要由專人處理的請求。',
    th: 'เป็นคำขอที่ต้องให้คนดูแล',
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
