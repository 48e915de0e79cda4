/**
 * Numbers in words and letters, as digits, where what stands beside them says that they are numbers: "five hundred yen",
 * ห้าร้อยบาท, 五百円, "XX yen", "1OO yen", "1 million", 2 แสน, 3万5千. For a text that is written alike ({@link alike}).
 */
import { englishRun, englishValue, thaiRun, thaiValue, withKanjiCounted } from './written-alike.ts'
import { priceWord } from './units-said.ts'

const beside = (source: string, by: string): RegExp => new RegExp(`${source}(?=[-\\s]{0,3}(?:${by}))`, 'gi')
const clockWord = String.raw`[ap]\.?m\.?(?![a-z])|o['’]clock|in the (?:morning|afternoon|evening)`
const englishCounted = beside(englishRun, `${priceWord}|${clockWord}`)
const thaiCounted = beside(thaiRun, `${priceWord}|โมง|ทุ่ม|นาฬิกา`)
const thaiAfter = new RegExp(`(?<=(?:ตี|บ่าย|ร้อยละ)\\s?)${thaiRun}`, 'g')

const halves =
  /(?<![a-z])half[- ](?:the )?(?:price|off)|(?<!\d)1[/\u2044]2 {1,3}(?:the )?(?:price|off)|半[額價价値]|(?:ลด\s?)?ครึ่งราคา|ลดครึ่ง/gi
const halfPast = /(?<![a-z])(half|a? ?quarter) (past|to) ([a-z]+|\d{1,2})(?![a-z\d:])/gi
const noons: [RegExp, string][] = [
  [/(?<![a-z])(?:12 )?noon(?![a-z])|正午|中午(?!\s?[\d一二三十兩])|เที่ยง(?!คืน|ธ|ว(?!ัน))(?:ตรง|วัน)?/gi, '12:00 pm'],
  [/(?<![a-z])(?:12 )?midnight(?![a-z])|午夜|เที่ยงคืน/gi, '00:00'],
]
const eras: [RegExp, number][] = [
  [/民國\s?(\d{2,3})(?=\s?年)/g, 1911],
  [/令和\s?(\d{1,2}|元)(?=\s?年)/g, 2018],
]
/** 🔟 and 💯 are letters to Unicode; O and l are digits to the eye. */
const pictures = beside('🔟|💯', priceWord)
const looksAlike = beside(String.raw`(?<![\p{L}\p{M}\d])(?=[OolОоΟο○◯〇]{0,9}[\dIl])[\dOoIlОоΟο○◯〇]{2,9}`, priceWord)
const looksAlikeAny = new RegExp(looksAlike.source, 'gu')
const roman = new RegExp(String.raw`(?<![\p{L}\d]\s?)[IVXLCDM]{1,9}(?=[-\s]{0,3}(?:${priceWord}))`, 'gu')
const romanOf: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1_000 }
/** A telephone number that is spelled. */
const english0 = 'zero|oh|one|two|three|four|five|six|seven|eight|nine'
const spelled = [
  new RegExp(`(?<![a-z])(?:(?:${english0})[\\s,-]{1,2}){3,20}(?:${english0})(?![a-z])`, 'gi'),
  /(?:(?:ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)[\s-]{0,2}){4,20}/g,
  /(?:[〇零一二三四五六七八九][\s-]?){6,20}/g,
]
const spelledDigit = new RegExp(`${english0}|ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|[〇零一二三四五六七八九]`, 'gi')

/**
 * Everything of these kinds as digits.
 * @param spelling whether a row of digits in words is a telephone number: one who has it said back put it together
 */
export function counted(text: string, spelling = true): string {
  let said = text
    .replace(halves, ' 50% ')
    .replace(pictures, (one) => (one === '🔟' ? '10' : '100'))
    .replace(looksAlikeAny, (one) => one.replace(/[Il]/g, '1').replace(/\D/gu, '0'))
    .replace(roman, romanValue)
    .replace(halfPast, clockPast)
  for (const [words, clock] of noons) said = said.replace(words, ` ${clock} `)
  for (const [era, since] of eras) {
    said = said.replace(era, (_, year: string) => `${since + (year === '元' ? 1 : Number(year))}`)
  }
  for (const digits of spelling ? spelled : []) said = said.replace(digits, spelledOut)
  // What multiplies digits is no number in words.
  return multiplied(withKanjiCounted(said))
    .replace(englishCounted, (words) => `${englishValue(words)}`)
    .replace(thaiCounted, (words) => `${thaiValue(words)}`)
    .replace(thaiAfter, (words) => `${thaiValue(words)}`)
}

