/**
 * Words with which customers ask how something of theirs stands, in all languages at once. Whoever says anything else
 * beside these wants more than to be told how it stands.
 */
import { fold } from './text.ts'

const pattern = (parts: readonly string[], flags = ''): RegExp => new RegExp(fold(parts.join('|')), flags)

/** Where a question begins within a message. */
const start = "(?:^|[.!?,;:\\n]|\\b(?:hi|hello|hey|and|please|know|check|see|say|me|if|whether|there)\\b)[\\s'-]*"

/** It is a question, and one of how something stands. */
export const asks = pattern([
  "\\bwhere(?:'?s| is| are)\\b",
  "\\bwhen(?:'?s| is| are| will| does| do| did| can| should| would| could)\\b[^.!?\\n]{0,40}\\b(?:arriv\\w*|com(?:e|es|ing)|deliver\\w*|ship\\w*|sent|send|dispatch\\w*|get|receive|expected?|here|ready|leave|go out)\\b",
  `${start}(?:has|have|is|are|was|were|did|will)\\b[^.!?\\n]{0,30}\\b(?:shipp?(?:ed)?|sent|dispatched|delivered|arrived?|leave|left|gone out|go out|on (?:its|the) way|ready|processed|come|coming|out for delivery|confirmed)\\b`,
  '\\b(?:status|progress|eta|track)\\b|\\b(?:any|an|the) (?:updates?|news)\\b|\\bupdates? (?:on|for|about)\\b',
  `\\bhow(?:'?s| is| are)\\b[^.!?\\n]{0,30}\\b(?:order|parcel|package|delivery|it|shipment|booking|doing)\\b`,
  "\\bhow (?:much )?long(?:er)?\\b|\\bwhat(?:'?s| is)\\b[^.!?\\n]{0,10}\\bhappening with\\b",
  '\\b(?:know|tell me|see|check) (?:where|when)\\b',
  '\\b(?:check|look up)\\b[^.!?\\n]{0,20}\\b(?:order|parcel|package|delivery|shipment|booking|reservation)\\b',
  'どこ|いつ[^。！？\\n]{0,12}(?:届|着|来|発送|出荷|送|受け取)|(?:届|着|到着|来)[^。！？\\n]{0,6}(?:ますか|でしょうか|ますでしょうか|ましたか|ているか)',
  '(?:発送|出荷|配送|配達|送付)(?:は)?(?:もう|まだ)?(?:済み?|完了|され(?:て|た|ま)|して(?:い|あ)?(?:ま|る)|しま(?:した|す)|した)[^。！？\\n]{0,8}か|状況|状態|ステータス|進捗|追跡|どうなって(?:い|おり)?ま',
  '到哪|(?:在|到)(?:了)?(?:哪|那裡)|(?:什麼時候|什么时候|何時|幾時|哪天|多久)[^。！？\\n]{0,8}(?:到|寄|出貨|送|來|收到|發貨|拿到)|(?:出貨|寄出|寄|發貨|送出|送到|到貨|到|配送|處理|寄送)(?:好)?了(?:沒有?|没|嗎|吗)|(?:是否|有沒有)(?:已經?)?(?:出貨|寄|發貨|送)|(?:今天|明天|後天|這週)會(?:送)?到嗎|狀態|狀況|进度|進度|物流|查[^。，,\\n]{0,4}(?:訂單|包裹)|(?:訂單|包裹)[^。，,\\n]{0,8}(?:查|幫我看)',
  'ถึงไหน|อยู่(?:ที่|ตรง)?ไหน|(?:ถึง|มา|ส่ง|ได้)[^\\n]{0,12}(?:เมื่อไหร่|เมื่อไร|เมื่อใด|วันไหน|ตอนไหน)|(?:เมื่อไหร่|เมื่อไร|วันไหน|ตอนไหน)[^\\n]{0,8}(?:ถึง|มา|ส่ง|ได้)|สถานะ|(?:ส่ง|ออก|ถึง|มา)(?:ของ|ออก|ไป|มา|ให้)?(?:แล้ว)?(?:หรือยัง|รึยัง|ยัง(?!ไม่))|(?:ส่ง|ถึง)แล้ว(?:ใช่)?(?:ไหม|มั้ย)|ติดตาม|คืบหน้า|ช่วย(?:ดู|เช็[กค]|ตรวจสอบ)',
  '\\b(?:di ?mana|kapan|status)\\b|\\bsudah (?:dikirim|sampai|tiba|diproses)\\b',
])

