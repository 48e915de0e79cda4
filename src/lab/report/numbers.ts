/** Numbers and times as reports write them. A part of nothing is a dash, never 0 %. */
import type { Rate } from '../../core/interval.ts'

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

/** @param ms such as 12 (`12 ms`), 850 (`0.85 s`), 2400 (`2.4 s`), 95000 (`95 s`) */
export function seconds(ms: number): string {
  if (ms > 0 && ms < 100) return `${Math.max(1, Math.round(ms))}\u00a0ms`
  const digits = ms < 1_000 ? 2 : ms < 10_000 ? 1 : 0
  return `${(ms / 1_000).toFixed(digits)}\u00a0s`
}

const twoDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })

/** US dollars; a small amount keeps two digits that count. */
export const dollars = (amount: number): string =>
  `$${amount < 1 ? twoDigits.format(amount) : number.format(Number(amount.toFixed(2)))}`

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** `Japanese` for `ja`; what is no tag is left as it is. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

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
