/** The systems of the sample shop: which orders can be asked for, what has been recorded, and how they fail. */
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { time } from './time.js'
import { ShopSwitch } from './trouble.js'

export function Systems({ systems, troubles }) {
  const { orders, tasks } = systems
  // Unfolded at first: without a number and its last digits nobody can ask for an order.
  const [unfolded, setUnfolded] = useState(true)
  return html`
    <section class="panel systems" aria-label="The shop's systems" data-unfolded=${unfolded}>
      <header>
        <h2>
          <button type="button" class="fold" aria-expanded=${unfolded} onClick=${() => setUnfolded(!unfolded)}>
            The shop’s systems
          </button>
        </h2>
        <${ShopSwitch} troubles=${troubles} />
      </header>
      <div class="unfolding">
        ${orders ? html`<${Orders} orders=${orders} />` : null} ${tasks ? html`<${Tasks} tasks=${tasks} />` : null}
      </div>
    </section>
  `
}

function Orders({ orders }) {
  return html`
    <table class="orders">
      <caption>
        Sample orders. The last digits of the phone prove whose each is.
      </caption>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Status</th>
          <th scope="col">Phone</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(
          ({ number, status, digits }) => html`
            <tr key=${number}>
              <th scope="row">${number}</th>
              <td>${status}</td>
              <td>…${digits}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `
}

function Tasks({ tasks }) {
  if (tasks.length === 0) return html`<p class="empty">No task has been recorded yet.</p>`
  return html`
    <p class="told">Tasks recorded so far, the newest first.</p>
    <ol class="tasks" aria-label="Recorded tasks">
      ${tasks.map(
        ({ id, what, due, who, requester, at }) => html`
          <li key=${id}>
            <p><b>${id}</b> ${what}</p>
            <p class="of">
              <time>${time(at)}</time>
              ${due ? html`<span>until: ${due}</span>` : null} ${who ? html`<span>for: ${who}</span>` : null}
              ${requester ? html`<span>asked by: ${requester}</span>` : null}
            </p>
          </li>
        `,
      )}
    </ol>
  `
}
