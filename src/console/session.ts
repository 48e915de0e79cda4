/**
 * Sessions: a signed cookie says until when somebody is signed in. Nothing is kept on this side but who signed out. The
 * key comes from the password, slowly, so that a changed password ends every session and a stolen cookie tells nothing
 * about the password.
 */
import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/** A week (ms): a phone behind the counter is not asked every evening. */
export const sessionLife = 7 * 24 * 3_600_000

export interface Sessions {
  /** A new session's token, for the cookie. */
  begin(): string
  isAlive(token: string | undefined): boolean
  /** From now on this token is worth nothing. */
  end(token: string | undefined): void
}

export function createSessions(password: string, clock: Pick<Clock, 'now'>): Sessions {
  const key = scryptSync(password, 'kidoku console session', 32)
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  /** Tokens signed out before their time, with when that time comes. */
  const over = new Map<string, number>()

  /** When a token ends (ms); undefined for one that we did not make. */
  const endOf = (token: string): number | undefined => {
    const [id, end, signature] = token.split('.')
    if (!id || !end || !signature) return undefined
    const given = Buffer.from(signature, 'base64url')
    const right = sign(`${id}.${end}`)
    return given.length === right.length && timingSafeEqual(given, right) ? Number(end) : undefined
  }

  return {
    begin() {
      const text = `${randomBytes(16).toString('base64url')}.${clock.now() + sessionLife}`
      return `${text}.${sign(text).toString('base64url')}`
    },
    isAlive(token) {
      const end = token === undefined ? undefined : endOf(token)
      return token !== undefined && end !== undefined && clock.now() < end && !over.has(idOf(token))
    },
    end(token) {
      const end = token === undefined ? undefined : endOf(token)
      if (token === undefined || end === undefined) return
      for (const [id, until] of over) if (until <= clock.now()) over.delete(id)
      over.set(idOf(token), end)
    },
  }
}

const idOf = (token: string): string => token.slice(0, token.indexOf('.'))
