/** One conversation as staff see it: name, since when, what, why, the last words, and what can be done. */
import { guessLanguage, languageName, looksLikeTag } from '../core/language.ts'
import { actForms } from './acts.ts'
import { cardWords } from './card-words.ts'
import { channelChip, linkTo, type ConsoleChannels } from './channels.ts'
import { chatAddressOf } from './chat-address.ts'
import { face, keyOf } from './face.ts'
import type { Glance } from './glance.ts'
import type { Holder } from './holder.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { sharedWords } from './shared-words.ts'
import { lengthInWords } from './time-length.ts'
import { saidIn, type Chats, type Said } from './words.ts'

export { face } from './face.ts'

export interface Card {
  glance: Glance
  name: string
  now: number
  chats: Chats
  /** Messages whose picture, recording or file is kept: the conversation's own page shows it. */
  kept: Pick<ReadonlySet<string>, 'has'>
  language: ConsoleLanguage
  /** The name of whoever reads it. */
  reader?: string
  /** The hidden field of every form. */
  token: Html
  /** The address of the list it stands in. */
  from: string
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** Whether what is done about a conversation has an effect. Missing: it has. */
  isServed?: (conversation: string) => boolean
}

export function card(one: Card): Html {
  const { glance, name, now, language, channels, isServed = () => true } = one
  const key = keyOf(glance.id)
  const href = linkTo(glance.id, channels)
  const buttons = [staffHave(one) && answerLink(one), isServed(glance.id) && actForms(one)]
  return html`<li data-card data-conversation="${glance.id}">
    <article class="card" aria-labelledby="name-${key}">
      <header>
        ${face(glance.id, name, glance.pictureUrl)}
        <h3 id="name-${key}">
          <a id="open-${key}" href="${href}"><bdi>${name}</bdi></a>
        </h3>
        ${since(glance, now, language)} ${marks(glance, language, channelChip(glance.id, channels, language))}
      </header>
      ${told(glance, language)} ${words(one)} ${buttons.some(Boolean) && html`<div class="buttons">${buttons}</div>`}
    </article>
  </li>`
}

const staffHave = ({ glance }: Card): boolean => glance.place === 'staff'

/** To the customer's chat, where a person answers. */
function answerLink({ glance, chats, language }: Card): Html | false {
  const way = chatAddressOf(glance, chats)
  return (
    way !== undefined &&
    html`<a class="answer" href="${way.href}" target="_blank" rel="noreferrer"
      >${cardWords[language].answerInLine} <span aria-hidden="true">↗</span></a
    >`
  )
}

/** What the customer wants and why the assistant stepped back. */
export function told({ wants, why, untold, language: theirs }: Glance, language: ConsoleLanguage): Html {
  const says = cardWords[language]
  const wanted = html`<div>
    <dt>${says.wants}</dt>
    <dd dir="auto" ${langOf(wants, theirs)}>${wants}</dd>
  </div>`
  const reasons = html`<div>
    <dt>${says.why}</dt>
    ${why.map((one) => html`<dd dir="auto">${one}</dd>`)}
  </div>`
  const both = [wants !== '' && wanted, why.length > 0 && reasons]
  return html`${both.some(Boolean) && html`<dl class="told">${both}</dl>`}
  ${untold !== undefined && html`<p class="untold">${says.untold(untold)}</p>`}`
}

function words({ glance: { words, tookBack, language: theirs }, chats, kept, language }: Card): Html {
  const says = cardWords[language]
  if (tookBack) return html`<p class="gone">${says.tookBack}</p>`
  if (words.length === 0) return html``
  return html`<blockquote class="words">
    ${words.map(({ message, read, by }) => {
      const said = saidIn(message, chats, language, kept.has(message.id))
      const mark = read
        ? html`<span class="read">${says.read}</span>`
        : html`<span class="unread">${says.notRead}</span>`
      return html`${by && html`<p class="by">${by}</p>`}
        <div class="said-at">${bubble(said, theirs)} <span class="stamp">${mark}</span></div>`
    })}
  </blockquote>`
}

/** What somebody said. White space counts in it. */
export function bubble({ text, verbatim }: Said, language: string | undefined): Html {
  const kind = verbatim ? 'bubble' : 'bubble thing'
  return html`<p class="${kind}" dir="auto" ${verbatim && langOf(text, language)}>${text}</p>`
}

/** So that a browser picks the right letters for Han, and a screen reader the right voice. */
export function langOf(text: string, language: string | undefined): Html {
  const tag = language !== undefined && looksLikeTag(language) ? language : undefined
  const guess = guessLanguage(text)
  const best = guess === 'ja' || guess === 'th' ? guess : (tag ?? guess)
  return best === undefined ? html`` : html` lang="${best}"`
}

/** @param channel whose it is, where that has to be said */
export function marks(glance: Glance, language: ConsoleLanguage, channel?: Html): Html {
  const { kinds, place, unread, read, news, suspected } = glance
  const says = cardWords[language]
  const waits = place === 'waiting' || place === 'undelivered'
  const spoken = languageName(glance.language ?? '', language)
  return html`<p class="marks">
    ${channel}
    ${waits && kinds.map((kind) => html`<span class="chip waiting">${sharedWords[language].kinds[kind]}</span>`)}
    ${news > 0 && html`<span class="chip waiting">${says.news(news)}</span>`}
    ${suspected && html`<span class="chip waiting">${says.suspected}</span>`}
    ${unread > 0 && html`<span class="chip">${says.unread(unread)}</span>`}
    ${read && html`<span class="chip read">${says.read}</span>`} ${spoken && html`<span class="chip">${spoken}</span>`}
  </p>`
}

/** Who has it, and for how long (ms). */
export const heldBy = (holder: Holder, length: number, language: ConsoleLanguage): Html =>
  cardWords[language].held(holder.you ? undefined : html`<bdi>${holder.name}</bdi>`, lengthInWords(length, language))

export function since({ since, place, holder }: Glance, now: number, language: ConsoleLanguage): Html {
  if (since === undefined || place === 'assistant') return html``
  const says = cardWords[language]
  if (holder) {
    const at = new Date(since).toISOString()
    return html`<p class="since"><time datetime="${at}">${heldBy(holder, now - since, language)}</time></p>`
  }
  const waits = place === 'waiting' || place === 'undelivered'
  const label = waits ? says.waits : place === 'staff' ? says.taken : says.asked
  const at = new Date(since).toISOString()
  return html`<p class="since">
    <span>${label}</span><time datetime="${at}">${lengthInWords(now - since, language)}${!waits && says.ago}</time>
  </p>`
}
