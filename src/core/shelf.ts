/**
 * The shelf: what the texts say that a reply may rest on, by kinds. What may be a price stands apart from hours, days and
 * sizes: "9:00 to 18:00" supports no 18 %.
 */
import { linksIn } from './links-said.ts'
import { withoutListNumbers } from './list-numbers.ts'
import { monthsNamed, saidIn, type Said } from './numbers-said.ts'
import { speaksOfShares } from './units-said.ts'
import { counted } from './words-counted.ts'
import { alike, kanjiNumbers, saysOneOfTime, wordNumbers } from './written-alike.ts'

export interface Shelf {
  /** All of them, whatever they count. */
  numbers: Set<number>
  /** What may be a price, and what a percentage: hours, days, sizes and numbers in order are not. */
  money: Set<number>
  shares: Set<number>
  /** Of times and dates, and what nothing says what it counts: a 3 that may be 3 o'clock, or the third. */
  hours: Set<number>
  days: Set<number>
  /** Whether a 1 stands for a time or a size: 1 year, "a day", 1月. */
  one: boolean
  clocks: Set<number>
  months: Set<number>
  telephones: string[]
  links: Set<string>
  /** All of it, as it is. */
  written: string
}

/** 10.00–22.00 */
const dottedHours = /(?<![\d.,])\d{1,2}\.[0-5]\d\s?[-\u2010-\u2015~〜]\s?\d{1,2}\.[0-5]\d(?![\d.])/g

/**
 * What texts say, read generously: what one of them may mean, it supports.
 * @param spelling whether digits in words make a telephone number ({@link counted})
 */
export function shelfOf(texts: readonly string[], spelling = true): Shelf {
  const shelf: Shelf = {
    numbers: new Set(),
    money: new Set(),
    shares: new Set(),
    hours: new Set(),
    days: new Set(),
    one: texts.some((text) => saysOneOfTime(alike(text))),
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
    for (const value of wordNumbers(rest)) shelf.hours.add(value)
    for (const month of monthsNamed(rest)) shelf.months.add(month)
    const said = saidIn(counted(rest, spelling))
    const plain = withoutListNumbers(text)
    const prices = plain === text && spelling ? said : saidIn(counted(linksIn(alike(plain)).rest))
    for (const price of prices) addPrice(shelf, price, rest)
    // Where one hour is past 12, 8:00 is in the morning.
    const is24 = said.some((one) =>
      one.kind === 'clock' ? one.hour >= 13 : one.kind === 'number' && one.hour && Number(one.written) >= 13,
    )
    for (const one of said) add(shelf, one, is24)
    const dotted = /\p{Script=Thai}/u.test(rest) ? rest : (rest.match(dottedHours) ?? []).join(' ')
    for (const [, h, m] of dotted.matchAll(/(?<![\d.,])(\d{1,2})\.([0-5]\d)(?![\d.])/g)) {
      shelf.clocks.add(Number(h) * 60 + Number(m))
    }
  }
  return shelf
}

/** What narrower shelves hold of it, where lines are not counted. */
function addPrice(shelf: Shelf, said: Said, text: string): void {
  if (said.kind === 'date') shelf.one ||= said.dates.some(({ month, day }) => month === 1 || day === 1)
  if (said.kind === 'clock') shelf.one ||= said.hour === 1
  if (said.kind !== 'number') return
  const { unit, written } = said
  // 0001 is the end of a code.
  if (unit === 'thing' || /^0\d/.test(written)) return
  shelf.one ||= said.values.includes(1)
  if (unit === 'measure' || unit === 'time') return
  const apart = /[ '’]/.test(written) ? (written.match(/\d+/g) ?? []).map(Number) : []
  for (const value of [...said.values, ...apart]) {
    if (unit !== 'share') shelf.money.add(value)
    if (unit === 'share' || unit === 'off' || (unit === undefined && speaksOfShares(text))) shelf.shares.add(value)
  }
}

function add(shelf: Shelf, said: Said, is24: boolean): void {
  const { numbers, hours, days, clocks, months, telephones } = shelf
  switch (said.kind) {
    case 'number':
      for (const value of said.values) {
        numbers.add(value)
        if (said.unit === undefined || said.unit === 'time') hours.add(value)
        if (said.unit === undefined || said.unit === 'time' || said.day) days.add(value)
        if (said.month) months.add(value)
        // A year of the Thai calendar and ours.
        if (value >= 1950 && value < 2700) numbers.add(value + (value < 2400 ? 543 : -543))
      }
      if (said.hour) for (const at of hoursOf(said.written, is24)) clocks.add(at)
      if (said.unit === 'share') numbers.add(Number(said.written))
      for (const part of said.written.match(/\d+/g) ?? []) if (/[ '’]/.test(said.written)) numbers.add(Number(part))
      // Open 24 hours, from 0:00.
      if (said.unit === 'measure' && said.values.includes(24)) clocks.add(0)
      return
    case 'clock': {
      const [first = 0] = said.minutes
      const isFirst = said.open && (is24 || (said.hour === 12 && !said.late))
      for (const at of isFirst ? [first] : said.minutes) clocks.add(at)
      // 17:00 is said as "from 17 to 19" too.
      for (const hour of [said.hour, Math.floor(first / 60)]) {
        numbers.add(hour)
        hours.add(hour)
      }
      return
    }
    case 'date':
      for (const { month, day } of said.dates) {
        months.add(month)
        days.add(day)
        numbers.add(day)
        if (!said.inWords) numbers.add(month)
      }
      if (said.year !== undefined) {
        for (const year of [said.year, said.year + 543, said.year - 543]) numbers.add(year)
      }
      return
    case 'telephone':
      telephones.push(said.digits)
      // 02-123-4567-8: two lines, of which the first may be told.
      if (/\d{4}-\d{1,2}$/.test(said.written)) telephones.push(said.digits.replace(/\d$/, ''))
      for (const part of said.parts) for (const shelved of [numbers, hours, days]) shelved.add(part)
      return
    default:
      said satisfies never
  }
}

/** "Open 9-5": of the day, or of each half of it. */
export const hoursOf = (written: string, is24: boolean): number[] => {
  const hour = Number(written)
  const all = is24 || hour > 12 ? [hour] : [hour, hour + 12]
  return all.map((one) => (one % 24) * 60)
}
