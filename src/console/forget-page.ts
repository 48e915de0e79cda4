/** Asks once more before what was said with somebody is erased, and says what that comes to, and what erases more. */
import { actFields } from './acts.ts'
import { addressOf } from './addresses.ts'
import { channelsWords } from './channels-words.ts'
import { forgetWords, type ForgetWords } from './forget-words.ts'
import type { Glance } from './glance.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'

export interface Forgetting {
  glance: Pick<Glance, 'id' | 'staffVersion' | 'upTo' | 'acts'>
  who: 'customer' | 'group'
  name: string
  language: ConsoleLanguage
  /** The hidden field of every form. Missing: its channel is not served, and nothing can be erased from here. */
  token?: Html
}

export function forgetMain({ glance, who, name, language, token }: Forgetting): Html {
  const words = forgetWords[language]
  return html`<p class="back">
      <a href="${addressOf(glance.id)}"><bdi>${name}</bdi></a>
    </p>
    <section class="door asking" aria-labelledby="forget">
      <h1 id="forget">${words.heading(html`<bdi>${name}</bdi>`)}</h1>
      ${token ? whatIsErased(words, who) : html`<p>${channelsWords[language].notServedForget}</p>`}
      <p>${words.more(who, html`<code>npm run forget -- ${glance.id}</code>`)}</p>
      ${
        token &&
        html`<form method="post" action="/console/forget">
          ${actFields({ glance, token, from: 'conversation' })}
          <button id="forget-now" class="danger">${words.button}</button>
        </form>`
      }
      <p><a href="${addressOf(glance.id)}">${words.keep}</a></p>
    </section>`
}

const whatIsErased = (words: ForgetWords, who: Forgetting['who']): Html =>
  html`<p>${words.forGood}</p>
    <ul>
      ${words.erased(who).map((one) => html`<li>${one}</li>`)}
    </ul>
    <p>${words.ledger}</p>
    <p>${words.notErased(who)}</p>`
