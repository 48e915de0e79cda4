/** The frame of every page: head, header with the tabs, banners, main, a quiet line at the end. */
import { assetUrl, iconUrl } from './assets.ts'
import { chooserOf } from './channel-chooser.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { keyboardHelp, languageLinks, menuOf, tabsOf, type Nav } from './nav.ts'
import { navWords, type NavWords } from './nav-words.ts'

export { lineChatsUrl } from './nav.ts'

export interface Frame {
  /** What the page is called, for a tab of a browser. */
  title: string
  main: Html
  language?: ConsoleLanguage
  /** Asks for itself again when something changes; without script too when it is an address. */
  live?: { withoutScript?: string }
  /** For those who may see the console. */
  nav?: Nav
  /** What whoever looks should know before anything else: not everybody is answered, say. */
  banners?: readonly Html[]
  /** About what was just done. */
  word?: Html
  /** A quiet line at the end. */
  quiet?: string
  /** Files of `page/` beyond those of every page. */
  scripts?: readonly string[]
  styles?: readonly string[]
}

/** How often a page asks for itself without script (s). */
const refreshSeconds = 15

const everyStyle = ['colours.css', 'style.css', 'nav.css', 'lists.css', 'conversation.css']

export function framed(frame: Frame): string {
  const { title, main, language = 'en', live, nav, banners = [], word, quiet } = frame
  const words = navWords[language]
  const waiting = nav?.counts.waiting ?? 0
  const styles = [...everyStyle, ...(nav?.channels ? ['channels.css'] : []), ...(frame.styles ?? [])]
  const scripts = [...(nav ? ['live.js', 'nav.js'] : ['live.js']), ...(frame.scripts ?? [])]
  const again =
    live?.withoutScript !== undefined &&
    html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}; url=${live.withoutScript}" /></noscript>`
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${waiting > 0 && `(${waiting}) `}${title}</title>
        <link id="icon" rel="icon" href="${iconUrl(waiting)}" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}" />`)}
        ${scripts.map((name) => html`<script type="module" src="${assetUrl(name)}"></script>`)}${again}
      </head>
      <body data-base="/console" ${nav && html` data-now-waiting="${words.nowWaiting}"`}>
        <a class="skip" href="#main">${words.skip}</a>
        <header class="top">
          <p class="home">
            <a href="/console"><span class="brand">kidoku</span></a>
          </p>
          ${nav?.channels && chooserOf(nav.channels, nav.path, language)} ${nav && menuOf(nav, language)}
        </header>
        ${nav && tabsOf(nav, language)}
        <div id="banners">${banners}</div>
        <p id="lost" class="flash bad" role="alert" hidden>${saidByScript(words)}</p>
        ${word && html`<div id="word">${word}</div>`}
        <main id="main" ${live && html` data-live`}>${main}</main>
        ${(quiet || !nav) && html`<footer class="quiet">${quiet && html`<p>${quiet}</p>`}${!nav && languageLinks(language)}</footer>`}
        ${nav && keyboardHelp(language)}
        <p id="news" class="hidden" role="status"></p>
      </body>
    </html> `.text
}

/** What a page says of itself, one at a time: `page/sending.js` shows them. */
function saidByScript({ lost, unsent, signedOut, signedInAgain, tooOld }: NavWords): Html {
  const signIn = html`<a href="/console/sign-in" target="_blank" rel="noreferrer">${signedOut.link}</a>`
  const said = { lost, unsent, out: html`${signedOut.text} ${signIn}`, back: signedInAgain, old: tooOld, answer: '' }
  return html`${Object.entries(said).map(([what, text]) => html`<span data-says="${what}" hidden>${text}</span>`)}`
}
