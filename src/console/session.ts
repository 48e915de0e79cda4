/** The session of whoever is at the browser: a secret in a cookie, which is looked up anew at each request. */
import { createHmac } from 'node:crypto'
import type { Context } from 'koa'
import type { KeptAccount, Member } from '../ports/accounts.ts'
import type { Session, Sessions } from '../ports/sessions.ts'
import { isHttps } from './access.ts'

const cookie = 'kidoku_console'
const path = '/console'

/** Who signs in with CONSOLE_PASSWORD. */
export const ownerName = 'Owner'

export const secretOf = (ctx: Context): string | undefined => ctx.cookies.get(cookie)

/** @param maxAge ms */
export function setSecret(ctx: Context, secret: string, maxAge: number): void {
  // Koa would refuse a secure cookie behind a proxy that speaks http to us.
  const secure = isHttps(ctx)
  ctx.cookies.secure = secure
  ctx.cookies.set(cookie, secret, { path, httpOnly: true, sameSite: 'strict', secure, maxAge })
}

export const clearSecret = (ctx: Context): void => void ctx.cookies.set(cookie, null, { path })

/**
 * The member of a session, as the accounts are now: a role holds from the next request on, and a removed account or a
 * changed password ends what was signed in with it.
 * @param version of CONSOLE_PASSWORD; it counts only while there are no accounts
 */
export function memberOf(
  session: Session,
  secret: string,
  accounts: readonly KeptAccount[],
  version: string | undefined,
): Member | undefined {
  const formToken = createHmac('sha256', secret).update('form').digest('base64url')
  if (session.name === undefined) {
    const holds = accounts.length === 0 && version !== undefined && session.version === version
    return holds ? { name: ownerName, role: 'owner', formToken } : undefined
  }
  const account = accounts.find((one) => one.name === session.name && one.version === session.version)
  return account && { name: account.name, role: account.role, formToken }
}

/** Ends the session that the browser brought, if it is one. */
export async function endOwn(ctx: Context, sessions: Sessions): Promise<void> {
  const session = await sessions.find(secretOf(ctx))
  if (session) await sessions.end(session.id)
}
