/**
 * Channel access tokens v2.1 (`/oauth2/v2.1/token`): issued for an assertion, a JWT signed with a private key whose
 * public half is registered in the LINE Developers console. LINE: RS256, 30 minutes at most for the assertion, 30 days
 * for the token, and 30 tokens at a time.
 */
import { readFile } from 'node:fs/promises'
import { importJWK, SignJWT, type CryptoKey } from 'jose'
import { z } from 'zod'
import { ask, clientFor } from './issue.ts'
import type { Issue, Issued } from './renewing.ts'

/** With what it was issued for, and LINE's own id of it. */
export interface AssertedToken extends Issued {
  keyId?: string
  /** The `kid` of the key that signed. */
  signedBy: string
}

export interface AssertionOptions {
  channelId: string
  /** A private RSA key as a JWK with its `kid`. */
  keyFile: string
  apiBaseUrl?: string
  now: () => number
}

/** Half of what LINE allows, so that this computer's clock may be wrong by a quarter of an hour either way. */
const assertionLife = 15 * 60
const tokenLife = 30 * 24 * 3_600
const bearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function assertionIssuer({ channelId, keyFile, apiBaseUrl, now }: AssertionOptions) {
  const client = clientFor(apiBaseUrl)
  return async (): Promise<Issue<AssertedToken>> => {
    const read = await readKey(keyFile)
    if (!read.ok) return read
    const from = now()
    const signed = await sign(read, channelId, from)
    if (!signed.ok) return signed
    const asked = await ask(client.issueChannelTokenByJWTWithHttpInfo('client_credentials', bearer, signed.assertion))
    switch (asked.type) {
      case 'issued': {
        const { value, lifeMs, keyId } = asked
        return { ok: true, token: { value, from, until: from + lifeMs, keyId, signedBy: read.kid } }
      }
      case 'failed':
        return { ok: false, why: asked.why }
      case 'refused':
        return { ok: false, why: asked.why, remedy: remedyFor(asked.status, asked.why) }
      default:
        return asked satisfies never
    }
  }
}

/** A key file that will not do: what is wrong with it, and the remedy. */
type Wrong = { ok: false; why: string; remedy: string }
const wrong = (why: string, remedy: string): Wrong => ({ ok: false, why: `LINE_ASSERTION_KEY_FILE ${why}`, remedy })

async function sign(
  { key, kid }: ReadKey,
  channelId: string,
  now: number,
): Promise<{ ok: true; assertion: string } | Wrong> {
  const token = new SignJWT({ token_exp: tokenLife })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(channelId)
    .setSubject(channelId)
    .setAudience('https://api.line.me/')
    .setExpirationTime(Math.floor(now / 1_000) + assertionLife)
  try {
    return { ok: true, assertion: await token.sign(key) }
  } catch {
    return wrong('holds a key that cannot sign', 'make a pair of RSA keys of 2048 bits, as LINE asks for')
  }
}

/** LINE tells the 31st token by nothing but its words. */
function remedyFor(status: number, why: string): string {
  if (/maximum number/i.test(why)) {
    return 'LINE lets 30 tokens of a channel live at a time: revoke some that are not used, or remove LINE_ASSERTION_KEY_FILE and have tokens issued for the channel secret, of which there may be any number'
  }
  if (status === 404) {
    return 'the kid in LINE_ASSERTION_KEY_FILE is none of this channel: register the public key in the LINE Developers console, Basic settings tab, Assertion Signing Key, and write the kid that it shows into the file'
  }
  return 'check that LINE_CHANNEL_ID is the channel that the key in LINE_ASSERTION_KEY_FILE is registered with, that the private key belongs to the public one registered there, and that this computer’s clock is right'
}

const jwk = z.looseObject({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  kid: z.string().min(1).optional(),
})

interface ReadKey {
  ok: true
  key: CryptoKey
  kid: string
}

/** Read each time, so that a file that was wrong can be put right while the server runs. */
export async function readKey(file: string): Promise<ReadKey | Wrong> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return wrong('cannot be read', 'give the path of the private key, a file that this user may read')
  }
  try {
    const { kid, ...key } = jwk.parse(JSON.parse(text.replace(/^\uFEFF/, '')))
    if (kid === undefined) {
      const where = 'LINE Developers console, Basic settings tab, Assertion Signing Key'
      return wrong('holds a key without kid', `write the kid into it that the ${where} shows, such as "kid": "…"`)
    }
    const imported = await importJWK({ ...key, kty: 'RSA' }, 'RS256')
    if (imported instanceof Uint8Array) throw new Error('a secret, not a key')
    return { ok: true, key: imported, kid }
  } catch {
    // What the parsers say quotes the key.
    return wrong('holds no private RSA key as a JWK', 'write the private key there as JSON with kty, n, e, d and kid')
  }
}
