/** Numbers and times as terminals and reports write them. A part of nothing is a dash, never 0 %. */
import type { Rate } from '../core/interval.ts'
import { languageName } from '../core/language.ts'

const number = new Intl.NumberFormat('en')
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

export const count = (value: number): string => number.format(value)

/** `1 answer`, `2 answers`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** @param part of 1 */
export const percent = (part: number): string => `${oneDigit.format(100 * part)}\u00a0%`

export const rateShown = (rate: Rate | undefined): string => (rate ? percent(rate.rate) : '–')

/** `2 of 120` */
export const ofShown = (rate: Rate | undefined): string => (rate ? `${count(rate.count)} of ${count(rate.n)}` : 'none')

/** `0.5–5.9 %` */
export const intervalShown = ({ low, high }: { low: number; high: number }): string =>
  `${oneDigit.format(100 * low)}–${percent(high)}`

/** `2 of 120 (1.7 %)` */
export const ofAll = (many: number, all: number): string => `${count(many)} of ${count(all)} (${percent(many / all)})`

/** A difference of shares, in points of 100: `+8.3`, `−3`, `0`. */
export function signed(share: number): string {
  const points = Math.round(share * 1000) / 10
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0'
}

/** `−3 to +12.5` */
export const signedInterval = ({ low, high }: { low: number; high: number }): string =>
  `${signed(low)} to ${signed(high)}`

/** With the sign before it: `= 0.031`. */
export const pShown = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`)

/** The beginning of a prompt's hash, by which people tell its versions apart. */
export const shortHash = (hash: string): string => hash.slice(0, 6)

/** @param ms such as 12 (`12 ms`), 850 (`0.85 s`), 2400 (`2.4 s`), 95000 (`95 s`) */
export function seconds(ms: number): string {
  if (ms > 0 && ms < 100) return `${Math.max(1, Math.round(ms))}\u00a0ms`
  const digits = ms < 1_000 ? 2 : ms < 10_000 ? 1 : 0
  return `${(ms / 1_000).toFixed(digits)}\u00a0s`
}

const twoDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** US dollars; a small amount keeps two digits that count. */
export const dollars = (amount: number): string =>
  `$${amount > 0 && amount < 0.1 ? twoDigits.format(amount) : cents.format(amount)}`

/** `Japanese` for `ja`; what is no tag is left as it is. */
export const languageShown = (tag: string): string => languageName(tag, 'en') ?? tag

/** `22 Nov 2026, 09:38 GMT+9`, in the time zone of whoever made the report. */
export const moment = (ms: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(ms)

/** `22 Nov 2026` */
export const day = (ms: number): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(ms)

/** The smallest round part of 1 that is at least so much: what an axis ends at. */
export function axisEnd(highest: number): number {
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((end) => highest <= end) ?? 1
}
