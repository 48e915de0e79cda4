/** Times of day. They are written in the server's time zone; `page/live.js` writes them again in the reader's own. */
import { html, type Html } from './html.ts'

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
const withSeconds: Intl.DateTimeFormatOptions = { ...clock, second: '2-digit' }
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

/** `clock`: without a day, beside another time that tells it. */
const formats = {
  clock: { today: format(clock), earlier: format(clock) },
  minutes: { today: format(clock), earlier: format({ ...day, ...clock }) },
  seconds: { today: format(withSeconds), earlier: format({ ...day, ...withSeconds }) },
}
const date = format({ dateStyle: 'short' })

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', options)
}

/** The time (ms), with its day when that is not today. */
export function time(at: number, now: number, form: keyof typeof formats = 'minutes'): Html {
  const today = date.format(at) === date.format(now)
  const text = formats[form][today ? 'today' : 'earlier'].format(at)
  return html`<time datetime="${new Date(at).toISOString()}" data-form="${form}">${text}</time>`
}
