/** The page one signs in on. */
import { html, type Html } from './html.ts'
import type { SignInWords } from './sign-in-words.ts'
import type { WayBack } from './way-back.ts'

/** What became of the last try; `wait` in seconds. */
export type SignInWord = { type: 'wrong' | 'signed_out' } | { type: 'too_many'; wait: number }

export interface SignInPage {
  /** There are accounts: name and password, else the password alone. */
  named: boolean
  word?: SignInWord
  /** Where to go afterwards; the list when there is none. */
  back?: WayBack
  /** As it was typed. */
  name?: string
}

export function signInMain({ named, word, back = {}, name = '' }: SignInPage, words: SignInWords): Html {
  const failed = word !== undefined && word.type !== 'signed_out'
  const invalid = failed && html`aria-invalid="true" aria-describedby="told"`
  return html`<div class="door">
    <h1>${words.heading}</h1>
    <p>${named ? words.withName : words.withPassword}</p>
    ${word && html`<p id="told" class="flash ${failed ? 'bad' : 'good'}" role="${failed ? 'alert' : 'status'}">${sentence(word, named, words)}</p>`}
    <form method="post" action="/console/sign-in">
      ${Object.entries(back).map(([part, value]) => value !== undefined && html`<input type="hidden" name="${part}" value="${value}" />`)}
      ${named ? nameField(name, words, invalid) : hiddenName}
      <label for="password">${words.password}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        ${(!named || name !== '') && html`autofocus`}
        ${invalid}
      />
      <button class="main">${words.signIn}</button>
    </form>
  </div>`
}

const nameField = (name: string, words: SignInWords, invalid: Html | false): Html =>
  html`<label for="name">${words.name}</label>
    <input
      id="name"
      name="name"
      type="text"
      value="${name}"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      maxlength="80"
      required
      ${name === '' && html`autofocus`}
      ${invalid}
    />`

/** What keeps passwords keeps them by a name. */
const hiddenName = html`<input
  class="hidden"
  type="text"
  name="username"
  value="kidoku"
  autocomplete="username"
  tabindex="-1"
  aria-hidden="true"
  readonly
/>`

function sentence(word: SignInWord, named: boolean, words: SignInWords): string {
  switch (word.type) {
    case 'wrong':
      return named ? words.wrongName : words.wrongPassword
    case 'too_many':
      return words.tooMany(word.wait)
    case 'signed_out':
      return words.signedOut
    default:
      return word satisfies never
  }
}
