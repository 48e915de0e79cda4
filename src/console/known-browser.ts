/**
 * Browsers from which somebody has signed in before, by a cookie that says under which names. It opens nothing: it only
 * keeps those who try other people's names from using up the tries of whoever is at their own device.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import { isHttps } from './access.ts'

const cookie = 'kidoku_known'
const path = '/console'
/** ms */
const life = 365 * 24 * 3_600_000
/** Names on one device that several use. */
const most = 8

export interface KnownBrowsers {
  /** What this browser is counted by, if the name (its `nameKey`) has signed in here before. */
  find(ctx: Context, name: string): string | undefined
  remember(ctx: Context, name: string): void
}

/** @param secret what the cookies are signed with; the same after a restart */
export function createKnownBrowsers(secret: string): KnownBrowsers {
  const sign = (id: string, name: string): string =>
    createHmac('sha256', secret).update(`${id}\n${name}`).digest('base64url').slice(0, 22)
  const read = (ctx: Context): { id: string; marks: string[] } => {
    const [id = '', ...marks] = (ctx.cookies.get(cookie) ?? '').split('.')
    return { id, marks: marks.slice(0, most) }
  }
  const isMarked = (id: string, marks: string[], name: string): boolean => {
    const right = Buffer.from(sign(id, name))
    return marks.some((mark) => mark.length === right.length && timingSafeEqual(Buffer.from(mark, 'latin1'), right))
  }
  return {
    find(ctx, name) {
      const { id, marks } = read(ctx)
      return isMarked(id, marks, name) ? id : undefined
    },
    remember(ctx, name) {
      const before = read(ctx)
      if (isMarked(before.id, before.marks, name)) return
      // Marks of another id are worth nothing; one that we did not make could be known to others.
      const isOurs = /^[\w-]{22}$/.test(before.id) && before.marks.length > 0
      const id = isOurs ? before.id : randomBytes(16).toString('base64url')
      const marks = [sign(id, name), ...(isOurs ? before.marks : [])].slice(0, most)
      const secure = isHttps(ctx)
      ctx.cookies.secure = secure
      ctx.cookies.set(cookie, [id, ...marks].join('.'), {
        path,
        httpOnly: true,
        sameSite: 'strict',
        secure,
        maxAge: life,
      })
    },
  }
}
