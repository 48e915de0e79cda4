/**
 * What a number counts, by the words beside it, in English, Japanese, Chinese and Thai:
 *
 *   money     yen, 円, ฿, "price: 20"
 *   share     a percentage: %, 割 (tens of it), 折 (what is left, in tens), 成, ร้อยละ
 *   off       "20 off": one of the two
 *   measure   time and size: days, hours, months, cm, kg
 *   time      the beginning or the end of a time or a date: the 9 of "9 to 18:00"
 *   thing     what there may be one of: people, pieces, floors
 */

export type Unit = 'money' | 'share' | 'off' | 'measure' | 'time' | 'thing'

const currency = [
  '日?[円圓圆](?![形卓周滑陣山環桌])|元(?![町気氣旦来來祖素宵浅々本])|[塊块](?!根)|日幣|台幣|臺幣|新[台臺]幣|泰銖|美[金元]|港幣|人民幣|韓[元圜]',
  '(?:日本|台湾|タイ|米)?(?:えん(?!どう|ぴつ|そく|かい)|(?:エン|ドル|ユーロ|バーツ|ウォン)(?![ァ-ヺー]))',
  'บาท|บ\\.(?![ก-๛])|เยน|ดอลลาร์|เหรียญ|ยูโร|หยวน|วอน|สตางค์',
  String.raw`(?:japanese\s+|thai\s+|us\s+|new\s+)?(?:taiwan\s+)?(?:yen|y\.?e\.?n|jpy|twd|ntd?|thb|usd|eur|gbp|hkd|cny|rmb|krw|dollars?|bucks?|cents?|euros?|pounds|yuan|rupees?|pesos?|ringgit|dong|francs?|dirhams?|won(?!['’])|baht)(?![a-z])`,
].join('|')
const percent = String.raw`%|٪|(?:percent(?:age)?|per\s+cent|pct)(?![a-z])|パーセント|パー(?=オフ|[^ァ-ヺー]|$)|趴|เปอร์เซ็?นต์`
/** The words with which a numeral in words or in letters is one for certain. */
export const priceWord = `(?:${currency}|${percent})`
/** Marks between a number and its word: "20-yen", 20（円）. */
const mark = String.raw`\s{0,3}[-‐-―・()（）[「『"“'*_~=.]{0,2}\s{0,3}`
const share = new RegExp(`^(?:${mark}(?:${percent})|\\s{0,2}(?:割(?!れ)|折(?![りれ紙々])|成(?![分員人功立為長])))`, 'i')
const money = new RegExp(String.raw`^(?:${mark}(?:\p{Sc}(?!\s?\d)|${currency})|[.,]-(?!\s?\d))`, 'iu')
const off = /^[-\s]{0,2}(?:(?:points? )?off(?![a-z])|オフ|引き|値引|discount(?![a-z]))/i
const measure = new RegExp(
  [
    String.raw`^(?:-|[^\S\n]){0,3}(?:(?:business|working|calendar)[-\s])?(?:mm|cm|km|m|kg|g|mg|ml|cc|l|k?cal|°c?|h|hrs?|hours?|min(?:ute)?s?|sec(?:ond)?s?|days?|weeks?|months?|years?|yrs?|nights?)(?![a-z])`,
    '^[^\\S\\n]{0,2}(?:分(?!の)|秒|時間|小時|営業日|工作[天日]|個工作[天日]|日(?![円圓元本幣も中替曜常])|號(?!碼)|天(?![丼ぷ然])|週|[ヶか個カケ箇]?月(?![見餅曜])|年(?!中)|泊|公分|公克|公斤|公里|公尺|公升|センチ|ミリ|キロ|メートル|グラム|リットル|坪)',
    '^[^\\S\\n]{0,2}(?:วัน(?!นี้)|คืน|ชั่วโมง|ชม|นาที|วินาที|สัปดาห์|อาทิตย์|เดือน|ปี|เซนติเมตร|ซม|มม|กม|เมตร|กรัม|กก|กิโล|มล|ลิตร|องศา)',
  ].join('|'),
  'i',
)
const thing = new RegExp(
  [
    String.raw`^(?:-|[^\S\n]){0,3}(?:people|persons?|guests?|adults?|child(?:ren)?|seats?|tables?|pieces?|pcs|items?|cups?|slices?|times?|floors?|f|st|nd|rd|th|kinds?|types?|box(?:es)?)(?![a-z])`,
    '^[^\\S\\n]{0,2}(?:[個つ位席枚杯回次階樓楼層番号丁巷弄段種件箱盒袋歳歲才冊組份片顆粒間室軒]|人(?![参気])|名(?![物産])|本(?!店)|点|條|条)',
    '^[^\\S\\n]{0,2}(?:คน|ท่าน|ที่นั่ง|ชิ้น|ใบ|อัน|กล่อง|ถ้วย|แก้ว|ชั้น|ครั้ง|ห้อง|ข้อ|ลูก|ก้อน|ถุง|ชนิด|แบบ|ขวบ|โต๊ะ|ตัว|จาน)',
  ].join('|'),
  'i',
)
/** "Yen 20", but not the 2 of "300 yen 2". */
const moneyBefore = new RegExp(String.raw`(?:\p{Sc}|(?<!\d\s?)(?<![a-z])(?:${currency}))[\s:：.(（]{0,3}$`, 'iu')
const shareBefore = /ร้อยละ\s?$|百分之\s?$|(?<!\d\s?)%$/
const offBefore = /(?:ลด(?:ราคา)?|(?<![a-z])discount(?: of|:)?)\s?$/i
/** What is asked for something. */
const label = new RegExp(
  String.raw`(?:(?<![a-z])(?:prices?|costs?|fees?|charges?|deposit|pays?|save|reduced to|total(?: of)?)|ราคา|ค่า[ก-๛]{0,12}?|價格|價錢|售價|費用|値段|価格|料金|代金|税込み?|税抜き?|合計|全部で|一共|總共|รวม|เหลือ|จ่าย)` +
    String.raw`(?:\s|[:：=(（]|(?:is|are|of|only|just|about|now)(?![a-z])|は|が|為|是|คือ|เพียง|แค่|わずか|たった|只要|僅){0,6}$`,
  'i',
)
/** A word right after: what is counted is something else, which is not known here. */
const anotherWord = /^\s?(?!(?:each|per|only|now|today|all|flat|net)(?![a-z]))[a-z]/i

