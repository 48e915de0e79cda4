/** The door: sign in and out, and nobody past it without a session. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { isHttps } from './access.ts'
import { addressOf } from './addresses.ts'
import { readForm } from './form.ts'
import { html } from './html.ts'
import { createPasswordCheck } from './password.ts'
import { createSessions, sessionLife } from './session.ts'
import { show, showPlain } from './plain-pages.ts'
import { signInMain, type SignInWord } from './sign-in-page.ts'

const cookie = 'kidoku_console'
const path = '/console'

const signInForm = z.object({ password: z.string().max(2_000), conversation: z.string().max(500).optional() })

/** Puts the sign-in's routes on the router, and closes whatever is put on it afterwards. */
export function createDoor(router: Router, password: string, { clock, log }: { clock: Clock; log: Log }): void {
  const sessions = createSessions(password, clock)
  const check = createPasswordCheck(password, clock)
  const isSignedIn = (ctx: Context): boolean => sessions.isAlive(ctx.cookies.get(cookie))

  router.get('/sign-in', (ctx) => {
    if (isSignedIn(ctx)) return ctx.redirect(path)
    const { conversation, out } = ctx.query
    const word = out === undefined ? undefined : 'signed_out'
    askToSignIn(ctx, word, typeof conversation === 'string' ? conversation : undefined)
  })

  router.post('/sign-in', async (ctx) => {
    const form = await readForm(ctx, signInForm)
    if (!form) return askToSignIn(ctx, 'wrong', undefined, 400)
    const address = ctx.req.socket.remoteAddress ?? ''
    const checked = check(form.password, address)
    if (checked !== 'right') {
      log.warn({ address, checked }, 'somebody could not sign in to the console')
      if (checked === 'too_many') ctx.set('retry-after', '60')
      return askToSignIn(ctx, checked, form.conversation, checked === 'wrong' ? 401 : 429)
    }
    log.info({ address }, 'somebody signed in to the console')
    // Koa would refuse a secure cookie behind a proxy that speaks http to us.
    const secure = isHttps(ctx)
    ctx.cookies.secure = secure
    ctx.cookies.set(cookie, sessions.begin(), { path, httpOnly: true, sameSite: 'strict', secure, maxAge: sessionLife })
    seeOther(ctx, form.conversation === undefined ? path : addressOf(form.conversation))
  })

  router.post('/sign-out', (ctx) => {
    sessions.end(ctx.cookies.get(cookie))
    ctx.cookies.set(cookie, null, { path })
    seeOther(ctx, `${path}/sign-in?out`)
  })

  router.use((ctx, next) => {
    if (isSignedIn(ctx)) return next()
    const conversation = conversationIn(ctx.path)
    const asked = conversation === undefined ? path : addressOf(conversation)
    // A strict cookie does not come with a link from elsewhere (a notification, say), but with the next step of our own.
    if (ctx.method === 'GET' && ctx.get('sec-fetch-site') === 'cross-site') return passOn(ctx, asked)
    const back = conversation === undefined ? '' : `?conversation=${encodeURIComponent(conversation)}`
    seeOther(ctx, `${path}/sign-in${back}`)
  })
}

/** The conversation that an address names: its own page, or one below it. */
function conversationIn(address: string): string | undefined {
  const [, encoded] = /^\/console\/([^/]*(?::|%3A)[^/]*)(?:\/.*)?$/i.exec(address) ?? []
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

function askToSignIn(ctx: Context, word?: SignInWord, conversation?: string, status = 200): void {
  show(ctx, { title: 'Sign in · kidoku console', main: signInMain(word, conversation) }, status)
}

function passOn(ctx: Context, address: string): void {
  ctx.set('refresh', `0; url=${address}`)
  showPlain(ctx, 200, 'Opening the console', html`<p><a href="${address}">Go on</a></p>`)
}

function seeOther(ctx: Context, address: string): void {
  ctx.status = 303
  ctx.redirect(address)
}
