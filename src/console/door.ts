/**
 * The door: sign in and out, and nobody past it who is not signed in. How one signs in is looked up at each request,
 * since accounts are made and removed while the server runs: with accounts by name and password; without any by
 * CONSOLE_PASSWORD, or as `access` says.
 */
import type { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { nameKey, type Accounts, type KeptAccount, type Member } from '../ports/accounts.ts'
import type { Audit, AuditLine } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Sessions } from '../ports/sessions.ts'
import { isFromHere, isOwnForm, openMember, type Access } from './access.ts'
import { readForm, readMemberForm } from './form.ts'
import { createGuard, type Guarded } from './guessing.ts'
import { html } from './html.ts'
import { createKnownBrowsers } from './known-browser.ts'
import { languageOf } from './language.ts'
import { sameAs, versionOf } from './password.ts'
import { show, showFromElsewhere, showNotUnderstood, showOff, showPlain, showTooOld } from './plain-pages.ts'
import { isSentByScript, tellScript } from './script-form.ts'
import { clearSecret, endOwn, memberOf, ownerName, secretOf, setSecret } from './session.ts'
import { signInMain, type SignInPage } from './sign-in-page.ts'
import { signInWords } from './sign-in-words.ts'
import { addressBack, signInAddress, wayBackFrom, wayBackSchema } from './way-back.ts'

export interface DoorParts {
  /** What holds while there are no accounts. */
  access: Access
  accounts: Accounts
  sessions: Sessions
  audit: Audit
  clock: Pick<Clock, 'now'>
  log: Log
  /** One for all doors of a server, or whoever guesses has their tries at each. Missing: there is no other. */
  guard?: Guarded
}

export interface Door {
  /** Who is signed in. @throws for a request that has not passed the door */
  member(ctx: Context): Member
  /** Whether there is something to sign out of. */
  signedIn(ctx: Context): boolean
  /** Whether who passed the door would still pass it: for what stays open for long. */
  stillIn(ctx: Context): Promise<boolean>
  /** Reads a form of the member's; undefined, and already answered, when it is none or does not carry their token. */
  form<T>(ctx: Context, schema: z.ZodType<T>, most?: number): Promise<T | undefined>
  /** One line in the audit, written before the answer goes out: the member tried what is not theirs to do. */
  refuse(ctx: Context): void
}

const path = '/console'

const signInForm = wayBackSchema.extend({
  name: z.string().max(200).optional(),
  password: z.string().max(2_000),
})
type SignIn = z.infer<typeof signInForm>

