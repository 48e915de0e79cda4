/** Where the customer writes: text, stickers, things, and the quick replies of the newest answer. */
import { html } from 'htm/preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { act } from './live.js'
import { STICKERS } from './stickers.js'

const THINGS = [
  { label: 'Photo', icon: '🖼️', deed: { do: 'media', kind: 'image' } },
  { label: 'Video', icon: '🎬', deed: { do: 'media', kind: 'video' } },
  { label: 'Voice', icon: '🎙️', deed: { do: 'media', kind: 'audio' } },
  { label: 'File', icon: '📄', deed: { do: 'media', kind: 'file' } },
  { label: 'Location', icon: '📍', deed: { do: 'location' } },
]

export function Composer({ customer }) {
  const [text, setText] = useState('')
  const [drawer, setDrawer] = useState()
  const field = useRef()
  const userId = customer.id

  useLayoutEffect(() => {
    // The field grows with its text; browsers that do it by themselves (field-sizing) lose nothing.
    field.current.style.height = 'auto'
    field.current.style.height = `${field.current.scrollHeight}px`
  }, [text])

  const send = (event) => {
    event?.preventDefault()
    if (text.trim() === '') return
    void act({ do: 'say', userId, text })
    setText('')
    setDrawer(undefined)
    field.current.focus()
  }
  const onKeyDown = (event) => {
    if (event.key === 'Escape') setDrawer(undefined)
    // While an input method composes (Japanese, Chinese), Enter takes its candidate. Safari says so by 229 only.
    if (event.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter' && !event.shiftKey) send(event)
  }
  const give = (deed) => () => {
    void act({ ...deed, userId })
    setDrawer(undefined)
  }
  const toggle = (name) => () => setDrawer(drawer === name ? undefined : name)

  if (customer.blocked)
    return html`
      <div class="composer blocked">
        <p>You blocked this account.</p>
        <button type="button" onClick=${give({ do: 'follow' })}>Unblock</button>
      </div>
    `
  return html`
    <${QuickReplies} customer=${customer} />
    ${drawer === 'stickers' ? html`<${Drawer} label="Stickers" items=${STICKERS.map(asSticker)} give=${give} />` : null}
    ${drawer === 'things' ? html`<${Drawer} label="Send something" items=${THINGS} give=${give} withLabels />` : null}
    <form class="composer" onSubmit=${send}>
      <button
        type="button"
        class="round"
        aria-label="Photo, file, location"
        aria-expanded=${drawer === 'things'}
        onClick=${toggle('things')}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14" /></svg>
      </button>
      <div class="field">
        <textarea
          ref=${field}
          rows="1"
          maxlength="5000"
          aria-label=${`Message as ${customer.name}`}
          placeholder="Message"
          lang=${customer.language}
          value=${text}
          onInput=${(event) => setText(event.target.value)}
          onKeyDown=${onKeyDown}
        ></textarea>
        <button
          type="button"
          class="round"
          aria-label="Stickers"
          aria-expanded=${drawer === 'stickers'}
          onClick=${toggle('stickers')}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="9" />
            <path d="M8.500 14.500c1 1.400 2.200 2 3.500 2s2.500-.6 3.500-2M9 9.500v.5M15 9.500v.5" />
          </svg>
        </button>
      </div>
      <button class="round send" aria-label="Send" disabled=${text.trim() === ''}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12 20 4l-5 16-3.500-6.500L4 12Z" /></svg>
      </button>
    </form>
  `
}

const asSticker = ({ face, name, keywords }) => ({ label: name, icon: face, deed: { do: 'sticker', face, keywords } })

function Drawer({ label, items, give, withLabels }) {
  return html`
    <div class="drawer" role="group" aria-label=${label}>
      ${items.map(
        ({ label, icon, deed }) => html`
          <button type="button" aria-label=${label} title=${label} onClick=${give(deed)}>
            <span aria-hidden="true">${icon}</span>${withLabels ? html`<small>${label}</small>` : null}
          </button>
        `,
      )}
    </div>
  `
}

/** LINE shows them for the last message only; a tap or the next message, from either side, takes them away. */
function QuickReplies({ customer }) {
  const [tapped, setTapped] = useState()
  const last = customer.messages.at(-1)
  const items = last?.quickReplies ?? []
  if (items.length === 0 || tapped === last.id) return null
  const tap = ({ text, data }) => {
    setTapped(last.id)
    if (text) void act({ do: 'say', userId: customer.id, text })
    if (data) void act({ do: 'postback', userId: customer.id, data })
  }
  return html`
    <div class="quick-replies" role="group" aria-label="Quick replies">
      ${items.map((item) => html`<button type="button" lang=${customer.language} onClick=${() => tap(item)}>${item.label}</button>`)}
    </div>
  `
}
