/** The customers, the phone in hand, the staff's phone beside it, why each message is Read, and what the shop's systems have. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Customers } from './customers.js'
import { useLedger } from './live.js'
import { Phone } from './phone.js'
import { StaffPhone } from './staff-phone.js'
import { Systems } from './systems.js'
import { Trouble, troubleWords } from './trouble.js'
import { Why } from './why.js'

/**
 * The chat as the phone of one person: the customer's own, or that of the member who writes in a group.
 * `me` is that person, `who` what every deed is done with.
 */
function phoneOf(chat, [writers, setWriters]) {
  if (!chat) return undefined
  if (chat.kind === 'user') return { ...chat, me: chat, who: { userId: chat.id } }
  const me = chat.members.find(({ id }) => id === writers[chat.id]) ?? chat.members[0]
  const write = (id) => setWriters({ ...writers, [chat.id]: id })
  return { ...chat, me, write, who: { userId: me?.id, chatId: chat.id } }
}

/** @param writers who writes in each group, and how to change it */
export function Phones({ picture, chats, chosen, choose, writers, news, look }) {
  const phone = phoneOf(chosen, writers)
  const staff = phoneOf(picture.staff, writers)
  const answer = useLedger(chosen?.id, picture)
  const [view, setView] = useState('chat')
  if (!phone) return html`<p class="waiting" role="status">Nobody is here yet.</p>`
  const wrong = troubleWords(picture.troubles)
  const show = (next) => {
    setView(next)
    if (next === 'staff') look()
  }
  const views = [
    ['chat', staff ? 'Customer' : 'Chat', 0],
    ...(staff ? [['staff', 'Staff', news]] : []),
    ['why', 'Why', 0],
    ...(picture.systems ? [['systems', 'Shop', picture.troubles.shop === 'none' ? 0 : 1]] : []),
    ['trouble', 'Trouble', wrong.length],
  ]
  return html`
    <main data-view=${view} data-staff=${staff ? 'true' : undefined}>
      <${Customers} chats=${chats} chosen=${chosen} choose=${choose} />
      <div class="desk customer-desk">
        ${
          staff
            ? html`<p class="whose">
                <b class="tag">Customer</b><span class="does">Write as ${phone.me?.name ?? phone.name}</span>
              </p>`
            : null
        }
        <${Phone} key=${phone.id} role="customer" shop=${picture.shop} phone=${phone} wrong=${wrong} />
      </div>
      ${staff ? html`<${StaffPhone} shop=${picture.shop} phone=${staff} news=${news} look=${look} />` : null}
      <div class="panels">
        <${Why} phone=${phone} answer=${answer} appUrl=${picture.appUrl} />
        ${picture.systems ? html`<${Systems} systems=${picture.systems} troubles=${picture.troubles} />` : null}
        <${Trouble} phone=${phone} troubles=${picture.troubles} wrong=${wrong} calls=${picture.calls} chats=${chats} />
      </div>
    </main>
    <nav class="views" aria-label="Views">
      ${views.map(
        ([id, label, badge]) => html`
          <button type="button" aria-pressed=${view === id} onClick=${() => show(id)}>
            ${label}${badge > 0 ? html`<span class="badge" role="img" aria-label=${id === 'staff' ? 'new' : 'on'}></span>` : null}
          </button>
        `,
      )}
    </nav>
  `
}