function romanValue(letters: string): string {
  const values = Array.from(letters, (one) => romanOf[one] ?? 0)
  return `${values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)}`
}

function clockPast(written: string, part: string, side: string, hour: string): string {
  const at = /^\d/.test(hour) ? Number(hour) : englishValue(hour)
  if (!(at >= 1 && at <= 12)) return written
  const minutes = part.toLowerCase() === 'half' ? 30 : 15
  if (side.toLowerCase() === 'past') return `${at}:${minutes}`
  return `${at === 1 ? 12 : at - 1}:${60 - minutes}`
}

function spelledOut(written: string): string {
  if (/^[〇零\s-]+$/.test(written)) return written
  const digits = written.match(spelledDigit) ?? []
  return ` ${digits.map((one) => (/^oh$/i.test(one) ? 0 : valueOfDigit(one))).join('')} `
}
const valueOfDigit = (one: string): number => {
  const kanji = '〇一二三四五六七八九'.indexOf(one)
  if (kanji >= 0 || one === '零') return Math.max(0, kanji)
  return /^[a-z]/i.test(one) ? englishValue(one) : thaiValue(one)
}

const times: Record<string, number> = {
  十: 10,
  百: 100,
  千: 1_000,
  万: 10_000,
  萬: 10_000,
  億: 100_000_000,
  兆: 1_000_000_000_000,
  ร้อย: 100,
  พัน: 1_000,
  หมื่น: 10_000,
  แสน: 100_000,
  ล้าน: 1_000_000,
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
}
/** They multiply all that stands before them: 5千万, "3 hundred thousand". */
const large = /^[万萬億兆]|^ล้าน|^[tmb]/i
/** Names begin with them too: 千葉, 萬華, ร้อยเอ็ด, พันธุ์. */
const countable = `${priceWord}|[十百千万萬億兆個人名位件箱盒袋份本枚杯回次歳年日月公步歩キグ多餘余以左前強弱超内內未整起]`
const multiplier = `(?:(?:hundred|thousand|million|billion)(?![a-z])|ร้อย(?!เอ็ด|ละ)|พัน(?!ธ)|หมื่น|แสน|ล้าน(?!นา|ช้าง)|[十百千万萬億兆](?!\\p{Script=Han})|[十百千万萬億兆](?=${countable}))`
const amount = String.raw`\d[\d,]{0,20}(?:\.\d{1,9})?`
const product = new RegExp(
  `(?<![\\d.,])${amount}\\s{0,2}${multiplier}(?:\\s{0,2}(?:${amount}\\s{0,2})?${multiplier}){0,6}(?:(?:\\d,\\d{3}|\\d{1,4})(?![\\d年月日]))?`,
  'giu',
)
const factor = new RegExp(`${amount}|${multiplier}`, 'giu')
const short = new RegExp(
  String.raw`(?<=\d)(?<![\d.,]\d{4,}) ?(k|m|mio|mln|mil|mn|bn|tn|lakh)(?=\s?(?:\p{Sc}|${priceWord}))|(?<=\p{Sc}\s?[\d.]{1,6})([km])(?![a-z])`,
  'giu',
)

const shorts: Record<string, string> = {
  k: ' thousand ',
  bn: ' billion ',
  tn: ' thousand billion ',
  lakh: ' hundred thousand ',
}

/** `3万5千` and 35,000 alike; `1 million`, `2 แสน`, `10k yen`. */
function multiplied(text: string): string {
  const long = text.replace(short, (letters) => shorts[letters.trim().toLowerCase()] ?? ' million ')
  return long.replace(product, (written, at: number, whole: string) => {
    const parts = [...written.matchAll(factor)]
    const all: number[] = []
    let [sum, part, last] = [0, 0, Infinity]
    let digit: number | undefined
    const end = (): void => {
      all.push(Math.round((sum + part + (digit ?? 0)) * 100) / 100)
      sum = part = 0
      digit = undefined
      last = Infinity
    }
    for (const [one] of parts) {
      const by = times[one.toLowerCase()]
      if (by === undefined) {
        if (digit !== undefined) end()
        digit = Number(one.replaceAll(',', ''))
        continue
      }
      // "1千 2千" are two.
      if (digit !== undefined && by >= last) {
        const next = digit
        digit = undefined
        end()
        digit = next
      }
      if (large.test(one)) {
        sum += (part + (digit ?? 0) || 1) * by
        part = 0
      } else part += (digit ?? 1) * by
      digit = undefined
      last = by
    }
    end()
    const after = whole.slice(at + written.length)
    return `${all.join(' , ')}${/^\d/.test(after) ? ' ' : ''}`
  })
}
