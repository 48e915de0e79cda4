/**
 * LINE's side of channel access tokens: stateless ones for channel id and secret, and v2.1 ones for an assertion signed
 * with a key whose public half is registered. Checked by hand, so that the bot's JOSE library is not its own judge.
 */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'
import type { Answer } from './bot-calls.ts'
import { token } from './events.ts'

/** LINE: this many v2.1 tokens may live at a time. */
const MOST_TOKENS = 30
const LONGEST_TOKEN_S = 30 * 24 * 60 * 60
const LONGEST_ASSERTION_S = 30 * 60
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const Stateless = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
})
const Asserted = z.object({ client_assertion_type: z.literal(JWT_BEARER), client_assertion: z.string() })
const Header = z.object({ alg: z.literal('RS256'), typ: z.literal('JWT'), kid: z.string() })
const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.literal('https://api.line.me/'),
  exp: z.number(),
  token_exp: z.number().int().min(1).max(LONGEST_TOKEN_S).optional(),
})

const refuse = (status: number, body: unknown): Answer => ({ status, body, effect: false })
const invalidClient = (why: string): Answer => refuse(400, { error: 'invalid_client', error_description: why })

export class ChannelTokens {
  readonly channelId: string
  /** Public keys registered in the console, by the key id it gave them. */
  readonly keys = new Map<string, JsonWebKey>()
  /** How long issued tokens live (s), to be set by tests. `asserted` shortens what an assertion asks for. */
  readonly lives: { stateless: number; asserted?: number } = { stateless: 900 }
  readonly #secret: string
  readonly #now: () => number
  #issued: { value: string; keyId?: string; until: number }[] = []

  constructor(channelId: string, secret: string, now: () => number) {
    this.channelId = channelId
    this.#secret = secret
    this.#now = now
  }

  isAlive(value: string): boolean {
    return this.#living().some((one) => one.value === value)
  }

  /** Key ids of the v2.1 tokens that live. */
  get keyIds(): string[] {
    return this.#living().flatMap(({ keyId }) => keyId ?? [])
  }

  /** Ends all that were issued. (LINE cannot revoke stateless ones; tests want that too.) */
  revokeAll(): void {
    this.#issued = []
  }

  issueStateless(form: unknown): Answer {
    const parsed = Stateless.safeParse(form)
    if (parsed.data?.client_id !== this.channelId || parsed.data.client_secret !== this.#secret)
      return refuse(400, { error: 'invalid_request', error_description: "Invalid 'client_credentials'." })
    const { value } = this.#issue(this.lives.stateless)
    const body = { token_type: 'Bearer', access_token: value, expires_in: this.lives.stateless }
    return { status: 200, body, effect: true }
  }

  issueForAssertion(form: unknown): Answer {
    const checked = this.#check(form)
    if ('status' in checked) return checked
    if (checked.token_exp === undefined) return invalidClient('Invalid token_exp')
    if (this.keyIds.length >= MOST_TOKENS)
      return refuse(400, { message: 'The maximum number of access tokens has already been issued' })
    const life = Math.min(checked.token_exp, this.lives.asserted ?? LONGEST_TOKEN_S)
    const { value, keyId } = this.#issue(life, token(11))
    const body = { access_token: value, token_type: 'Bearer', expires_in: life, key_id: keyId }
    return { status: 200, body, effect: true }
  }

  listKeyIds(query: unknown): Answer {
    const checked = this.#check(query)
    return 'status' in checked ? checked : { status: 200, body: { kids: this.keyIds }, effect: false }
  }

  #living(): { value: string; keyId?: string; until: number }[] {
    this.#issued = this.#issued.filter(({ until }) => until > this.#now())
    return this.#issued
  }

  #issue(lifeS: number, keyId?: string): { value: string; keyId?: string } {
    const issued = { value: token(64), keyId, until: this.#now() + lifeS * 1000 }
    this.#issued.push(issued)
    return issued
  }

  #check(form: unknown): z.infer<typeof Claims> | Answer {
    const asserted = Asserted.safeParse(form)
    const [header = '', payload = '', signature = '', ...more] = asserted.data?.client_assertion.split('.') ?? []
    const head = Header.safeParse(decode(header))
    const claims = Claims.safeParse(decode(payload))
    if (!asserted.success || !head.success || !claims.success || more.length > 0)
      return invalidClient('Invalid client_assertion')
    const jwk = this.keys.get(head.data.kid)
    if (!jwk) return refuse(404, { message: 'Cannot find channel key that satisfies the conditions' })
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const { iss, sub, exp } = claims.data
    if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
      return invalidClient('Invalid signature')
    if (iss !== this.channelId || sub !== iss) return invalidClient('iss and clientId of key do not match')
    const left = exp - this.#now() / 1000
    if (left <= 0 || left > LONGEST_ASSERTION_S) return invalidClient('Invalid exp')
    return claims.data
  }
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}
