/** Why each message is Read, or is not: kidoku's ledger in plain words. */
import { html } from 'htm/preact'
import { timeWithSeconds } from './time.js'

const STATES = {
  new: 'not judged yet',
  asked: 'a question went back to the customer',
  closed: 'handled, or with a person',
}

export function Why({ phone, answer, appUrl }) {
  return html`
    <section class="panel why" aria-label="Why">
      <header>
        <h2>Why</h2>
        ${answer?.ledger ? html`<${Mode} mode=${answer.ledger.mode} />` : null}
      </header>
      <${Content} phone=${phone} answer=${answer} appUrl=${appUrl} />
    </section>
  `
}

function Mode({ mode }) {
  return mode === 'staff'
    ? html`<span class="chip staff">A person has this chat</span>`
    : html`<span class="chip assistant">The assistant answers</span>`
}

function Content({ phone, answer, appUrl }) {
  switch (answer?.status) {
    case 'known':
      return html`<${Ledger} ledger=${answer.ledger} phone=${phone} />`
    case 'no answer':
      return html`<p class="empty" role="status">kidoku does not answer at ${appUrl}. Is it running?</p>`
    case 'not understood':
      return html`<p class="empty" role="status">kidoku answered something that is no ledger.</p>`
    case undefined:
      // It is being read.
      return null
    default:
      return html`<p class="empty">Nothing yet. ${whenWords(phone)}</p>`
  }
}

const whenWords = ({ kind, name }) =>
  kind === 'user'
    ? `When ${name} writes, each message and its reasons stand here.`
    : 'A message here that mentions or quotes the account stands here with its reasons; others are not for it.'

function Ledger({ ledger, phone }) {
  // In a group each writes in a language of their own.
  const language = phone.kind === 'user' ? phone.language : undefined
  return html`
    ${ledger.messages.length === 0 ? html`<p class="empty">${whenWords(phone)}</p>` : null}
    <ol class="reasons">
      ${ledger.messages.toReversed().map(
        (message) => html`
          <li
            key=${message.id}
            data-message=${message.id}
            data-state=${message.state}
            data-read=${String(message.read)}
          >
            <p class="quote" lang=${language}>${message.text || '(no words)'}</p>
            <p class="marks">
              <span class=${message.read ? 'chip read' : 'chip unread'}>${message.read ? 'Read' : 'Not read'}</span>
              <span class=${`chip state-${message.state}`} title=${STATES[message.state]}>${message.state}</span>
              <time>${timeWithSeconds(message.at)}</time>
            </p>
            <ul>
              ${message.why.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>
          </li>
        `,
      )}
    </ol>
    ${
      ledger.story.length > 0
        ? html`
            <details class="story">
              <summary>The whole story (${ledger.story.length})</summary>
              <ol>
                ${ledger.story.map(({ at, text }) => html`<li><time>${timeWithSeconds(at)}</time> ${text}</li>`)}
              </ol>
            </details>
          `
        : null
    }
  `
}
