/**
 * Hours that say only together what each of them is: in "6–9 pm" and 午後6時〜9時 one word says it of both, in "open 9-5"
 * none does.
 */

/** Words before an hour, in Japanese, Chinese and Thai; "pm 6:00" is written there too. */
export const before =
  '午前|午後|上午|下午|早上|中午|傍晚|晚上|凌晨|清晨|半夜|深夜|早朝|夜中|夕方|朝|夜|ตี|บ่าย|เช้า|เย็น|(?<![a-z]|\\d\\s?)[ap]\\.?m\\.?(?![a-z])'
export const pm = /^(?:p|午後|下午|中午|傍晚|晚上|夕方|夜(?!中)|บ่าย|เย็น|โมงเย็น|in the [ae]|at night)/i
export const am = /^(?:a|午前|上午|早上|凌晨|清晨|半夜|深夜|早朝|夜中|朝|ตี|เช้า|โมงเช้า|in the m)/i

const to = '\\s{0,2}(?:[-\\u2010-\\u2015~〜～]|to|until|till|ถึง|から|到|至)\\s{0,2}'
const last = '[ap]\\.?m\\.?(?![a-z])|in the (?:morning|afternoon|evening)|โมงเช้า|โมงเย็น|ทุ่ม'
const namedLast = new RegExp(
  `(?<![\\d.,:]|\\p{Sc}\\s?|(?:${before})(?:の|的)?\\s?)(?<a>\\d{1,2})(?<rest>[:.]\\d{2})?(?<to>${to})(?=(?<b>\\d{1,2})(?:[:.]\\d{2})?\\s{0,2}(?<name>${last}))`,
  'giu',
)
const namedFirst = new RegExp(
  `(?<name>${before})(?:の|的)?\\s{0,2}(?<a>\\d{1,2})(?::\\d{2}|\\s?[時點点](?:半|\\s?\\d{1,2}\\s?分)?)?${to}(?=(?<b>\\d{1,2})(?::\\d{2}|\\s?[時點点])(?!\\s?[ap]\\.?m))`,
  'gi',
)
/** Of 12 hours: whether the second comes later in the same half of the day. */
const isSameHalf = (a: string, b: string): boolean => Number(a) % 12 < Number(b) % 12

/** "6 pm–9 pm" for "6–9 pm", "11 am–2 pm" for "11–2 pm", 午前9時〜午後5時 for 午前9時〜5時. */
export function withBothNamed(text: string): string {
  return text
    .replace(namedLast, (written, ...match) => {
      const { a = '', rest = '', to: until = '', b = '', name = '' } = groupsOf(match)
      if (Number(a) > 12) return written
      if (/^(?:ทุ่ม|in)/.test(name) || isSameHalf(a, b)) return `${a}${rest} ${name}${until}`
      return `${a}${rest} ${pm.test(name) ? 'am' : 'pm'}${until}`
    })
    .replace(namedFirst, (written, ...match) => {
      const { a = '', b = '', name = '' } = groupsOf(match)
      if (Number(a) > 12 || Number(b) > 12 || name.startsWith('中午')) return written
      return `${written}${isSameHalf(a, b) ? name : pm.test(name) ? '午前' : '午後'}`
    })
}

function groupsOf(match: readonly unknown[]): Record<string, string | undefined> {
  const groups = match.at(-1)
  return typeof groups === 'object' && groups !== null
    ? Object.fromEntries(Object.entries(groups).map(([name, one]) => [name, typeof one === 'string' ? one : undefined]))
    : {}
}

const opening =
  '(?:(?<![a-z])(?:open(?:s|ed|ing)?|hours|from|between|daily|weekdays|weekends|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:days?)?)|[営營]業(?:時間)?|เปิด|เวลา|ตั้งแต่)[\\s:：,、はがをは]{0,3}(?:from\\s)?'
const between = '\\s?(?:[-\\u2010-\\u2015~〜～]|to|until|till|ถึง|から|到|至)\\s?'
/** What may follow without being what is counted. */
const end =
  '(?![\\d:]|[.,]\\d|\\s?(?!(?:on|every|daily|and|or|but|except|in|from|mon|tue|wed|thu|fri|sat|sun|weekdays|all|each|only|today|now)(?![a-z])|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[a-z])'
const beginsHours = new RegExp(`${opening}\\s?$`, 'i')
const untilHour = new RegExp(`^${between}\\d{1,2}${end}`, 'i')
const sinceHour = new RegExp(`${opening}\\s?\\d{1,2}${between}$`, 'i')
const ends = new RegExp(`^${end}`, 'i')

/** Whether a number that has no unit is an hour of such a range: "open 9-5", "from 8 to 19". */
export const isHourOfRange = (said: string, next: string): boolean =>
  (beginsHours.test(said) && untilHour.test(next)) || (sinceHour.test(said) && ends.test(next))

const lateStart = new RegExp(
  `(?:(?:1[3-9]|2\\d)(?::\\d{2})?|(?:p\\.?m\\.?|(?:午後|下午|晚上|夕方|夜)(?:の|的)?\\s?\\d{1,2}(?::\\d{2})?))\\s?[時點点]?${to}$`,
  'i',
)
/** Whether a 12 without a word is midnight: where it ends what begins in the afternoon. */
export const isLate = (said: string): boolean => lateStart.test(said)
