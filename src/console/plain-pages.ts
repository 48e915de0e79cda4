/** Pages with one thing to say: what cannot be shown or done, why, and what to do. */
import type { Context } from 'koa'
import type { Access } from './access.ts'
import { framed, type Frame } from './frame.ts'
import { html, type Html } from './html.ts'

export function show(ctx: Context, frame: Frame, status = 200): void {
  ctx.status = status
  ctx.type = 'html'
  ctx.body = framed(frame)
}

export function showPlain(ctx: Context, status: number, heading: string, text: Html): void {
  const main = html`<div class="door">
    <h1>${heading}</h1>
    ${text}
  </div>`
  show(ctx, { title: 'kidoku console', main }, status)
}

export function showFailed(ctx: Context): void {
  const text = html`<p>
    kidoku could not read or store what is needed. <a href="/console">Try again</a> in a moment; its log says more.
  </p>`
  showPlain(ctx, 500, 'That did not work', text)
}

export function showFromElsewhere(ctx: Context): void {
  const text = html`<p>
    The form was not sent from this console, so nothing was done. <a href="/console">Open the console</a> and try again.
  </p>`
  showPlain(ctx, 403, 'That came from elsewhere', text)
}

export function showNotUnderstood(ctx: Context): void {
  showPlain(ctx, 400, 'That was not understood', html`<p><a href="/console">Open the console</a> and try again.</p>`)
}

export function showUnknown(ctx: Context): void {
  showPlain(ctx, 404, 'No such conversation', html`<p><a href="/console">See who waits</a></p>`)
}

export function showNotKept(ctx: Context): void {
  const text = html`<p>
    It is not kept here, or not any more: look at it in LINE. <a href="/console">Open the console</a>
  </p>`
  showPlain(ctx, 404, 'That is not kept', text)
}

const reasons: Record<Extract<Access, { type: 'off' }>['why'] | 'not_local', Html> = {
  channel: html`<p>It shows what customers write, so it needs a password, and none is set.</p>`,
  reachable: html`<p>kidoku listens on an address that others can reach, so the console needs a password.</p>`,
  not_local: html`<p>
    Without a password the console opens only on the computer that kidoku runs on, at <code>localhost</code>, and not
    through a tunnel or proxy.
  </p>`,
}

/** Why the console is off, or off for this visitor, and how to switch it on. */
export function showOff(ctx: Context, why: keyof typeof reasons): void {
  const text = html`${reasons[why]}
    <p>
      To switch it on, set <code>CONSOLE_PASSWORD</code> (at least 8 characters) in the environment or in the file
      <code>.env</code>, and start kidoku again.
    </p>`
  showPlain(ctx, why === 'not_local' ? 403 : 404, 'The console is off here', text)
}
