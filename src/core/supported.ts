/**
 * Whether the numbers and links of a reply stand in what it may rest on: passages, and the customer's own words. A model
 * that makes them up, or is talked into them, is so found out by code (docs/injection.md says what this cannot find).
 *
 *   a number      the same value, however it is written: ３００円, 300 yen, 三百円; 1,000 and 1000; 07 and 7
 *   money, %      in a passage: no price is the customer's to say
 *   a time        the same time of day: 17:00, 5 pm, 午後5時
 *   a date        the same day, or its month and its day by themselves; a day around today
 *   a telephone   the same digits
 *   a link        the same host and path; another kind than a web page's is never sent
 *
 * Sums are facts that nobody wrote down, so they are found nowhere. Numbers in words are not looked at in a reply, and
 * support one where a passage or the customer has them: "three days" is 3.
 */
import { linksIn, type Link } from './links-said.ts'
import { monthsNamed, saidIn, withoutListNumbers, type Said } from './numbers-said.ts'
import { alike, kanjiNumbers, withKanjiCounted, wordNumbers } from './written-alike.ts'

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
  const customer = shelfOf(ground.customer)
  const linked = ground.several ? shop.links : new Set([...shop.links, ...customer.links])
  const both = [shop, customer]
  const days = ground.days.map((day) => day.split('-').map(Number))
  const thaiScript = /\p{Script=Thai}/u.test(rest)
  const holds = (said: Said): boolean => {
    switch (said.kind) {
      case 'number': {
        const { money, values, month, day } = said
        // An article in half of all languages: 1つ, 一個, 1 ข้อ.
        if (!money && values.includes(1)) return true
        const shelves = money ? [shop] : both
        if (values.some((value) => shelves.some(({ numbers }) => numbers.has(value)))) return true
        if (month && values.some((value) => both.some((one) => one.months.has(value)))) return true
        if (day && values.some((value) => days.some(([, , d]) => d === value))) return true
        // "12 300": two numbers after all. "17.30 น.": a time.
        const parts = said.written.match(/\d+/g) ?? []
        if (/[ '’]/.test(said.written)) return parts.every((one) => shelves.some((s) => s.numbers.has(Number(one))))
        const isTime = thaiScript && !money && /^\d{1,2}\.\d{2}$/.test(said.written)
        return isTime && both.some((one) => one.clocks.has(Number(parts[0]) * 60 + Number(parts[1])))
      }
      case 'clock': {
        const { minutes, hour, alone } = said
        if (minutes.some((one) => both.some(({ clocks }) => clocks.has(one)))) return true
        return alone && both.some(({ numbers }) => numbers.has(hour))
      }
      case 'date': {
        const years = days.flatMap(([y = 0]) => [y, y + 543, y % 100])
        const { year, dates, inWords } = said
        if (year !== undefined && !years.includes(year) && !both.some((one) => one.numbers.has(year))) return false
        if (dates.some((one) => days.some(([, m, d]) => m === one.month && d === one.day))) return true
        return dates.some(({ month, day }) =>
          both.some(
            ({ months, numbers }) => (months.has(month) || (!inWords && numbers.has(month))) && numbers.has(day),
          ),
        )
      }
      case 'telephone': {
        const { digits, parts } = said
        if (both.some(({ telephones }) => telephones.some((one) => sameTelephone(one, digits)))) return true
        return parts.length > 0 && parts.every((one) => both.some(({ numbers }) => numbers.has(one)))
      }
      default:
        return said satisfies never
    }
  }
  const said = saidIn(withKanjiCounted(rest))
  return [
    ...links.filter(({ target }) => target === undefined || !linked.has(target)).map(({ written }) => written),
    ...said.filter((one) => !holds(one)).map(({ written }) => written),
    ...strangeNumbers(reply).filter((one) => !both.some(({ written }) => written.includes(one))),
  ]
}

/** Links that are never sent, whatever supports them: `line://`, `javascript:` and others that are no web page. */
export const neverSent = (reply: string): Link[] =>
  linksIn(alike(reply)).links.filter(({ target }) => target === undefined)

/** Whether it holds any number or link at all. */
export function holdsFacts(reply: string): boolean {
  const { links, rest } = linksIn(alike(reply))
  return /\p{N}/u.test(withoutCircles(reply)) || links.length > 0 || saidIn(withKanjiCounted(rest)).length > 0
}

/** 〇 is more often a mark than a zero. */
const withoutCircles = (text: string): string => text.replaceAll('〇', '')

/** Roman numerals, ❶ and others that stay as they are when a text is written alike. */
const strangeNumbers = (reply: string): string[] =>
  Array.from(withoutCircles(withoutListNumbers(reply)).matchAll(/\p{Nl}|\p{No}/gu), ([one]) => one).filter(
    (one) => /\p{Nl}/u.test(one) || one.normalize('NFKC') === one,
  )

interface Shelf {
  numbers: Set<number>
  clocks: Set<number>
  months: Set<number>
  telephones: string[]
  links: Set<string>
  /** All of it, as it is. */
  written: string
}

/** What texts say, read generously: what one of them may mean, it supports. */
function shelfOf(texts: readonly string[]): Shelf {
  const shelf: Shelf = {
    numbers: new Set(),
    clocks: new Set(),
    months: new Set(),
    telephones: [],
    links: new Set(),
    written: texts.join('\n'),
  }
  for (const text of texts) {
    const { links, rest } = linksIn(alike(text))
    for (const { target } of links) if (target !== undefined) shelf.links.add(target)
    for (const value of [...kanjiNumbers(rest), ...wordNumbers(rest)]) shelf.numbers.add(value)
    for (const month of monthsNamed(rest)) shelf.months.add(month)
    const said = saidIn(withKanjiCounted(rest))
    // Where one hour is past 12, 8:00 is in the morning.
    const is24 = said.some((one) => one.kind === 'clock' && !one.open && one.minutes.some((at) => at >= 13 * 60))
    for (const one of said) add(shelf, one, is24)
    if (!/\p{Script=Thai}/u.test(rest)) continue
    for (const [, h, m] of rest.matchAll(/(?<![\d.,])(\d{1,2})\.([0-5]\d)(?![\d.])/g)) {
      shelf.clocks.add(Number(h) * 60 + Number(m))
    }
  }
  return shelf
}

function add(shelf: Shelf, said: Said, is24: boolean): void {
  const { numbers, clocks, months, telephones } = shelf
  switch (said.kind) {
    case 'number':
      for (const value of said.values) numbers.add(value)
      for (const part of said.written.match(/\d+/g) ?? []) if (/[ '’]/.test(said.written)) numbers.add(Number(part))
      return
    case 'clock': {
      const [first = 0] = said.minutes
      for (const at of is24 && said.open ? [first] : said.minutes) clocks.add(at)
      // 17:00 is said as "from 17 to 19" too.
      numbers.add(said.hour)
      numbers.add(Math.floor(first / 60))
      return
    }
    case 'date':
      for (const { month, day } of said.dates) {
        months.add(month)
        numbers.add(day)
        if (!said.inWords) numbers.add(month)
      }
      if (said.year !== undefined) numbers.add(said.year)
      return
    case 'telephone':
      telephones.push(said.digits)
      for (const part of said.parts) numbers.add(part)
      return
    default:
      said satisfies never
  }
}

/** With the country's number in front, or with the 0 that stands for it. */
function sameTelephone(a: string, b: string): boolean {
  if (a === b) return true
  const [short = '', long = ''] = [a, b].toSorted((x, y) => x.length - y.length)
  const own = short.replace(/^0/, '')
  return own !== short && own.length >= 8 && long.endsWith(own) && long.length - own.length <= 3
}
