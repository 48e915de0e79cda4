/**
 * Text in one way of writing, so that facts in it can be compared: full-width, circled and other scripts' digits become
 * 0 to 9, what is not seen goes, and numerals in Chinese characters become digits where a unit says that they count.
 */
import { priceWord } from './units-said.ts'

/** Full width to half width, `๓` and `３` to 3; nothing unseen between two characters. */
export function alike(text: string): string {
  return text
    .replace(/(?<![!-~])[!-~]+(?=[（）［］｛｝，～])/g, afterAddress)
    .replace(/[\u2776-\u2793\u24eb-\u24fe]/g, (one) => ` ${dingbat(one)} `)
    .replace(/\p{No}/gu, ' $& ') // "1½" is no eleven halves, and "①②" no twelve
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\u20E3]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => `${valueOf(digit)}`)
    .replace(/(\d)\p{M}+/gu, '$1') // struck through, circled
    .replace(/(?<=\d)[ー\u2212・](?=\d)/g, '-') // 03ー1234ー5678
    .replace(/(?<=[a-z\d])。(?=[a-z\d])/gi, '.') // browsers read it as the dot of a domain
}

/** Marks as wide as letters end an address: `mugi.example/menu（英語）`. As narrow ones they could be of it. */
const afterAddress = (written: string): string => (/:\/\/|[a-z\d]\.[a-z]{2}/i.test(written) ? `${written} ` : written)

/** ❶ to ➓, ⓫ to ⓴, ⓵ to ⓾: rows of ten. */
function dingbat(written: string): number {
  const code = written.codePointAt(0) ?? 0
  if (code >= 0x2776) return ((code - 0x2776) % 10) + 1
  return code >= 0x24f5 ? code - 0x24f4 : code - 0x24e0
}

/** Digits of any script as 0 to 9. */
export const inOurDigits = (text: string): string => text.replace(/\p{Nd}/gu, (digit) => `${valueOf(digit)}`)

/** Unicode keeps the ten digits of a script side by side, and such rows of ten are never parted. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  if (code < 0x80) return code - 0x30
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  return before % 10
}

const kanjiDigits = '〇一二三四五六七八九'
const digitOf: Record<string, number> = {
  ...Object.fromEntries(Array.from(kanjiDigits).map((one, value) => [one, value])),
  零: 0,
  兩: 2,
  两: 2,
}
const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 }
const myriads: Record<string, number> = { 万: 10_000, 萬: 10_000, 億: 100_000_000 }
const numeral = '[〇零一二兩两三四五六七八九十百千万萬億]'

/** `三百二十` is 320, `二〇二六` is 2026, `三万五千` is 35000. */
function kanjiValue(text: string): number {
  if (!/[十百千万萬億]/.test(text)) return Number(Array.from(text, (one) => digitOf[one]).join(''))
  let sum = 0
  let part = 0
  let digit = 0
  for (const one of text) {
    if (one in myriads) {
      sum += (part + digit || 1) * myriads[one]!
      part = 0
      digit = 0
    } else if (one in tens) {
      part += (digit || 1) * tens[one]!
      digit = 0
    } else digit = digit * 10 + digitOf[one]!
  }
  return sum + part + digit
}

/**
 * Units with which such a numeral is a fact. Without one, or with one, it is often no number at all: 一緒, 一個, 十分.
 */
const price = `${priceWord}|割|折|成(?![分員人功立為長])`
const unit =
  price +
  '|[時點](?!々)|(?<=[時點点]' +
  numeral +
  '{1,3})分|分[鐘钟間]|月|日|號|号|年|小時|時間|天|週間|公分|公克|公斤|公里|センチ|グラム|キロ|メートル'
const counted = new RegExp(`(?<!\\d|${numeral})${numeral}{1,12}(?=\\s*(?:${unit}))|(?<=百分之)${numeral}{1,4}`, 'gi')
/** 一時から, 下午一點: one o'clock, where 一時的 and 一點甜 are other words. */
const hourAfter =
  /^\s?(?:時(?:に|から|まで|より|半|頃|ごろ|過ぎ|前|以降|\d)|點(?:到|至|半|整|鐘|以前|以後|之|前|後|左右|\d))/
const isHour = (last: string, next: string): boolean => /^\s?[時點点](?!間)/.test(next) && hourBefore.test(last)
const hourBefore =
  /(?:[午上下]午|午[前後]|早上|中午|傍晚|晚上|凌晨|清晨|半夜|深夜|早朝|夜中|夕方|[朝夜到至從])の?的?\s?$/
const priced = new RegExp(`^\\s*(?:${price})`, 'i')
/** As on banknotes, where they cannot be altered. Elsewhere they are other words: 参加, 持参. */
const bankers: Record<string, string> = {
  壱: '一',
  壹: '一',
  弐: '二',
  貳: '二',
  参: '三',
  參: '三',
  叁: '三',
  肆: '四',
  伍: '五',
  陸: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  仟: '千',
}
const banked = new RegExp(
  `[${Object.keys(bankers).join('')}〇零一二三四五六七八九十百千万萬億]{1,12}(?=\\s*[円圓元])`,
  'g',
)

