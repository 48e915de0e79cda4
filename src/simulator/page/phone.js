/** The phone in hand: the chat, and what one writes with. Between the two goes the message that is being quoted. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Chat } from './chat.js'
import { Composer } from './composer.js'

export function Phone({ shop, phone, wrong }) {
  const [quotedId, setQuotedId] = useState()
  const quoted = phone.messages.find(({ id, unsent }) => id === quotedId && !unsent)
  const whose = phone.kind === 'user' ? `${phone.name}'s phone` : `${phone.name}, on a member's phone`
  return html`
    <section class="phone" aria-label=${whose}>
      <div class="screen">
        <${Chat} shop=${shop} phone=${phone} wrong=${wrong} quote=${setQuotedId} />
        <${Composer} shop=${shop} phone=${phone} quoted=${quoted} dropQuote=${() => setQuotedId(undefined)} />
      </div>
    </section>
  `
}
