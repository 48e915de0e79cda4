import { html, render } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { Customers } from './customers.js'
import { useLedger, usePicture } from './live.js'
import { Phone } from './phone.js'
import { Trouble, troubleWords } from './trouble.js'
import { Why } from './why.js'

/** Which chat is in hand is kept in the address, so that a reload stays there. */
function useChosen(chats) {
  const [id, setId] = useState(() => location.hash.slice(1))
  const choose = (next) => {
    history.replaceState(undefined, '', `#${next}`)
    setId(next)
  }
  return [chats.find((chat) => chat.id === id) ?? chats[0], choose]
}

/**
 * The chat as the phone of one person: the customer's own, or that of the member who writes in a group.
 * `me` is that person, `who` what every deed is done with.
 */
function usePhone(chat) {
  const [writers, setWriters] = useState({})
  if (!chat) return undefined
  if (chat.kind === 'user') return { ...chat, me: chat, who: { userId: chat.id } }
  const me = chat.members.find(({ id }) => id === writers[chat.id]) ?? chat.members[0]
  const write = (id) => setWriters({ ...writers, [chat.id]: id })
  return { ...chat, me, write, who: { userId: me?.id, chatId: chat.id } }
}

const VIEWS = [
  ['chat', 'Chat'],
  ['why', 'Why'],
  ['trouble', 'Trouble'],
]

function App() {
  const { picture, connected } = usePicture()
  const chats = picture ? [...picture.customers, ...picture.groups] : []
  const [chosen, choose] = useChosen(chats)
  const phone = usePhone(chosen)
  const answer = useLedger(chosen?.id, picture)
  const [view, setView] = useState('chat')
  const wrong = picture ? troubleWords(picture.troubles) : []

  useEffect(() => {
    if (picture) document.title = `${picture.shop} · kidoku simulator`
  }, [picture?.shop])

  if (!picture || !phone) return html`<p class="waiting" role="status">Looking for the phones …</p>`
  return html`
    <header class="top">
      <h1><span class="brand">kidoku</span> simulator</h1>
      <p class="purpose">You are the customer. Write something; watch when <b>Read</b> appears, and why.</p>
      <a class="console" href=${`${picture.appUrl}/console`} target="_blank" rel="noreferrer">
        Staff console <span aria-hidden="true">↗</span>
      </a>
    </header>
    ${connected ? null : html`<p class="lost" role="alert">The simulator does not answer. Is <code>npm start</code> running?</p>`}
    <main data-view=${view}>
      <${Customers} chats=${chats} chosen=${chosen} choose=${choose} />
      <${Phone} key=${phone.id} shop=${picture.shop} phone=${phone} wrong=${wrong} />
      <div class="panels">
        <${Why} phone=${phone} answer=${answer} appUrl=${picture.appUrl} />
        <${Trouble} phone=${phone} troubles=${picture.troubles} wrong=${wrong} calls=${picture.calls} chats=${chats} />
      </div>
    </main>
    <nav class="views" aria-label="Views">
      ${VIEWS.map(
        ([id, label]) => html`
          <button type="button" aria-pressed=${view === id} onClick=${() => setView(id)}>
            ${label}${id === 'trouble' && wrong.length > 0 ? html`<span class="badge" aria-label="on"></span>` : null}
          </button>
        `,
      )}
    </nav>
  `
}

render(html`<${App} />`, document.querySelector('#app'))
