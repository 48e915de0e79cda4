/** The buttons by which staff act on a conversation. Each is a plain form; a key of the keyboard presses it. */
import type { Act, Glance } from './glance.ts'
import { cardWords } from './card-words.ts'
import { html, type Html } from './html.ts'
import { keyOf } from './face.ts'
import type { ConsoleLanguage } from './language.ts'

export interface Acting {
  glance: Pick<Glance, 'id' | 'staffVersion' | 'upTo' | 'acts' | 'holder'>
  name: string
  language: ConsoleLanguage
  /** The hidden field of every form. */
  token: Html
  /** The page to come back to: the conversation's own, or the address of a list. */
  from: string
}

/** All of them. */
export const everyAct: readonly Act[] = ['take', 'done', 'hand_back', 'read']

/** The address that each is sent to, within the console. */
export const actPaths: Record<Act, string> = { take: 'take', done: 'done', hand_back: 'hand-back', read: 'read' }

const keys: Record<Act, string> = { take: 't', done: 'd', hand_back: 'b', read: 'r' }

export function actForms(acting: Acting): Html {
  const [main] = acting.glance.acts
  return html`${acting.glance.acts.map((act) => actForm(act, acting, { main: act === main, key: true }))}`
}

/** @param key a key of the keyboard presses it: of those on a page only one may */
export function actForm(act: Act, acting: Acting, { main, key }: { main: boolean; key: boolean }): Html {
  const { glance, name, language } = acting
  const words = cardWords[language]
  const { holder } = glance
  const label =
    act === 'take' && holder && !holder.you ? words.takeOver(html`<bdi>${holder.name}</bdi>`) : words.acts[act]
  return html`<form method="post" action="/console/${actPaths[act]}">
    ${actFields(acting)}
    <button
      id="${actPaths[act]}-${keyOf(glance.id)}${!key && '-too'}"
      class="${main ? 'main' : 'other'}"
      ${key && html`data-key="${keys[act]}" aria-keyshortcuts="${keys[act]}"`}
    >
      ${label}<span class="hidden"> <bdi>${name}</bdi></span>
    </button>
  </form>`
}

/** What every form about a conversation names: which, and what was on the page. */
export const actFields = ({ glance, token, from }: Pick<Acting, 'glance' | 'token' | 'from'>): Html =>
  html`${token}<input type="hidden" name="conversation" value="${glance.id}" />
    <input type="hidden" name="seen" value="${glance.staffVersion}" />
    <input type="hidden" name="upTo" value="${glance.upTo}" />
    <input type="hidden" name="from" value="${from}" />`
