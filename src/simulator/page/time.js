const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })

export const time = (at) => clock.format(at)
export const timeWithSeconds = (at) => clockWithSeconds.format(at)
export const dayOf = (at) => (day.format(at) === day.format(Date.now()) ? 'Today' : day.format(at))
