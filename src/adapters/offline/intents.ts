/**
 * What can be told without any knowledge: a greeting or thanks, and what belongs to a person whatever the passages say.
 * All languages at once, since customers mix them; every rule leans towards a person.
 */
import type { OfflineReason } from '../../core/sentences/offline.ts'
import { fold } from './text.ts'

/** Words of greeting and thanks, taken off before a question is looked at. Longer ones first. */
const greeting =
  /\b(?:hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|greetings|nice to meet you|howdy|there)\b|はじめまして|こんにちは|こんにちわ|こんばんは|こんばんわ|おはよう(?:ございます)?|お世話になっ(?:て(?:おり|い)ます|ております)|お疲れ(?:様|さま)(?:です)?|失礼(?:いた)?します|哈[囉啰]|你好|您好|嗨|早安|午安|晚安|สวัสดี|หวัดดี|ดีค่ะ|ดีครับ|\b(?:halo|hai|selamat (?:pagi|siang|sore|malam))\b/g
const thanks =
  /\b(?:thanks?|thank you|thx|ty|cheers|much appreciated|great|perfect|awesome|cool|nice|got it|ok(?:ay)?|so much|very much|a lot|bye|goodbye|see you|for your help)\b|(?:どうも)?ありがと(?:うございます|うございました|う)?(?:ね)?|サンキュー|さんきゅー|感謝(?:です|します)|助かりま(?:す|した)|了解(?:です|しました)?|わかりました|分かりました|承知しました|よろしく(?:お願い(?:し|いたし|致し)ます)?|[謝谢]{2}(?:你|您|你們)?|感謝(?:你|您)?|多謝|感恩|好的|好喔|了解|知道了|收到了?|辛苦了|掰掰|ขอบคุณ(?:มาก)?|ขอบใจ|โอเค|รับทราบ|เข้าใจแล้ว|\b(?:terima kasih|makasih|oke|baik)\b/g
/** Politeness that may stand around either. */
const around =
  /นะ|คะ|ค่ะ|ค่า|ครับ|คับ|ค้าบ|จ้า|มาก ?ๆ?|เลย|\b(?:kak|min|banyak|ya)\b|です|ます|ね|よ|喔|哦|啊|呀|唷|啦|\bguys\b|\byou\b/g

export type SmallTalk = 'greeting' | 'thanks'

/** Whether a text is nothing but greeting or thanks, and which. */
export function smallTalk(text: string): SmallTalk | undefined {
  const folded = fold(text.replace(/^\[sticker: (.*)\]$/gm, '$1'))
  const rest = folded.replace(foldedGreeting, ' ').replace(foldedThanks, ' ')
  if (bare(rest) === bare(folded)) return undefined
  if (bare(rest.replace(foldedAround, ' ')) !== '') return undefined
  return folded.search(foldedThanks) >= 0 ? 'thanks' : 'greeting'
}

/** The text without words of greeting. */
export const withoutGreeting = (text: string): string =>
  text.normalize('NFKC').replace(new RegExp(greeting.source, 'gi'), ' ')

const bare = (said: string): string => said.replace(/[^\p{L}\p{N}]+/gu, '')

const foldedGreeting = new RegExp(fold(greeting.source), 'g')
const foldedThanks = new RegExp(fold(thanks.source), 'g')
const foldedAround = new RegExp(fold(around.source), 'g')

/** The same words, to be looked for at one place of a folded text. */
export const smallTalkPieces: readonly RegExp[] = [foldedGreeting, foldedThanks, foldedAround].map(
  ({ source }) => new RegExp(source, 'y'),
)

interface HandOver {
  reason: OfflineReason
  topic: string
  pattern: RegExp
}

/** A few characters between two words of one phrase. */
const near = '[^。．.!?！？\\n]{0,14}'

