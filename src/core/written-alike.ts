/**
 * Text in one way of writing, so that facts in it can be compared: full-width, circled and other scripts' digits become
 * 0 to 9, what is not seen goes, and numerals in Chinese characters become digits where a unit says that they count.
 */

/** Full width to half width, `๓` and `３` to 3; nothing unseen between two characters. */
export function alike(text: string): string {
  return text
    .replace(/\p{No}/gu, ' $& ') // "1½" is no eleven halves, and "①②" no twelve
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\u20E3]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => `${valueOf(digit)}`)
    .replace(/(?<=[a-z\d])。(?=[a-z\d])/gi, '.') // browsers read it as the dot of a domain
}

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
export function kanjiValue(text: string): number {
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
const unit =
  '円|圓|元|塊|日圓|[時點](?!々)|(?<=[時點点]' +
  numeral +
  '{1,3})分|分[鐘钟間]|月|日|號|号|年|割|折|%|パーセント|小時|時間|天|週間|公分|公克|公斤|公里|センチ|グラム|キロ|メートル'
const counted = new RegExp(`(?<!\\d|${numeral})${numeral}{1,12}(?=\\s*(?:${unit}))`, 'g')
const money = /^\s*[円圓元]/

/** Numerals that surely count become digits. */
export const withKanjiCounted = (text: string): string =>
  text.replace(counted, (found: string, at: number) => {
    const value = kanjiValue(found)
    const isArticle = value === 1 && !money.test(text.slice(at + found.length))
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
const english = new RegExp(
  `(?<![a-z])(?:(${englishTens.join('|')})(?:[- ](${englishOnes.slice(1, 10).join('|')}))?|(${englishOnes.join('|')}))(?![a-z])`,
  'gi',
)
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const ordinal = new RegExp(`(?<![a-z])(?:${ordinals.join('|')})(?![a-z])`, 'gi')
const thaiOnes = 'ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ'.split(' ')
const thai = new RegExp(thaiOnes.join('|'), 'g')

/** Small numbers in English and Thai words, where a text may rest on them: "three days" says 3. */
export function wordNumbers(text: string): number[] {
  const inEnglish = Array.from(text.matchAll(english), ([, ten, unit, one]) =>
    ten === undefined
      ? englishOnes.indexOf((one ?? '').toLowerCase())
      : (englishTens.indexOf(ten.toLowerCase()) + 2) * 10 +
        Math.max(0, englishOnes.indexOf((unit ?? '').toLowerCase())),
  )
  const inOrder = (text.match(ordinal) ?? []).map((one) => ordinals.indexOf(one.toLowerCase()) + 1)
  return [...inEnglish, ...inOrder, ...(text.match(thai) ?? []).map((one) => thaiOnes.indexOf(one))]
}
