/**
 * Who may see the console while there are no accounts. With a password: whoever signs in. Without one it is open only
 * where nobody else can reach it (the simulator on a loopback address), and off everywhere else: a tunnel or proxy makes
 * every visitor look local. With accounts it is always their name and password.
 */
import { createHmac } from 'node:crypto'
import type { Context } from 'koa'
import { isLoopback } from '../loopback.ts'
import type { Member } from '../ports/accounts.ts'

export type Access =
  | { type: 'password'; password: string }
  | { type: 'open' }
  /** `channel`: real customers' messages; `reachable`: the simulator on an address that others can reach. */
  | { type: 'off'; why: 'channel' | 'reachable' }

export interface AccessSettings {
  /** CONSOLE_PASSWORD */
  password?: string
  /** The simulator plays LINE. */
  simulator: boolean
  /** Where the server listens. */
  host: string
}

export function accessOf({ password, simulator, host }: AccessSettings): Access {
  if (password !== undefined) return { type: 'password', password }
  if (!simulator) return { type: 'off', why: 'channel' }
  return isLoopback(host) ? { type: 'open' } : { type: 'off', why: 'reachable' }
}

/**
 * Who uses an open console. Other sites do not know the form token either, and it is the same after a restart: whoever
 * has a page open goes on with it.
 * @param salt of the sessions
 */
export const openMember = (salt: string): Member => ({
  name: 'Staff',
  role: 'owner',
  formToken: createHmac('sha256', salt).update('form of an open console').digest('base64url'),
})

/**
 * Whether a request to an open console comes from this machine and was not passed on. The name in `Host` is looked at
 * too: a page elsewhere may point a name of its own at 127.0.0.1 (DNS rebinding), and its visitor's browser would read
 * everything here.
 */
export function isFromHere({ req, request }: Context): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']
  if (passedOn.some((name) => req.headers[name] !== undefined)) return false
  const from = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return isLoopback(from) && isLoopback(request.hostname)
}

/**
 * Whether a form was sent by the console's own page. Browsers say so in `Sec-Fetch-Site` (over https and on localhost),
 * else in `Origin`; what sends neither is no browser and holds nobody's cookie by accident.
 */
export function isOwnForm({ req, request }: Context): boolean {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = req.headers
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === request.host
}

/**
 * Whether the browser came by https. A proxy's word is enough: whoever lies here gets a cookie of its own that it cannot
 * send back, and no other site can make a browser lie.
 */
export function isHttps({ req, request }: Context): boolean {
  const proto = request.get('x-forwarded-proto').split(',')[0]?.trim()
  return request.secure || proto === 'https' || (req.headers.origin ?? '').startsWith('https://')
}
