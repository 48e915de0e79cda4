/**
 * Words that do not say what a question is about, by language. Written from general knowledge of each language, as any
 * list of stop words is; how they were checked stands in docs/decisions.
 */
export interface CommonWords {
  /** Grammar, politeness and everyday verbs: looked past. */
  stop: readonly string[]
  /** When: they help to find a passage but need not stand in it. */
  time: readonly string[]
  /** Days and holidays: the same, and among passages of one file they choose. */
  day: readonly string[]
  /** Who, whereabouts, and everyday verbs: the same. */
  light: readonly string[]
  /** Asking for a price, an order or what is left: they need a thing that they are asked of. */
  asking: readonly string[]
  /** Beginnings and endings that show a sentence asks or wants something. */
  question: RegExp
}

const list = (words: string): readonly string[] => words.split(/\s+/).filter((word) => word !== '')

const en: CommonWords = {
  stop: list(`
    a an the and or but nor so if then than as of in on at to for from by with without into onto about between over under up
    down out off again here there where when why how what which who whom whose this that these those it its it's they
    them their theirs he she his her him i i'm im i'd i'll i've me my mine we we're we've us our ours you u ur your yours
    you're guys is isn't are aren't r was were be been being am do does doesn't don't dont did didn't have has had having
    haven't can can't cannot could would wouldn't should shall will won't may might must not no yes yep any anything
    anywhere anyone some something somewhere someone every each all both few more most other another such only own same
    too very just also even ever really quite actually tbh pls please plz thx kindly hi hello hey ok okay well like alright want
    wants wanted need needs wanna gonna get gets got getting go goes going gone come comes coming came make makes made
    take takes taking took give gives given gave let lets put know knows tell say said think thought see look looking
    find use using used try keen love thing things stuff way kind sort type lot lots bit much many sure possible able
    allowed wondering wonder ask question questions help info information hope hoping thanks thank because cause while though however
    there's theres what's whats where's that's thats she's shes he's hes they're im bring brought shop store place
    bakery cafe café people person ppl guys far long id
    actually already basically certainly definitely especially exactly fully generally hopefully maybe mostly normally obviously perhaps
    possibly probably recently simply slightly suddenly totally usually instead quick quickly fine lol haha omg btw fyi asap idk else
    anyway anyways besides whether since once twice again per via etc still yours myself yourself ourselves themselves
    thinking planning plan plans hear heard hearing read saw seen show shows shown check checking checked feel seem seems mean means
    meant believe remember forget understand explain happen happens happened come pop popping drop dropping swing head heading stop
    stopping visit visiting pass passing run running eat eating eaten drink drinking have serve serves served offer offers offered
    provide provides accept accepts takes carry carries become stuff option options choice choices
    different similar certain main whole real true nice lovely amazing favorite favourite interested interesting important
    special specific exact available
    won wont cant dont isnt arent doesnt didnt wasnt werent couldnt wouldnt shouldnt havent hasnt im ive ill id youre theyre weve well
    idea reason problem case fact point side end top place kinda sorta pretty bit couple few several half
    one's mate dear sir madam someone's black white red blue green yellow pink
  `),
  time: list(`
    today tonight tomorrow tmrw tmr now later soon yesterday morning afternoon evening night noon week weeks
    month months year years day days daily date time hour hours minute minutes am pm next last before after until till during early
    late latest earliest already yet advance ahead
  `),
  day: list(`
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
    mon tue tues wed thu thurs fri sat sun weekday weekdays weekend weekends holiday holidays
    christmas xmas easter obon eve new
  `),
  light: list(`
    husband wife friend friends mum mom mums moms dad mother father daughter son sister brother boyfriend girlfriend family parents colleague colleagues grandma grandpa
    student students baby toddler house home apartment hotel work city town street
    near nearby nearest closest around leave sit stay stand keep kept pick start finish work write turn turns turning
    include includes included old tiny little small nice good best right kind
  `),
  asking: list(`
    much price prices cost costs order orders ordering book booking reserve reservation reservations buy purchase sell
    available availability left still stock one ones two three
  `),
  question:
    /\?|^(what|when|where|how|which|who|why|can|could|do|does|did|is|are|will|would|may|any|should|and)\b|\b(want to|would like|i'd like|need to|looking for|wondering|tell me|let me know|please)\b/,
}

const ja: CommonWords = {
  stop: list(`
    です ます でした ました ません ですか ますか でしょうか ましょうか ください くださいませ ございます ございますか お ご の は が を に へ と
    で や も から より か ね よ な て た だ し れ ば けど けれど ので のに たい ない なく ある あり ありますか いる いて いい よい 良い いいですか できる
    でき できますか する して した しました こと もの とき これ それ あれ どれ この その あの どの ここ そこ どう どこ どちら なに 何 いつ だれ 誰 なぜ って とか
    など だけ くらい ぐらい ほど ちょっと すみません すいません 申し訳 お願い お願いします おねがい お願いしたい もらう もらえる もらえますか もらえます いただく
    いただけ いただけますか いただきたい くれる くれますか ほしい 欲しい 思う 思い 思います 知りたい 教えて 教える 大丈夫 可能 行く 行き 行け 行って 行った 来る 来て
    見る 見て 使う 使え 使える 使って 買う 買え 買える 買って 食べる 食べ 食べられる 飲む 飲み 入る 入れ 持つ 持って 出る 出来 出来る 連れ 連れて やる やって
    やってる なる なって られ られる せる とこ ところ 方 人 さん 様 私 僕 子 店 お店 店舗 そちら こちら 場合 中 内 上 下 前 後 他 別 特に 全部 みんな 必要 用 的
    どんな どうやって どうすれば まで までに そう また でも では じゃ ちなみに あと 一緒 貴店 御店 利用 希望 乗って 待って 言って 座って 取って 作って 送って かも しれません しれない みたい いくつ 質問 聞きたい 相談
    さっき 先ほど 先程 いつも たぶん もし もう もっと ずっと すぐ すごく とても 本当に ほんと 実は やっぱり やはり ちゃんと ぜひ 是非 なるべく できれば 急に 最近 以前
    平気 いります いりますか 要ります 違う 違い 同じ いろいろ 色々 そのまま だったら なら なんか なんですが なのですが んですが んですけど ですけど ですが けども みたいな 感じ
    買った 買っ 頼んだ 頼ん 頼む 頼め 行けなく なくなって しまって しまい 思って 考えて 探して 迷って 困って 始め 決め 選べ 選ぶ 選んで 開いて 借りたい 借り 出られ 見たい 食べたい 飲みたい 行きたい 行けば
    行ける いらっしゃ おります あります 外国人 観光 旅行 初めて はじめて 一人 二人 三人 今度 次回 注文した について に関して 用意 準備 対応 方法 種類 詳しく 詳細 情報
  `),
  time: list(`
    今日 明日 あした あす 昨日 きのう 今 今から 朝 昼 夜 夕方 午前 午後 今週 来週 先週 今月 来月 時 分 時間 時頃 頃 ごろ 日 月 年 何時 いつ 何日 早く
    当日 前日 前 以降 以内
  `),
  day: list(
    '月曜 火曜 水曜 木曜 金曜 土曜 日曜 土日 週末 平日 祝日 祭日 休日 連休 大晦日 正月 年末年始 年末 お盆 クリスマス',
  ),
  light: list(`
    夫 妻 主人 旦那 嫁 母 父 親 友達 友人 家族 娘 息子 彼氏 彼女 同僚 姉 妹 兄 弟 祖母 祖父 おばあちゃん おじいちゃん ママ パパ 旦那さん 奥さん 学生 大学生 先生 近く 近所 家 自宅
  `),
  asking: list(`
    いくら おいくら 値段 ねだん お値段 価格 料金 金額 予約 注文 購入 販売 売って まだ 残って 残り ご注文 ご予約 おいくら 個 つ 一つ ひとつ 二つ ふたつ 本 枚 名
  `),
  question:
    /[?？]|(か|かな|かしら|っけ|の)$|たい(です|の|ん)|ください|下さい|ほしい|欲しい|お願い|教えて|(ます|です|った)か|もらえ|いただけ|大丈夫/,
}

const zhTW: CommonWords = {
  stop: list(`
    的 了 是 嗎 吗 ㄇ 嘛 呢 吧 啊 呀 喔 哦 欸 耶 啦 囉 哈 我 我們 你 你們 您 他 她 它 他們 這 那 這個 那個 這些 那些 哪 哪個 哪些 哪裡 什麼 甚麼 怎麼 怎樣 怎麼樣 為什麼
    誰 幾 有 沒 沒有 有沒有 是不是 可不可以 能不能 可 可以 能 能夠 會 會不會 要 想 想要 想問 需要 請 請問 問 一下 麻煩 謝謝 感謝 不 不好意思 抱歉 也 都 還 還是 就 才 又 再 很 太
    好 非常 比較 跟 和 與 或 或是 及 但 但是 而 而且 因為 所以 如果 的話 在 到 從 對 對於 給 把 被 讓 用 使用 去 來 過去 過來 帶 拿 買 賣 吃 喝 看 坐 做 弄 說 講 知道 告訴 覺得 算 店
    店裡 店家 貴店 你們店 裡面 裡 上 上面 下 內 中 一個 一些 一 個 位 點 東西 人 大家 朋友 而已 只 只有 另外 其他 以 之 於 若 該 您好 你好 嗨 哈囉 超 一起 地方 方式 提供 方便 希望 喜歡 幫 幫我 幫忙 呦 唷 捏 好像 可能 應該 大概 我的 你的 我家 吃起來 個人 直接 問題 出來 出去 出 進去 進來 進 走 放 等 找 回
    其實 真的 特別 已經 正在 一直 一定 大約 差不多 左右 目前 有點 稍微 隨時 如何 怎辦 怎麼辦 為何 那邊 這邊 那天 那種 這種 之類 的話 打算 準備 計畫 考慮 決定 發現 看到 聽說 記得
    那麼 這麼 這樣 那樣 不知 不知道 想說 想請教 請教 了解 確認一下 查 查詢 資訊 詳細 內容 選擇 種類 類型 樣子 情況 臨時 突然 有事 急 第一次 兩 三 四 五 六 七 八 九 十 兩位 幾位 最 最晚 最早
    收 收費 付 買得到 買到 買回去 吃到 用到 開 回去 過 完 成 換成 嗨嗨 捏 咧 齁 ㄉ ㄅ
  `),
  time: list(`
    今天 今日 明天 後天 昨天 現在 等等 待會 早上 上午 中午 下午 晚上 傍晚 這週 本週 下週 上週 這個月 下個月 本月 天 日 月 年 號 時間 時候 點 點鐘 分 小時 幾點 什麼時候 多久 以前 以後 之前 之後 禮拜
    星期 週 前 後 剛剛 剛才 當天 一下午 提早 提前
  `),
  day: list(`
    週一 週二 週三 週四 週五 週六 週日 周一 周二 周三 周四 周五 周六 周日 禮拜一 禮拜二 禮拜三 禮拜四 禮拜五 禮拜六 禮拜天 禮拜日
    星期一 星期二 星期三 星期四 星期五 星期六 星期天 星期日 週末 周末 平日 假日 國定假日 連假
    跨年 過年 新年 元旦 春節 年底 年初 聖誕節 中秋 端午
  `),
  light: list(`
    朋友 家人 媽媽 爸爸 老公 老婆 先生 太太 女兒 兒子 阿嬤 阿公 同事 男友 女友 同學 姊姊 妹妹 哥哥 弟弟 學生 附近 住 近 遠 家 忘 留 寫 學
  `),
  asking: list(`
    多少 多少錢 價格 價錢 價位 怎麼賣 賣 訂 預訂 預約 訂購 下訂 購買 買 還有 還有嗎 剩 剩下 一份 兩個 個 份 條 片 怎麼算
  `),
  question:
    /[?？嗎吗ㄇ呢]|什麼|怎麼|哪|幾|多少|多久|有沒有|可不可以|能不能|是不是|會不會|可以|請問|想(要|問|訂|買|取消|預約)|我要|幫我|麻煩|要怎/,
}

const th: CommonWords = {
  stop: list(`
    ครับ คับ ค้าบ ค่ะ คะ ค่า นะ นะคะ นะครับ จ้า จ้ะ จ๊ะ อะ อ่ะ เลย หน่อย บ้าง ด้วย สิ ล่ะ ละ แล้ว ก็ ที่ ซึ่ง ว่า และ หรือ แต่ กับ ของ ใน บน นอก จาก ถึง ถ้า เพราะ เพื่อ โดย เป็น
    คือ อยู่ มี ไม่ ไม่มี ได้ ไหม มั้ย มัย ไม๊ ป่าว รึเปล่า หรือเปล่า หรือยัง ยัง จะ ต้อง อยาก อยากได้ อยากทราบ ขอ ให้ เอา ไป มา ทำ ใช้ ดู รู้ บอก ถาม สอบถาม ทราบ คิด ชอบ ลอง ไว้ อัน ตัว ชิ้น ก้อน คน ท่าน
    นี้ นั้น โน้น อะไร ไหน ยังไง อย่างไร ทำไม ใคร กี่ เท่า เรา ผม ฉัน ดิฉัน หนู คุณ เขา พวก ทาง ร้าน ที่ร้าน ทางร้าน แถว แถวไหน สวัสดี ขอบคุณ ขอโทษ รบกวน ช่วย สนใจ ได้มั้ย ได้ไหม มาก เยอะ นิด หลาย ทุก
    แบบ อย่าง เรื่อง เกี่ยว เกี่ยวกับ บ้าน พา กิน ทาน นั่ง ตอน ช่วง แค่ ประมาณ อีก ก่อน หลัง แทน ต่อ ซื้อ ขาย แจ้ง ละคะ ค่ะว่า ถูก ใส่ ๆ ที่ไหน ตรงไหน คำถาม
    จำ จำได้ จริง จริงๆ ปกติ บางที อาจ อาจจะ น่าจะ พอ พอดี เพิ่ง กำลัง เคย ยังคง เสมอ ทันที ด่วน สะดวก รู้สึก หมายถึง เจอ เห็น ได้ยิน จำเป็น ครั้ง ครั้งแรก ธุระ ติด ติดธุระ ออก เข้า กลับ
    หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ คู่ สัก เฉยๆ หรอ เหรอ รึ นึง ใช่ ใช่ไหม โอเค คำ ข้อมูล รายละเอียด วิธี ประเภท แนะนำ เลือก คอม คนละ กัน เค้า มันส์ มัน ดี สวย อร่อย ง่าย ยาก
  `),
  time: list(`
    วันนี้ พรุ่งนี้ เมื่อวาน มะรืน ตอนนี้ เดี๋ยวนี้ เช้า สาย เที่ยง บ่าย เย็น ค่ำ คืน กลางคืน วัน เดือน ปี สัปดาห์ อาทิตย์หน้า เดือนหน้า อาทิตย์นี้ กี่โมง โมง นาฬิกา ชั่วโมง นาที เวลา เมื่อไหร่ เมื่อไร กี่วัน
    ล่วงหน้า เมื่อเช้า
  `),
  day: list(
    'วันจันทร์ วันอังคาร วันพุธ วันพฤหัส วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์ เสาร์อาทิตย์ จันทร์ วันธรรมดา วันหยุด สุดสัปดาห์ ปีใหม่ สิ้นปี สงกรานต์ คริสต์มาส',
  ),
  light: list(`
    เพื่อน แม่ พ่อ แฟน ลูก สามี ภรรยา พี่ น้อง น้องสาว น้องชาย พี่สาว พี่ชาย คุณแม่ คุณพ่อ ลูกค้า นักเรียน นักศึกษา เด็ก ใกล้ ใกล้ๆ กัน เก็บ เขียน เปลี่ยน เสีย
  `),
  asking: list(`
    เท่าไหร่ เท่าไร ราคา ราคาเท่าไหร่ ราคาเท่าไร กี่บาท กี่เยน สั่ง สั่งซื้อ จอง ซื้อ ขาย เหลือ ยังมี หมด หมดยัง
  `),
  question: /[?？]|ไหม|มั้ย|มัย|ไม๊|ป่าว|เปล่า|หรือยัง|อะไร|กี่|ไหน|ยังไง|อย่างไร|เท่าไ|เมื่อไ|ได้|ขอ|อยาก|ต้อง|ช่วย|ล่ะ/,
}

const id: CommonWords = {
  stop: list(`
    yang dan di ke dari untuk dengan apa apakah ini itu ada tidak nggak gak bisa boleh saya aku kami kita kamu anda kak min mau ingin
    tolong mohon ya kah dong sih kalau jika atau juga sudah belum lagi saja aja pada dalam akan adalah oleh karena toko
  `),
  time: list('hari besok kemarin sekarang pagi siang sore malam bulan tahun jam kapan'),
  day: list('senin selasa rabu kamis jumat sabtu minggu libur'),
  light: list('suami istri teman ibu ayah keluarga dekat rumah'),
  asking: list('berapa harga pesan beli booking reservasi masih tersedia sisa'),
  question: /\?|\b(apa|apakah|bisa|boleh|berapa|kapan|mana|mau|ingin|tolong|gimana|bagaimana)\b/,
}

/** By language tag; `undefined` for a language there is no list of. */
export const commonWords: Record<string, CommonWords | undefined> = { en, ja, 'zh-TW': zhTW, th, id }
