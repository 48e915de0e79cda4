/** CONSOLE_PASSWORD: the owner's way in until there are accounts. */
import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** @returns whether something is that password, in the same time whatever it is */
export function sameAs(password: string): (given: string) => boolean {
  const key = randomBytes(32)
  // Digests have one length, whatever was typed.
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const right = digest(password)
  return (given) => timingSafeEqual(digest(given), right)
}

/** Of each server in this process: all its consoles have one. */
const versions = new Map<string, { password: string; version: string }>()

/**
 * What sessions are tied to, so that another CONSOLE_PASSWORD ends them. It is kept with them: made slowly, it tells
 * nothing about the password.
 */
export function versionOf(password: string, salt: string): string {
  const made = versions.get(salt)
  if (made?.password === password) return made.version
  const slowly = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 }
  const version = scryptSync(password, salt, 32, slowly).toString('base64url')
  versions.set(salt, { password, version })
  return version
}