/** Puts the sign-in's routes on the router, and closes whatever is put on it afterwards. */
export function createDoor(router: Router, parts: DoorParts): Door {
  const { access, accounts, sessions, audit, clock, log, guard: guarded = createGuard() } = parts
  const isConsolePassword = access.type === 'password' ? sameAs(access.password) : () => false
  const version = access.type === 'password' ? versionOf(access.password, sessions.salt) : undefined
  const known = createKnownBrowsers(sessions.salt)
  const open = openMember(sessions.salt)
  /** Who is at the browser of each request under way. */
  const members = new WeakMap<object, Member>()
  const named = new WeakMap<object, boolean>()
  const refusals = new WeakMap<object, Promise<void>>()

  const hasAccounts = async (): Promise<boolean> => (await accounts.all()).length > 0
  const find = async (ctx: Context): Promise<Member | undefined> => {
    const all = await accounts.all()
    if (all.length === 0 && access.type === 'open') return open
    const secret = secretOf(ctx)
    const session = await sessions.find(secret)
    return session && secret !== undefined ? memberOf(session, secret, all, version) : undefined
  }
  /** What is done is done, even when it cannot be written down; but that is said loudly. */
  const write = async (line: Omit<AuditLine, 'at' | 'from'>): Promise<void> => {
    await audit.write({ ...line, at: clock.now(), from: 'console' }).catch((error: unknown) => {
      log.error({ err: error, action: line.action, by: line.by }, 'an audit line could not be written')
    })
  }
  const ask = (ctx: Context, page: Omit<SignInPage, 'named'>, status = 200): void => {
    const words = signInWords[languageOf(ctx)]
    const main = signInMain({ ...page, named: named.get(ctx) === true }, words)
    show(ctx, { title: `${words.title} · kidoku`, main, styles: ['sign-in.css'] }, status)
  }

  router.use(async (ctx, next) => {
    await next()
    await refusals.get(ctx)
    tellScript(ctx)
  })

  router.use(async (ctx, next) => {
    const byName = await hasAccounts()
    named.set(ctx, byName)
    if (!byName && access.type === 'off') return showOff(ctx, access.why)
    if (!byName && access.type === 'open' && !isFromHere(ctx)) return showOff(ctx, 'not_local')
    if (ctx.method !== 'POST' || isOwnForm(ctx)) return next()
    log.warn({ origin: ctx.get('origin') }, 'a form for the console was sent from elsewhere: refused')
    return showFromElsewhere(ctx)
  })

  router.get('/sign-in', async (ctx) => {
    if (await find(ctx)) return ctx.redirect(path)
    const word = ctx.query['out'] === undefined ? undefined : ({ type: 'signed_out' } as const)
    ask(ctx, { word, back: wayBackSchema.parse(ctx.query) })
  })

  /** Something else than a name may have been typed there, a password even: only a real name is written down. */
  const knownName = async (key: string): Promise<string> =>
    (await accounts.all()).find((one) => nameKey(one.name) === key)?.name ?? 'unknown_name'

  /** The account that is signed in to; null for CONSOLE_PASSWORD's. */
  const check = async (ctx: Context, { name = '', password }: SignIn): Promise<KeptAccount | null | undefined> => {
    if (named.get(ctx) !== true) return isConsolePassword(password) ? null : undefined
    const account = await accounts.check(name, password)
    if (!account && isConsolePassword(password)) {
      log.warn({}, 'CONSOLE_PASSWORD was tried: it signs in nobody any more, since there are accounts (npm run staff)')
    }
    return account
  }

  router.post('/sign-in', async (ctx) => {
    const form = await readForm(ctx, signInForm)
    if (!form) return ask(ctx, { word: { type: 'wrong' } }, 400)
    const { name = '', password: _, ...back } = form
    const address = ctx.req.socket.remoteAddress ?? ''
    const key = named.get(ctx) === true ? nameKey(name) : nameKey(ownerName)
    const browser = known.find(ctx, key)
    const tried = await guarded({ name: key, address, browser }, () => check(ctx, form))
    if (tried.type !== 'right') {
      const about = { by: 'nobody', detail: named.get(ctx) === true ? await knownName(key) : undefined }
      if (tried.type === 'wrong') {
        log.warn({ address }, 'somebody could not sign in to the console')
        await write({ ...about, action: 'sign_in_failed' })
        return ask(ctx, { word: tried, back, name }, 401)
      }
      if (tried.first) {
        log.warn({ address }, 'too many wrong tries to sign in to the console: more of them are refused for a while')
        await write({ ...about, action: 'throttled' })
      }
      ctx.set('retry-after', String(tried.wait))
      return ask(ctx, { word: tried, back, name }, 429)
    }
    // Whatever session the browser brought is over: one that somebody else put there must not become this member's.
    await endOwn(ctx, sessions)
    const account = tried.value
    const signed = account ? { name: account.name, version: account.version } : { version: version ?? '' }
    const { secret, until } = await sessions.begin({ ...signed, browser: ctx.get('user-agent') || undefined })
    const by = account?.name ?? ownerName
    log.info({ address, by }, 'somebody signed in to the console')
    await write({ by, action: 'sign_in' })
    known.remember(ctx, key)
    setSecret(ctx, secret, until - clock.now())
    seeOther(ctx, addressBack(back))
  })

  router.use(async (ctx, next) => {
    const member = await find(ctx)
    if (member) {
      members.set(ctx, member)
      return next()
    }
    // What was written stays on the page, and so does its script.
    if (isSentByScript(ctx)) return void (ctx.status = 401)
    const back = wayBackFrom(ctx.path, ctx.query)
    // A strict cookie does not come with a link from elsewhere (a notification, say), but with the next step of our own.
    if (ctx.method === 'GET' && ctx.get('sec-fetch-site') === 'cross-site') return passOn(ctx, addressBack(back))
    return seeOther(ctx, signInAddress(back))
  })

  const door: Door = {
    member(ctx) {
      const member = members.get(ctx)
      if (!member) throw new Error('nobody is signed in')
      return member
    },
    signedIn: (ctx) => members.has(ctx) && members.get(ctx) !== open,
    async stillIn(ctx) {
      const before = members.get(ctx)
      const now = await find(ctx)
      return before !== undefined && now?.name === before.name && now.role === before.role
    },
    async form(ctx, schema, most) {
      const member = door.member(ctx)
      const read = await readMemberForm(ctx, schema, member, most)
      if (read.type === 'ours') return read.form
      if (read.type === 'not_understood') showNotUnderstood(ctx)
      else {
        log.warn({ by: member.name, path: ctx.path }, 'a form without its member’s token was sent: nothing was done')
        door.refuse(ctx)
        showTooOld(ctx)
      }
      return undefined
    },
    refuse(ctx) {
      refusals.set(
        ctx,
        write({ by: door.member(ctx).name, action: 'refused', detail: decoded(ctx.originalUrl.replace(/\?.*$/s, '')) }),
      )
    },
  }

  router.post('/sign-out', async (ctx) => {
    if (!(await door.form(ctx, z.object({})))) return
    if (!door.signedIn(ctx)) return seeOther(ctx, path)
    await endOwn(ctx, sessions)
    await write({ by: door.member(ctx).name, action: 'sign_out' })
    clearSecret(ctx)
    seeOther(ctx, `${path}/sign-in?out`)
  })
  return door
}

/** As a person reads it, and as whoever is forgotten is looked for. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

function passOn(ctx: Context, address: string): void {
  const { heading, link } = signInWords[languageOf(ctx)].passingOn
  ctx.set('refresh', `0; url=${address}`)
  showPlain(ctx, 200, heading, html`<p><a href="${address}">${link}</a></p>`)
}

function seeOther(ctx: Context, address: string): void {
  ctx.status = 303
  ctx.redirect(address)
}
