/** Words in what a look-up found, and in what customers ask of it, in all languages at once. */
import { fold } from './text.ts'

const pattern = (parts: readonly string[]): RegExp => new RegExp(fold(parts.join('|')))

/** A column that holds nothing but a day that is still to come: “expected_on”, 予定日. */
export const toCome = pattern([
  'expect|estimat|\\beta\\b|\\bdue\\b|promis|schedul|plann|予定|見込|預計|預定|預期|預估|กำหนด|คาดว่า|คาดการณ์|ประมาณการ|perkiraan|estimasi|jadwal',
])

/** One that may hold such a day: “delivery”, お届け. */
export const mayBeToCome = pattern([
  'arriv(?!ed)|deliver(?:y|s|ing)?\\b|\\bby\\b|until|deadline|ready|next',
  '到着|着日|届け|配達|配送|納期|期限|締切|到貨|送達|抵達|截止|วัน|จะ|ภายใน',
])

/** And within a value, such as a note: “it leaves us on 2026-11-20”. */
export const saysToCome = pattern([
  '\\b(?:expected|estimated|due|scheduled|planned|will|until|before|by (?=\\d)|leaves?|sends?|arrives?|ready)\\b',
  '予定|見込|まで|頃に|預計|預定|預期|之?前|將|ภายใน|กำหนด|คาดว่า|จะ|\\b(?:akan|paling lambat)\\b',
])

/** A column with the day on which something was sent. */
export const ofSending = pattern(['sent|send|ship|dispatch|発送|出荷|寄出|寄送|出貨|發貨|送出|ส่ง|dikirim|kirim'])

/** A column that tells how it stands. */
export const ofStanding = pattern([
  'status|\\bstate\\b|\\bstage\\b|progress|situation|location|状況|状態|すてーたす|進捗|現在|狀態|狀況|進度|目前|สถานะ|คืบหน้า|keadaan',
])

/** A status that ends it. Only at its beginning: 未配達 and “to be delivered” are none. */
export const isDone = pattern([
  '^(?:(?:has|have|was|is|been) )*delivered\\b(?! (?:to|at) (?:the |our )?(?:carrier|courier|depot|post|hub|warehouse))',
  '^(?:お?届け|配達|配送)(?:完了|済)',
  '^已?(?:送達|簽收|配達|取貨)',
  '^(?:จัด)?ส่ง(?:ของ|สินค้า|พัสดุ)?(?:สำเร็จ|ถึง(?:แล้ว|ผู้รับ|ปลายทาง))',
])

