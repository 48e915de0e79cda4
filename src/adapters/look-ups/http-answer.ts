/** Calls of live systems over HTTP: how long one may take, how much of an answer is read, and what became of a failed one. */
import { z } from 'zod'
import { neverConnected } from '../fetching/unreached.ts'

/** How a look-up or record over HTTP is set up. */
export interface HttpOptions {
  /** With `{argument}` in path or query; a record's has none. */
  url: string
  /** Secrets may stand in them, so none is ever logged. */
  headers: Readonly<Record<string, string>>
  /** For all of a call (ms); of more than 10 s, 10 s. */
  within: number
  /** That may be asked: names, or names with ports. */
  hosts: readonly string[]
}

/** Of an answer, decompressed (bytes). */
const mostBytes = 1_000_000

const longest = 10_000

/** How long a call may take (ms), as a timer takes it. */
export const allowed = (within: number): number => (within > 0 ? Math.ceil(Math.min(within, longest)) : longest)

/** Ends with the caller's signal and when the time is up. */
export const endOf = (signal: AbortSignal, within: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(allowed(within))])

/** The connection's own; another `host` would lead elsewhere on the computer that is asked. */
const own = ['host', 'connection', 'content-length', 'transfer-encoding']

/** What may be sent, with `accept` if it has none; undefined when one of the headers cannot be sent. */
export function headersOf(given: Readonly<Record<string, string>>): Headers | undefined {
  try {
    const headers = new Headers(given)
    if (own.some((name) => headers.has(name))) return undefined
    if (!headers.has('accept')) headers.set('accept', 'application/json')
    return headers
  } catch {
    // What it says quotes the value.
    return undefined
  }
}

/**
 * Waits for work, which has the same signal, and no longer than that. Node's fetch holds its signal weakly, and one that
 * was collected does not end it (nodejs/undici#4984); a listener keeps it.
 */
export async function untilAborted<T>(work: Promise<T>, end: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(end.reason)
  const first = Promise.race([work, aborted])
  end.addEventListener('abort', stop, { once: true })
  if (end.aborted) stop()
  try {
    return await first
  } finally {
    end.removeEventListener('abort', stop)
  }
}

/** Ends the connection of an answer that nobody wants. */
export async function leave({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => undefined)
}

/**
 * The whole body; undefined, and the connection is ended, once it is more than `mostBytes`. What came compressed is
 * counted as it comes out.
 * @throws whatever breaks it; the signal's reason
 */
export async function readAtMost(response: Response, end: AbortSignal): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) {
    await leave(response)
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop ends the connection.
  for await (const chunk of response.body ?? []) {
    end.throwIfAborted()
    length += chunk.length
    if (length > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export const isJson = (response: Response): boolean =>
  /^(?:application\/json|[\w.+-]+\/[\w.+-]+\+json)$/.test(typeOf(response))

export const isPage = (response: Response): boolean => /^(?:text\/html|application\/xhtml\+xml)$/.test(typeOf(response))

const typeOf = ({ headers }: Response): string =>
  (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/** Numbers are texts as they were written: an order's number of 20 digits keeps them, and 12.50 its nought. */
const exact = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value

/**
 * So many values are read with their numbers as written, a call for each, in some 0.1 s, during which nobody else is
 * served; 1 MB can hold half a million.
 */
const mostValues = 20_000
const comma = 0x2c

export type Parsed = { type: 'json'; answer: unknown } | { type: 'not_json' } | { type: 'too_many' }

/** JSON of UTF-8, its numbers as texts. Commas tell how many values there are at most. */
export function parsed(bytes: Uint8Array): Parsed {
  let commas = 0
  for (const byte of bytes) if (byte === comma) commas += 1
  if (commas > mostValues) return { type: 'too_many' }
  try {
    return { type: 'json', answer: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), exact) }
  } catch {
    // What it says quotes the text.
    return { type: 'not_json' }
  }
}

/** Why fetch gave no answer, or not all of one. */
export interface Trouble {
  /**
   * It cannot be sent as it is; nothing was sent, since nobody was reached; the connection broke; what came is no HTTP, or
   * not compressed as it says.
   */
  what: 'unsendable' | 'unreached' | 'cut' | 'garbled'
  /** Only its code tells why: what fetch says may quote a header or the address. */
  code?: string
}

const fault = z.object({ code: z.string().regex(/^\w{1,60}$/) })

export function troubleOf(error: unknown): Trouble {
  const cause = error instanceof Error ? error.cause : undefined
  // A name with several addresses has an error for each.
  const tried: unknown[] = cause instanceof AggregateError && cause.errors.length > 0 ? cause.errors : [cause]
  const code = fault.safeParse(tried[0]).data?.code
  if (code === undefined) return { what: 'cut' }
  if (neverConnected(cause)) return { what: 'unreached', code }
  if (/^(?:UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED)$/.test(code)) return { what: 'unsendable', code }
  return { what: garbled.test(code) ? 'garbled' : 'cut', code }
}

const garbled = /^(?:HPE_|Z_|ERR__|UND_ERR_HEADERS_OVERFLOW)/

/** In words for the operator. */
export function saidOf({ what, code }: Trouble): string {
  const why = code === undefined ? '' : ` (${code})`
  switch (what) {
    case 'unsendable':
      return `it cannot be asked with these headers${why}`
    case 'unreached':
      return `it cannot be reached${why}`
    case 'cut':
      return `the connection broke${why}`
    case 'garbled':
      return `its answer cannot be read${why}`
    default:
      return what satisfies never
  }
}
