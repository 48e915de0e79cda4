/** What a message holds: words, a sticker, a picture, a sound, a file, a place, a quote, buttons, a card. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Flex } from './flex.js'
import { act } from './live.js'

const ICONS = { image: '🖼️', video: '🎬', audio: '🎙️', file: '📄', location: '📍' }
const NAMES = { image: 'Photo', video: 'Video', audio: 'Voice message' }

export function Bubble({ message, phone, shop, language, grown }) {
  const quote = message.quotedMessageId ? html`<${Quote} message=${message} phone=${phone} shop=${shop} />` : null
  if (message.kind === 'sticker')
    return html`
      <span class="stack">
        ${quote}
        <span class="sticker" role="img" aria-label=${`Sticker ${message.text}`}>${message.text || '🙂'}</span>
      </span>
    `
  if (message.kind in ICONS) return html`<${Thing} message=${message} language=${language} grown=${grown} />`
  if (message.flex) return html`<${Flex} message=${message} phone=${phone} grown=${grown} />`
  return html`
    <span class=${message.buttons ? 'bubble card' : 'bubble'} lang=${language}
      >${quote}<${Words} message=${message} />${
        message.buttons ? html`<${Buttons} message=${message} phone=${phone} />` : null
      }</span
    >
  `
}

/** A text with its mentions. */
function Words({ message: { text, mention } }) {
  const parts = []
  let from = 0
  for (const { index, length } of mention?.mentionees ?? []) {
    parts.push(text.slice(from, index), html`<b class="mention">${text.slice(index, index + length)}</b>`)
    from = index + length
  }
  return html`<span class="words">${parts}${text.slice(from)}</span>`
}

export const authorName = (message, phone, shop) =>
  message.from === 'bot'
    ? (message.sender ?? shop)
    : (phone.members.find(({ id }) => id === message.userId) ?? phone).name

/** A message in one line. */
export function excerpt({ unsent, kind, text, altText }) {
  if (unsent) return 'Unsent message'
  return kind === 'sticker' ? `${text} Sticker` : (NAMES[kind] ?? altText ?? text)
}

/** The message quoted; a tap goes there. */
function Quote({ message, phone, shop }) {
  const quoted = phone.messages.find(({ id }) => id === message.quotedMessageId)
  if (!quoted)
    return html`<span class="quoted"><span>${message.quotedText || 'A message no longer there'}</span></span>`
  const go = () => document.querySelector(`[data-id="${quoted.id}"]`)?.scrollIntoView({ block: 'center' })
  return html`
    <button type="button" class="quoted" onClick=${go} aria-label=${`Quoted: ${excerpt(quoted)}. Go there`}>
      <b>${authorName(quoted, phone, shop)}</b><span>${excerpt(quoted)}</span>
    </button>
  `
}

/** A template's. A tap sends a postback; what it shows in the customer's name stands in the chat. */
function Buttons({ message, phone }) {
  const tap = (label) => () => act({ do: 'tap', ...phone.who, messageId: message.id, label })
  return html`
    <span class="buttons-below">
      ${message.buttons.map(({ label, uri }) =>
        uri === undefined
          ? html`<button type="button" disabled=${phone.blocked} onClick=${tap(label)}>${label}</button>`
          : html`<a href=${uri} target="_blank" rel="noreferrer">${label}</a>`,
      )}
    </span>
  `
}

function Thing({ message, language, grown }) {
  const { kind, text, content, size } = message
  const [broken, setBroken] = useState(false)
  if (content && !broken) {
    const onError = () => setBroken(true)
    if (kind === 'image')
      return html`
        <a class="picture" href=${content} target="_blank" rel="noreferrer">
          <img src=${content} alt="Photo" onLoad=${grown} onError=${onError} />
        </a>
      `
    if (kind === 'video')
      return html`<video
        class="picture"
        controls
        preload="metadata"
        src=${content}
        aria-label="Video"
        onLoadedMetadata=${grown}
        onError=${onError}
      ></video>`
    if (kind === 'audio')
      return html`<audio
        class="sound"
        controls
        preload="metadata"
        src=${content}
        aria-label="Voice message"
        onError=${onError}
      ></audio>`
  }
  const inside = html`
    <span class="icon" aria-hidden="true">${ICONS[kind]}</span>
    <span lang=${kind === 'location' ? language : undefined}>
      ${NAMES[kind] ?? text}
      ${broken ? html`<small>cannot be shown</small>` : size === undefined ? null : html`<small>${sizeWords(size)}</small>`}
    </span>
  `
  return content
    ? html`<a class="bubble thing" href=${content} download=${kind === 'file' ? text : true}>${inside}</a>`
    : html`<span class="bubble thing">${inside}</span>`
}

const sizeWords = (bytes) =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`
