/**
 * The way to the chat, where a person answers. Once its address was pasted it is one press; until then it is found in
 * LINE's list of chats by the customer's name and last words.
 */
import type { Conversation } from '../core/conversation.ts'
import { shorten } from '../core/text.ts'
import { cardWords } from './card-words.ts'
import { chatAddressOf } from './chat-address.ts'
import { conversationWords, type ConversationWords } from './conversation-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import type { Chats } from './words.ts'

export interface Finding {
  conversation: Conversation
  /** As LINE tells it; undefined when it does not. */
  name: string | undefined
  chats: Chats
  language: ConsoleLanguage
  /** The hidden field of every form. Missing: nothing can be kept of it. */
  token?: Html
}

/** Undefined where there is no chat for staff. */
export function finding(one: Finding): Html | undefined {
  const { conversation, chats, language } = one
  const way = chatAddressOf(conversation, chats)
  if (!way) return undefined
  const words = conversationWords[language].finding
  const label = way.exact ? cardWords[language].answerInLine : words.open
  return html`<section class="card finding" aria-labelledby="finding">
    <h2 id="finding">${words.heading}</h2>
    <a class="answer" href="${way.href}" target="_blank" rel="noreferrer">${label} <span aria-hidden="true">↗</span></a>
    ${!way.exact && byWhat(one, words)} ${chats === 'line' && one.token && addressForm(one, words)}
  </section>`
}

/** As many letters as LINE's search finds a message by. */
const longest = 60

function byWhat({ conversation, name }: Finding, words: ConversationWords['finding']): Html | false {
  const texts = conversation.messages.flatMap(({ content }) => (content?.type === 'text' ? [content.text] : []))
  const last = texts
    .findLast((text) => text.trim() !== '')
    ?.replace(/\s+/g, ' ')
    .trim()
  const shown = last === undefined ? undefined : last.length > longest ? shorten(last, longest).replace(/…$/, '') : last
  const line = (id: string, label: string, text: string): Html =>
    html`<div>
      <dt>${label}</dt>
      <dd id="${id}" dir="auto">${text}</dd>
      <dd class="copying">
        <button type="button" class="copy" data-copy="${id}" data-copied="${words.copied}">
          ${words.copy}<span class="hidden"> ${label}</span>
        </button>
      </dd>
    </div>`
  if (name === undefined && shown === undefined) return false
  return html`<p class="by-what">${words.findBy}</p>
    <dl class="found-by">
      ${name !== undefined && line('find-name', words.name, name)}
      ${shown !== undefined && line('find-words', words.lastWords, shown)}
    </dl>`
}

function addressForm({ conversation, token }: Finding, words: ConversationWords['finding']): Html {
  const { id, chatAddress } = conversation
  const kept = chatAddress !== undefined
  const form = html`<form class="address" method="post" action="/console/address">
    ${token}<input type="hidden" name="conversation" value="${id}" />
    <label for="address">${kept ? words.changeHelp : words.paste}</label>
    <input
      id="address"
      name="address"
      type="url"
      inputmode="url"
      autocomplete="off"
      spellcheck="false"
      maxlength="500"
      placeholder="https://chat.line.biz/…"
      value="${chatAddress}"
      ${!kept && html`required`}
    />
    <button class="other">${words.keep}</button>
  </form>`
  if (!kept) return form
  return html`<details id="address-change">
    <summary>${words.change}</summary>
    ${form}
  </details>`
}
