/** Words with which somebody asks for something to be done, in all languages at once. */
import { fold } from './text.ts'

const pattern = (parts: readonly string[]): RegExp => new RegExp(fold(parts.join('|')), 'g')

const you = '(?:you|someone|somebody|anyone|anybody|one of you)'
/** What is done to things of a shop; what customers ask whether it is done at all (deliver, make, book) is not among them. */
const doing =
  '(?:fix|repair|mend|replace|order|reorder|buy|refill|restock|top up|clean|wash|wipe|sweep|mop|tidy|print|hang|install|put|remove|move|sort|unblock|check on|look (?:at|after|into)|take (?:care|out|down)|throw)'
const doneJa =
  '(?:直し|なおし|修理し|交換し|補充し|発注し|注文し|頼ん|買っ|掃除し|そうじし|片付け|片づけ|貼っ|印刷し|取り替え|取りかえ|替え|手配し|用意し|準備し|拭い|洗っ|捨て|運ん|点検し|見に来|足し)'

/** Surely a request. */
export const requests = pattern([
  `(?:^|[,;:]\\s*|\\b(?:and|so|then|also|hi|hello|hey|all|everyone|guys|team)[,!]? )(?:please|pls|plz|kindly)(?= [a-z])`,
  `^${doing}\\b[^?]*\\b(?:please|pls|plz)(?=[\\s.!]*$)`,
  `\\b(?:can|could|would|will) ${you}(?: please| pls| kindly| maybe| perhaps| also)* (?=${doing}\\b)`,
  `\\b(?:can|could|would|will) ${you} (?:please|pls|kindly)(?= [a-z])`,
  '(?:て|で)(?:ください|下さい|ほしい|欲しい|おいて)|お願い(?:し|いたし|致し)ます|お願いできますか|頼みます|頼めますか',
  `${doneJa}(?:て|で)(?:もらえ|いただけ|頂け|くれ)(?!まし|てい|た)`,
  '(?:^|[,，。!！?？、\\s])(?:那|再|另外|想)?(?:請(?![問教假益客])|麻煩(?![的了])|拜託|勞煩|幫忙|幫我)|(?:可以|可否|能否|能不能|方便)(?:請(?:你|您|大家)?)?(?:幫我|幫忙|麻煩)',
  '(?:ช่วย(?!ได้|เหลือ)|รบกวน|ฝาก|ขอให้|วาน)(?=[ก-๛])',
  '\\b(?:tolong|mohon)(?= [a-z])',
])

/** Deeds that need no more than what was told beside them: “The light is out. Could you replace it?” */
export const deeds = pattern([
  `\\b${doing}\\b`,
  doneJa,
  '修|換|訂|補|清|買|叫貨',
  'ซ่อม|เปลี่ยน|สั่ง|เติม|ล้าง|ทำความสะอาด|ซื้อ',
])

/** Asks for words and not for deeds, or for a person: looked for in the whole of it. */
export const wantsWords = pattern([
  '\\b(?:tell|inform|advise|explain|answer|reply|respond|confirm|say|recommend|suggest)\\b|\\blet (?:me|us) know\\b|\\b(?:help me|show me|send me|give me)\\b|\\b(?:hurry|wait|ignore|forget|excuse|enjoy|worry|note|accept|forgive|apologi\\w*|sorry)\\b|\\btake care\\b(?! of)|\\bbe (?:careful|quiet|patient|kind|safe)\\b|\\bhave a (?:nice|good|great|lovely)\\b',
  '教え|知らせ|聞かせ|見せ|待っ|返事|返信|返答|答え|説明|頑張|がんば|気をつけ|気を付け|お大事|楽しん|気にし|許し',
  '告訴|跟我說|說明|解釋|回覆|回答|推薦|建議|介紹|請問(?!.{0,2}(?:可以|可否|能|方便))|想問|稍等|等一下|保重|加油|小心|放心|慢用|慢走|指教|見諒|原諒|包涵|安心|注意',
  'บอก|ตอบ|อธิบาย|แนะนำ|สอบถาม|ถาม|ทราบ|แจ้ง|รอสัก|รอก่อน|มีความสุข|โชคดี|สนุก|สุขภาพ|ดูแลตัว|หายไว|หายเร็ว',
  '\\b(?:beri ?tahu|jelaskan|jawab|info)\\b',
])