/** Something went wrong, or may have: such an order is not only told of. */
export const wentWrong = pattern([
  '\\b(?:c[ao]m(?:e|es|ing)|sent|going|goes|went|gone|on (?:its|the) way|bring\\w*|brought) back\\b|\\breturn\\w*|\\blost\\b|\\bmiss(?:ing|ed)\\b|\\bdelay\\w*|\\blate(?:r than)?\\b|\\boverdue\\b',
  '\\b(?:held|hold|stuck|stopp?ed|suspend\\w*|paused?|block\\w*|seiz\\w*|customs|cancel\\w*|void\\w*|expired?|disput\\w*|refund\\w*|investigat\\w*|replac\\w*|re-?s(?:end|ent)|reship\\w*)\\b',
  '\\b(?:fail\\w*|errors?|exceptions?|problems?|issues?|incidents?|damag\\w*|broken?|breakage|defect\\w*|wrong\\w*|mis(?:routed|sorted|directed)|incomplete|partial\\w*|stolen|theft|destroy\\w*|reject\\w*|refus\\w*|declin\\w*)\\b',
  "\\b(?:undeliver\\w*|unable|unclaimed|unavailable|unknown|insufficient|incorrect|invalid|nobody|no one|absent|attempt\\w*|out of stock|sold out)\\b|\\b(?:cannot|could ?n[o']t|can't|not (?:be |been |yet )?(?:deliver\\w*|found|possible|accept\\w*|collect\\w*|at home))",
  '返送|返品|返却|返金|戻[っりさ]|持ち?戻|遅[れ延く]|遅延|紛失|不明|未着|破損|汚損|破れ|壊れ|割れ|きゃんせる|取り?消|保留|停止|中止|不在|不備|拒否|辞退|誤[配送]|失敗|えらー|異常|問題|とらぶる|事故|欠品|在庫切れ|品切れ|不足|滞留|留め?置|保管|調査|税関|できません|できな|再配',
  '退[回件貨款費錢運換還]|遺失|丟失|不見|延[遲誤後期宕]|逾[期時]|取消|滯留|卡[住在關]|異常|失敗|[損毀]|破[損裂掉了]|錯[誤寄送]|寄錯|無人|未遇|不在|拒[收絕]|查無|無法|不足|缺貨|暫停|中止|扣[留押]|海關|問題|事故|調查|招領|未取|補寄|重寄',
  'ตีกลับ|ส่งคืน|ส่งกลับ|คืน(?:สินค้า|เงิน|ผู้ส่ง|ของ)|กลับ(?:มา|ถึง|คืน)|ล่าช้า|ช้า|เลื่อน|หาย|สูญ|ชำรุด|แตก|ยกเลิก|ไม่(?:สำเร็จ|ได้|พบ|มี|อยู่|ครบ|ถูก)|ล้มเหลว|ปฏิเสธ|ปัญหา|ขัดข้อง|ผิด|ระงับ|ค้าง|อายัด|ศุลกากร|หมด|รอตรวจสอบ',
  '\\b(?:kembali\\w*|dikembalikan|terlambat|tertunda|hilang|rusak|batal\\w*|dibatalkan|gagal|ditolak|masalah|salah)\\b',
])

/** A column of such a thing that says no: `cancelled: false`. */
export const saysNo = /^(?:no|none|not|nil|n\/a|false|0|-|–|—|なし|無し|無|いいえ|否|沒有|ไม่|ไม่มี|tidak)$/

/** They ask for a day or a time. */
export const asksWhen = pattern([
  '\\bwhen\\b|\\bwhat (?:day|date|time)\\b|\\bwhich day\\b|\\bhow (?:much )?(?:long|soon|many days)\\b|\\beta\\b|\\b(?:expected|estimated)\\b|\\b(?:tomorrow|tonight)\\b|\\bwill (?:it|they|my|the|our|i|we)\\b|\\bdoes it (?:come|arrive|get)\\b',
  'いつ|何日|何時|何曜|どの?(?:くらい|ぐらい)|予定|明日|あした|届きますか|着きますか|来ますか',
  '什麼時候|何時|幾時|幾[天點號]|哪[一]?天|多久|明天|後天|會(?:到|寄|出|送|來)',
  'เมื่อไหร่|เมื่อไร|เมื่อใด|วันไหน|ตอนไหน|วันที่เท่า|กี่(?:วัน|โมง)|นานไหม|นานแค่|พรุ่งนี้|จะ(?:ถึง|มา|ได้|ส่ง)',
  '\\b(?:kapan|berapa (?:lama|hari)|besok)\\b',
])

/** The day is that of sending, and none of those on which it comes. */
export const asksOfSending = pattern([
  '\\b(?:sent|send|ship\\w*|dispatch\\w*|leaves?|left|go(?:es|ne)? out|went out)\\b|発送|出荷|送られ|寄|出貨|發貨|送出|ส่ง|\\b(?:dikirim|kirim)\\b',
])
export const asksOfComing = pattern([
  '\\b(?:arriv\\w*|com(?:e|es|ing)|deliver\\w*|get|receive|here)\\b|届|着|来|到(?!底)|收|來|ถึง|มา|ได้รับ|\\b(?:sampai|tiba|datang)\\b',
])
