/** Asks once more before everything that was said with somebody is erased, and says what that comes to. */
import type { Conversation } from '../core/conversation.ts'
import { addressOf } from './addresses.ts'
import { html, type Html } from './html.ts'
import { whoIn } from './words.ts'

export function forgetMain({ id, chat, staffVersion }: Conversation, name: string): Html {
  const who = whoIn(chat)
  return html`<p class="back">
      <a href="${addressOf(id)}"><bdi>${name}</bdi></a>
    </p>
    <section class="door asking" aria-labelledby="forget">
      <h1 id="forget">Forget <bdi>${name}</bdi>?</h1>
      <p>This cannot be undone. <b>Erased here:</b></p>
      <ul>
        <li>all words of both sides, and the summaries and reasons made of them,</li>
        <li>pictures, recordings and files that are kept,</li>
        <li>answers that wait, and the place under Waiting or With staff: the assistant has the ${who} again.</li>
      </ul>
      <p>The ledger keeps only that it was erased, when, and by whom.</p>
      <p>
        <b>Not erased:</b> the chat in LINE itself, on the ${who === 'group' ? 'members’ phones' : 'customer’s phone'}
        and in LINE’s own chat for staff; notifications that staff have already been sent; backups of your own; events
        that kidoku could not read (<code>set-aside.jsonl</code> and <code>corrupt/</code> in DATA_DIR).
      </p>
      <form method="post" action="/console/forget">
        <input type="hidden" name="conversation" value="${id}" />
        <input type="hidden" name="seen" value="${staffVersion}" />
        <input type="hidden" name="from" value="conversation" />
        <button id="forget-now" class="danger">Erase everything</button>
      </form>
      <p><a href="${addressOf(id)}">Keep it</a></p>
    </section>`
}
