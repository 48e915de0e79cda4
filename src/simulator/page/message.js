/** One line of the chat: whose it is, when, whether Read, and its menu. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Bubble } from './bubble.js'
import { Face } from './face.js'
import { act } from './live.js'
import { MessageMenu, useLongPress } from './message-menu.js'
import { time, timeWithSeconds } from './time.js'

export function Message(props) {
  const { message, phone } = props
  const mine = message.from === 'customer' && (phone.kind === 'user' || message.userId === phone.me?.id)
  if (message.unsent) return html`<${Unsent} message=${message} name=${mine ? 'You' : authorOf(phone, message).name} />`
  if (mine) return html`<${Own} ...${props} />`
  return html`<${Other} ...${props} />`
}

const authorOf = (phone, { userId }) =>
  phone.members.find(({ id }) => id === userId) ?? { id: userId ?? '', name: 'Somebody', language: undefined }

function Unsent({ message, name }) {
  const early = message.readAt ? ' LINE showed it as Read before that.' : ''
  return html`<li class="system" data-id=${message.id}><span>${name} unsent a message.${early}</span></li>`
}

/** What can be done with a message: quoting is anybody's, taking back only its author's. */
function useMenu({ message, phone, quote }, mine) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const press = useLongPress(() => setOpen(true))
  const { id } = message
  const told = message.from === 'customer' && !message.byTap
  const items = [
    ...(phone.blocked || message.byTap ? [] : [{ label: 'Quote', onChoose: () => quote(id) }]),
    ...(told && mine ? [{ label: 'Unsend', onChoose: () => act({ do: 'unsend', ...phone.who, messageId: id }) }] : []),
    ...(told
      ? [{ label: 'Deliver this event again', onChoose: () => act({ do: 'redeliver', ...phone.who, messageId: id }) }]
      : []),
  ]
  if (items.length === 0) return { press: {}, button: null, menu: null }
  const button = html`
    <button
      type="button"
      class="more"
      aria-label="Message menu"
      aria-haspopup="menu"
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      ⋯
    </button>
  `
  return { press, button, menu: open ? html`<${MessageMenu} items=${items} close=${close} />` : null }
}

function Stamp({ message }) {
  const { at, readAt } = message
  return html`
    <span class="stamp">
      ${
        readAt
          ? html`<span class="read" title=${`Read at ${timeWithSeconds(readAt)}`}>
              Read${time(readAt) === time(at) ? '' : ` ${time(readAt)}`}
            </span>`
          : null
      }
      <time datetime=${new Date(at).toISOString()}>${time(at)}</time>
    </span>
  `
}

/** Of the bot, or of somebody else in the group. */
function Other(props) {
  const { message, shop, phone, follows, grown } = props
  const { press, button, menu } = useMenu(props, false)
  const author = message.from === 'bot' ? undefined : authorOf(phone, message)
  const language = author ? author.language : phone.kind === 'user' ? phone.language : undefined
  return html`
    <li
      class=${follows ? 'bot follows' : 'bot'}
      data-id=${message.id}
      data-from=${message.from}
      data-read=${author ? String(message.readAt !== undefined) : undefined}
    >
      ${author ? html`<span class="avatar"><${Face} customer=${author} /></span>` : html`<img class="avatar" src="/icon.svg" alt="" />`}
      <div class="said" ...${press}>
        <span class="sender">${author?.name ?? message.sender ?? shop}</span>
        <div class="line">
          <${Bubble} message=${message} phone=${phone} shop=${shop} language=${language} grown=${grown} />
          <${Stamp} message=${message} />
          ${button}
        </div>
        ${author ? html`<${Undelivered} message=${message} phone=${phone} />` : null} ${menu}
      </div>
    </li>
  `
}

function Own(props) {
  const { message, phone, shop, grown } = props
  const { press, button, menu } = useMenu(props, true)
  return html`
    <li class="own" data-id=${message.id} data-from="customer" data-read=${String(message.readAt !== undefined)}>
      ${button}
      <${Stamp} message=${message} />
      <div class="said" ...${press}>
        <${Bubble} message=${message} phone=${phone} shop=${shop} language=${phone.me.language} grown=${grown} />
        ${menu}
      </div>
      <${Undelivered} message=${message} phone=${phone} />
    </li>
  `
}

function Undelivered({ message, phone }) {
  const { id, undelivered } = message
  if (undelivered === undefined) return null
  const again = () => act({ do: 'redeliver', ...phone.who, messageId: id })
  return html`
    <p class="undelivered">
      kidoku did not take it (${undelivered === 0 ? 'no answer' : undelivered}).
      <button type="button" onClick=${again}>Deliver again</button>
    </p>
  `
}
