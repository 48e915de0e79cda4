/** Mentioning in a group: "@" opens the list of who can be mentioned, and typing narrows it. */
import { html } from 'htm/preact'

/** What is being typed after "@" at the caret, with where it begins; undefined when nothing is. */
function typedMention(text, caret) {
  const at = text.lastIndexOf('@', caret - 1)
  // In "mugi@example" nobody is mentioned.
  if (at < 0 || /[\p{Script=Latin}\p{N}]/u.test(text.charAt(at - 1))) return undefined
  const typed = text.slice(at + 1, caret)
  return typed.includes('\n') ? undefined : { at, typed }
}

/** Who could be meant at the caret: the account first, then the others in the group. */
export function mentionChoices(text, caret, phone, shop) {
  const found = phone.kind === 'user' ? undefined : typedMention(text, caret)
  if (!found) return []
  const others = phone.members.filter(({ id }) => id !== phone.me.id).map(({ name }) => name)
  return [shop, ...others]
    .filter((name) => name.toLowerCase().startsWith(found.typed.toLowerCase()) && name.length > found.typed.length)
    .map((name) => ({ name, from: found.at, to: caret }))
}

/** The text and the caret once this name is put in. */
export function withName(text, { name, from, to }) {
  const rest = text.slice(to).replace(/^ /, '')
  const before = `${text.slice(0, from)}@${name} `
  return { text: before + rest, caret: before.length }
}

/** Two phones can be on the page. */
export const mentionList = (phone) => `mention-${phone.id}`

export function MentionList({ phone, choices, at, choose }) {
  return html`
    <ul class="mentions" role="listbox" id=${mentionList(phone)} aria-label="Mention">
      ${choices.map(
        (choice, index) => html`
          <li
            role="option"
            id=${`${mentionList(phone)}-${index}`}
            aria-selected=${index === at}
            onMouseDown=${(event) => event.preventDefault()}
            onClick=${() => choose(choice)}
          >
            @${choice.name}
          </li>
        `,
      )}
    </ul>
  `
}
