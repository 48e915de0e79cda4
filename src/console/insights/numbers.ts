/** Numbers, lengths of time and shares as each language writes them. */
import { enough, type Rate } from '../../core/interval.ts'
import { languageName as nameOf } from '../../core/language.ts'
import type { ConsoleLanguage } from '../language.ts'
import { locales } from '../time.ts'

const kept = new Map<string, Intl.NumberFormat>()
function format(language: ConsoleLanguage, name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${name}`
  const found = kept.get(key) ?? new Intl.NumberFormat(language, options)
  kept.set(key, found)
  return found
}

export const number = (value: number, language: ConsoleLanguage): string => format(language, 'whole', {}).format(value)

/** Large ones in short. Example: `1.2M`. */
export const short = (value: number, language: ConsoleLanguage): string =>
  format(language, 'short', { notation: 'compact', maximumSignificantDigits: 3 }).format(value)

/** Small ones with a digit more. */
export function percent(part: number, language: ConsoleLanguage): string {
  const digits = part < 0.1 ? 1 : 0
  return format(language, `percent${digits}`, { style: 'percent', maximumFractionDigits: digits }).format(part)
}

/** @param currency such as `USD` */
export function money(value: number, currency: string, language: ConsoleLanguage): string {
  // Tokens are cheap: of less than a unit its usual digits would leave nothing.
  const digits = value > 0 && value < 1 ? { minimumSignificantDigits: 2, maximumSignificantDigits: 2 } : {}
  return new Intl.NumberFormat(language, { style: 'currency', currency, ...digits }).format(value)
}

const units = [
  ['second', 1_000, 60],
  ['minute', 60_000, 90],
  ['hour', 3_600_000, 48],
  ['day', 86_400_000, Infinity],
] as const

/** In one unit. Examples: `3.4 sec`, `12 min`, `2.5 hr`. */
export function length(ms: number, language: ConsoleLanguage): string {
  const [unit, size] = units.find(([, size, below]) => ms / size < below) ?? units[3]
  const value = ms / size
  const digits = value < 10 ? 1 : 0
  return format(language, `${unit}${digits}`, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value)
}

export const day = (name: string, language: ConsoleLanguage, long = false): string =>
  new Intl.DateTimeFormat(locales[language], {
    timeZone: 'UTC',
    calendar: 'gregory',
    month: long ? 'short' : 'numeric',
    day: 'numeric',
    ...(long ? { year: 'numeric' } : {}),
  }).format(new Date(`${name}T12:00:00Z`))

/** What a tag is called. Example: `zh-TW` → `Chinese (Taiwan)`; what is no tag stays as it is. */
export const languageName = (tag: string, language: ConsoleLanguage): string => nameOf(tag, language) ?? tag

export const tooFew = (rate: Rate): boolean => rate.n < enough