/** It is of theirs, though no number says so: “has it been sent?” */
export const own = pattern([
  "\\b(?:my|our)\\b|\\bi(?:'ve| have)? (?:just )?(?:ordered|bought|placed|purchased)\\b|\\b(?:has|did) it\\b",
  '(?:注文|購入)(?:した|しました|の)|頼ん(?:だ|で)|買った|(?:私|僕|自分)の|荷物|発送(?:され|して|済)|もう(?:発送|届|送)|届きますか',
  '我(?:的|訂|買|下)|(?:訂|買)的|包裹|(?:出貨|寄出|寄|送出|發貨|到貨)了|到哪',
  'ของ(?:ผม|ฉัน|หนู|ดิฉัน|เรา|พี่)|ที่(?:สั่ง|ซื้อ)|สั่ง[^\\n]{0,20}(?:ไป|ไว้|เมื่อ)|พัสดุ|ส่ง[^\\n]{0,8}(?:หรือยัง|รึยัง)|ถึงไหน',
  '\\bsaya\\b',
])

const pieces = (written: string): RegExp[] =>
  written
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => pattern([one], 'y'))

/** What goes with it, and with nothing else, piece by piece: a text is only that where it can be put together from these. */
export const aside: readonly RegExp[] = [
  // What it was that they ordered.
  pattern(
    [
      '\\b(?:ordered|bought|purchased) (?:a |an |the |some |my )?[a-z]+(?: [a-z]+)?(?= (?:on|last|yesterday|this|today)\\b|[.,!?\\n]|$)',
    ],
    'y',
  ),
  ...pieces(String.raw`
    (?:頼んだ|注文した|買った|購入した)(?:お)?[一-龠ぁ-ん]{1,6}?(?=[、,。\s]|いつ|どこ|もう|は|が|の|$)
    (?:訂|買)(?:了)?的?[一-龠]{1,3}?(?=寄|出|到|送|什|何|在|[，,。\s]|$)
    สั่ง[ก-๛]{1,10}?(?=ไป|ไว้|มา)
  `),
  ...pieces(String.raw`
    教えて(?:いただけ|頂け|もらえ|くれ)(?:ますか|ませんか|ますでしょうか|ないでしょうか|ると) 教えて(?:ください|下さい|ほしい(?:です)?)?
    知りたい 確認(?:して|を)?(?:いただけ|もらえ)(?:ますか|ませんか) 確認(?:して(?:ください|下さい)|したい|お願いします)
    調べて(?:ください|もらえますか|いただけますか) (?:よろしく)?お願い(?:します|いたします|致します) すみません すいません
    申し訳(?:ありません|ございません|ない) ごめんなさい 失礼(?:いた|致)?しました 正しくは
    恐れ入りますが お手数ですが お尋ねします 注文 予約 オーダー 番号 荷物 商品 品物 もの 配送 配達 発送 出荷 到着 お?届け 届 届き 届く 届い
    おとどけ とどき とどく 予定日? 現在 今日 明日 今週 来週 先週 昨日 一昨日 おととい 先日 日 [月火水木金土日]曜日?
    (?:注文|購入)(?:した|しました) 頼んだ 頼みました 買った 着[きくい] 来る 来ます 送られ 受け取れ いつ ごろ 頃 どこ まで 辺 へん
    どの(?:くらい|ぐらい) 何日 何時 もう まだ(?=(?:ですか|でしょうか)) 今 いま について つきまして 関して 件 分
    て(?:い|おり)?ます て(?:い|おり)?ました (?:され|し)て(?:い|おり)?ま(?:す|した) されま(?:す|した) しま(?:す|した) ました ます あります あり
    います いる される された した でしょうか ですか です けれど けど のですが んですが ですが 済み? 完了 どうなって 状況 状態 ステータス 進捗 追跡
    私 僕 自分 そう こと かな って から [のはがをにでもとへかねよなんだごお号番]
  `),
  ...pieces(String.raw`
    抱歉 不好意思 對不起 請問 想問 想知道 想查詢? 問 麻煩(?:你|您)?(?=幫我|查|看|告訴|[，,]) 麻煩(?:你|您)?了?(?=[。!！]|$)
    (?:可以|可否|能否|能不能|方便)(?:請(?:你|您))?(?:幫我|幫忙|告訴我|跟我說)?(?=(?:查|看|告訴|確認|知道|問|[,，?？\s]|嗎|$))
    請(?:幫我|告訴我)?(?=(?:查|看|告訴|確認|問|[,，])) 幫我(?=查|看|確認|問) 幫忙(?=查|看|確認|問) 告訴我 查 查詢 看 確認 一下
    訂單 訂位 預約 編號 單號 號碼 包裹 商品 東西 我 我們 的 訂 買 下單 這 那 個 筆 張 現在 目前 今天 昨天 前天 明天 後天
    (?:上|這|下)個?(?:週|星期|禮拜)[一二三四五六日]? (?:週|星期|禮拜)[一二三四五六日]? 幾天 已經 有沒有 是否 沒有?(?=[?？\s,，]|$)
    大概 大約 什麼 怎麼樣 什麼時候 何時 幾時 哪天 多久 出貨 寄出 寄送 寄達 發貨 送出 送達 送到 送貨 配送 運送 到貨 到達 抵達 收到 拿到 處理 寄 送 貨
    狀態 狀況 進度 情況 物流 哪裡 哪里 哪 在 會 到 了 好 嗎 呢 没 是 號 要 來 嘛 啊 呀 喔 哦 耶
  `),
  ...pieces(String.raw`
    ขอโทษ(?:ด้วย|ที)? สอบถาม อยาก(?:ทราบ|รู้|ถาม) ขอ ขอทราบ ขอถาม (?:ช่วย|รบกวน)(?=(?:เช็[กค]|ดู|ตรวจสอบ|บอก|ติดตาม|สอบถาม|ถาม|ขอ|ช่วย)) เช็[กค]
    ตรวจสอบ ติดตาม บอก ดู ให้ หน่อย ด้วย ได้ไหม ได้มั้ย ว่า ทราบ ออเดอร์ ออร์เดอร์ คำสั่งซื้อ พัสดุ สินค้า ของ เลขที่ หมายเลข เลข ที่ สั่งซื้อ สั่ง ซื้อ
    ไว้ ไป มา แล้ว ผม ฉัน หนู ดิฉัน เรา พี่ คะ ค่ะ ครับ คับ นะ จ้า หรือยัง รึยัง ยัง หรือ ใช่ ไหม มั้ย จะ ถึง ได้รับ รับ ได้ จัดส่ง ส่ง ออก
    เมื่อวานซืน เมื่อวาน วันนี้ พรุ่งนี้ วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์) อาทิตย์ที่แล้ว ตอนนี้ ตอนไหน วันไหน อยู่ ตรง ไหน
    เมื่อไหร่ เมื่อไร เมื่อใด ประมาณ สถานะ คืบหน้า ความ คือ นี้ นั้น เป็น ยังไง บ้าง จอง
  `),
]