/** Numerals that surely count become digits. */
export const withKanjiCounted = (text: string): string =>
  text
    .replace(banked, (found) => Array.from(found, (one) => bankers[one] ?? one).join(''))
    .replace(counted, (found: string, at: number, whole: string) => {
      const value = kanjiValue(found)
      const [last, next] = [
        whole.slice(Math.max(0, at - 4), at),
        whole.slice(at + found.length, at + found.length + 12),
      ]
      const isArticle = value === 1 && !priced.test(next) && !(hourAfter.test(next) || isHour(last, next))
      return isArticle ? found : `${value}`
    })

/** All of them, whatever they stand beside. */
export const kanjiNumbers = (text: string): number[] =>
  (text.match(new RegExp(`${numeral}+`, 'g')) ?? []).map(kanjiValue)

const englishOnes =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const englishTens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const englishTimes: Record<string, number> = {
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
}
const englishWord = `(?:${[...englishTens, ...englishOnes.toReversed(), ...Object.keys(englishTimes)].join('|')})`
/** "Two hundred and fifty", "half a million". */
export const englishRun = `(?<![a-z])(?:half a )?${englishWord}(?:[- ](?:and )?${englishWord}){0,12}(?![a-z])`

/** Of such a run. */
export function englishValue(words: string): number {
  let sum = 0
  let part = 0
  for (const word of words.toLowerCase().match(/[a-z]+/g) ?? []) {
    const times = englishTimes[word]
    if (times === 100) part = (part || 1) * 100
    else if (times !== undefined) {
      sum += (part || 1) * times
      part = 0
    } else if (englishTens.includes(word)) part += (englishTens.indexOf(word) + 2) * 10
    else part += Math.max(0, englishOnes.indexOf(word))
  }
  return (sum + part) / (/^half/i.test(words) ? 2 : 1)
}

const thaiOnes = 'ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ'.split(' ')
const thaiTimes: Record<string, number> = { สิบ: 10, ร้อย: 100, พัน: 1_000, หมื่น: 10_000, แสน: 100_000, ล้าน: 1_000_000 }
const thaiDigit: Record<string, number> = { เอ็ด: 1, ยี่: 2, ...Object.fromEntries(thaiOnes.map((one, at) => [one, at])) }
const thaiWord = `(?:${[...thaiOnes, 'เอ็ด', 'ยี่', ...Object.keys(thaiTimes)].join('|')})`
/** สองร้อยห้าสิบ */
export const thaiRun = `${thaiWord}{1,14}`
const thaiEach = new RegExp(thaiWord, 'g')

/** Of such a run. */
export function thaiValue(words: string): number {
  let sum = 0
  let digit: number | undefined
  for (const word of words.match(thaiEach) ?? []) {
    const times = thaiTimes[word]
    if (times === undefined) digit = thaiDigit[word]
    else {
      sum = word === 'ล้าน' ? (sum + (digit ?? 0) || 1) * times : sum + (digit ?? 1) * times
      digit = undefined
    }
  }
  return sum + (digit ?? 0)
}

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const others: Record<string, number> = {
  once: 1,
  twice: 2,
  dozen: 12,
  daily: 1,
  hourly: 1,
  weekly: 1,
  monthly: 1,
  ครึ่ง: 0.5,
}
const named = new RegExp(`(?<![a-z])(?:${[...ordinals, ...Object.keys(others)].join('|')})(?![a-z])`, 'gi')
/** "A day", ต่อวัน, 前日: what says 1 of a time or a size without the digit. */
const oneOfTime = new RegExp(
  [
    String.raw`(?<![a-z])(?:an?|one|per|each|every|next|previous|single)[\s-](?:business |working |full |calendar )?(?:minute|hour|day|night|week|month|year|metre|meter|lit[re]|kilo|gram)|(?<![a-z])(?:day before|daily|hourly|weekly|monthly|annual|yearly|tomorrow|yesterday)`,
    'ต่อ(?:วัน|คืน|ชั่วโมง|เดือน|ปี|สัปดาห์)|(?:วัน|ชั่วโมง|เดือน|ปี)(?:ละ|เดียว|ก่อน|ถัดไป|รุ่งขึ้น)|(?:หนึ่ง|แต่ละ|ทุก)\\s?(?:วัน|คืน|ชั่วโมง|นาที|เดือน|ปี|สัปดาห์|อาทิตย์|กิโล|เมตร|ลิตร)|พรุ่งนี้|เมื่อวาน',
    '[前翌隔][日年月週]|翌営業日|[毎每][日時週月年天小]|[隔次前明]天|明日|元[日旦]|一(?:[日天年週月泊晩分]|[個ヶか]月|時間|個?(?:小時|鐘頭|工作)|営業日|[公キグメリ])',
  ].join('|'),
  'i',
)
export const saysOneOfTime = (text: string): boolean => oneOfTime.test(text)

const englishRuns = new RegExp(englishRun, 'gi')
const thaiRuns = new RegExp(thaiRun, 'g')

/** Numbers in words, where a text may rest on them: "three days" says 3. */
export function wordNumbers(text: string): number[] {
  const inEnglish = (text.match(englishRuns) ?? []).map(englishValue)
  const inThai = (text.match(thaiRuns) ?? []).flatMap((run) => [
    thaiValue(run),
    ...(run.match(thaiEach) ?? []).map(thaiValue),
  ])
  const inOrder = (text.match(named) ?? []).map(
    (one) => others[one.toLowerCase()] ?? ordinals.indexOf(one.toLowerCase()) + 1,
  )
  return [...inEnglish, ...inThai, ...inOrder, ...(saysOneOfTime(text) ? [1] : [])]
}
