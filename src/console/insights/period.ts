/** The time that figures are of: whole days of the shop's time zone, and ISO weeks of it. */
import { Temporal } from 'temporal-polyfill'
import type { Day } from '../../core/insights.ts'

/** Lengths that can be chosen by one tap (days), the last being today. */
export const lengths = [7, 30, 90] as const
const longest = 366

export interface Period {
  days: Day[]
  /** ms; the end is not part of it. */
  from: number
  until: number
  /** `2026-11-02`; both are part of it. */
  first: string
  last: string
  /** Undefined: from–to was chosen. */
  length?: (typeof lengths)[number]
  /** What was asked for is no time that could be shown. */
  mistaken: boolean
  timeZone: string
}

export interface Asked {
  days?: string
  from?: string
  to?: string
}

export function periodOf({ days, from, to }: Asked, now: number, timeZone: string): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  if (from || to) {
    const chosen = range(from, to, today)
    if (chosen) return { ...daysOf(chosen[0], chosen[1], timeZone), mistaken: false }
  }
  const length = lengths.find((one) => String(one) === days) ?? 30
  const mistaken = Boolean(from || to)
  return { ...daysOf(today.subtract({ days: length - 1 }), today, timeZone), length, mistaken }
}

function range(from: string | undefined, to: string | undefined, today: Temporal.PlainDate) {
  try {
    const last = to ? Temporal.PlainDate.from(to) : today
    const first = from ? Temporal.PlainDate.from(from) : last.subtract({ days: 29 })
    const length = first.until(last, { largestUnit: 'day' }).days
    return length >= 0 && length < longest ? ([first, last] as const) : undefined
  } catch {
    return undefined
  }
}

function daysOf(first: Temporal.PlainDate, last: Temporal.PlainDate, timeZone: string) {
  const days: Day[] = []
  const start = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone }).epochMilliseconds
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    days.push({ name: date.toString(), from: start(date) })
  }
  const span = { from: start(first), until: start(last.add({ days: 1 })) }
  return { days, ...span, first: first.toString(), last: last.toString(), timeZone }
}

export interface Week {
  /** ISO 8601: `2026-W45` */
  name: string
  /** ms; the end is not part of it. */
  from: number
  until: number
  /** `2026-11-02` */
  first: string
  last: string
}

/** The ISO week of a time and those before it, newest first. */
export function weeksUntil(now: number, timeZone: string, count: number): Week[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return Array.from({ length: count }, (_, index): Week => {
    const first = monday.subtract({ days: 7 * index })
    const { from, until, last } = daysOf(first, first.add({ days: 6 }), timeZone)
    const number = String(first.weekOfYear).padStart(2, '0')
    return { name: `${first.yearOfWeek}-W${number}`, from, until, first: first.toString(), last }
  })
}

/** The shop's time zone, where office hours name one; else the server's. */
export const serverZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