const rules: readonly { reason: OfflineReason; topic: string; patterns: readonly string[] }[] = [
  {
    reason: 'asks_for_person',
    topic: 'other',
    patterns: [
      `\\b(?:talk|speak|chat|connect|transfer|contact|call|reach|get|reply|answer)\\b${near}\\b(?:person|human|someone|somebody|staff|manager|owner|agent|operator|representative|employee)\\b`,
      '\\b(?:real|actual|live) (?:person|human|agent|people)\\b|\\bcall me\\b|\\bnot a (?:bot|robot|machine)\\b',
      `(?:担当|スタッフ|店員|店長|責任者|人間|オペレーター|係)(?:の|さん|者|方|人|様)*(?:と|に|から|へ|を|が)?${near}(?:話|はな|代わ|かわ|替わ|繋|つな|お願い|連絡|電話|対応|呼|相談|返事)`,
      `(?:真人|專人|客服|店長|店員|服務人員|負責人|老闆|人工)${near}(?:回|聯絡|聯繫|接聽|談|講|說|處理|服務)|(?:找|轉|叫|跟|請|和|要)${near}(?:真人|專人|客服|店長|服務人員|負責人|老闆|人工)`,
      '(?:คุย|พูด|ติดต่อ|โทร|ต่อสาย|เรียก|ตาม)(?:กับ|หา|ให้)?(?:พนักงาน|เจ้าหน้าที่|แอดมิน|คน|ผู้จัดการ|เจ้าของ|หัวหน้า)|ขอ(?:สาย|พบ)?(?:เจ้าหน้าที่|แอดมิน|ผู้จัดการ)',
      `\\b(?:bicara|ngobrol|hubung\\w*|bertemu|chat)\\b${near}\\b(?:staf|petugas|admin|orang|manusia|manajer|pemilik)\\b`,
    ],
  },
  {
    reason: 'unwell',
    topic: 'emergency',
    patterns: [
      "\\b(?:can't breathe|cannot breathe|allergic reaction|anaphyla\\w*|ambulance|hospital|food poison\\w*|swelling|swollen|hives|vomit\\w*|threw up|throwing up|got sick|feel(?:ing)? sick)\\b",
      '救急|息ができ|呼吸|じんましん|蕁麻疹|アナフィラキシー|食中毒|吐い|嘔吐|お腹(?:を)?壊|病院|症状',
      '送醫|急診|救護|呼吸困難|過敏反應|起疹|食物中毒|拉肚子|嘔吐|吐了',
      'หายใจไม่ออก|ผื่นขึ้น|อาหารเป็นพิษ|ท้องเสีย|อาเจียน|โรงพยาบาล|รถพยาบาล|อาการแพ้',
      '\\b(?:keracunan|muntah|rumah sakit|sesak napas|ambulans)\\b',
    ],
  },
  {
    reason: 'complains',
    topic: 'complaint',
    patterns: [
      '\\b(?:complain\\w*|disappoint\\w*|terrible|horrible|awful|disgusting|gross|rude|unacceptable|worst|mou?ldy|rotten|burn(?:t|ed)|stale|inedible|angry|upset|never (?:again|coming back)|ripped off|overcharged|rubbish|a hair|wrong (?:order|cake|item) )\\b',
      'クレーム|苦情|最悪|ひどい|酷い|がっかり|残念でした|残念です|不快|不愉快|態度|髪の毛|虫が|異物|カビ|腐っ|焦げ|まずかった|不味|どうなって|どういうこと|許せ|二度と',
      '投訴|客訴|抱怨|失望|傻眼|生氣|態度|頭髮|有蟲|蟲子|發霉|酸掉|臭酸|怪味|難吃|超差|很差|太差|離譜|誇張|不會再|烤焦|燒焦',
      'ร้องเรียน|ผิดหวัง|แย่มาก|แย่|เส้นผม|แมลง|ขึ้นรา|บูด|ไหม้|(?<!เ)เละ|พูดจา|ไม่พอใจ|โมโห|ไม่ประทับใจ|เสียความรู้สึก|บริการไม่ดี|มารยาท',
      '\\b(?:komplain|keluhan|kecewa|kasar|basi|jamuran|berjamur|rambut|parah|buruk)\\b',
    ],
  },
  {
    reason: 'money_back',
    topic: 'refund',
    patterns: [
      `\\b(?:want|need|demand|give me|please|owe)\\b${near}\\b(?:refund|my money)\\b|\\brefund me\\b|\\brefund (?:please|pls|now)\\b`,
      '返金(?:して|を?お願い|を?希望|を?求め)|お金(?:を)?返して',
      '(?:我要|我想|請|給我|幫我)(?:退款|退費|退錢)|把錢退|退我錢|還我錢',
      '(?:ขอ|อยากได้|ต้องการ)(?:เงินคืน|คืนเงิน)|คืนเงินมา',
      `\\b(?:minta|mau|kembalikan)\\b${near}\\b(?:refund|uang)\\b`,
    ],
  },
  {
    reason: 'own_order',
    topic: 'own_order',
    patterns: [
      `\\b(?:my|our|the)\\b${near}\\b(?:order|booking|reservation|delivery|parcel|cake|payment)\\b${near}\\b(?:status|process\\w*|confirm\\w*|receiv\\w*|arriv\\w*|late|missing|go through|went through|ready|here|charged|come)\\b`,
      `\\bwhere(?: is|'s|s)\\b${near}\\b(?:my|our)\\b${near}\\b(?:order|delivery|parcel|cake|driver)\\b|\\bdid you (?:get|receive)\\b|\\b(?:order|booking|reservation)(?: (?:no|number|id))?\\.? ?#? ?\\d{3,}`,
      '(?:予約|注文|ご?注文)[^。！？\\n]{0,10}(?:入って|取れて|とれて|できて(?:い)?ま|通って|届いて|確認(?:でき|して|お願い)|完了)|(?:まだ|商品が?|注文が?)[^。！？\\n]{0,8}(?:届(?:か|いて)ない|届きません|来ない|来ません|届いていま)|(?:注文|予約)番号[^。！？\\n]{0,4}\\d{3,}',
      '(?:訂|預約|訂單|下單|外送)[^。！？\\n]{0,10}(?:收到|成功|確認|處理|到了|好了|沒到|還沒|有嗎)|(?:還沒|沒有?)(?:收到|送到|送來)|(?:編號|單號)[^。！？\\n]{0,4}\\d{3,}',
      '(?:ที่สั่ง|สั่งไว้|สั่งไป|ออเดอร์|ที่จอง|จองไว้)[^\\n]{0,24}(?:ถึงไหน|ยังไม่|ได้รับ|หรือยัง|เรียบร้อย|ยืนยัน|สถานะ|เข้า)|ของยังไม่(?:มา|ถึง)|(?:ออเดอร์|เลขที่)[^\\n]{0,6}\\d{3,}',
      `\\b(?:pesanan|booking)\\b${near}\\b(?:sampai|status|belum|konfirmasi|diterima)\\b`,
    ],
  },
  {
    reason: 'left_now',
    topic: 'other',
    patterns: [
      `\\b(?:right now|at the moment|just now)\\b${near}\\b(?:free|available|busy|full|left)\\b|\\b(?:free|available|busy|full|left)\\b${near}\\b(?:right now|at the moment)\\b|\\b(?:table|seat|spot|place)s? (?:free|left|available)\\b|\\b(?:any|still (?:have|got))\\b${near}\\bleft\\b`,
      '空き(?:は|が|って)?(?:あ|ご)|空席|満席|混んで|混雑|残って(?:い)?ま|在庫',
      '(?:現在|目前|還)有(?:空)?(?:位|名額|缺額|貨|庫存)|客滿|額滿|人多嗎|剩(?:下)?幾|還剩|庫存',
      'ว่าง(?:ไหม|มั้ย|อยู่|หรือ|บ้าง|รึ)|เหลือ(?:ไหม|มั้ย|อยู่|ที่|กี่|บ้าง)|เต็มหรือยัง|เต็มยัง|คนเยอะ|คิวเยอะ',
      '\\b(?:masih ada (?:tempat|meja|kursi)|penuh)\\b',
    ],
  },
  {
    reason: 'exception',
    topic: 'other',
    patterns: [
      '\\b(?:discounts?|cheaper|negotia\\w*|special price|bulk|wholesale|private (?:party|event|hire)|hire the|rent the|sponsor\\w*|collab\\w*|exception)\\b',
      '割引|値引|まけて|安くして|安くなり|貸切|貸し切り|卸(?![貨下載])|取材|特注|特別に',
      '便宜(?:一)?點|打折|折扣|優惠價|算便宜|團購|批發|包場|合作|採訪|客製',
      'ส่วนลด|ลดราคา|ลดได้|ลดให้|เหมา(?!ะ)|ราคาส่ง|ราคาพิเศษ|ร่วมงาน|กรณีพิเศษ',
      '\\b(?:diskon|potongan harga|nego|borongan|sewa)\\b',
    ],
  },
]

const compiled: readonly HandOver[] = rules.map(({ reason, topic, patterns }) => ({
  reason,
  topic,
  pattern: new RegExp(fold(patterns.join('|'))),
}))

/**
 * Why a text belongs to a person whatever the passages say; undefined when it does not.
 * @param but a reason that is not looked at
 */
export function handsOver(text: string, but?: OfflineReason): Omit<HandOver, 'pattern'> | undefined {
  const folded = fold(text)
  return compiled.find(({ reason, pattern }) => reason !== but && pattern.test(folded))
}