/** Words of Latin script that go with it. */
export const words = new Set(
  `
    where when what how where's wheres when's whens what's whats how's hows is are was were has have had did do does will would can could may be been it its it's they them
    this that these those my our mine the a an of for to with on in at by from as i i'm im i've ive i'd we we're you your u me
    please pls plz kindly tell let know say check checking see look looking up find give wondering wonder want wanted like just still yet
    now already today tomorrow tonight soon ever here there current currently about regarding re if whether or and so order orders ordered ordering
    parcel parcels package packages packet delivery delivered deliver shipment shipping ship shipped sent send dispatch dispatched item items goods stuff thing things
    purchase purchased bought buy placed number numbers num nr id code status state progress update updates news track tracking arrive arrives
    arrived arriving come comes coming get gets got receive go gone going out left leave way ready processed processing expected eta
    estimated time date day days much long longer take takes until happening doing along any hi hello hey thanks thank sorry excuse
    question quick one last week month monday tuesday wednesday thursday friday saturday sunday yesterday morning afternoon evening
    booking booked reservation confirmed moment help good also oh oops meant
    di mana dimana kapan pesanan paket saya nomor sudah dikirim kirim sampai tiba datang apakah ini itu yang tolong cek mau tanya kak min ya dong nya terima kasih halo maaf
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** All of their words stand above, and yet something is to be done, went wrong, or is asked of orders in general. */
export const more = pattern([
  '\\b(?:how|where|when) (?:do|can|could|would|should|to|may)\\b(?= (?:i|we|you|one|find|get|look|track|order|buy|check)\\b)(?! (?:i|we) (?:get|receive|expect))(?! you (?:send|ship|deliver))|\\b(?:can|could|may|should) (?:i|we) (?!(?:ask|know|check|get an? update|have an? update)\\b)|\\bif (?:i|we|you)\\b',
  '(?<!when |where )\\bwill you (?:send|ship|deliver|dispatch|leave|come)\\b',
  '(?<!when |where )\\b(?:can|could|would|please|pls|plz|kindly)(?: you)?(?: please| pls| also| just| kindly)* (?:send|ship|deliver|dispatch|leave|bring|get|order|buy|come|go|take|make)\\b(?! (?:me )?(?:an? |the )?(?:status|updates?|tracking|news))',
  "\\b(?:cancel\\w*|refund\\w*|return\\w*|broken?|damag\\w*|wrong|missing|chang\\w*|address|lost|late|delay\\w*|not|never|nothing|another|other|faulty|crack\\w*|stolen|complain\\w*|hurry|urgent\\w*|instead|two|both|all)\\b|n't\\b",
  'キャンセル|取り消|取消|変更|住所|返品|返金|交換|壊れ|割れ|破れ|違[うっいわ]|間違|不足|足りな|届かな|届いてな|届いていな|来な|遅|紛失|無くな|なくな|急ぎ|急い|早く',
  '取消|退[貨款費錢換]|改|換|地址|破|壞|碎|裂|錯|少了|漏|還沒|(?<!有)沒(?:有)?(?:收|到|寄|出|送|拿)|延遲|遲|慢|遺失|不見|丟|催|快點|盡快|(?:可以|能|可不可以)[^，,。？?\\n]{0,4}(?:寄|送|出貨|到)',
  'ยกเลิก|เปลี่ยน|คืน|แตก|เสีย|ชำรุด|ผิด|หาย|ช้า|ไม่|ขาด|แก้|ที่อยู่(?!ไหน)|ด่วน|เร็ว|(?:ช่วย|รบกวน|ขอให้|ฝาก)(?:จัด)?ส่ง(?!สถานะ)|ส่ง[^\\n]{0,12}ได้(?:ไหม|มั้ย)',
  '\\b(?:belum|tidak|batal\\w*|ubah|ganti|rusak|salah|hilang|telat|terlambat|kembali\\w*)\\b',
])

/** The number itself is asked for, when none is given: “where is my order number?” */
export const ofTheNumber = pattern(['\\bnumber\\b|番号|編號|單號|號碼|เลข|\\bnomor\\b|\\bcode\\b'])

/** Beside a number asked about before, another one is. */
export const another = pattern([
  '\\b(?:and|also|too|plus|as well)\\b|と|も|還有|也|和|跟|และ|กับ|ด้วย|อีก|\\b(?:dan|juga)\\b',
])

/** They had a number wrong, and nobody sent them a wrong thing. */
export const slips = pattern(
  [
    '\\bwrong (?:order )?(?:number|digits)\\b|\\b(?:a )?typo\\b|\\bmy mistake\\b|\\bmistyped\\b',
    '番号(?:が|を)?間違(?:えました|えてい?ました|えた|っていました|いでした)|(?:打ち|書き|入力を?|^)間違えました',
    '(?:號碼|編號|單號|我)錯了?|(?:號碼|編號|單號)?我?(?:打|寫|輸入)錯了?',
    '(?:พิมพ์|เขียน)(?:เลข|หมายเลข)?ผิด(?:ไป)?|(?:ใส่|บอก|แจ้ง)(?:เลข|หมายเลข)ผิด(?:ไป)?',
    '\\bsalah (?:ketik|tulis|nomor)\\b',
  ],
  'g',
)

/** Kinds of things that can stand somehow; a look-up says of which it is. */
export const things = {
  order: pattern([
    '\\b(?:orders?|parcels?|packages?|delivery|deliveries|shipments?|purchases?)\\b|注文|荷物|配送|訂單|包裹|ออเดอร์|คำสั่งซื้อ|พัสดุ|\\bpesanan\\b',
  ]),
  booking: pattern(['\\b(?:bookings?|reservations?|appointments?)\\b|予約|預約|訂位|จอง']),
} as const