const rangeAfter = /^\s{0,2}(?:[-‐-―~〜～/]|to|and|or|ถึง|หรือ|から|到|至|,-)\s{0,2}\p{Sc}?\s?[\d.,]*\d/iu
const rangeBefore = /[\d.,]*\d\s{0,2}(?:[-‐-―~〜～]|to|ถึง|到|至)\s{0,2}$/i
/** What a time or a date has left where it stood. */
const timeAfter = /^\s{0,2}(?:[-‐-―~〜～/&,]|to|and|ถึง|から|到|至|・)\s{0,2}\uFFFC/i
const timeBefore = /\uFFFC\s{0,2}(?:[-‐-―~〜～]|to|ถึง|から|到|至)\s{0,2}$/i
const dayBefore = /วันที่\s{0,2}$/

/** Undefined: nothing says what. Of a range, both ends count the same. */
export function unitOf(before: string, after: string): Unit | undefined {
  const own = nextTo(before, after)
  if (own) return own
  const [ahead] = rangeAfter.exec(after) ?? []
  const beyond = ahead === undefined ? undefined : nextTo('', after.slice(ahead.length))
  if (beyond) return beyond
  const [behind] = rangeBefore.exec(before) ?? []
  if (behind !== undefined && moneyBefore.test(before.slice(0, -behind.length))) return 'money'
  if (timeAfter.test(after) || timeBefore.test(before)) return 'time'
  return label.test(before) && !anotherWord.test(after) ? 'money' : undefined
}

function nextTo(before: string, after: string): Unit | undefined {
  if (share.test(after) || shareBefore.test(before)) return 'share'
  if (money.test(after)) return 'money'
  if (off.test(after)) return moneyBefore.test(before) ? 'money' : 'off'
  if (measure.test(after) || dayBefore.test(before)) return 'measure'
  if (thing.test(after)) return 'thing'
  if (moneyBefore.test(before)) return 'money'
  return offBefore.test(before) ? 'off' : undefined
}

/** 2割 is 20 %; 8折 leaves 80 of 100, 85折 leaves 85. */
export function shareOf(value: number, after: string): number {
  if (/^\s{0,2}[割成]/.test(after)) return value * 10
  if (/^\s{0,2}折/.test(after)) return Math.round((100 - (value < 10 ? value * 10 : value)) * 100) / 100
  return value
}

/** Whether a text speaks of percentages at all, so that a number without a sign may be one. */
export const speaksOfShares = (text: string): boolean => anyShare.test(text)
const anyShare = new RegExp(percent, 'i')

const oneMore =
  /(?<![a-z])buy\s+(?:one|two|\d),?\s+(?:and\s+)?get\s+(?:one|two|an?other|\d)|(?<![a-z])bogo(?![a-z])|買\s?[一二兩三\d]\s?送\s?[一二兩三\d]|[一1]\s?[つ個点][^\n]{0,6}(?:買う|購入)[^\n]{0,6}[一1もう]|ซื้อ\s?(?:หนึ่ง|สอง|\d)[^\n]{0,6}แถม/i
/** "Buy one, get one free" and its like: a price without a number of its own. */
export const oneMoreIn = (text: string): string | undefined => oneMore.exec(text)?.[0]
