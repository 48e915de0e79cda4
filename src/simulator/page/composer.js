/** Where the customer writes: text, stickers, things; above it the quick replies of the newest answer. */
import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { authorName, excerpt } from './bubble.js'
import { act } from './live.js'
import { MentionList, mentionChoices, mentionList, withName } from './mention.js'
import { QuickReplies } from './quick-replies.js'
import { STICKERS } from './stickers.js'
import { Drawer, Things } from './things.js'
import { Writers } from './writers.js'

export function Composer({ shop, phone, quoted, dropQuote }) {
  const { kind, who, me, blocked } = phone
  if (blocked) {
    const [words, label, deed] =
      kind === 'user'
        ? ['You blocked this account.', 'Unblock', 'follow']
        : [`${shop} is not in this group.`, 'Invite it', 'join']
    return html`
      <div class="composer blocked">
        <p>${words}</p>
        <button type="button" onClick=${() => act({ do: deed, ...who })}>${label}</button>
      </div>
    `
  }
  if (!me) return html`<p class="composer blocked">Nobody is in this group.</p>`
  return html`<${Open} shop=${shop} phone=${phone} quoted=${quoted} dropQuote=${dropQuote} />`
}

function Open({ shop, phone, quoted, dropQuote }) {
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const [drawer, setDrawer] = useState()
  // Which of the names offered is meant; -1 once Escape has put the list away.
  const [at, setAt] = useState(0)
  const field = useRef()
  const opener = useRef()
  const { who, me } = phone
  const choices = at < 0 ? [] : mentionChoices(text, caret, phone, shop)
  const chosen = choices[Math.min(at, choices.length - 1)]

  useLayoutEffect(() => {
    // The field grows with its text; browsers that do it by themselves (field-sizing) lose nothing.
    field.current.style.height = 'auto'
    // On a phone that is not shown just now it has no height to measure.
    const { scrollHeight } = field.current
    if (scrollHeight > 0) field.current.style.height = `${scrollHeight}px`
  }, [text])
  useEffect(() => {
    if (quoted) field.current.focus()
  }, [quoted?.id])

  /** Puts this into the field, with the caret there. */
  const put = (next) => {
    setText(next.text)
    setCaret(next.caret)
    setAt(0)
    field.current.value = next.text
    field.current.focus()
    field.current.setSelectionRange(next.caret, next.caret)
  }
  const look = ({ target }) => {
    setText(target.value)
    setCaret(target.selectionStart)
    setAt(0)
  }
  const send = (event) => {
    event?.preventDefault()
    if (text.trim() === '') return
    void act({ do: 'say', ...who, text, quotedMessageId: quoted?.id })
    put({ text: '', caret: 0 })
    setDrawer(undefined)
    dropQuote()
  }
  const onKeyDown = (event) => {
    // While an input method composes (Japanese, Chinese), Enter takes its candidate. Safari says so by 229 only.
    if (event.isComposing || event.keyCode === 229) return
    const { key } = event
    if (chosen && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault()
      setAt((choices.indexOf(chosen) + (key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length)
    } else if (chosen && (key === 'Enter' || key === 'Tab') && !event.shiftKey) {
      event.preventDefault()
      put(withName(text, chosen))
    } else if (key === 'Escape') {
      if (chosen) setAt(-1)
      else {
        setDrawer(undefined)
        dropQuote()
      }
    } else if (key === 'Enter' && !event.shiftKey) send(event)
  }
  const giveSticker = ({ face, keywords }) => {
    void act({ do: 'sticker', ...who, face, keywords, quotedMessageId: quoted?.id })
    closeDrawer()
    dropQuote()
  }
  const mention = () => {
    const { selectionStart } = field.current
    const before = text.slice(0, selectionStart)
    const start = before === '' || /\s$/.test(before) ? `${before}@` : `${before} @`
    put({ text: start + text.slice(selectionStart), caret: start.length })
  }
  const toggle =
    (name) =>
    ({ currentTarget }) => {
      opener.current = currentTarget
      setDrawer(drawer === name ? undefined : name)
    }
  /** The keyboard goes back to where it came from, not into the field: that would open a phone's own keyboard. */
  const closeDrawer = () => {
    setDrawer(undefined)
    opener.current?.focus()
  }

  return html`
    <${QuickReplies} phone=${phone} field=${field} />
    ${drawer === 'stickers' ? html`<${Stickers} give=${giveSticker} done=${closeDrawer} />` : null}
    ${drawer === 'things' ? html`<${Things} phone=${phone} done=${closeDrawer} />` : null}
    ${phone.kind === 'user' ? null : html`<${Writers} phone=${phone} />`}
    ${quoted ? html`<${Quoting} quoted=${quoted} phone=${phone} shop=${shop} drop=${dropQuote} />` : null}
    ${chosen ? html`<${MentionList} phone=${phone} choices=${choices} at=${choices.indexOf(chosen)} choose=${(choice) => put(withName(text, choice))} />` : null}
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
          aria-label=${`Message as ${me.name}`}
          aria-autocomplete=${phone.kind === 'user' ? undefined : 'list'}
          aria-controls=${chosen ? mentionList(phone) : undefined}
          aria-activedescendant=${chosen ? `${mentionList(phone)}-${choices.indexOf(chosen)}` : undefined}
          placeholder="Message"
          lang=${me.language}
          value=${text}
          onInput=${look}
          onSelect=${({ target }) => setCaret(target.selectionStart)}
          onKeyDown=${onKeyDown}
        ></textarea>
        ${
          phone.kind === 'user'
            ? null
            : html`<button type="button" class="round at" aria-label="Mention somebody" onClick=${mention}>@</button>`
        }
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

function Stickers({ give, done }) {
  return html`
    <${Drawer} label="Stickers" done=${done}>
      ${STICKERS.map(
        (sticker) => html`
          <button type="button" aria-label=${sticker.name} title=${sticker.name} onClick=${() => give(sticker)}>
            <span aria-hidden="true">${sticker.face}</span>
          </button>
        `,
      )}
    <//>
  `
}

function Quoting({ quoted, phone, shop, drop }) {
  return html`
    <p class="quoting">
      <span class="quoted"><b>${authorName(quoted, phone, shop)}</b><span>${excerpt(quoted)}</span></span>
      <button type="button" class="round" aria-label="Do not quote" onClick=${drop}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18" /></svg>
      </button>
    </p>
  `
}
