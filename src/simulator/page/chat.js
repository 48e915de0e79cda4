/** The chat as the customer's phone shows it. */
import { html } from 'htm/preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { act } from './live.js'
import { MessageMenu, useLongPress } from './message-menu.js'
import { dayOf, time, timeWithSeconds } from './time.js'

export function Chat({ shop, customer, wrong }) {
  const end = useRef()
  const { messages, dots } = customer
  // The newest is what one looks at: the list follows it, as phones do.
  useLayoutEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight })
  }, [messages.length, dots, messages.at(-1)?.readAt])

  return html`
    <header class="chat-head">
      <img src="/icon.svg" alt="" width="34" height="34" />
      <div>
        <h2>${shop}</h2>
        <p>Official account</p>
      </div>
    </header>
    ${wrong.length > 0 ? html`<p class="trouble-on" role="status"><b>Trouble is on.</b> ${wrong.join(' ')}</p>` : null}
    <ol class="messages" ref=${end} role="log" aria-label="Messages" tabindex="0">
      ${messages.length === 0 ? html`<${Greeting} customer=${customer} shop=${shop} />` : null}
      ${messages.map(
        (message, index) => html`
          ${
            dayOf(message.at) === dayOf(messages[index - 1]?.at ?? 0)
              ? null
              : html`<li class="day" key=${`day ${message.id}`}><span>${dayOf(message.at)}</span></li>`
          }
          <${Message}
            key=${message.id}
            message=${message}
            shop=${shop}
            customer=${customer}
            follows=${messages[index - 1]?.from === 'bot' && message.from === 'bot'}
          />
        `,
      )}
      ${
        dots
          ? html`
              <li class="bot dots-line" key="dots">
                <img class="avatar" src="/icon.svg" alt="" />
                <span class="bubble dots" role="img" aria-label=${`${shop} is preparing an answer`}
                  ><i></i><i></i><i></i
                ></span>
              </li>
            `
          : null
      }
    </ol>
  `
}

function Greeting({ customer, shop }) {
  const captions = { answer: 'gets an answer', vague: 'too vague', person: 'asks for a person' }
  return html`
    <li class="greeting">
      <p>This is ${customer.name}'s phone. Ask ${shop} something, for example:</p>
      <ul>
        ${customer.suggestions.map(
          ({ text, shows }) => html`
            <li>
              <button type="button" onClick=${() => act({ do: 'say', userId: customer.id, text })}>
                <span lang=${customer.language}>${text}</span><small>${captions[shows]}</small>
              </button>
            </li>
          `,
        )}
      </ul>
    </li>
  `
}

function Message({ message, shop, customer, follows }) {
  if (message.unsent) {
    const early = message.readAt ? ' LINE showed it as Read before that.' : ''
    return html`<li class="system" data-id=${message.id}><span>You unsent a message.${early}</span></li>`
  }
  return message.from === 'bot'
    ? html`<${BotMessage} message=${message} shop=${shop} follows=${follows} language=${customer.language} />`
    : html`<${OwnMessage} message=${message} customer=${customer} />`
}

function BotMessage({ message, shop, follows, language }) {
  return html`
    <li class=${follows ? 'bot follows' : 'bot'} data-id=${message.id} data-from="bot">
      <img class="avatar" src="/icon.svg" alt="" />
      <div class="said">
        <span class="sender">${message.sender ?? shop}</span>
        <div class="line">
          <${Bubble} message=${message} language=${language} />
          <time class="stamp" datetime=${new Date(message.at).toISOString()}>${time(message.at)}</time>
        </div>
      </div>
    </li>
  `
}

function OwnMessage({ message, customer }) {
  const [menuOpen, setMenuOpen] = useState(false)
  const press = useLongPress(() => setMenuOpen(true))
  const { id, at, readAt, undelivered } = message
  const again = () => act({ do: 'redeliver', userId: customer.id, messageId: id })
  return html`
    <li class="own" data-id=${id} data-from="customer" data-read=${readAt ? 'true' : 'false'}>
      <button
        type="button"
        class="more"
        aria-label="Message menu"
        aria-haspopup="menu"
        aria-expanded=${menuOpen}
        onClick=${() => setMenuOpen(!menuOpen)}
      >
        ⋯
      </button>
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
      <div class="said" ...${press}>
        <${Bubble} message=${message} language=${customer.language} />
        ${menuOpen ? html`<${MessageMenu} message=${message} customer=${customer} close=${() => setMenuOpen(false)} />` : null}
      </div>
      ${
        undelivered === undefined
          ? null
          : html`
              <p class="undelivered">
                kidoku did not take it (${undelivered === 0 ? 'no answer' : undelivered}).
                <button type="button" onClick=${again}>Deliver again</button>
              </p>
            `
      }
    </li>
  `
}

const ICONS = { image: '🖼️', video: '🎬', audio: '🎙️', file: '📄', location: '📍' }
const NAMES = { image: 'Photo', video: 'Video', audio: 'Voice message' }

function Bubble({ message, language }) {
  const { kind, text } = message
  if (kind === 'sticker')
    return html`<span class="sticker" role="img" aria-label=${`Sticker ${text}`}>${text || '🙂'}</span>`
  if (kind in ICONS)
    return html`<span class="bubble thing"
      ><span class="icon" aria-hidden="true">${ICONS[kind]}</span>${NAMES[kind] ?? text}</span
    >`
  return html`<span class="bubble" lang=${language}>${text}</span>`
}
