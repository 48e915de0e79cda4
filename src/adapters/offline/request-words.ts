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
  '(?<!^先に[^。]*)(?:て|で)(?:ください|下さい|ほしい|欲しい|おいて)|お願い(?:し|いたし|致し)ます|お願いできますか|頼みます|頼めますか',
  `${doneJa}(?:て|で)(?:もらえ|いただけ|頂け|くれ)(?!まし|てい|た)`,
  '(?:^|[,，。!！?？、\\s])(?:那|再|另外|想)?(?:請(?![問教假益客先])|麻煩(?![的了])|拜託|勞煩|幫忙|幫我)|(?:可以|可否|能否|能不能|方便)(?:請(?:你|您|大家)?)?(?:幫我|幫忙|麻煩)',
  '(?:ช่วย(?!ได้|เหลือ)|รบกวน|ฝาก|ขอให้|วาน)(?=[ก-๛])',
  '\\b(?:tolong|mohon)(?= [a-z])',
])

/** Something is wanted, though nobody is asked for it: “we need paper”. Not to be let do, told or given time. */
export const wishes = pattern([
  '(?:^|\\b(?:we|i)(?: (?:also|still|really|just|do|will))*) need (?:to (?:re)?(?:order|buy|get|restock) )?(?!to\\b|(?:you|your|my|help|someone|somebody|anyone|anybody|people|time|off|it|this|that|advice|information|info|answers?|more (?:time|people|staff|hands)|some (?:time|help|advice|information)|an? (?:day|break|person|colleague|hand|rest|talk|word|minute|answer|few days))\\b)(?![^.!?\\n]*\\b(?:off|free)\\b)(?=[a-z\\d])',
  '[^何誰]が[^。、か何誰]{0,8}(?:必要|欲しい|ほしい|要り|いり)(?:ま(?!せ)|です|だ|$)',
  '^(?:我們?|店裡|廚房|這裡)?(?:還)?需要(?!.{0,4}(?:幫|人|你|您|請|時間|休|什麼|多少|哪|知道|談))(?=[一-龠\\d])',
  '(?:ต้องการ|อยากได้|ต้องใช้)(?!ลา|แลก|คุย|พบ|ทราบ|รู้|หยุด|ให้|ความ|คน|เวลา|คำ|วัน|ข้อมูล|เงิน|ยกเลิก|เปลี่ยน|อะไร|กี่|เท่า)(?=[ก-๛\\d])',
  '\\b(?:kami|kita|saya) (?:butuh|perlu) (?!bantuan|bicara|orang|waktu|libur)(?=[a-z\\d])',
])

/** Deeds that need no more than what was told beside them: “The light is out. Could you replace it?” */
export const deeds = pattern([
  `\\b${doing}\\b`,
  doneJa,
  '修|換|訂(?!書)|補|清(?!潔劑)|買|叫貨',
  'ซ่อม|เปลี่ยน|สั่ง|เติม|ล้าง|ทำความสะอาด|ซื้อ',
])

/** What is bought or made: how much of it has to be said. */
export const supplies = pattern([
  '\\b(?:(?:re)?orders?|buy|purchase|get|bring|restock|stock up|make(?! sure)|bake|print|prepare)\\b',
  '発注|注文|頼ん|頼み|買[っい]|補充|手配|用意|準備|作[っり成]|印刷|足し',
  '訂(?!書)|買|補|叫(?!醒)|加(?![熱濕溼])|做|印(?!表機|章|泥)|準備|添',
  'สั่ง|ซื้อ|เติม|ทำ(?!ความสะอาด)|เตรียม|พิมพ์|จัดหา',
  '\\b(?:pesan|beli|buat|cetak)\\b',
])

/** Deeds that can be done without being told how much. */
export const without = pattern([
  '\\b(?:fix|repair|mend|replace|refill|top up|clean|wash|wipe|sweep|mop|tidy|hang|install|put|remove|move|sort|unblock|check|look|take|throw|close|open|lock|turn|switch|empty|water|unload|unpack|defrost)\\b',
  '直し|なおし|修理|交換|掃除|そうじ|片付け|片づけ|貼|取り?替え|取りかえ|替え|拭|洗っ|捨て|運|点検|見て|見に|消し|閉め|開け|止め|外し|移|動かし|並べ|磨',
  '修|換|清(?!潔劑)|擦|洗(?!碗精|潔精|手乳|手液|衣精|衣粉|碗機)|掃(?!把)|拖(?!把)|搬|移|貼(?!紙)|掛(?!鉤)|丟|倒|看(?!板)|檢查|(?<!開)關|開(?![關水心])|整理|拆',
  'ซ่อม|เปลี่ยน|ล้าง|ทำความสะอาด|เช็ด|กวาด|ถู(?!ก)|ย้าย|ยก(?!เลิก)|แขวน|ติด|ทิ้ง|เก็บ|ดู|ปิด|เปิด|จัด(?!หา)|แก้(?!ว)|ถอด',
  '\\b(?:perbaiki|ganti|bersihkan|cuci|buang|pindahkan|periksa)\\b',
])

