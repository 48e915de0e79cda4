/** While not everybody is answered (`MODE`), every page says so, and where the decisions are to be seen. */
import { html, type Html } from './html.ts'
import type { Chats } from './words.ts'

export type Answering = { mode: 'on' | 'observe' } | { mode: 'testers'; testers: readonly string[] }

/** So many testers are called by name. */
export const namesShown = 6

/** @param names of the testers, when they are few */
export function answeringBanner(answering: Answering, names: readonly string[], chats: Chats): Html | undefined {
  const where = chats === 'line' && ', in LINE’s chat'
  switch (answering.mode) {
    case 'on':
      return undefined
    case 'observe':
      return html`<b>Only observing (MODE=observe):</b> nothing is said, marked as read or handed over. Answer everybody
        yourselves${where}.`
    case 'testers': {
      const { length } = answering.testers
      const who = names.length === length ? listed(names) : html`${length} users`
      return html`<b>Only testers are answered (MODE=testers):</b> ${length === 0 ? 'nobody is named in TESTERS' : who}.
        What others write is left alone and stays unread: answer them yourselves${where}.`
    }
    default:
      return answering satisfies never
  }
}

const listed = (names: readonly string[]): Html =>
  html`${names.map((name, index) => html`${index > 0 && ', '}<bdi>${name}</bdi>`)}`

/**
 * Where the decisions of an observing server are. There is no list of them: conversations are kept one by one, and only
 * those that staff have are listed.
 */
export const observedMain: Html = html`<section class="observed" aria-labelledby="observed">
  <h2 id="observed">What would have been said</h2>
  <p>
    Each time the model decides, kidoku’s log has a line “judged” with the decision and the conversation’s id. Open a
    conversation by that id to see what would have been said, and why.
  </p>
  <form method="get" action="/console/open">
    <label for="conversation">Conversation</label>
    <input id="conversation" name="conversation" required maxlength="500" placeholder="U…:user:U…" spellcheck="false" />
    <button class="other">Open</button>
  </form>
</section>`
