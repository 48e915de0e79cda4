/**
 * Numbers, times of day, dates and telephone numbers as a text has them, in English, Japanese, Chinese and Thai. What one
 * writing leaves open has several readings: 5 o'clock may be 17:00, 3/4 the third of April.
 *
 * A text is written alike first ({@link alike}), its links are taken out, and its words counted (words-counted.ts).
 */
import { am, before, isHourOfRange, isLate, pm, withBothNamed } from './hours-said.ts'
import { telephone, telephoneIn } from './telephones-said.ts'
import { shareOf, unitOf, type Unit } from './units-said.ts'

export type Said =
  /** `hour`: one of "open 9-5" */
  | { kind: 'number'; written: string; values: number[]; unit?: Unit; month: boolean; day: boolean; hour: boolean }
  /**
   * Minutes since midnight: two where morning or evening is left open. `alone`: 3時 may as well be a number; `late`: a 12
   * that is midnight.
   */
  | { kind: 'clock'; written: string; minutes: number[]; open: boolean; hour: number; alone: boolean; late: boolean }
  | { kind: 'date'; written: string; dates: { month: number; day: number }[]; inWords: boolean; year?: number }
  /** `parts`: it may be a list of numbers after all. */
  | { kind: 'telephone'; written: string; digits: string; parts: number[] }

const monthNames = [
  /^jan|^ม\.?ค|^มกรา/i,
  /^feb|^ก\.?พ|^กุมภา/i,
  /^mar|^มี\.?ค|^มีนา/i,
  /^apr|^เม\.?ย|^เมษา/i,
  /^may|^พ\.?ค|^พฤษภา/i,
  /^jun|^มิ\.?ย|^มิถุนา/i,
  /^jul|^ก\.?ค|^กรกฎา/i,
  /^aug|^ส\.?ค|^สิงหา/i,
  /^sep|^ก\.?ย|^กันยา/i,
  /^oct|^ต\.?ค|^ตุลา/i,
  /^nov|^พ\.?ย|^พฤศจิกา/i,
  /^dec|^ธ\.?ค|^ธันวา/i,
]
const english =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const thai =
  '(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(?:คม|พันธ์|ยน)?|(?:ม\\.ค|ก\\.พ|มี\\.ค|เม\\.ย|พ\\.ค|มิ\\.ย|ก\\.ค|ส\\.ค|ก\\.ย|ต\\.ค|พ\\.ย|ธ\\.ค)\\.?'
const monthName = `(?:(?<![a-z])(?:${english})(?![a-z])\\.?|${thai})`
// NFKC parts ำ; month names have none.
const months = new RegExp(monthName, 'giu')
const monthOf = (name: string): number => monthNames.findIndex((one) => one.test(name)) + 1

/** The months that are named in words, 1 to 12. */
export const monthsNamed = (text: string): number[] => (text.match(months) ?? []).map(monthOf)

const after =
  "[ap]\\.?m\\.?(?![a-z])|o['’]clock|in the (?:morning|afternoon|evening)|at night|นาฬิกา|น\\.|น(?![ก-๛])|โมงเช้า|โมงเย็น|โมง|ทุ่ม"
const night = /^(?:晚上|夜|半夜|深夜|at night)/i
const [pre, hours] = [`(?:(?<first>${before})(?:の|的)?)?\\s{0,2}`, '(?<hour>\\d{1,2})']
const clocks = [
  new RegExp(`${pre}(?<!\\d)${hours}:(?<minute>\\d{2})(?::\\d{2})?(?!\\d)(?:\\s{0,2}(?<last>${after}))?`, 'giu'),
  new RegExp(
    `${pre}(?<![\\d.])${hours}\\s{0,2}[時點点](?![間数])(?:\\s{0,2}(?:(?<half>半)|(?<minute>\\d{1,2})\\s{0,2}分))?`,
    'giu',
  ),
  new RegExp(
    `${pre}(?<![\\d.,])${hours}(?:\\.(?<minute>\\d{2}))?\\s{0,2}(?<last>${after})(?:\\s{0,2}(?<half>ครึ่ง))?`,
    'giu',
  ),
  new RegExp(`(?<first>ตี|บ่าย)\\s{0,2}${hours}(?![.,]?\\d)`, 'giu'),
]
const dayMinutes = 24 * 60
/** 25時 is an hour past midnight. */
const lastHour = 29

const ordinal = '(?:st|nd|rd|th)?'
const dates = [
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/g,
  /(?:(?<year>\d{2,4})\s{0,2}年\s{0,2})?(?<!\d)(?<month>\d{1,2})\s{0,2}月\s{0,2}(?<day>\d{1,2})\s{0,2}[日號号]/g,
  new RegExp(
    `(?<!\\d)(?<day>\\d{1,2})${ordinal}\\s{0,2}(?:of )?(?<month>${monthName})(?:,?\\s{0,2}(?<year>\\d{4})(?!\\d))?`,
    'giu',
  ),
  new RegExp(
    `(?<month>${monthName})\\s{0,2}(?<day>\\d{1,2})${ordinal}(?![\\d:])(?:,?\\s{0,2}(?<year>\\d{4})(?!\\d))?`,
    'giu',
  ),
  /(?<![\d/])(?<month>\d{1,2})\/(?<day>\d{1,2})(?:\/(?<year>\d{2,4}))?(?![\d/])/g,
]

