/** The quick replies of the newest answer. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { act } from './live.js'

/** LINE shows them for the last message only; a tap or the next message, from either side, takes them away. */
export function QuickReplies({ phone, field }) {
  const last = phone.messages.at(-1)
  const [tapped, setTapped] = useState()
  if (phone.quickReplies.length === 0 || tapped === last.id) return null
  const tap = (label) => (event) => {
    setTapped(last.id)
    // The button goes; who tapped with the keyboard (no click count) goes on in the field.
    if (event.detail === 0) field.current.focus()
    void act({ do: 'tap', ...phone.who, messageId: last.id, label })
  }
  const language = phone.kind === 'user' ? phone.language : undefined
  return html`
    <div class="quick-replies" role="group" aria-label="Quick replies">
      ${phone.quickReplies.map(({ label, uri }) =>
        uri === undefined
          ? html`<button type="button" lang=${language} onClick=${tap(label)}>${label}</button>`
          : html`<a href=${uri} target="_blank" rel="noreferrer" lang=${language}>${label}</a>`,
      )}
    </div>
  `
}