/** Nobody knows what or where. */
export const vague = pattern([
  '\\b(?:something|somewhere|some thing|whatever)\\b|何か|なにか|どこか|某|有(?:個)?東西|有一[盞個台扇支條]|บางอย่าง|บางที่|อะไรสักอย่าง|\\bsesuatu\\b',
])

/** Somebody else has to be asked: a question back would not be answered. */
export const unsure = pattern([
  "\\b(?:no idea|not sure|unsure|no clue|dunno|(?:don'?t|do not|doesn'?t|does not) (?:really )?(?:know|remember)|ask|knows)\\b",
  'わからな|分からな|わかりません|分かりません|知らな|知りません|覚えて|に聞い|不知道|不清楚|不確定|不曉得|忘了|問(?!題)|ไม่รู้|ไม่แน่ใจ|ไม่ทราบ|จำไม่|ลองถาม|\\btidak tahu\\b',
])

/** How something is done in a case that may never come, or a wish that depends on something. */
export const conditions = pattern([
  '\\b(?:if|unless|whenever|in case)\\b|たら(?!こ)|なら(?![べんし])|場合|もし|如果|若(?!干)|萬一|的話|ถ้า|หาก|\\b(?:kalau|jika)\\b',
])

/** Another thing is begun with it. */
export const beside = pattern([
  '^(?:oh )?(?:and|also|plus|besides|then|another thing|one more|as well as|in addition|while)\\b|\\b(?:also|too|as well|in addition)\\b',
  '^(?:あと|それと|それから|また|ついでに|加えて|さらに|他に|ほかに|もう一)|^(?:還有|另外|順便|再|以及|然後|也)|還要|也要',
  '^(?:แล้วก็|และ|อีก|นอกจาก|พร้อม)|อีกอย่าง|อีกเรื่อง|\\b(?:juga|dan|lalu)\\b',
])

/** Something is missing or broken. */
export const reports = pattern([
  "\\bneeds?\\b|\\bout of\\b|\\brun(?:ning)? (?:low|out)\\b|\\bbroken?\\b|\\bbroke\\b|\\bempty\\b|\\bmissing\\b|\\b(?:does|is|has|will)(?: not|n't)\\b|\\bdrip|\\bflicker",
  '足りな|足りませ|なくなり|なくなって|無くな|切れ|壊れ|必要なもの|出ません|つかな|快沒|沒有了|壞|需要|不夠|要換|要修|หมด|เสีย|พัง|ต้องการ|ขาด',
])

/** Until when: says nothing else. */
export const deadlines = pattern([
  '\\b(?:by|until|till|before|on|for|this|next|coming|the|end of|day|week|morning|afternoon|evening|noon|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\\b',
  '[月火水木金土日]曜日?|今日|明日|明後日|今週|来週|週末|月末|中|まで|末|午前|午後|朝|夕方|夜|に',
  '(?:這|本|下)?個?(?:週|周|星期|禮拜)[一二三四五六日天末]?|今天|明天|後天|之?前|以前|早上|下午|晚上|要|月底',
  'ภายใน|ก่อน|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)|วันนี้|พรุ่งนี้|อาทิตย์|สัปดาห์|หน้า|นี้|เช้า|บ่าย|เย็น',
  '\\d+',
])

