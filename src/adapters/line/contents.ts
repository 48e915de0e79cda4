/**
 * What customers sent that is not text, from LINE's data host, with a limit of time and of size. By a `fetch` of our own:
 * a download of the SDK's that breaks in the middle ends the process, and it has no limits.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Contents, Limits, Seen, Unseen, Wanted } from '../../ports/contents.ts'
import type { Log } from '../../ports/log.ts'
import { failureOf } from './answer.ts'
import { recognise } from './content-type.ts'
import type { Tokens } from './tokens.ts'

export interface ContentsOptions {
  tokens: Tokens
  /** An origin. Default: LINE's. */
  dataApiBaseUrl?: string
  log: Log
  /** How long to wait before asking again (ms): for what is being prepared, and after a failure. */
  pause?: number
}

const unseen = (why: Unseen): Seen => ({ type: 'unseen', why })
/** An id goes into an address. LINE's are digits. */
const idShape = /^[\w-]+$/
const preparation = z.object({ status: z.enum(['processing', 'succeeded', 'failed']) })

export function createContents(options: ContentsOptions): Contents {
  const { log, pause = 500 } = options
  return {
    async see(wanted, limits, signal) {
      signal.throwIfAborted()
      if (!idShape.test(wanted.messageId)) return unseen('not_there')
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(limits.ms)])
      const get = getter(options, `/v2/bot/message/${wanted.messageId}/content`, inTime)
      const once = async (): Promise<Seen> => {
        try {
          return await look(get, wanted, limits, () => wait(pause, undefined, { signal: inTime }))
        } catch (error) {
          signal.throwIfAborted()
          if (inTime.aborted) return unseen('too_slow')
          log.warn({ message: wanted.messageId, why: whyOf(error) }, 'what a customer sent could not be fetched')
          return unseen('broken')
        }
      }
      const first = await once()
      if (first.type !== 'unseen' || first.why !== 'broken') return first
      await wait(pause, undefined, { signal: inTime }).catch(() => signal.throwIfAborted())
      return once()
    },
  }
}

/** LINE would not give it; the message is for the operator. */
class NotGiven extends Error {
  override name = 'NotGiven'
}

/** What fetch says may quote the token, so it is told by its code. */
const whyOf = (error: unknown): string => (error instanceof NotGiven ? error.message : failureOf(error).why)

type Get = (path?: '/transcoding') => Promise<Response>

/** Asks the data host with a token; after a 401 once more with another. */
function getter(
  { tokens, dataApiBaseUrl = 'https://api-data.line.me' }: ContentsOptions,
  path: string,
  end: AbortSignal,
): Get {
  const ask = (address: URL, token: string): Promise<Response> =>
    // A redirect could lead the token to another host.
    fetch(address, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual', signal: end })
  return async (suffix) => {
    const address = new URL(path + (suffix ?? ''), dataApiBaseUrl)
    const token = await untilAborted(tokens.get(), end)
    if (!token.ok) throw new NotGiven(token.why)
    const response = await ask(address, token.value)
    if (response.status !== 401) return response
    await response.body?.cancel()
    const other = await untilAborted(tokens.renew(token.value), end)
    if (other === undefined) throw new NotGiven(`LINE does not accept ${tokens.name}`)
    return ask(address, other)
  }
}

async function look(get: Get, { kind }: Wanted, limits: Limits, pause: () => Promise<void>): Promise<Seen> {
  if (kind === 'audio' || kind === 'video') {
    const why = await notPrepared(get, pause)
    if (why) return unseen(why)
  }
  for (;;) {
    const response = await get()
    // LINE: 202 while a large content is being prepared.
    if (response.status === 202) {
      await response.body?.cancel()
      await pause()
      continue
    }
    const refused = response.status === 200 ? undefined : await refusalOf(response)
    if (refused) return unseen(refused)
    const bytes = await readAtMost(response, limits.bytes)
    return bytes ? recognise(bytes, kind) : unseen('too_big')
  }
}

/** Waits until sound or film is ready; what it returns is why it never will be. */
async function notPrepared(get: Get, pause: () => Promise<void>): Promise<Unseen | undefined> {
  for (;;) {
    const response = await get('/transcoding')
    // LINE: 400 for a content that needs no preparing.
    if (response.status === 400) {
      await response.body?.cancel()
      return undefined
    }
    if (response.status !== 200) return refusalOf(response)
    const { status } = preparation.parse(await response.json())
    if (status === 'succeeded') return undefined
    if (status === 'failed') return 'not_prepared'
    await pause()
  }
}

/** @throws NotGiven for what may be otherwise at the next try */
async function refusalOf(response: Response): Promise<Unseen> {
  const { status } = response
  await response.body?.cancel()
  // LINE: 410 when the customer unsent it. What is too old is 404, and nobody promises for how long it is kept.
  if (status === 410) return 'gone'
  if (status === 404 || status === 403) return 'not_there'
  throw new NotGiven(`LINE answered ${status}`)
}

/** The whole body; undefined, and no more is read, once it is more than `most` bytes. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop ends the download.
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
