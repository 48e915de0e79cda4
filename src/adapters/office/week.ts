/**
 * A week and its holidays → whether somebody is there now. A day's hours are those that begin on it: what is open past
 * midnight stays open although the next day is a holiday.
 */
import { Temporal } from 'temporal-polyfill'
import type { Office } from '../../core/office.ts'
import type { OfficeHours } from '../../ports/office-hours.ts'
import type { Dates } from './dates.ts'
import type { Span } from './spans.ts'

export interface Week {
  timeZone: string
  /** Monday first. */
  days: readonly (readonly Span[])[]
  holidays: readonly { dates: Dates; spans: readonly Span[] }[]
}

/** How far it is looked back and ahead: a little over a year. */
const mostDays = 400

/** A time from and to which one answer holds (ms). */
interface Period {
  from: number
  to: number
  office: Office
}

/** @returns `at`, which costs nothing while the shop neither opens nor closes */
export function hoursOf(week: Week): OfficeHours {
  // A date before one without a year, and what is shorter before what is longer.
  const holidays = week.holidays.toSorted(
    (a, b) => Number(a.dates.yearly) - Number(b.dates.yearly) || a.dates.days - b.dates.days,
  )
  const spansOn = (date: Temporal.PlainDate): readonly Span[] =>
    holidays.find(({ dates }) => dates.includes(date))?.spans ?? week.days[date.dayOfWeek - 1] ?? []
  const hours = inWords(week)
  let period: Period | undefined
  return {
    at(now) {
      if (!period || now < period.from || now >= period.to) {
        const { office, ...times } = periodAt(now, week.timeZone, spansOn)
        period = { ...times, office: { ...office, hours } }
      }
      return period.office
    },
  }
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The week for a prompt: `Monday closed; Tuesday 9:00-12:00, 13:00-18:00; …` Holidays are told by when it opens. */
function inWords({ days }: Week): string {
  const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  // An end of past midnight is that of the next day; midnight itself is 24:00.
  const end = (minutes: number): string => clock(minutes > 1440 ? minutes - 1440 : minutes)
  const spans = (day: readonly Span[]): string =>
    day.length === 0 ? 'closed' : day.map(({ from, to }) => `${clock(from)}-${end(to)}`).join(', ')
  return days.map((day, index) => `${dayNames[index]} ${spans(day)}`).join('; ')
}

function periodAt(now: number, timeZone: string, spansOn: (date: Temporal.PlainDate) => readonly Span[]): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const openOn = (days: number): { from: number; to: number }[] => {
    const date = today.add({ days })
    return (
      spansOn(date)
        .map(({ from, to }) => ({ from: timeAt(date, from, timeZone), to: timeAt(date, to, timeZone) }))
        // When clocks go forward, an hour that never is holds nobody.
        .filter(({ from, to }) => from < to)
    )
  }

  // Open: until the first moment at which no hours follow on.
  let end: number | undefined
  let opensAt: number | undefined
  for (let days = -1; days <= mostDays && opensAt === undefined; days++) {
    for (const { from, to } of openOn(days)) {
      if (from <= (end ?? now)) {
        if (to > now) end = Math.max(end ?? to, to)
      } else if (opensAt === undefined || from < opensAt) opensAt = from
    }
  }
  if (end !== undefined) return { from: now, to: end, office: { timeZone, open: true } }

  let closedSince = 0
  for (let days = 0; days >= -mostDays && closedSince === 0; days--) {
    for (const { to } of openOn(days)) if (to <= now) closedSince = Math.max(closedSince, to)
    // What began the day before may have ended later.
    if (closedSince > 0) for (const { to } of openOn(days - 1)) if (to <= now) closedSince = Math.max(closedSince, to)
  }
  const nextMidnight = timeAt(today, 24 * 60, timeZone)
  return { from: now, to: opensAt ?? nextMidnight, office: { timeZone, open: false, closedSince, opensAt } }
}

/** @param minutes from midnight as clocks show it; 1440 and more are on the next day */
function timeAt(date: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60) % 24, minutes % 60)
  const day = date.add({ days: Math.floor(minutes / 1440) })
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
}
