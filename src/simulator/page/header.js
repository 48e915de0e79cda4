/** Where one is, and the ways to the others: the phones, the shop's own chat, the staff console. */
import { html } from 'htm/preact'

export function Header({ news, picture, oa, chatId, go, arrive }) {
  const phones = `/${chatId === '' ? '' : `#${chatId}`}`
  const shop = chatId === '' ? '/oa' : `/oa/${encodeURIComponent(chatId)}`
  // Within the page; with a key held down it is an ordinary link.
  const follow = (to) => (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    arrive(chatId)
    go(to)
  }
  return html`
    <header class="top">
      <h1><span class="brand">kidoku</span> simulator</h1>
      <nav class="ways" aria-label="Simulator">
        <a href=${phones} aria-current=${oa === undefined ? 'page' : undefined} onClick=${follow(phones)}
          >Phones${news > 0 && oa !== undefined ? html`<span class="fresh" role="status">${news} new for staff</span>` : null}</a
        >
        <a href=${shop} aria-current=${oa === undefined ? undefined : 'page'} onClick=${follow(shop)}>
          Answer as the shop <small>OA Manager</small>
        </a>
        <a class="console" href=${`${picture.appUrl}/console`} target="_blank" rel="noreferrer">
          Staff console <span aria-hidden="true">↗</span>
        </a>
      </nav>
    </header>
  `
}
