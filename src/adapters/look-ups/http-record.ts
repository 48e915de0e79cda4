/**
 * Records by HTTP POST of JSON, with `Idempotency-Key` as the IETF drafts it (draft-ietf-httpapi-idempotency-key-header-07
 * of October 2025, not a standard): a structured field whose value is a string, so the key stands in quotation marks. It is
 * tried once; trying again with the same key is the outbox's.
 */
import type { DeclaredRecord, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { Recorded, Sink } from '../../ports/look-ups.ts'
import { valuesOf, type Give } from './give.ts'
import { addressOf } from './http-address.ts'
import {
  endOf,
  headersOf,
  isJson,
  isPage,
  leave,
  parsed,
  readAtMost,
  saidOf,
  troubleOf,
  untilAborted,
  type HttpOptions,
} from './http-answer.ts'
import { isKey, referenceIn } from './record-shapes.ts'

export interface HttpRecordOptions extends HttpOptions {
  /** Missing: each argument by its name. */
  give?: Give
}

/** @returns a sink that logs what was not confirmed: its name and what happened, never what was to be recorded or where */
export function openHttpSink(
  declared: DeclaredRecord,
  { url, headers: given, within, hosts, give }: HttpRecordOptions,
  { log }: { log: Log },
): Sink {
  const { name } = declared
  const address = addressOf(url, hosts, [])({})
  const headers = headersOf(given)
  headers?.set('content-type', 'application/json')

  const post = async (given: Given, key: string, signal: AbortSignal): Promise<Recorded> => {
    if (!address.ok) return refused(address.detail)
    if (!headers) return refused('one of its headers cannot be sent')
    if (!isKey(key)) return refused('its key is none')
    const gives = valuesOf(give, given)
    if (!gives.ok) return refused(gives.detail)
    if (signal.aborted) return { type: 'not_recorded', why: 'slow', detail: 'it was ended before it was sent' }
    const end = endOf(signal, within)
    const own = new Headers(headers)
    own.set('idempotency-key', `"${key}"`)
    try {
      const body = JSON.stringify(gives.values)
      const asking = fetch(address.href, {
        method: 'POST',
        headers: own,
        body,
        // Followed, a redirect becomes a GET whose 200 would pass for "recorded".
        redirect: 'manual',
        credentials: 'omit',
        signal: end,
      })
      const response = await untilAborted(asking, end)
      const outcome = outcomeOf(response)
      if (outcome.type === 'confirmed') return { ...outcome, reference: await referenceOf(response, end) }
      await leave(response)
      return outcome
    } catch (error) {
      // How far a call had come that was ended, nobody tells.
      if (end.aborted) return unknown('no answer came in time')
      const trouble = troubleOf(error)
      const detail = saidOf(trouble)
      if (trouble.what === 'unsendable') return refused(detail)
      return trouble.what === 'unreached' ? { type: 'not_recorded', why: 'down', detail } : unknown(detail)
    }
  }

  return {
    declared,
    async record(given, key, signal) {
      const recorded = await post(given, key, signal)
      if (recorded.type !== 'confirmed') {
        const { type: outcome, ...rest } = recorded
        log.warn({ record: name, outcome, ...rest }, 'a record was not confirmed')
      }
      return recorded
    },
  }
}

const refused = (detail: string): Recorded => ({ type: 'refused', detail })
const unknown = (detail: string): Recorded => ({ type: 'unknown', detail })

function outcomeOf(response: Response): Recorded {
  const { status, ok } = response
  const said = `it answered ${status}`
  if (ok) {
    // Asked for JSON, a page is somebody else speaking: a sign-in, a proxy, a host that is parked.
    return isPage(response) ? unknown(`${said} with a page, which confirms nothing`) : { type: 'confirmed' }
  }
  switch (status) {
    // RFC 9110, 15.4.4: what came of the POST is to be seen elsewhere, so something may have come of it.
    case 303:
      return unknown(said)
    case 408:
      return { type: 'not_recorded', why: 'slow', detail: said }
    // The draft: the same key is under way and may yet fail. Others: something like it stands there, which may be ours of
    // an earlier try or another customer's. The same key again is answered with what came of the first.
    case 409:
      return unknown(`${said}: it is under way, or something like it stands there`)
    case 425:
    case 429:
      return { type: 'not_recorded', why: 'down', detail: said }
    default:
      if (status >= 500) return unknown(said)
      return refused(status >= 400 ? said : `${said} and leads elsewhere: declare the address it leads to`)
  }
}

/** That it is recorded does not hang on it. */
async function referenceOf(response: Response, end: AbortSignal): Promise<string | undefined> {
  try {
    if (!isJson(response)) {
      await leave(response)
      return undefined
    }
    const bytes = await untilAborted(readAtMost(response, end), end)
    const read = bytes && parsed(bytes)
    return read?.type === 'json' ? referenceIn(read.answer) : undefined
  } catch {
    return undefined
  }
}