/** A person has to see to it, or to agree to it: it is urgent, somebody's own, or takes back what was asked before. */
export const forPerson = pattern([
  '\\b(?:urgent\\w*|urgency|emergency|asap|immediately|at once|right away|right now|fire|smoke|smok\\w*|gas|leak\\w*|flood\\w*|blood|bleed\\w*|hurt|injur\\w*|accident|danger\\w*|police|stolen|theft|sick|(?<![^\\s,.!?])ill|unwell|fever|late|resign\\w*|quit|pay|paid|payday|salary|wages?|money|cash|the till|raise|contract|shifts?|swap\\w*|days? off|time off|holidays?|vacation|rota|secret|private\\w*|personal\\w*|colleague|boss)\\b',
  '\\b(?:cancel\\w*|refund\\w*|return\\w*|undo|instead|never mind|take back|already asked|address|invoice|receipt|password|call|phone|ring|contact|get back|write back|arrived|received|delivered|came)\\b|\\b(?:my|our) (?:[a-z]+ )?(?:orders?|bookings?|reservations?|parcels?|packages?|delivery|payment|account|name|address|table)\\b|\\b(?:order|booking|reservation) (?:no\\b|number|#)',
  '至急|緊急|急ぎ|急い|今すぐ|すぐに|火事|煙|ガス|漏れ|水漏れ|怪我|けが|血|事故|危な|危険|警察|盗|熱が|体調|病気|休[みまん]|休暇|有給|電話|連絡|確認|相談|話し|遅れ|遅刻|辞め|給料|給与|時給|お金|レジ|契約|シフト|代わ|内緒|キャンセル|取り消|取消|変更|返品|返金|住所|領収|請求書|届い|届か|予約|取り置き|ご?注文(?:番号|の)|やっぱり',
  '緊急|馬上|立刻|趕快|快點|盡快|火|煙|瓦斯|漏|淹|受傷|流血|意外|危險|警察|偷|回電|來電|聯絡|聯繫|查|確認|生病|發燒|不舒服|請假|排休|休假|遲到|晚到|離職|薪|錢|收銀|合約|換班|班表|私下|取消|退[貨款費錢]|改成|更改|地址|發票|收據|收到|訂單|訂位|預約|我的(?:訂|包裹)|算了',
  'ด่วน|ฉุกเฉิน|ทันที|เดี๋ยวนี้|ไฟไหม้|ควัน|แก๊ส|รั่ว|บาดเจ็บ|เลือด|อุบัติเหตุ|อันตราย|ตำรวจ|ขโมย|ติดต่อ|โทร|เช็[กค]|ตรวจสอบ|ป่วย|ไม่สบาย|ไข้|มาสาย|ไปสาย|ลาออก|ลาป่วย|ลาพัก|วันหยุด|หยุดงาน|เงิน|สัญญา|แลกกะ|กะ(?:เช้า|บ่าย|ดึก)|ส่วนตัว|ความลับ|ยกเลิก|เปลี่ยนใจ|คืนเงิน|คืนสินค้า|ที่อยู่|ใบเสร็จ|ได้รับ|ออเดอร์|คำสั่งซื้อ|พัสดุ|จอง',
  '\\b(?:darurat|hubungi|telepon|segera|batal\\w*|refund|sakit|gaji|uang|alamat|pesanan)\\b',
])

/** A sentence that asks something, where no mark says so. */
export const questions = pattern([
  '[?？]',
  '^(?:hi |hey |hello |and |also |so )*(?:what|when|where|which|who|whose|why|how|do|does|did|is|are|was|were|has|have|may|should|any)\\b',
  '(?:か|かな|でしょう)(?:ね)?[。.!！\\s]*$|いくら|なぜ|どうやって',
  '嗎|呢|什麼|哪|多少|幾[個點天時]|怎麼|為什麼|是否',
  'ไหม|มั้ย|หรือเปล่า|หรือยัง|อะไร|ไหน|เมื่อไหร่|เมื่อไร|กี่|เท่าไหร่|เท่าไร|ยังไง|อย่างไร|ทำไม',
  '\\b(?:apa|apakah|kapan|berapa|kenapa|bagaimana|di ?mana)\\b',
])

/** Politeness and helping words: what is left must name something to be done. */
export const helping = pattern([
  "\\b(?:please|pls|plz|kindly|can|could|would|will|you|someone|somebody|anyone|anybody|i|i'd|we|me|us|it|it's|this|that|these|those|them|one|the|a|an|some|to|for|of|in|on|at|by|and|is|are|be|do|done|make|get|have|help|thing|something|anything|soon|today|tomorrow|now|here|there|fix|repair|order|buy|clean|replace|check|look|yes|yeah|no|ok|okay|sure|thanks|thank)\\b",
  '(?:て|で)(?:ください|下さい|ほしい(?:です)?|欲しい(?:です)?|おいて)|(?:よろしく)?お願い(?:し|いたし|致し)ます|お願いできますか|頼みます|頼めますか|もらえますか|いただけますか|くれますか|これ|それ|あれ|すみません|[をがはにでとも]',
  '請問|請|麻煩|拜託|勞煩|幫忙|幫我|可以|可否|能否|你|您|大家|這個|那個|一下|處理|嗎|了|吧|喔',
  'ช่วย|รบกวน|ฝาก|ขอให้|วาน|หน่อย|ด้วย|ได้ไหม|ได้มั้ย|นะ|คะ|ค่ะ|ครับ|คับ|ให้|ทำ|ที',
  '\\b(?:tolong|mohon|ya|dong|kak)\\b',
])
