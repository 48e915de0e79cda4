/** The staff's phone: their group, where the account tells them of customers who wait. */
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Phone } from './phone.js'

/** How many messages of the account have come since somebody last looked at the staff's phone. */
export function useNews(staff) {
  const told = staff?.messages.filter(({ from }) => from === 'bot').map(({ id }) => id) ?? []
  const last = told.at(-1) ?? ''
  // What is there when the page opens is no news.
  const [seen, setSeen] = useState()
  useEffect(() => {
    if (staff && seen === undefined) setSeen(last)
  }, [staff !== undefined])
  const news = seen === undefined ? 0 : told.length - 1 - told.lastIndexOf(seen)
  return { news, look: () => news > 0 && setSeen(last) }
}

export function StaffPhone({ shop, phone, news, look }) {
  const desk = useRef()
  // Who is there already sees what comes.
  useEffect(() => {
    if (desk.current.matches(':focus-within')) look()
  }, [news])
  return html`
    <div
      class=${news > 0 ? 'desk staff-desk news' : 'desk staff-desk'}
      ref=${desk}
      onPointerMove=${look}
      onPointerDown=${look}
      onFocusIn=${look}
    >
      <p class="whose">
        <b class="tag">Staff</b><span class="does">Staff are told here</span>
        <span class="fresh" role="status">${news > 0 ? `${news} new` : ''}</span>
      </p>
      <${Phone} key=${phone.id} role="staff" shop=${shop} phone=${phone} wrong=${[]} />
    </div>
  `
}
