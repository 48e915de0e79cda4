/**
 * Passwords as they are kept: scrypt, with a salt of its own and its parameters beside it, so that these can be raised
 * and older hashes still hold.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** 128 MB and a third of a second for each guess (OWASP's first choice for scrypt). */
const now = { N: 2 ** 17, r: 8, p: 1 }
const length = 32

// The limits keep a mistyped file from asking for all the memory there is.
export const passwordHashSchema = z.object({
  type: z.literal('scrypt'),
  N: z
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: z.base64url().min(1),
  hash: z.base64url().min(1),
})
export type PasswordHash = z.infer<typeof passwordHashSchema>

/** One at a time: each holds its memory, and a thread of those that also write the inbox. */
let last: Promise<unknown> = Promise.resolve()

function derive(password: string, salt: Buffer, { N, r, p }: typeof now, bytes: number): Promise<Buffer> {
  const derived = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        // Keyboards write the same letter in more than one way.
        const options = { N, r, p, maxmem: 256 * N * r }
        scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)))
      }),
  )
  last = derived.catch(() => undefined)
  return derived
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, now, length)
  return { type: 'scrypt', ...now, salt: salt.toString('base64url'), hash: hash.toString('base64url') }
}

/** @param kept undefined: nobody's; as much work, and never right */
export async function isPassword(password: string, kept: PasswordHash | undefined): Promise<boolean> {
  const { N, r, p } = kept ?? now
  const right = kept ? Buffer.from(kept.hash, 'base64url') : Buffer.alloc(length)
  const salt = kept ? Buffer.from(kept.salt, 'base64url') : Buffer.alloc(16)
  const same = timingSafeEqual(await derive(password, salt, { N, r, p }, right.length), right)
  return same && kept !== undefined
}
