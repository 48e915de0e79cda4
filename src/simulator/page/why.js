/** Why each message is Read, or is not: kidoku's ledger in plain words. */
import { html } from 'htm/preact'
import { timeWithSeconds } from './time.js'

const STATES = {
  new: 'not judged yet',
  asked: 'a question went back to the customer',
  closed: 'handled, or with a person',
}

export function Why({ customer, answer, appUrl }) {
  return html`
    <section class="panel why" aria-label="Why">
      <header>
        <h2>Why</h2>
        ${answer?.ledger ? html`<${Mode} mode=${answer.ledger.mode} />` : null}
      </header>
      <${Content} customer=${customer} answer=${answer} appUrl=${appUrl} />
    </section>
  `
}

function Mode({ mode }) {
  return mode === 'staff'
    ? html`<span class="chip staff">A person has this chat</span>`
    : html`<span class="chip assistant">The assistant answers</span>`
}

function Content({ customer, answer, appUrl }) {
  switch (answer?.status) {
    case 'known':
      return html`<${Ledger} ledger=${answer.ledger} language=${customer.language} />`
    case 'no answer':
      return html`<p class="empty" role="status">kidoku does not answer at ${appUrl}. Is it running?</p>`
    case 'not understood':
      return html`<p class="empty" role="status">kidoku answered something that is no ledger.</p>`
    default:
      return html`<p class="empty">
        Nothing yet. When ${customer.name} writes, each message and its reasons stand here.
      </p>`
  }
}

function Ledger({ ledger, language }) {
  return html`
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
