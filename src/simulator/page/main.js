import { html, render } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { Chat } from './chat.js'
import { Composer } from './composer.js'
import { Customers } from './customers.js'
import { useLedger, usePicture } from './live.js'
import { Trouble, troubleWords } from './trouble.js'
import { Why } from './why.js'

/** Which customer's phone is in hand is kept in the address, so that a reload stays there. */
function useChosen(customers) {
  const [id, setId] = useState(() => location.hash.slice(1))
  const choose = (next) => {
    history.replaceState(undefined, '', `#${next}`)
    setId(next)
  }
  return [customers.find((customer) => customer.id === id) ?? customers[0], choose]
}

const VIEWS = [
  ['chat', 'Chat'],
  ['why', 'Why'],
  ['trouble', 'Trouble'],
]

function App() {
  const { picture, connected } = usePicture()
  const [customer, choose] = useChosen(picture?.customers ?? [])
  const answer = useLedger(customer?.id, picture)
  const [view, setView] = useState('chat')
  const wrong = picture ? troubleWords(picture.troubles) : []

  useEffect(() => {
    if (picture) document.title = `${picture.shop} · kidoku simulator`
  }, [picture?.shop])

  if (!picture || !customer) return html`<p class="waiting" role="status">Looking for the phones …</p>`
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
      <${Customers} customers=${picture.customers} chosen=${customer} choose=${choose} />
      <section class="phone" aria-label=${`${customer.name}'s phone`}>
        <div class="screen">
          <${Chat} key=${customer.id} shop=${picture.shop} customer=${customer} wrong=${wrong} />
          <${Composer} key=${`write ${customer.id}`} customer=${customer} />
        </div>
      </section>
      <div class="panels">
        <${Why} customer=${customer} answer=${answer} appUrl=${picture.appUrl} />
        <${Trouble}
          customer=${customer}
          troubles=${picture.troubles}
          wrong=${wrong}
          calls=${picture.calls}
          customers=${picture.customers}
        />
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
