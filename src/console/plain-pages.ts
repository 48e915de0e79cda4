/** Pages with one thing to say: what cannot be shown or done, why, and what to do. */
import type { Context } from 'koa'
import type { Access } from './access.ts'
import { framed, type Frame } from './frame.ts'
import { html, type Html } from './html.ts'
import { languageOf } from './language.ts'
import { plainWords, type PlainWords } from './plain-words.ts'

export function show(ctx: Context, frame: Frame, status = 200): void {
  ctx.status = status
  ctx.type = 'html'
  ctx.body = framed({ language: languageOf(ctx), ...frame })
}

export function showPlain(ctx: Context, status: number, heading: string, text: Html): void {
  const main = html`<div class="door">
    <h1>${heading}</h1>
    ${text}
  </div>`
  show(ctx, { title: `${heading} · kidoku`, main }, status)
}

const wordsFor = (ctx: Context): PlainWords => plainWords[languageOf(ctx)]

/** Says it, and leads to the list. */
function showWithWay(
  ctx: Context,
  status: number,
  which: (words: PlainWords) => { heading: string; text: Html },
): void {
  const words = wordsFor(ctx)
  const { heading, text } = which(words)
  const way = html`<p>${text}</p>
    <p><a href="/console">${words.open}</a></p>`
  showPlain(ctx, status, heading, way)
}

export const showFailed = (ctx: Context): void => showWithWay(ctx, 500, ({ failed }) => failed)
export const showFromElsewhere = (ctx: Context): void => showWithWay(ctx, 403, ({ elsewhere }) => elsewhere)
/** Its form does not carry the token of who is signed in now. */
export function showTooOld(ctx: Context): void {
  ctx.set('x-too-old', '1')
  showWithWay(ctx, 403, ({ tooOld }) => tooOld)
}
export const showNotUnderstood = (ctx: Context): void => showWithWay(ctx, 400, ({ notUnderstood }) => notUnderstood)
export const showNotKept = (ctx: Context): void => showWithWay(ctx, 404, ({ notKept }) => notKept)
export const showOwnersOnly = (ctx: Context): void => showWithWay(ctx, 403, ({ ownersOnly }) => ownersOnly)

export function showUnknown(ctx: Context): void {
  const { heading, seeWaiting } = wordsFor(ctx).unknown
  showPlain(ctx, 404, heading, html`<p><a href="/console">${seeWaiting}</a></p>`)
}

export function showNoPage(ctx: Context): void {
  const { noPage, open } = wordsFor(ctx)
  showPlain(ctx, 404, noPage, html`<p><a href="/console">${open}</a></p>`)
}

/** Why the console is off, or off for this visitor, and how to switch it on. */
export function showOff(ctx: Context, why: Extract<Access, { type: 'off' }>['why'] | 'not_local'): void {
  const { heading, why: reasons, remedy } = wordsFor(ctx).off
  const text = html`<p>${reasons[why]}</p>
    <p>${remedy}</p>`
  showPlain(ctx, why === 'not_local' ? 403 : 404, heading, text)
}
