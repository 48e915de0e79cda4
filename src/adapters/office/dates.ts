/** Dates as they are written among the holidays: `2027-01-11`, `08-11` each year, or from one `to` another. */
import { Temporal } from 'temporal-polyfill'

export interface Dates {
  includes(date: Temporal.PlainDate): boolean
  /** Where two speak of the same day, the one with a year counts before one without, then the shorter. */
  yearly: boolean
  days: number
}

/** Dates that could not be read, and what is wrong. */
export interface NoDates {
  problem: string
}

const written = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/
/** Any year with a 29 February: what is yearly is compared in it. */
const leapYear = 2028

export function readDates(text: string): Dates | NoDates {
  const ends = text
    .normalize('NFKC')
    .split(/\s+to\s+|\s*(?:\.\.|[–—~〜])\s*/)
    .map((one) => one.trim())
  if (ends.length > 2) return { problem: `${text} is not a date, nor two with “to” between them` }
  const dates: { date: Temporal.PlainDate; yearly: boolean }[] = []
  for (const end of ends) {
    const [, year, month, day] = written.exec(end) ?? []
    if (month === undefined) return { problem: `${end} is not a date` }
    const date = dateOf(Number(year ?? leapYear), Number(month), Number(day))
    if (!date) return { problem: `${end} is no day of the calendar` }
    dates.push({ date, yearly: year === undefined })
  }
  const [first, last = first] = dates
  if (!first || !last) return { problem: 'no date' }
  if (first.yearly !== last.yearly) return { problem: `${text} has a year at one end only` }
  return first.yearly ? eachYear(first.date, last.date) : once(first.date, last.date, text)
}

function once(first: Temporal.PlainDate, last: Temporal.PlainDate, text: string): Dates | NoDates {
  const { compare } = Temporal.PlainDate
  if (compare(first, last) > 0) return { problem: `${text} ends before it begins` }
  return {
    includes: (date) => compare(first, date) <= 0 && compare(date, last) <= 0,
    yearly: false,
    days: first.until(last).days + 1,
  }
}

/** It may go past the end of the year: `12-31 to 01-04`. */
function eachYear(first: Temporal.PlainDate, last: Temporal.PlainDate): Dates {
  const place = ({ month, day }: Temporal.PlainDate): number => month * 100 + day
  const [from, to] = [place(first), place(last)]
  const over = from > to
  return {
    includes: (date) => (over ? place(date) >= from || place(date) <= to : place(date) >= from && place(date) <= to),
    yearly: true,
    days: first.until(over ? last.add({ years: 1 }) : last).days + 1,
  }
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return undefined
  }
}
