/** Things going wrong, on demand. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { act } from './live.js'
import { timeWithSeconds } from './time.js'

const SWITCHES = [
  {
    what: 'reply',
    label: 'Replies',
    options: [
      ['none', 'work'],
      ['reset', 'connection breaks, nothing is sent'],
      ['lost', 'sent, but the connection breaks'],
      ['500', 'LINE answers 500'],
      ['invalid-token', 'LINE answers “Invalid reply token”'],
      ['slow', 'LINE takes 10 seconds'],
    ],
  },
  {
    what: 'read',
    label: 'Read marks',
    options: [
      ['none', 'work'],
      ['500', 'LINE answers 500'],
      ['400', 'LINE answers 400, invalid token'],
    ],
  },
  {
    what: 'push',
    label: 'Pushes (how staff are told)',
    options: [
      ['none', 'work'],
      ['500', 'LINE answers 500'],
      ['monthly-limit', 'this month’s messages are used up'],
    ],
  },
  {
    what: 'all',
    label: 'All calls to LINE',
    options: [
      ['none', 'work'],
      ['401', 'LINE answers 401, wrong access token'],
    ],
  },
  {
    what: 'model',
    label: 'The model',
    options: [
      ['none', 'works'],
      ['down', 'is down'],
      ['slow', 'is slow'],
      ['garbage', 'answers garbage'],
    ],
  },
]

/** The sample shop's: it has a panel of its own, and is not always there. */
const SHOP_SWITCH = {
  what: 'shop',
  label: 'The shop’s systems',
  options: [
    ['none', 'work'],
    ['down', 'are down'],
    ['slow', 'are slow: 20 s'],
  ],
}

/** What is wrong just now, in words. */
export const troubleWords = (troubles) =>
  [...SWITCHES, SHOP_SWITCH]
    .filter(({ what }) => (troubles[what] ?? 'none') !== 'none')
    .map(({ what, label, options }) => {
      const words = options.find(([value]) => value === troubles[what])?.[1] ?? troubles[what]
      return what === 'model' || what === 'shop' ? `${label} ${words}.` : `${label}: ${words}.`
    })

/** It ends the sentence that the heading of its panel begins. */
export const ShopSwitch = ({ troubles }) => html`
  <${Choice} ...${SHOP_SWITCH} name=${SHOP_SWITCH.label} troubles=${troubles} />
`

function Switch({ what, label, options, troubles }) {
  return html`
    <label class=${troubles[what] === 'none' ? '' : 'on'}>
      <span>${label}</span>
      <${Choice} what=${what} options=${options} troubles=${troubles} />
    </label>
  `
}

/** @param name for where no label stands beside it */
function Choice({ what, options, troubles, name }) {
  return html`
    <select
      aria-label=${name}
      class=${troubles[what] === 'none' ? '' : 'on'}
      value=${troubles[what]}
      onChange=${(event) => act({ do: 'trouble', wish: { what, to: event.target.value } })}
    >
      ${options.map(([value, words]) => html`<option value=${value} selected=${troubles[what] === value}>${words}</option>`)}
    </select>
  `
}

export function Trouble({ phone, troubles, wrong, calls, chats }) {
  const { who, kind, messages } = phone
  const lastOwn = messages.findLast(({ from, unsent, byTap }) => from === 'customer' && !unsent && !byTap)
  // On a wide screen it stays folded, so that Why has the room; a phone's own view of it is always unfolded (CSS).
  const [unfolded, setUnfolded] = useState(false)
  return html`
    <section class="panel trouble" aria-label="Trouble" data-unfolded=${unfolded}>
      <header>
        <h2>
          <button type="button" class="fold" aria-expanded=${unfolded} onClick=${() => setUnfolded(!unfolded)}>
            Trouble
          </button>
        </h2>
        ${
          wrong.length > 0
            ? html`<button type="button" class="end" onClick=${() => act({ do: 'end trouble' })}>
                End all trouble
              </button>`
            : html`<span class="hint">Let LINE or the model fail, deliver twice, unsend</span>`
        }
      </header>
      <div class="unfolding">
        <div class="switches">${SWITCHES.map((one) => html`<${Switch} ...${one} troubles=${troubles} />`)}</div>
        <p class="deeds">
          <button type="button" disabled=${!lastOwn} onClick=${() => act({ do: 'redeliver', ...who })}>
            Deliver the last event again
          </button>
          <button
            type="button"
            disabled=${!lastOwn}
            onClick=${() => act({ do: 'unsend', userId: lastOwn.userId ?? who.userId, messageId: lastOwn.id })}
          >
            Unsend the last message
          </button>
          ${
            kind === 'user'
              ? html`<button type="button" disabled=${phone.blocked} onClick=${() => act({ do: 'unfollow', ...who })}>
                  Block the account
                </button>`
              : html`<button type="button" disabled=${phone.blocked} onClick=${() => act({ do: 'leave', ...who })}>
                  Put the account out of the group
                </button>`
          }
        </p>
        <${Calls} calls=${calls} chats=${chats} />
      </div>
    </section>
  `
}

const tone = (status) => (typeof status === 'number' && status < 300 ? 'fine' : 'bad')

function Calls({ calls, chats }) {
  const nameOf = (chatId) => chats.find(({ id }) => id === chatId)?.name ?? ''
  return html`
    <details class="calls">
      <summary>What kidoku asked of LINE</summary>
      ${calls.length === 0 ? html`<p>Nothing yet.</p>` : null}
      <ol>
        ${calls.toReversed().map(
          ({ at, call, chatId, status }) => html`
            <li>
              <time>${timeWithSeconds(at)}</time> <code>${call}</code> ${nameOf(chatId)}
              <span class=${status === 'pending' ? '' : tone(status)}>${status}</span>
            </li>
          `,
        )}
      </ol>
    </details>
  `
}
