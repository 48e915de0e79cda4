/** A phone in hand: the chat, and what one writes with. Between the two goes the message that is being quoted. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Chat } from './chat.js'
import { Composer } from './composer.js'

/** @param role whose it is: a customer's, or staff's */
export function Phone({ role, shop, phone, wrong }) {
  const [quotedId, setQuotedId] = useState()
  const quoted = phone.messages.find(({ id, unsent }) => id === quotedId && !unsent)
  return html`
    <section class="phone" data-role=${role} aria-label=${whose(role, phone)}>
      <div class="screen">
        <${Chat} role=${role} shop=${shop} phone=${phone} wrong=${wrong} quote=${setQuotedId} />
        <${Composer} shop=${shop} phone=${phone} quoted=${quoted} dropQuote=${() => setQuotedId(undefined)} />
      </div>
    </section>
  `
}

function whose(role, { kind, name }) {
  if (role === 'staff') return `The staff's phone: ${name}`
  return kind === 'user' ? `${name}'s phone` : `${name}, on a member's phone`
}
