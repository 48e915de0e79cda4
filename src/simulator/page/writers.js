/** In a group: on whose phone one writes. */
import { html } from 'htm/preact'
import { Face } from './face.js'

export function Writers({ phone }) {
  return html`
    <fieldset class="writers">
      <legend>Who writes</legend>
      ${phone.members.map(
        (member) => html`
          <label>
            <input
              type="radio"
              name=${`writer ${phone.id}`}
              checked=${member.id === phone.me.id}
              onChange=${() => phone.write(member.id)}
            />
            <${Face} customer=${member} /><span>${member.name}</span>
          </label>
        `,
      )}
    </fieldset>
  `
}
