/** The frame of every page: head, header, main, a quiet line at the end. */
import { assetUrl } from './assets.ts'
import { html, type Html } from './html.ts'
import type { Chats } from './words.ts'

export interface Frame {
  title: string
  main: Html
  /**
   * Asks for itself again every now and then; without script too when it is an address. `still`: it stays as it is, so that
   * what is pressed is what was read.
   */
  live?: { withoutScript?: string } | 'still'
  /** Shows Sign out. */
  signedIn?: boolean
  /** Links to where customers are: LINE's own chats, or the simulator's phones; from elsewhere there is none. */
  chats?: Chats
  /** What whoever looks should know before anything else: not everybody is answered, say. */
  banner?: Html
  /** A quiet line at the end. */
  quiet?: string
}

/** LINE Official Account Manager's list of chats; it has no address of a single one that we could know. */
export const lineChatsUrl = 'https://chat.line.biz/'

const arrow = html`<span aria-hidden="true">↗</span>`
const links: Record<Chats, Html | undefined> = {
  line: html`<a class="out" href="${lineChatsUrl}" target="_blank" rel="noreferrer">LINE chats ${arrow}</a>`,
  simulator: html`<a class="out" href="/simulator" target="_blank" rel="noreferrer">Simulator ${arrow}</a>`,
  elsewhere: undefined,
}

/** How often a page asks for itself without script (s); `page/live.js` does it as often, and keeps what one is at. */
const refreshSeconds = 15

export function framed({ title, main, live, signedIn, chats, banner, quiet }: Frame): string {
  const address = live === 'still' ? undefined : live?.withoutScript
  const again =
    address && html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}; url=${address}" /></noscript>`
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml" />
    <link rel="stylesheet" href="${assetUrl('colours.css')}" />
    <link rel="stylesheet" href="${assetUrl('style.css')}" />
    <link rel="stylesheet" href="${assetUrl('conversation.css')}" />
    ${live && html`<script type="module" src="${assetUrl('live.js')}"></script>`}${again}
  </head>
  <body>
    <header class="top">
      <p class="home"><a href="/console"><span class="brand">kidoku</span> console</a></p>
      ${chats && links[chats]}
      ${signedIn && html`<form method="post" action="/console/sign-out"><button class="plain">Sign out</button></form>`}
    </header>
    ${banner && html`<p class="banner">${banner}</p>`}
    <p id="lost" class="flash bad" role="alert" hidden>kidoku does not answer. What stands here may be out of date.</p>
    <main${live && live !== 'still' && html` data-live`}>${main}</main>
    ${quiet && html`<footer class="quiet"><p>${quiet}</p></footer>`}
    <p id="news" class="hidden" role="status"></p>
  </body>
</html>
`.text
}
