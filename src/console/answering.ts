/** While not everybody is answered (`MODE`), every page says so, and where the decisions are to be seen. */
import { answeringWords } from './answering-words.ts'
import { html, type Html } from './html.ts'
import type { ConsoleLanguage } from './language.ts'
import type { Chats } from './words.ts'

export type Answering = { mode: 'on' | 'observe' } | { mode: 'testers'; testers: readonly string[] }

/** So many testers are called by name. */
export const namesShown = 6

/** @param names of the testers, when they are few */
export function answeringBanner(
  answering: Answering,
  names: readonly string[],
  chats: Chats,
  language: ConsoleLanguage = 'en',
): Html | undefined {
  const words = answeringWords[language]
  const inLine = chats === 'line'
  switch (answering.mode) {
    case 'on':
      return undefined
    case 'observe':
      return words.observing(inLine)
    case 'testers': {
      const { length } = answering.testers
      const few = names.length === length ? listed(names, words.between) : words.users(length)
      return words.testing(length === 0 ? words.nobody : few, inLine)
    }
    default:
      return answering satisfies never
  }
}

const listed = (names: readonly string[], between: string): Html =>
  html`${names.map((name, index) => html`${index > 0 && between}<bdi>${name}</bdi>`)}`

/**
 * Where the decisions of an observing server are. There is no list of them: conversations are kept one by one, and only
 * those that staff have are listed.
 */
export function observedMain(language: ConsoleLanguage = 'en'): Html {
  const { heading, text, label, open } = answeringWords[language].observed
  return html`<section class="observed" aria-labelledby="observed">
    <h2 id="observed">${heading}</h2>
    <p>${text}</p>
    <form method="get" action="/console/open">
      <label for="conversation">${label}</label>
      <input
        id="conversation"
        name="conversation"
        required
        maxlength="500"
        placeholder="U…:user:U…"
        spellcheck="false"
      />
      <button class="other">${open}</button>
    </form>
  </section>`
}
