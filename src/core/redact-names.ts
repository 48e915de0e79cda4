/**
 * The forms names have: said as such, beside a word of politeness or a relative, in a greeting or under a letter, or by a
 * family name that most often is one. A form would rather take too much than too little, but no word that a question is
 * often about.
 */

import { han, stop } from './redact-letters.ts'

const thai = String.raw`\u0E00-\u0E4E`
const kana = String.raw`\p{Script=Hiragana}\p{Script=Katakana}ー`

/** Family names that are hardly ever another word, nor the name of a prefecture. */
const japanese =
  '佐藤|鈴木|高橋|田中|伊藤|渡[辺邊邉]|山本|中村|小林|加藤|吉田|山田|佐々木|山崎|森田|池田|橋本|阿部|安部|[斎斉齋齊]藤|前田|岡田|長谷川|村上|近藤|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|岡本|松本|中島|中川|原田|小野寺|小野|竹内|金子|和田|石井|小川|後藤|中山|石田|丸山|今井|河野|藤田|工藤|高木|村田|木村|木下|安藤|谷口|大塚|小島|武田|井上|松田|菊地|菊池|横山|内田|酒井|柴田|宮本|新井|野口|千田|久保田|桜井|櫻井|増田|杉山|杉本|古川|平野|市川|水野|吉川|山内|岩崎|菅原|馬場|秋山|北村|松尾|矢野|川口|五十嵐|浅野|荒木|熊谷|永井|大西|野村|松井|飯田|田村|川崎|服部|樋口|久保|辻本|西田|望月|早川|関口|松下|島田|上野山|本田|山下'
/** The same by their sound; sugar (さとう) and the like are left out. */
const sounded =
  'スズキ|タカハシ|タナカ|イトウ|サトウ|ワタナベ|ヤマモト|ナカムラ|コバヤシ|カトウ|ヨシダ|ヤマダ|ササキ|ヤマグチ|マツモト|イノウエ|キムラ|シミズ|サイトウ|ハヤシ'
const soundedSoftly = 'すずき|たかはし|たなか|わたなべ|やまもと|なかむら|こばやし|よしだ|やまだ|まつもと|いのうえ'
/** Chinese family names; many are other words as well, so they count only where a name is likely. */
const chinese =
  '(?:歐陽|司馬|諸葛|上官|張簡|范姜|[陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董溫唐藍蔣古紀姚連馮歐程湯])'
const relatives =
  'husband|wife|friend|partner|boyfriend|girlfriend|fianc[eé]e?|son|daughter|mother|father|mom|mum|dad|brother|sister|boss|colleague|assistant|neighbou?r|baby|kid|child|aunt|uncle|niece|nephew|grandma|grandpa|cousin'
/** The same in Japanese. */
const kin =
  '夫|主人|旦那|妻|嫁|息子|娘|長男|長女|次男|次女|父|母|兄|姉|弟|妹|友人|友達|友だち|同僚|上司|彼氏|彼女|孫|甥|姪|いとこ'
/** Characters that given names end with, and words that end so and are none. */
const givenEnd =
  '子美香奈菜花郎太介助一二三也哉樹人斗翔平男夫雄彦之司志恵里乃穂希輝真弥佳江音愛葵蓮陽翼大健誠咲結莉桃優凛湊杏奏颯織沙紗緒仁'
const noGiven =
  '友人|二人|[一二三]人|本人|大人|主人|恋人|知人|他人|人|様子|調子|菓子|帽子|電子|椅子|写真|希望|趣味|お|息子|弟子|双子|迷子|餃子|女子|男子|紹介|仲介|介護|恋愛|生花|草花|時代|世代|一|[二三]'
/** What else is spoken of in hiragana behind a relative. */
const noSound =
  'ため|ほう|ところ|ぶん|もの|こと|[おご]|せい|とき|なまえ|たんじょう|うち|いえ|かわり|やつ|ばあい|よう|みたい|けん(?=[でにはが])|くるま|あと|すき|きらい|ふく|くつ|くち|ほか|そば|そと|なか|まわり|いちばん|とも|かばん|かさ|みせ|へや|がっこう|しごと|いつ|とて|すご|ちょ|どれ|みんな'
/** And in Chinese, with what may be said of them. */
const chineseKin =
  '朋友|同事|老婆|老公|先生|太太|女兒|兒子|女友|男友|媽媽|爸爸|姊姊|姐姐|妹妹|哥哥|弟弟|室友|孫子|孫女|姪女|外甥'
