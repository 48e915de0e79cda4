/** Times of day. They are written in the server's time zone; `page/live.js` writes them again in the reader's own. */
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const withSeconds: Intl.DateTimeFormatOptions = { ...clock, second: '2-digit' }
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

/** What each language's dates look like. */
export const locales: Record<ConsoleLanguage, string> = { en: 'en-GB', ja: 'ja-JP', 'zh-TW': 'zh-TW', th: 'th-TH' }

type Form = 'clock' | 'minutes' | 'seconds'

interface Formats {
  date: Intl.DateTimeFormat
  /** `clock`: without a day, beside another time that tells it. */
  forms: Record<Form, { today: Intl.DateTimeFormat; earlier: Intl.DateTimeFormat }>
}

function formatsOf(locale: string): Formats {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  return {
    date: format({ dateStyle: 'short' }),
    forms: {
      clock: { today: format(clock), earlier: format(clock) },
      minutes: { today: format(clock), earlier: format({ ...day, ...clock }) },
      seconds: { today: format(withSeconds), earlier: format({ ...day, ...withSeconds }) },
    },
  }
}

const formats: Record<ConsoleLanguage, Formats> = {
  en: formatsOf(locales.en),
  ja: formatsOf(locales.ja),
  'zh-TW': formatsOf(locales['zh-TW']),
  th: formatsOf(locales.th),
}

/** The time (ms), with its day when that is not today. */
export function time(at: number, now: number, form: Form = 'minutes', language: ConsoleLanguage = 'en'): Html {
  const { date, forms } = formats[language]
  const today = date.format(at) === date.format(now)
  const text = forms[form][today ? 'today' : 'earlier'].format(at)
  return html`<time datetime="${new Date(at).toISOString()}" data-form="${form}">${text}</time>`
}
