/** The page: the phones of customers and staff, or what plays LINE's OA Manager, by the address. */
import { html, render } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { Header } from './header.js'
import { usePicture } from './live.js'
import { OaManager } from './oa.js'
import { Phones } from './phones.js'
import { useNews } from './staff-phone.js'

/** `/oa` is all chats of the account, `/oa/<id>` one; anything else the phones. */
function useAddress() {
  const [path, setPath] = useState(location.pathname)
  useEffect(() => {
    const look = () => setPath(location.pathname)
    addEventListener('popstate', look)
    return () => removeEventListener('popstate', look)
  }, [])
  const go = (next) => {
    history.pushState(undefined, '', next)
    setPath(location.pathname)
  }
  return [/^\/oa(?:\/|$)/.test(path) ? { oa: decoded(path.slice('/oa/'.length)) } : {}, go]
}

function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function App() {
  const { picture, connected } = usePicture()
  const [{ oa }, go] = useAddress()
  // Whose phone is in hand is kept in the address, so that a reload stays there.
  const [chatId, setChatId] = useState(() => location.hash.slice(1))
  const writers = useState({})
  const { news, look } = useNews(picture?.staff)
  const choose = (next) => {
    history.replaceState(undefined, '', `#${next}`)
    setChatId(next)
  }
  const where = oa === undefined ? 'kidoku simulator' : 'LINE chat for staff'
  useEffect(() => {
    if (picture) document.title = `${news > 0 ? `(${news}) ` : ''}${picture.shop} · ${where}`
  }, [picture?.shop, news, where])

  if (!picture) return html`<p class="waiting" role="status">Looking for the phones …</p>`
  const chats = [...picture.customers, ...picture.groups]
  const chosen =
    chats.find(({ id }) => id === (oa === undefined ? chatId : oa)) ?? (oa === undefined ? chats[0] : undefined)
  return html`
    <${Header} news=${news} picture=${picture} oa=${oa} chatId=${chosen?.id ?? ''} go=${go} arrive=${setChatId} />
    ${connected ? null : html`<p class="lost" role="alert">The simulator does not answer. Is <code>npm start</code> running?</p>`}
    ${
      oa === undefined
        ? html`<${Phones}
            picture=${picture}
            chats=${chats}
            chosen=${chosen}
            choose=${choose}
            writers=${writers}
            news=${news}
            look=${look}
          />`
        : html`<${OaManager} picture=${picture} chats=${chats} chosen=${chosen} chatId=${oa} go=${go} />`
    }
  `
}

render(html`<${App} />`, document.querySelector('#app'))