const number = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[ '’]\d{3})+(?!\d)|\d+(?:\.\d+)?/g

/** Everything of these kinds that a text says. */
export function saidIn(text: string): Said[] {
  const found: Said[] = []
  let rest = withBothNamed(text)
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => Said | undefined): void => {
    let left = ''
    let from = 0
    pattern.lastIndex = 0
    for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
      const said = read(match)
      if (!said) continue
      found.push(said)
      left += `${rest.slice(from, match.index)}\uFFFC`
      // A telephone number may end before the match does.
      from = match.index + (said.kind === 'telephone' ? said.written : match[0]).length
      pattern.lastIndex = from
    }
    rest = left + rest.slice(from)
  }
  for (const pattern of dates) take(pattern, dateOf)
  for (const pattern of clocks) take(pattern, clockOf)
  take(telephone, ({ 0: written }) => telephoneIn(written))
  take(number, numberOf)
  return found
}

function dateOf({ 0: written, groups = {} }: RegExpExecArray): Said | undefined {
  const { year, month = '', day } = groups
  const inWords = !/^\d/.test(month)
  // "The first 5 may be …"
  if (/^[a-z]/.test(month)) return undefined
  const m = inWords ? monthOf(month) : Number(month)
  const d = Number(day)
  const isOne = (a: number, b: number) => a >= 1 && a <= 12 && b >= 1 && b <= 31
  const slashed = written.includes('/') && !/^\d{4}/.test(written)
  const read = [
    ...(isOne(m, d) ? [{ month: m, day: d }] : []),
    ...(slashed && isOne(d, m) ? [{ month: d, day: m }] : []),
  ]
  if (read.length === 0) return undefined
  return { kind: 'date', written, dates: read, inWords, ...(year === undefined ? {} : { year: Number(year) }) }
}

function clockOf({ 0: written, index, input, groups = {} }: RegExpExecArray): Said | undefined {
  const { first = '', hour: hourWritten = '', minute, half, last = '' } = groups
  const hour = Number(hourWritten)
  const past = half === undefined ? Number(minute ?? 0) : 30
  if (hour > lastHour || past > 59) return undefined
  const at = (h: number) => (h * 60 + past) % dayMinutes
  const named = [first, last].find((one) => pm.test(one) || am.test(one))
  const open = named === undefined && hour <= 12 && !hourWritten.startsWith('0')
  const alone = named === undefined && minute === undefined && half === undefined
  const late = isLate(input.slice(Math.max(0, index - 20), index))
  const said = { kind: 'clock' as const, written: written.trim(), open, hour, alone, late }
  if (last.startsWith('ทุ่ม')) return { ...said, open: false, alone: false, minutes: [at(18 + hour)] }
  if (named === undefined) return { ...said, minutes: open ? [at(hour), at(hour + 12)] : [at(hour)] }
  if (hour === 12 && night.test(named)) return { ...said, minutes: [at(0)] }
  // 中午11點半 comes before noon.
  const afternoon = pm.test(named) && hour < (named.startsWith('中午') ? 10 : 12)
  return { ...said, minutes: [at(afternoon ? hour + 12 : am.test(named) && hour === 12 ? 0 : hour)] }
}

/** More digits than a number holds exactly. */
const longest = 15

function numberOf({ 0: written, index, input }: RegExpExecArray): Said {
  const end = index + written.length
  const next = input.slice(end, end + 40)
  const last = input.slice(Math.max(0, index - 30), index)
  const plain = written.replace(/[, '’]/g, '')
  if (plain.length > longest) return { kind: 'telephone', written, digits: plain.replace('.', ''), parts: [] }
  // 1.000 is a thousand in some countries.
  const values = [Number(plain), ...(/^\d{1,3}\.\d{3}$/.test(plain) ? [Number(plain.replace('.', ''))] : [])]
  const unit = unitOf(last, next)
  return {
    kind: 'number',
    written,
    values: unit === 'share' ? values.map((value) => shareOf(value, next)) : values,
    unit,
    hour: unit === undefined && /^\d{1,2}$/.test(written) && Number(written) <= 24 && isHourOfRange(last, next),
    month: /^\s{0,2}月(?!曜)/.test(next),
    day: /^\s{0,2}[日號号](?![間本元圓も中])|^(?:st|nd|rd|th)(?![a-z])/i.test(next) || /วันที่\s{0,2}$/.test(last),
  }
}