const ofKin = '生日|滿月|[週周]歲'
const noGivenInChinese =
  '[的今明後昨前下上這那要想過也都會有是和跟對說愛不沒喜快節他她我你您一二三四五六七八九十兩幾多剛應可正才歲大]|小[孩朋學]|農曆|國曆'
/** Capitalised, and no name. */
const noName =
  '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|Christmas|Easter|New|Valentine|Mother|Father|Today|Tomorrow|Tonight|There|Team|All|Sir|Madam|Everyone|Everybody|Customer|Guest|Shop|Staff|Can|Could|Do|Does|Is|Are|What|When|Where|How|Why|Who|Please|Just|Mr|Mrs|Ms|Miss|Dr|Khun|My|The|You|Your|Our|We|It|To'
const word = String.raw`(?!(?:${noName})\b)\p{Lu}\p{Ll}[\p{L}'’-]*`
const inEnglish = String.raw`${word}(?:\s(?!(?:${noName})\b)\p{Lu}[\p{L}'’-]*){0,2}`
/** What follows “you” in Thai where that is no name. */
const thaiVerb =
  'มี|ช่วย|จะ|ต้อง|อยู่|คิด|เปิด|ปิด|ขาย|ส่ง|รับ|ทำ|ได้|ลูกค้า|แม่|พ่อ|ครู|หมอ|ให้|ใช้|รู้|แนะนำ|สามารถ|เป็น|ไม่|ยัง|คือ|ว่า|บอก|พอ|ใจดี|ภาพ'
const thaiOther =
  'ครับ|ค่ะ|คะ|นะ|ให้|มารับ|จะ|ที่|โทร|สั่ง|ซื้อ|และ|กับ|เบอร์|อยาก|ต้องการ|ได้|ขอ|ไม่|มา|ไป|วันนี้|พรุ่งนี้|ออเดอร์|จาก|ราคา|เปิด|ปิด|มี|ช่วย|แจ้ง|ทาง|เป็น|สวัสดี|ขอบคุณ|รบกวน|ว่า|ของ|นี้|นั้น|ไหม|หรือ|แล้ว|เค้ก|ขนม'

