/** The list: who waits, longest first, and who is with staff. */
import { observedMain } from './answering.ts'
import { card, type Card } from './card.ts'
import { html, type Html } from './html.ts'
import { lengthInWords, type Chats } from './words.ts'

export interface List {
  waiting: Card[]
  staff: Card[]
  /** How many there are in all; of very many only the first are shown. */
  counts: { waiting: number; staff: number }
  now: number
  chats: Chats
  /** Nothing is said to anybody, and nobody comes to wait (`MODE=observe`). */
  observing: boolean
}

export const listTitle = ({ counts }: List): string =>
  counts.waiting > 0 ? `(${counts.waiting}) kidoku console` : 'kidoku console'

export function listMain(list: List): Html {
  const { waiting, staff, counts } = list
  return html`<h1>${headline(list)}</h1>
    <div class="lists">
      <section aria-labelledby="waiting">
        <h2 id="waiting">Waiting <span class="number${counts.waiting > 0 && ' some'}">${counts.waiting}</span></h2>
        ${
          waiting.length === 0
            ? nobodyWaits(list)
            : html`<ul>
                ${waiting.map(card)}
              </ul>`
        }
        ${more(counts.waiting - waiting.length)}
      </section>
      <section aria-labelledby="staff">
        <h2 id="staff">With staff <span class="number">${counts.staff}</span></h2>
        ${
          staff.length === 0
            ? nobodyTaken()
            : html`<ul>
                ${staff.map(card)}
              </ul>`
        }
        ${more(counts.staff - staff.length)}
      </section>
    </div>
    ${list.observing && observedMain}`
}

function headline({ waiting, counts, now }: List): string {
  if (counts.waiting === 0) return 'Nobody is waiting.'
  const who = counts.waiting === 1 ? 'One person is waiting' : `${counts.waiting} people are waiting`
  const length = now - (waiting[0]?.glance.since ?? now)
  if (length < 60_000) return `${who}.`
  return `${who}, ${counts.waiting === 1 ? '' : 'the longest '}for ${lengthInWords(length)}.`
}

function nobodyWaits({ chats, observing }: List): Html {
  const trying = html`<p>
    To see it happen, write “operator” as a customer in the <a href="/simulator">simulator</a>.
  </p>`
  return html`<div class="empty">
    <p>
      When the assistant hands over, cannot judge a message or cannot deliver an answer, the customer stands here: what
      they want, why, and their last words.
    </p>
    <p><b>Take</b> makes a conversation yours. The assistant is silent then, until you <b>Hand back</b>.</p>
    ${chats === 'simulator' && !observing && trying}
  </div>`
}

function nobodyTaken(): Html {
  return html`<div class="empty">
    <p>Nobody. Conversations that you take stand here until you hand them back.</p>
  </div>`
}

const more = (number: number): Html | false =>
  number > 0 && html`<p class="more">And ${number} more, not shown here.</p>`
