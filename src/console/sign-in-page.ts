/** The page one signs in on. */
import { html, type Html } from './html.ts'

/** What became of the last try. */
export type SignInWord = 'wrong' | 'too_many' | 'signed_out'

const sentences: Record<SignInWord, string> = {
  wrong: 'That is not the password.',
  too_many: 'Too many wrong tries. Wait a minute, then try again.',
  signed_out: 'You are signed out.',
}

/** @param conversation where to go afterwards; the list when there is none */
export function signInMain(word: SignInWord | undefined, conversation: string | undefined): Html {
  const failed = word === 'wrong' || word === 'too_many'
  const invalid = failed && html`aria-invalid="true" aria-describedby="told"`
  return html`<div class="door">
    <h1>Who waits, and why</h1>
    <p>Sign in with the password that is set as <code>CONSOLE_PASSWORD</code>.</p>
    ${word && html`<p id="told" class="flash ${failed ? 'bad' : 'good'}" role="${failed ? 'alert' : 'status'}">${sentences[word]}</p>`}
    <form method="post" action="/console/sign-in">
      <input
        class="hidden"
        type="text"
        name="username"
        value="kidoku"
        autocomplete="username"
        tabindex="-1"
        aria-hidden="true"
        readonly
      />
      ${conversation !== undefined && html`<input type="hidden" name="conversation" value="${conversation}" />`}
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus
        ${invalid}
      />
      <button class="main">Sign in</button>
    </form>
  </div>`
}