export const nameForms: RegExp[] = [
  // Said as such.
  /(?<=(?<![件品店社曲ク])名前?[をはが]?[「『“])[^」』”]{1,20}(?=[」』”])/gu,
  /(?<=名字(?:寫|是|改成|為|叫)?[「『“])[^」』”]{1,20}(?=[」』”])/gu,
  new RegExp(
    `(?<=(?:名前は|名は|氏名|お名前|予約名)(?:\\s?[:：は]\\s?|\\s)?)(?![:：は\\s])[^${stop}]{1,12}?(?:[ 　][^${stop}0-9０-９]{1,8}(?=\\s*(?:\\n|$)))?(?=です|と(?:申|い|言)|で(?:予約|お願)|[${stop}]|$)`,
    'gu',
  ),
  new RegExp(
    `[${han}]{1,4}\\s?[${han}]{0,3}(?=(?:[（(][${han}${kana}\\s]{1,12}[）)])?と(?:申します|申し|いいます|言います))`,
    'gu',
  ),
  /[\p{Script=Katakana}ー・ぁ-ん]{2,12}(?=と(?:申します|申し|いいます|言います))/gu,
  new RegExp(
    `(?<=我叫做?|我的名字[是叫]|姓名\\s?[:：是]?\\s?|名字[:：是]\\s?|[我敝]姓|(?:訂位|收件|聯絡)人(?:\\s?[:：是為]\\s?|\\s))(?!縮寫|電話|地址|[和與及跟])(?:${chinese}|[${han}])[${han}]{0,3}`,
    'gu',
  ),
  new RegExp(
    `(?<=(?:ชื่อเล่น|ชื่อจริง|ชื่อ|นามสกุล)\\s?(?:ว่า|คือ|:|：)?\\s?)(?!อะไร|สินค้า|ร้าน|บัญชี|ว่า|คือ|บริษัท|ที่|ย่อ|ใช้|เมนู|เค้ก|ขนม|สาขา|ผู้|บน|ใน|อื่น|และ|หรือ|ของ|นี้|เดียวกัน)[${thai}]{2,20}(?:\\s[${thai}]{2,20})?(?=[\\s\\d,.!?]|ค่ะ|ครับ|$)`,
    'gu',
  ),
  /(?<=\b(?:[Mm]y [Nn]ame is|[Mm]y [Nn]ame['’]s|[Nn]ame\s?[:：–-]|[Nn]ame of|[Uu]nder the name(?: of)?)\s?)(?!(?:of|your|my|the|our|this|that|on|is|and)\b)\p{L}[\p{L}'’-]+(?:\s(?!(?:and|i|from|here|can|is|please|but|with|my|on|for|at|to|the|in|phone|tel|order)\b)\p{L}[\p{L}'’-]+)?(?:\s\p{Lu}[\p{L}'’-]+)?/gu,
  new RegExp(
    `(?<=\\b(?:[Uu]nder|(?:[Rr]eservation|[Bb]ooking|[Tt]able|[Oo]rder|[Cc]ake)\\s(?:for|by))\\s)${inEnglish}`,
    'gu',
  ),

  new RegExp(`(?<=\\b[Nn]ame['’]s\\s)${inEnglish}`, 'gu'),
  new RegExp(
    `(?<=\\b(?:[Ss]hip(?:ping)?(?:\\sto)?|[Ss]end(?:\\sto)?|[Dd]eliver(?:y)?(?:\\sto)?|[Rr]ecipient|[Cc]ontact|[Aa]ttn)\\.?\\s?[:：]\\s?)${inEnglish}`,
    'gu',
  ),
  new RegExp(
    `(?<=寫(?:給|上|成|著)?|送給|獻給|祝福?)(?!謝謝|周年|周[歲歳])${chinese}[${han}]{1,2}(?=[${stop}』”"]|$|生日|快樂|收$|的)`,
    'gu',
  ),

  // A word of politeness, or a relative, stands by it.
  /(?<![\p{Script=Han}])(?!お客|名(?:様|さま)|皆|客|店員|店長|業者|神|奥|お子|子供|担当|係員|予約|注文|電話|連絡|返金|支払)[\p{Script=Han}々]{1,4}(?:\s[\p{Script=Han}々]{1,3})?(?=様|さま|さん|氏|ちゃん|くん)/gu,
  /(?!ワン|ネコ)[\p{Script=Katakana}ー]{2,10}(?=様|さま|さん|ちゃん|くん)/gu,
  /(?<!\p{Script=Hiragana})(?!たく|みな|おきゃく|おかあ|おとう|おじい|おばあ|おにい|おねえ|おく|むすめ|むすこ|おい|めい)[ぁ-ん]{2,4}(?=さん|さま|様)/gu,
  /(?!おばあ|おじい|おにい|おねえ|おかあ|おとう|.?あか|.?わん|.?ねこ)[ぁ-ん]{2,4}(?=ちゃん|くん)/gu,
  new RegExp(`[${han}]{1,4}?(?=先生|小姐|女士|太太|同學)`, 'gu'),
  new RegExp(`(?<=朋友|同事|老婆|老公|女兒|兒子|媽媽|爸爸|姊姊|妹妹|哥哥|弟弟|室友)${chinese}[${han}]{1,2}`, 'gu'),
  new RegExp(
    `(?<=${chineseKin})[小阿](?![學孩時朋友姐心吃氣小])[${han}](?=[${stop}的]|$|${ofKin}|今年|過敏|對|會|要|去|來)`,
    'gu',
  ),
  new RegExp(`(?<=${chineseKin})(?!${noGivenInChinese})[${han}]{2,3}?(?=的?(?:${ofKin}))`, 'gu'),
  new RegExp(`(?<=(?:${kin})の)(?!${noGiven})[${han}]{1,2}[${givenEnd}](?=[がはもとにへのを${stop}]|です|で|$)`, 'gu'),
  new RegExp(`(?<=(?:${kin})の)(?!${noSound})[ぁ-ん]{2,4}?(?=[がはも])`, 'gu'),
  new RegExp(
    `(?<=[寫祝「『“"\\s]|^)(?!祝|[${han}]{0,3}[寫蛋卡]|媽媽|爸爸|阿[嬤公]|[老大你您])[${han}]{2,4}(?=生日快樂)`,
    'gu',
  ),
  new RegExp(`(?<=(?:นางสาว|น\\.ส\\.|นาย|นาง)\\s?)[${thai}]{2,20}(?:\\s[${thai}]{2,20})?(?=[\\s\\d,.!?]|$)`, 'gu'),
  new RegExp(
    `(?<=(?:^|[\\s,.!])คุณ\\s?)(?!${thaiVerb})[${thai}]{2,12}?(?:(?=ให้|จะ|มารับ|โทร|สั่ง|แจ้ง|ค่ะ|คะ|ครับ|นะ)|\\s(?!${thaiOther})[${thai}]{3,15}(?=[\\s\\d,.!?]|$)|(?=[\\s,.!?]|$))`,
    'gu',
  ),
  new RegExp(
    `(?<=(?:^|[\\s,.!])(?:น้อง|พี่)\\s?)(?!หมา|แมว|สาว|ชาย|คน|พนักงาน|ไรเดอร์|ร้าน|แอดมิน|นัก|เลี้ยง|ใหญ่|เล็ก|น้อย|ที่|${thaiVerb}|${thaiOther})[${thai}]{2,10}?(?=สั่ง|โทร|จะมา|มารับ|แจ้ง|บอก)`,
    'gu',
  ),
  // In small letters `ms` is a length of time, and who misses something is no miss.
  /(?<=\b(?:MRS?|M[sS]|Mrs?|Dr|DR|[Kk]hun|mrs?|(?:ms|dr)(?=\.))\.?\s)\p{L}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){0,2}/gu,
  /(?<=\bMiss\s)\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){0,2}/gu,
  new RegExp(`(?<=\\b(?:${relatives})(?:,|\\sis|['’]s name is|\\s(?:is\\s)?(?:called|named))?\\s)${inEnglish}`, 'gu'),
  new RegExp(
    `(?<=\\b(?:for|[Ii]t['’]s|is)\\s)${word}(?<!['’]s)(?=['’]s\\s(?:\\d{1,3}(?:st|nd|rd|th)\\s)?(?:birthday|party|wedding|cake|order|shower))`,
    'gu',
  ),
  new RegExp(`(?<![\\p{L}'’-])${inEnglish}(?=,\\s(?:a\\s)?(?:party|table) (?:of|for) \\d)`, 'gu'),
  new RegExp(`(?<=\\b[Hh]appy [Bb]irthday,?\\s(?:to\\s)?)${inEnglish}`, 'gu'),

  // Who speaks, and who is spoken to.
  new RegExp(`(?<=\\b(?:[Tt]his is|[Ii]t['’]?s|[Ii] am|[Ii]['’]m|[Cc]all me)\\s)${inEnglish}`, 'gu'),
  new RegExp(`(?<=^|[\\n.!,]\\s?)${inEnglish}(?=\\s(?:here|speaking)(?:[,.!\\n]|$))`, 'gu'),
  new RegExp(
    `(?<=\\b(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|[Ll]ove)[,.!]?\\s+)${inEnglish}(?=\\s*$)`,
    'gu',
  ),
  /(?<=\b(?:[Rr]egards,|[Tt]hanks,|[Cc]heers,)\s)\p{Lu}\p{Ll}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]+){0,2}/gu,
  new RegExp(`(?<=\\b(?:[Hh]ello|[Hh]i|[Hh]ey|[Dd]ear|[Gg]ood (?:morning|afternoon|evening)),?\\s)${inEnglish}`, 'gu'),
  new RegExp(`(?<=(?:我是|這是|這裡是|本人)\\s?)${chinese}[${han}]{1,2}(?=[\\s，。！,.!]|$)`, 'gu'),
  new RegExp(`(?<=^|[\\s，。！,.!])${chinese}[${han}]{1,2}(?=\\s?[您你]好)`, 'gu'),

  // By the family name alone, with what is joined to it.
  new RegExp(`(?:${japanese})(?:[ 　]?[${han}]{1,3}|[ 　][${kana}]{2,5}(?![${kana}]))?`, 'gu'),
  new RegExp(`(?<![${kana}])(?:${sounded})(?:[ 　]?\\p{Script=Katakana}{2,5})?(?![\\p{Script=Katakana}ー])`, 'gu'),
  new RegExp(`(?<![${kana}])(?:${soundedSoftly})`, 'gu'),
]

/** In brackets behind a name that was taken: how it is read, or the rest of it. */
export const besideName = new RegExp(`(?<=\\[name\\]\\s?[（(])[${han}${kana}\\p{Script=Latin}\\s]{1,24}(?=[）)])`, 'gu')
