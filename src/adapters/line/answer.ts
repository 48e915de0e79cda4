/**
 * What came of a call of the SDK, as a value: it answered, it surely did not arrive, or nobody knows. The SDK throws
 * `HTTPFetchError` for every status that is not 2xx, and fetch's plain `TypeError` when the network fails.
 */
import { HTTPFetchError } from '@line/bot-sdk'
import { z } from 'zod'
import type { CallResult } from '../../core/outcome.ts'
import { codeOf, neverConnected } from '../fetching/unreached.ts'

/** How the SDK answers from its `…WithHttpInfo` methods. */
export interface Answered {
  httpResponse: Response
  body: unknown
}

/** `body` is the JSON that LINE answered with, whatever the status; nobody has looked at its shape yet. */
export interface Settled {
  result: CallResult
  body?: unknown
}

/**
 * Waits for a call, `ms` at most; never rejects. The SDK cannot be told to give up, so a call that takes longer goes on
 * alone, and whatever comes of it then is heard by nobody (Node's fetch ends it after five minutes).
 * @param timeout what the caller allowed in all (ms), a part of which may be gone
 */
export async function settle(call: Promise<Answered>, ms: number, timeout = ms): Promise<Settled> {
  const settled = call.then(
    ({ httpResponse, body }): Settled => ({ result: { type: 'answered', status: httpResponse.status }, body }),
    (error: unknown): Settled => settledOf(error),
  )
  return (await within(settled, ms)) ?? { result: { type: 'no_answer', why: `nothing within ${timeout / 1000} s` } }
}

/** What comes of a promise within `ms`; undefined when nothing does. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: timeUp, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  return Promise.race([promise, timeUp]).finally(() => clearTimeout(timer))
}

function settledOf(error: unknown): Settled {
  if (!(error instanceof HTTPFetchError)) return { result: failureOf(error) }
  const { status, headers } = error
  const body = parseJson(error.body)
  return { result: { type: 'answered', status, message: messageOf(body), retryAfter: retryAfterOf(headers) }, body }
}

/** A page of a proxy is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A call of `fetch`, ours or the SDK's, to which LINE gave no answer. */
export function failureOf(error: unknown): Exclude<CallResult, { type: 'answered' }> {
  // The SDK read a 2xx and could not parse it: something between us and LINE spoke.
  if (error instanceof SyntaxError) return { type: 'no_answer', why: 'an answer that is not JSON' }
  const cause = error instanceof Error ? error.cause : undefined
  const code = codeOf(cause)
  // Only codes are told: fetch quotes headers in some of its messages, the access token among them.
  if (neverConnected(cause)) return { type: 'not_sent', why: `LINE cannot be reached (${code})` }
  return { type: 'no_answer', why: code ? `the connection broke (${code})` : 'the call failed' }
}

const refusal = z.object({
  message: z.string(),
  details: z.array(z.object({ message: z.string().optional(), property: z.string().optional() })).optional(),
})
const oauthRefusal = z.object({ error: z.string(), error_description: z.string().optional() })

/**
 * LINE: `{message, details: [{message, property}]}`, and where tokens are issued also `{error, error_description}`. A
 * page of a proxy has none. At most 300 characters.
 */
function messageOf(body: unknown): string | undefined {
  const { data } = refusal.safeParse(body)
  const oauth = oauthRefusal.safeParse(body).data
  if (!data) return oauth && [oauth.error, oauth.error_description].filter(Boolean).join(': ').slice(0, 300)
  const details = data.details?.map(({ message, property }) => [property, message].filter(Boolean).join(': ')) ?? []
  return [data.message, ...details.filter((detail) => detail !== '')].join('; ').slice(0, 300)
}

/** `Retry-After` in ms: it comes as seconds or as a date. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
