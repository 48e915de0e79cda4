/** One conversation as staff see it: name, since when, what, why, the last words, and the two buttons. */
import { createHash } from 'node:crypto'
import { guessLanguage } from '../core/language.ts'
import { addressOf } from './addresses.ts'
import type { Glance } from './glance.ts'
import { lineChatsUrl } from './frame.ts'
import { html, type Html } from './html.ts'
import { count, kindNames, lengthInWords, saidIn, type Chats, type Said } from './words.ts'

export interface Card {
  glance: Glance
  name: string
  now: number
  chats: Chats
  /** Messages whose picture, recording or file is kept: the conversation's own page shows it. */
  kept: Pick<ReadonlySet<string>, 'has'>
}

export function card(one: Card): Html {
  const { glance, name, now } = one
  const key = keyOf(glance.id)
  const href = addressOf(glance.id)
  return html`<li>
    <article class="card" aria-labelledby="name-${key}">
      <header>
        ${face(glance.id, name)}
        <h3 id="name-${key}">
          <a id="open-${key}" href="${href}"><bdi>${name}</bdi></a>
        </h3>
        ${since(glance, now)} ${marks(glance)}
      </header>
      ${told(glance)} ${words(one)} ${buttons(one, 'list')}
    </article>
  </li>`
}

/** What the customer wants and why the assistant stepped back. */
export function told({ wants, why, untold, language }: Glance): Html {
  const wanted = html`<div>
    <dt>Wants</dt>
    <dd dir="auto" ${languageOf(wants, language)}>${wants}</dd>
  </div>`
  const reasons = html`<div>
    <dt>Why</dt>
    ${why.map((one) => html`<dd dir="auto">${one}</dd>`)}
  </div>`
  const both = [wants !== '' && wanted, why.length > 0 && reasons]
  return html`${both.some(Boolean) && html`<dl class="told">${both}</dl>`}
  ${untold !== undefined && html`<p class="untold">Staff could not be told (tried ${count(untold, 'time', 'times')}); the message stays unread.</p>`}`
}

function words({ glance: { words, tookBack, language }, chats, kept }: Card): Html {
  if (tookBack) return html`<p class="gone">The message was taken back.</p>`
  if (words.length === 0) return html``
  return html`<blockquote class="words">
    ${words.map(({ message, by }) => {
      const said = saidIn(message, chats, kept.has(message.id))
      return html`${by && html`<p class="by">${by}</p>`}${bubble(said, language)}`
    })}
  </blockquote>`
}

/** What somebody said. White space counts in it. */
export function bubble({ text, verbatim }: Said, language: string | undefined): Html {
  const kind = verbatim ? 'bubble' : 'bubble thing'
  return html`<p class="${kind}" dir="auto" ${verbatim && languageOf(text, language)}>${text}</p>`
}

/** So that a browser picks the right letters for Han, and a screen reader the right voice. */
export function languageOf(text: string, language: string | undefined): Html {
  const tag = language !== undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : undefined
  const guess = guessLanguage(text)
  const best = guess === 'ja' || guess === 'th' ? guess : (tag ?? guess)
  return best === undefined ? html`` : html` lang="${best}"`
}

export function marks({ kinds, place, unread, read, news }: Glance): Html {
  return html`<p class="marks">
    ${place === 'waiting' && kinds.map((kind) => html`<span class="chip waiting">${kindNames[kind]}</span>`)}
    ${news > 0 && html`<span class="chip waiting">${count(news, 'new message', 'new messages')}</span>`}
    ${unread > 0 && html`<span class="chip">${unread} unread</span>`}
    ${read && html`<span class="chip read">Read</span>`}
  </p>`
}

export function since({ since, place }: Glance, now: number): Html {
  if (since === undefined || place === 'assistant') return html``
  const label = place === 'waiting' ? 'waits' : 'taken'
  const ago = place === 'waiting' ? '' : ' ago'
  const at = new Date(since).toISOString()
  return html`<p class="since">
    <span>${label} </span><time datetime="${at}">${lengthInWords(now - since)}${ago}</time>
  </p>`
}

/** @param from the page to come back to: the list, or the conversation's own */
export function buttons({ glance, name, chats }: Omit<Card, 'kept'>, from: 'list' | 'conversation'): Html {
  const button = (action: 'take' | 'hand-back', label: string, main: boolean): Html =>
    html`<form method="post" action="/console/${action}">
      <input type="hidden" name="conversation" value="${glance.id}" />
      <input type="hidden" name="seen" value="${glance.staffVersion}" />
      <input type="hidden" name="from" value="${from}" />
      <button id="${action}-${keyOf(glance.id)}" class="${main ? 'main' : 'other'}">
        ${label}<span class="hidden"> <bdi>${name}</bdi></span>
      </button>
    </form>`
  const staffHave = glance.place === 'staff'
  return html`<div class="buttons">
    ${staffHave && chats === 'line' && html`<a class="main" href="${lineChatsUrl}" target="_blank" rel="noreferrer">Answer in LINE <span aria-hidden="true">↗</span></a>`}
    ${glance.canTake && button('take', 'Take', !staffHave)}
    ${glance.canHandBack && button('hand-back', 'Hand back', false)}
  </div>`
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** An initial in a soft colour of its own. */
export function face(id: string, name: string): Html {
  const [first] = graphemes.segment(name.replace(/^Customer …/, ''))
  const hue = Number.parseInt(keyOf(id).slice(0, 4), 16) % 12
  return html`<span class="face hue-${hue}" aria-hidden="true">${first?.segment ?? '?'}</span>`
}

/** Short, and good inside an id of the page. */
const keyOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12)
