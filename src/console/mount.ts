/**
 * Several consoles in one server: at `/console` that of all channels, and below it, for whoever is in there, one for each
 * channel at `/console/channels/NAME`. Each writes its addresses as if it stood at `/console` itself; here the base is
 * taken off what is asked for, and put in where an answer leads: in headers, and in the attributes of a page that hold
 * addresses. Whatever comes from data has its quotation marks escaped (html.ts), so `href="/console` in a page is always
 * one of our own.
 */
import type { Router, RouterContext } from '@koa/router'
import type { Context, Next } from 'koa'
import { channelAddress } from './addresses.ts'

export type Console = ReturnType<Router['routes']>

/** The console of the channel with this name; undefined: there is no such channel. */
export type ChannelConsoles = (name: string) => Console | undefined

const path = '/console'

/** Answers what is asked of a channel's console; what is none of any goes on. */
export async function serveChannel(consoles: ChannelConsoles, ctx: RouterContext, next: Next): Promise<unknown> {
  const [base, name = '', rest = ''] = /^\/console\/channels\/([a-z][a-z0-9-]*)(\/.*)?$/.exec(ctx.path) ?? []
  const own = base === undefined ? undefined : consoles(name)
  if (!own) return next()
  const { url } = ctx
  ctx.url = `${path}${rest === '/' ? '' : rest}${ctx.search}`
  try {
    await own(ctx, next)
  } finally {
    ctx.url = url
  }
  putIn(ctx, channelAddress(name))
  return undefined
}

/** What is said by its whole address, wherever it is said: other channels, and the sign-in, which is one for all. */
const isInner = (address: string): boolean => /^\/console(?![\w-])(?!\/(?:channels|sign-in)(?![\w-]))/.test(address)

/** What `page/` holds is one for all. `data-whole` is said of what is meant to lead out, to the console of all. */
const inAttribute =
  /(?<!data-whole\s+)\b(href|action|formaction|src|data-base)="\/console(?=[/?#"])(?!\/(?:page|channels|sign-in)[/?#"])/g
/** Without script a page asks for itself. */
const inRefresh = /content="(\d+); url=\/console(?=[/?#"])/g

function putIn(ctx: Context, base: string): void {
  const based = (address: string): string => (isInner(address) ? `${base}${address.slice(path.length)}` : address)
  for (const name of ['location', 'x-go-to']) {
    const address = ctx.response.get(name)
    if (address) ctx.set(name, based(address))
  }
  const again = /^(\d+; url=)(.*)$/.exec(ctx.response.get('refresh'))
  if (again) ctx.set('refresh', `${again[1] ?? ''}${based(again[2] ?? '')}`)
  if (typeof ctx.body !== 'string' || ctx.response.type !== 'text/html') return
  ctx.body = ctx.body.replace(inAttribute, `$1="${base}`).replace(inRefresh, `content="$1; url=${base}`)
}
