/** The list of customers and groups; on a narrow screen a strip of faces. */
import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { excerpt } from './bubble.js'
import { Face, GroupFace } from './face.js'
import { act } from './live.js'

const LANGUAGES = [
  ['en', 'English'],
  ['ja', '日本語'],
  ['zh-TW', '繁體中文'],
  ['th', 'ไทย'],
  ['id', 'Bahasa Indonesia'],
]

const languageName = (code) => LANGUAGES.find(([known]) => known === code)?.[1] ?? code
function lastWords({ kind, messages }) {
  const last = messages.at(-1)
  if (last) return excerpt(last)
  return kind === 'user' ? 'Has not written yet' : 'Nobody has written yet'
}

export function Customers({ chats, chosen, choose }) {
  // How many messages each phone had when it was last looked at.
  const seen = useRef({})
  seen.current[chosen.id] = chosen.messages.length
  const hasNews = ({ id, messages }) =>
    messages.length > (seen.current[id] ?? messages.length) && messages.at(-1)?.from === 'bot'
  useEffect(() => {
    for (const { id, messages } of chats) seen.current[id] ??= messages.length
  }, [chats])
  const list = useRef()
  useEffect(() => {
    list.current.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen.id])

  return html`
    <nav class="customers" aria-label="Customers" ref=${list}>
      <ul>
        ${chats.map(
          (chat) => html`
            <li key=${chat.id}>
              <button
                type="button"
                class="customer"
                aria-current=${chat.id === chosen.id ? 'true' : undefined}
                onClick=${() => choose(chat.id)}
              >
                ${chat.kind === 'user' ? html`<${Face} customer=${chat} />` : html`<${GroupFace} group=${chat} />`}
                <span class="who">
                  <span class="name">${chat.name}</span>
                  <span class="last">${lastWords(chat)}</span>
                </span>
                ${hasNews(chat) ? html`<span class="badge" aria-label="New message"></span>` : null}
                <span class="language">${chat.kind === 'user' ? languageName(chat.language) : 'Group'}</span>
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
