/** A picture, recording or file that is kept, within a chat: to be looked at or heard there, or to be downloaded. */
import type { CustomerMessage } from '../core/conversation.ts'
import { contentAddress } from './addresses.ts'
import { shownAs } from './content.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import { thingWords } from './thing-words.ts'
import { thingIn } from './words.ts'

export interface Thing {
  conversation: string
  message: CustomerMessage
  mime: string
  language: ConsoleLanguage
}

export function thing({ conversation, message, mime, language }: Thing): Html {
  const words = thingWords[language]
  const name = thingIn(message, language)
  const address = contentAddress(conversation, message.id)
  // By it focus stays where it was when the page asks for itself again.
  const id = `content-${message.id}`
  const shown = shownAs(mime)
  switch (shown) {
    case 'picture':
      return html`<a id="${id}" class="picture" href="${address}" target="_blank" rel="noreferrer">
        <img src="${address}" alt="${words.openPicture}" loading="lazy" decoding="async" />
      </a>`
    case 'sound':
      return html`<audio id="${id}" controls preload="none" src="${address}" aria-label="${name}"></audio>`
    case 'film':
      return html`<video
        id="${id}"
        controls
        playsinline
        preload="metadata"
        src="${address}"
        aria-label="${name}"
      ></video>`
    case 'download': {
      // White space counts in a bubble.
      const link = html`<a id="${id}" href="${address}" download>${words.download(name)}</a>`
      return html`<p class="bubble thing" dir="auto">${link}</p>`
    }
    default:
      return shown satisfies never
  }
}
