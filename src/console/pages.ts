/** What the console's pages are made with. Each group of pages puts its routes on the router by `add…(router, pages)`. */
import type { Context } from 'koa'
import type { z } from 'zod'
import type { Member } from '../ports/accounts.ts'
import type { Audit } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { ServiceSwitch } from '../ports/service.ts'
import type { Store } from '../ports/store.ts'
import type { Reader } from './banner.ts'
import { leaveSaid, takeSaid, type Said } from './banner-said.ts'
import type { ConsoleChannels } from './channels.ts'
import type { Door } from './door.ts'
import { tokenField } from './form.ts'
import type { Html } from './html.ts'
import { languageOf, type ConsoleLanguage } from './language.ts'
import { navWords, type MenuPlace } from './nav-words.ts'
import { show, showOwnersOnly } from './plain-pages.ts'
import type { Chats } from './words.ts'

export interface Page {
  title: string
  main: Html
  /** `live`: it asks for itself again when something changes; `still` stays as it is. */
  live?: boolean
  /** Files of `page/` beyond those every page has, such as `charts.js`, `insights.css`. */
  scripts?: string[]
  styles?: string[]
}

export interface Pages {
  /** Who is signed in. */
  member(ctx: Context): Member
  language(ctx: Context): ConsoleLanguage
  /** Shows a page in the frame: navigation, banners, the word about what was just done. */
  show(ctx: Context, page: Page, status?: number): Promise<void>
  /** The hidden field that every form needs: without it a form is refused. */
  token(ctx: Context): Html
  /**
   * Reads a form of ours; undefined, and already answered, when it is not one (its token too).
   * @param most bytes it may have; missing: as many as most forms of ours need
   */
  form<T>(ctx: Context, schema: z.ZodType<T>, most?: number): Promise<T | undefined>
  /** For owners alone: false, already answered and in the audit, for anybody else. */
  ownersOnly(ctx: Context): boolean
  /** One line of the audit, by the member who is signed in. */
  audit(ctx: Context, action: string, about?: { conversation?: string; detail?: string }): Promise<void>
  /** A word shown on the next page, and where that is. */
  goOn(ctx: Context, address: string, word?: Said): void
}

export interface PagesParts {
  /** Who is signed in: the door knows. */
  door: Pick<Door, 'member' | 'signedIn' | 'form' | 'refuse'>
  store: Pick<Store, 'counts'>
  clock: Pick<Clock, 'now'>
  chats: Chats
  audit?: Audit
  service?: ServiceSwitch
  places: readonly MenuPlace[]
  /** Missing: there is one. */
  channels?: ConsoleChannels
  /** What every page says first, for this reader. */
  banners(reader: Reader): Promise<Html[]>
}

export function createPages({ door, ...parts }: PagesParts): Pages {
  const { store, clock, chats, audit, service, places, channels, banners } = parts
  const here = channels?.here?.title

  const token = (ctx: Context): Html => tokenField(door.member(ctx))

  return {
    member: (ctx) => door.member(ctx),
    language: languageOf,
    token,

    async show(ctx, { title, main, live, scripts, styles }, status = 200) {
      const language = languageOf(ctx)
      const member = door.member(ctx)
      const { path } = ctx
      const signedIn = door.signedIn(ctx)
      const canPause = service !== undefined && !service.current().paused
      const hidden = token(ctx)
      const [counts, said] = await Promise.all([store.counts(), banners({ language, member, token: hidden, path })])
      const nav = { path, counts, member, signedIn, chats, canPause, places, channels, token: hidden }
      const frame = {
        title: [title.replace(/ · kidoku$/, ''), here, 'kidoku'].filter(Boolean).join(' · '),
        main,
        language,
        // A page with something to write on it must not go away under one's hands.
        live: live ? { withoutScript: ctx.url === '/console' ? ctx.url : undefined } : undefined,
        nav,
        banners: said,
        word: takeSaid(ctx),
        quiet: signedIn ? undefined : navWords[language].openHere,
        scripts,
        styles,
      }
      show(ctx, frame, status)
    },

    form: (ctx, schema, most) => door.form(ctx, schema, most),

    ownersOnly(ctx) {
      if (door.member(ctx).role === 'owner') return true
      door.refuse(ctx)
      showOwnersOnly(ctx)
      return false
    },

    async audit(ctx, action, { conversation, detail } = {}) {
      // A conversation tells its channel itself.
      const whole = conversation === undefined ? [detail, here].filter(Boolean).join(' · ') || undefined : detail
      const by = door.member(ctx).name
      await audit?.write({ at: clock.now(), by, action, from: 'console', conversation, detail: whole })
    },

    goOn(ctx, address, word) {
      if (word) leaveSaid(ctx, word)
      ctx.status = 303
      ctx.redirect(address)
    },
  }
}
