/** A word about what was just done, carried by a cookie over the redirect and shown once. */
import type { Context } from 'koa'
import { z } from 'zod'
import { html, type Html } from './html.ts'

const cookie = 'kidoku_word'
const path = '/console'
/** A redirect takes a moment; a word nobody came back for is forgotten (ms). */
const life = 60_000
/** A name may be long, and a browser keeps no cookie past 4,096 bytes. */
const longest = 500

const wordSchema = z.object({ tone: z.enum(['good', 'bad', 'asked']), text: z.string() })
export type Said = z.infer<typeof wordSchema>

export function leaveSaid(ctx: Context, { tone, text }: Said): void {
  const cut = text.slice(0, longest).toWellFormed()
  const value = Buffer.from(JSON.stringify({ tone, text: cut })).toString('base64url')
  ctx.cookies.set(cookie, value, { path, httpOnly: true, sameSite: 'strict', maxAge: life, overwrite: true })
}

/** Undefined when there is none. The page's own refresh leaves it for the next page that somebody opens. */
export function takeSaid(ctx: Context): Html | undefined {
  const value = ctx.cookies.get(cookie)
  if (value === undefined || ctx.get('x-refresh') !== '') return undefined
  ctx.cookies.set(cookie, null, { path })
  try {
    const { tone, text } = wordSchema.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
    return html`<p class="flash ${tone}" role="status" dir="auto">${text}</p>`
  } catch {
    return undefined
  }
}
