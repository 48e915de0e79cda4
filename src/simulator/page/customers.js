/** The list of customers; on a narrow screen a strip of faces. */
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { act } from './live.js'

const LANGUAGES = [
  ['en', 'English'],
  ['ja', '日本語'],
  ['zh-TW', '繁體中文'],
  ['th', 'ไทย'],
  ['id', 'Bahasa Indonesia'],
]

const languageName = (code) => LANGUAGES.find(([known]) => known === code)?.[1] ?? code
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const initial = (name) => graphemes.segment(name)[Symbol.iterator]().next().value?.segment ?? '?'

/** A soft colour of one's own: the hue from the id. */
export function Face({ customer }) {
  const hue = Number.parseInt(customer.id.slice(1, 5), 16) % 12
  return html`<span class=${`face hue-${hue}`} aria-hidden="true">${initial(customer.name)}</span>`
}

function lastWords({ messages }) {
  const last = messages.at(-1)
  if (!last) return 'Has not written yet'
  return last.unsent ? 'Unsent a message' : last.text
}

export function Customers({ customers, chosen, choose }) {
  // How many messages each phone had when it was last looked at.
  const seen = useRef({})
  seen.current[chosen.id] = chosen.messages.length
  const hasNews = ({ id, messages }) =>
    messages.length > (seen.current[id] ?? messages.length) && messages.at(-1)?.from === 'bot'
  useEffect(() => {
    for (const { id, messages } of customers) seen.current[id] ??= messages.length
  }, [customers])

  return html`
    <nav class="customers" aria-label="Customers">
      <ul>
        ${customers.map(
          (customer) => html`
            <li key=${customer.id}>
              <button
                type="button"
                class="customer"
                aria-current=${customer.id === chosen.id ? 'true' : undefined}
                onClick=${() => choose(customer.id)}
              >
                <${Face} customer=${customer} />
                <span class="who">
                  <span class="name">${customer.name}</span>
                  <span class="last">${lastWords(customer)}</span>
                </span>
                ${hasNews(customer) ? html`<span class="badge" aria-label="New message"></span>` : null}
                <span class="language">${languageName(customer.language)}</span>
              </button>
            </li>
          `,
        )}
        <li><${NewCustomer} choose=${choose} /></li>
      </ul>
    </nav>
  `
}

function NewCustomer({ choose }) {
  const dialog = useRef()
  const [name, setName] = useState('')
  const [language, setLanguage] = useState('en')
  const arrive = async (event) => {
    event.preventDefault()
    const answer = await act({ do: 'arrive', name, language })
    dialog.current.close()
    setName('')
    if (answer) choose(answer.userId)
  }
  return html`
    <button type="button" class="customer new" onClick=${() => dialog.current.showModal()}>
      <span class="face" aria-hidden="true">+</span>
      <span class="who"><span class="name">New customer</span></span>
    </button>
    <dialog ref=${dialog} aria-label="New customer">
      <form onSubmit=${arrive}>
        <label
          >Name <input value=${name} onInput=${(event) => setName(event.target.value)} required maxlength="40"
        /></label>
        <label>
          Language
          <select value=${language} onChange=${(event) => setLanguage(event.target.value)}>
            ${LANGUAGES.map(([code, label]) => html`<option value=${code}>${label}</option>`)}
          </select>
        </label>
        <p class="buttons">
          <button type="button" onClick=${() => dialog.current.close()}>Cancel</button>
          <button class="main">Add</button>
        </p>
      </form>
    </dialog>
  `
}