/** Numbers that are no amount: times, prices, rooms, sizes, and how many are left. Days are found by numbers.ts. */
export const noAmounts =
  /[¥$€£฿]\s?\d[\d,.]*|\d[\d,.]*\s?(?:yen|円|元|圓|บาท|เยน|baht|dollars?|usd|jpy)|\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:a\.?m\b|p\.?m\b|o['’]clock|時|點|โมง|ทุ่ม|น\.)|\d+(?:st|nd|rd|th)\b|\d{1,2}\s?(?:日|號|号)|\d+\s?(?:days?|weeks?|hours?|minutes?|months?|天|週間|วัน|สัปดาห์|ชั่วโมง)|(?:rooms?|tables?|no\.?|number|nr\.?|floor|size|shelf|machine|oven|fridge|door|counter|#|第|ห้อง|โต๊ะ|เบอร์|เลข|ไซส์|ชั้น(?:ที่)?)\s?\d+|\d{1,5}[^.,\n\d]{0,20}\bleft\b|(?:残り|のこり|あと|剩(?:下)?|เหลือ)[^\d\n]{0,12}\d+|\d+\s?(?:番|階|樓|室|ml\b|cm\b|mm\b|inch|%|°)/g

/** Amounts in words. */
export const numerals = pattern([
  '\\b(?:a|an) (?:box|pack|packet|bag|roll|bottle|case|carton|pair|crate|sack|jar|tin|can|set|bunch|sheet|ream|kilo|litre|liter)\\b',
  '\\b(?:one(?! of\\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|dozen)\\b',
  '[一二三四五六七八九十百千]+ ?(?:個|枚|本|箱|袋|缶|包|巻|台|束|つ|せっと|ぱっく|けーす|ろーる|だーす|きろ|りっとる)|ひとつ|ふたつ|みっつ',
  '[一二兩两三四五六七八九十百千]+ ?(?:盒|瓶|罐|捲|卷|張|條|支|組|份|打|公斤|斤|公升|片)',
  '(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย) ?(?:กล่อง|แพ็ค|ถุง|ใบ|ม้วน|ขวด|ชิ้น|อัน|ลัง|ห่อ|โหล|กิโล|ลิตร|ตัว|แผ่น|คู่|ชุด)',
  '\\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|lusin)\\b',
])

/** Asks for words and not for deeds, or for a person: looked for in the whole of it. */
export const wantsWords = pattern([
  '\\b(?:tell|inform|advise|explain|answer|reply|respond|confirm|say|recommend|suggest)\\b|\\blet (?:me|us) know\\b|\\b(?:help me|show me|send me|give me)\\b|\\b(?:hurry|wait|ignore|forget|excuse|enjoy|worry|note|accept|forgive|apologi\\w*|sorry)\\b|\\btake care\\b(?! of)|\\bbe (?:careful|quiet|patient|kind|safe)\\b|\\bhave a (?:nice|good|great|lovely)\\b',
  '教え|知らせ|聞かせ|見せ|待っ|返事|返信|返答|答え|説明|頑張|がんば|気をつけ|気を付け|お大事|楽しん|気にし|許し',
  '告訴|跟我說|說明|解釋|回覆|回答|推薦|建議|介紹|請問(?!.{0,2}(?:可以|可否|能|方便))|想問|稍等|等一下|保重|加油|小心|放心|慢用|慢走|指教|見諒|原諒|包涵|安心|注意',
  'บอก|ตอบ|อธิบาย|แนะนำ|สอบถาม|ถาม|ทราบ|แจ้ง|รอสัก|รอก่อน|มีความสุข|โชคดี|สนุก|สุขภาพ|ดูแลตัว|หายไว|หายเร็ว',
  '\\b(?:beri ?tahu|jelaskan|jawab|info)\\b',
])

/** Fire, and no day (火曜, 毎週火, 火・金, 月火, （火）), food or tool that is written with it. */
const week = '[月水木金土日]'
const fire = [
  '(?<!',
  ['毎週|隔週|[今来先]週の?|次の|第[1-5一二三四五]|[(（]', `(?:^|[^一-龠]|週)${week}[・･、,/／と]?`, '打'].join('|'),
  ')火(?!',
  ['曜', `[・･/／]?${week}(?![一-龠を])`, '[、,と][木金土](?![一-龠を])', 'まで', '[腿鍋雞鶏機龍柴]'].join('|'),
  ')',
].join('')

/** A person has to see to it, or to agree to it: it is urgent, somebody's own, or takes back what was asked before. */
export const forPerson = pattern([
  '\\b(?:urgent\\w*|urgency|emergency|asap|immediately|at once|right away|right now|fire|smoke|smok\\w*|gas|leak\\w*|flood\\w*|blood|bleed\\w*|hurt|injur\\w*|accident|danger\\w*|police|stolen|theft|sick|(?<![^\\s,.!?])ill|unwell|fever|late|resign\\w*|quit|pay|paid|payday|salary|wages?|money|cash|the till|raise|contract|shifts?|swap\\w*|days? off|time off|holidays?|vacation|rota|secret|private\\w*|personal\\w*|colleague|boss)\\b',
  '\\b(?:cancel\\w*|refund\\w*|return\\w*|undo|instead|never mind|take back|already asked|address|invoice|receipt|password|call|phone|ring|contact|get back|write back|arrived|received|delivered|came)\\b|\\b(?:my|our) (?:[a-z]+ )?(?:orders?|bookings?|reservations?|parcels?|packages?|delivery|payment|account|name|address|table)\\b|\\b(?:order|booking|reservation) (?:no\\b|number|#)',
  fire,
  '至急|緊急|急ぎ|急い|今すぐ|すぐに|煙(?![燻草])|ガス|漏れ|水漏れ|怪我|けが|血|事故|危な|危険|警察|盗|熱が|体調|病気|休[みまん]|休暇|有給|電話|連絡|確認|相談|話し|遅れ|遅刻|辞め|給料|給与|時給|お金|レジ(?!袋|ろーる|ロール)|契約|シフト|代わ|内緒|キャンセル|取り消|取消|変更|返品|返金|住所|領収|請求書|届い|届か|予約|取り置き|ご?注文(?:番号|の)|やっぱり',
  '緊急|馬上|立刻|趕快|快點|盡快|瓦斯|漏(?![斗勺])|淹|受傷|流血|意外|危險|警察|偷|回電|來電|聯絡|聯繫|(?<!檢)查|確認|生病|發燒|不舒服|請假|排休|休假|遲到|晚到|離職|薪|錢|收銀|合約|換班|班表|私下|取消|退[貨款費錢]|改成|更改|地址|發票|收據|收到|訂單|訂位|預約|我的(?:訂|包裹)|算了',
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
