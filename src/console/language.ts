/** The languages of the console. Each member reads it in their own: what they chose, else what their browser asks for. */
import type { Router } from '@koa/router'
import type { Context } from 'koa'

export const consoleLanguages = ['en', 'ja', 'zh-TW', 'th'] as const
export type ConsoleLanguage = (typeof consoleLanguages)[number]

/** What each is called in itself. */
export const languageNames: Record<ConsoleLanguage, string> = {
  en: 'English',
  ja: '日本語',
  'zh-TW': '繁體中文',
  th: 'ไทย',
}

export const languageCookie = 'kidoku_language'

export function languageOf(ctx: Context): ConsoleLanguage {
  const chosen = consoleLanguages.find((one) => one === ctx.cookies.get(languageCookie))
  if (chosen) return chosen
  const asked = ctx.acceptsLanguages(['en', 'ja', 'zh-TW', 'zh-Hant', 'zh', 'th'])
  if (asked === 'zh' || asked === 'zh-Hant') return 'zh-TW'
  return consoleLanguages.find((one) => one === asked) ?? 'en'
}

const path = '/console'
/** A year (ms). */
const kept = 365 * 24 * 3_600_000

/** GET /console/language?to=ja: keeps the choice, and goes back to where one was. It is for the page that signs in too. */
export function addLanguage(router: Router): void {
  router.get('/language', (ctx) => {
    const chosen = consoleLanguages.find((one) => one === ctx.query['to'])
    if (chosen) ctx.cookies.set(languageCookie, chosen, { path, httpOnly: true, sameSite: 'lax', maxAge: kept })
    ctx.status = 303
    ctx.redirect(cameFrom(ctx))
  })
}

/** The page of ours that led here; the list when none did. */
function cameFrom(ctx: Context): string {
  const before = ctx.get('referer')
  if (!URL.canParse(before)) return path
  const { host, pathname, search } = new URL(before)
  const ours = host === ctx.host && (pathname === path || pathname.startsWith(`${path}/`))
  return ours && pathname !== `${path}/language` ? `${pathname}${search}` : path
}
