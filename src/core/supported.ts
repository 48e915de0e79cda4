/**
 * Whether the numbers and links of a reply stand in what it may rest on: passages, and the customer's own words. A model
 * that makes them up, or is talked into them, is so found out by code (docs/injection.md says what this cannot find).
 *
 *   a number      the same value, however it is written: ３００円, 300 yen, 三百円; 1,000 and 1000; 07 and 7
 *   money, %      in a passage: no price is the customer's to say; nor is it an hour, a day or a size that the passage has
 *   a time        the same time of day: 17:00, 5 pm, 午後5時
 *   a date        the same day, or its month and its day by themselves; a day around today
 *   a telephone   the same digits
 *   a link        the same host and path; another kind than a web page's is never sent
 *
 * Sums are facts that nobody wrote down, so they are found nowhere. Numbers in words are looked at in a reply where money,
 * % or a time follows, and support one wherever a passage or the customer has them: "three days" is 3.
 */
import { linksIn, type Link } from './links-said.ts'
import { withoutListNumbers } from './list-numbers.ts'
import { saidIn, type Said } from './numbers-said.ts'
import { hoursOf, shelfOf } from './shelf.ts'
import { oneMoreIn } from './units-said.ts'
import { counted } from './words-counted.ts'
import { alike } from './written-alike.ts'

/** What a reply may rest on. */
export interface Ground {
  /** Of the shop: the passages, and what its prompt was told. */
  shop: readonly string[]
  /** The customer's own words. */
  customer: readonly string[]
  /** Days that the model can tell from today's date, such as `2026-11-23`. */
  days: readonly string[]
  /** Several read the reply: an address that one of them wrote is not to reach the others as the shop's word. */
  several?: boolean
}

/** The facts of a reply that nothing supports, as they stand in it. */
export function unsupported(reply: string, ground: Ground): string[] {
  const { links, rest } = linksIn(alike(withoutListNumbers(reply)))
  const shop = shelfOf(ground.shop)
  const customer = shelfOf(ground.customer, false)
  const linked = ground.several ? shop.links : new Set([...shop.links, ...customer.links])
  const both = [shop, customer]
  // Nor is a telephone number that one of several wrote.
  const called = [...shop.telephones, ...(ground.several ? [] : customer.telephones)]
  const days = ground.days.map((day) => day.split('-').map(Number))
  const thaiScript = /\p{Script=Thai}/u.test(rest)
  const holds = (said: Said): boolean => {
    switch (said.kind) {
      case 'number': {
        const { unit, values, month, day } = said
        // "12 300": two numbers after all.
        const parts = said.written.match(/\d+/g) ?? []
        const apart = /[ '’]/.test(said.written) ? parts.map(Number) : []
        if (unit === 'money' || unit === 'share' || unit === 'off') {
          const { money, shares } = shop
          const prices = new Set([...(unit === 'share' ? [] : money), ...(unit === 'money' ? [] : shares)])
          return values.some((one) => prices.has(one)) || (apart.length > 0 && apart.every((one) => prices.has(one)))
        }
        // An article in half of all languages: 1つ, 一個, 1 ข้อ. Not so 1 year, 1 km, for which 一緒 is no ground.
        const single = values.includes(1)
        if (single && ((unit !== 'measure' && unit !== 'time') || both.some(({ one }) => one))) return true
        if (!single && values.some((value) => both.some(({ numbers }) => numbers.has(value)))) return true
        if (month && values.some((value) => both.some((one) => one.months.has(value)))) return true
        if (day && values.some((value) => days.some(([, , d]) => d === value))) return true
        if (said.hour && hoursOf(said.written, false).some((at) => both.some(({ clocks }) => clocks.has(at))))
          return true
        if (apart.length > 0) return apart.every((one) => both.some(({ numbers }) => numbers.has(one)))
        // "17.30 น."
        const isTime = thaiScript && /^\d{1,2}\.\d{2}$/.test(said.written)
        return isTime && both.some((one) => one.clocks.has(Number(parts[0]) * 60 + Number(parts[1])))
      }
      case 'clock': {
        const { minutes, hour, alone, written } = said
        if (minutes.some((one) => both.some(({ clocks }) => clocks.has(one)))) return true
        // 4点 is "4 points" too.
        const shelf = written.endsWith('点') ? 'numbers' : 'hours'
        return alone && both.some((by) => (hour === 1 ? by.one : by[shelf].has(hour)))
      }
      case 'date': {
        const years = days.flatMap(([y = 0]) => [y, y + 543, y % 100])
        const { year, dates, inWords } = said
        if (year !== undefined && !years.includes(year) && !both.some((one) => one.numbers.has(year))) return false
        if (dates.some((one) => days.some(([, m, d]) => m === one.month && d === one.day))) return true
        return dates.some(({ month, day }) =>
          both.some(
            ({ months, days: named }) => (months.has(month) || (!inWords && named.has(month))) && named.has(day),
          ),
        )
      }
      case 'telephone': {
        const { digits, parts } = said
        if (called.some((one) => sameTelephone(one, digits))) return true
        return parts.length > 0 && parts.every((one) => both.some(({ numbers }) => numbers.has(one)))
      }
      default:
        return said satisfies never
    }
  }
  // An id that stands in a passage by itself; an order's in the customer's words too.
  const [own, theirs] = links.length === 0 ? [] : [namesIn(ground.shop), namesIn(ground.several ? [] : ground.customer)]
  const isWritten = ({ target = '', order }: Link): boolean =>
    target.startsWith('@') && [own, ...(order ? [theirs] : [])].some((names) => names?.has(target.slice(1)))
  const said = saidIn(counted(rest))
  const offer = oneMoreIn(rest)
  return [
    ...links
      .filter((link) => link.target === undefined || !(linked.has(link.target) || isWritten(link)))
      .map(({ written }) => written),
    ...said.filter((one) => !holds(one)).map(({ written }) => written),
    ...(offer !== undefined && !ground.shop.some((text) => oneMoreIn(alike(text)) !== undefined) ? [offer] : []),
    ...strangeNumbers(reply).filter((one) => !both.some(({ written }) => written.includes(one))),
  ]
}

const namesIn = (texts: readonly string[]): Set<string> =>
  new Set(
    texts.flatMap((text) =>
      alike(text)
        .toLowerCase()
        .split(/[^\w.-]+|\.(?!\w)/),
    ),
  )

/** Links that are never sent, whatever supports them: `line://`, `javascript:` and others that are no web page. */
export const neverSent = (reply: string): Link[] =>
  linksIn(alike(reply)).links.filter(({ target }) => target === undefined)

/** Whether it holds any number or link at all. */
export function holdsFacts(reply: string): boolean {
  const { links, rest } = linksIn(alike(reply))
  if (/\p{N}/u.test(withoutCircles(reply)) || links.length > 0 || oneMoreIn(rest) !== undefined) return true
  return saidIn(counted(rest)).length > 0
}

/** 〇 is more often a mark than a zero. */
const withoutCircles = (text: string): string => text.replaceAll('〇', '')

/** Roman numerals, ❶ and others that stay as they are when a text is written alike. */
const strangeNumbers = (reply: string): string[] =>
  Array.from(withoutCircles(withoutListNumbers(reply)).matchAll(/\p{Nl}|\p{No}/gu), ([one]) => one).filter(
    (one) => /\p{Nl}/u.test(one) || !/\d/.test(alike(one)),
  )

/** With the country's number in front, or with the 0 that stands for it. */
function sameTelephone(a: string, b: string): boolean {
  if (a === b) return true
  const [short = '', long = ''] = [a, b].toSorted((x, y) => x.length - y.length)
  const own = short.replace(/^0/, '')
  return own !== short && own.length >= 8 && long.endsWith(own) && long.length - own.length <= 3
}
