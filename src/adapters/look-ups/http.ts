/**
 * Asks a live system by HTTP GET. What it says is outside data and so is what it does: it may answer HTML, 30 MB, a byte a
 * second, nothing, or lead elsewhere.
 */
import type { DeclaredLookUp, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { Failure, LookedUp, LookUp } from '../../ports/look-ups.ts'
import { addressOf } from './http-address.ts'
import {
  endOf,
  headersOf,
  isJson,
  leave,
  parsed,
  readAtMost,
  saidOf,
  troubleOf,
  untilAborted,
  type HttpOptions,
} from './http-answer.ts'
import { thingsOf } from './http-things.ts'
import { toldInLog } from './telling.ts'

/** @returns a look-up that logs its failures: its name and what happened, and never where it asked, what for or with what */
export function openHttpLookUp(
  declared: DeclaredLookUp,
  { url, headers: given, within, hosts }: HttpOptions,
  { log }: { log: Log },
): LookUp {
  const { name, shows, proof } = declared
  const columns = proof ? [...shows, proof.column] : shows
  const headers = headersOf(given)
  const fill = addressOf(
    url,
    hosts,
    declared.arguments.map((argument) => argument.name),
  )

  const lookUp = async (given: Given, signal: AbortSignal): Promise<LookedUp> => {
    const address = fill(given)
    if (!address.ok) return failed(address.lasting ? 'broken' : 'refused', address.detail)
    if (!headers) return failed('broken', 'one of its headers cannot be sent')
    if (signal.aborted) return failed('slow', 'it was ended before it was asked')
    const end = endOf(signal, within)
    const ask = (): Promise<Response> =>
      // Followed, a redirect leads what the headers hold to wherever it likes.
      fetch(address.href, { headers, redirect: 'manual', credentials: 'omit', signal: end })
    const work = async (): Promise<LookedUp> => {
      const response = await ask().catch((error: unknown) => {
        const trouble = troubleOf(error)
        if (end.aborted || !mayPass(trouble.code)) throw error
        log.debug({ lookUp: name, detail: saidOf(trouble) }, 'a look-up is tried once more')
        return ask()
      })
      if (end.aborted) await leave(response)
      return read(response, columns, end)
    }
    try {
      return await untilAborted(work(), end)
    } catch (error) {
      if (end.aborted) return failed('slow', 'nothing, or not all of it, came in time')
      const trouble = troubleOf(error)
      return failed(trouble.what === 'unreached' || trouble.what === 'cut' ? 'down' : 'broken', saidOf(trouble))
    }
  }

  return toldInLog(declared, lookUp, log)
}

const failed = (why: Failure, detail: string): LookedUp => ({ type: 'failed', why, detail })

/**
 * Refused, or broken before there was an answer: a connection that was kept open may have been closed from the other side
 * just then, and a service that is started anew is there again at once. A GET may be asked twice.
 */
const mayPass = (code: string | undefined): boolean =>
  code !== undefined && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code)

async function read(response: Response, columns: readonly string[], end: AbortSignal): Promise<LookedUp> {
  const other = otherThanThere(response.status)
  if (other || !isJson(response)) {
    await leave(response)
    return other ?? failed('broken', 'its answer is not JSON')
  }
  const bytes = await readAtMost(response, end)
  if (!bytes) return failed('too_large', 'its answer is larger than 1 MB')
  const read = parsed(bytes)
  switch (read.type) {
    case 'json':
      return thingsOf(read.answer, columns)
    case 'not_json':
      return failed('broken', 'its answer is not JSON')
    case 'too_many':
      return failed('too_large', 'its answer has more than 20,000 values')
    default:
      return read satisfies never
  }
}

/** What a status says; undefined for 200. */
function otherThanThere(status: number): LookedUp | undefined {
  if (status === 200) return undefined
  if (status === 404 || status === 410) return { type: 'not_found' }
  if (status === 429 || status >= 500) return failed('down', `it answered ${status}`)
  if (status >= 400) return failed('refused', `it answered ${status}`)
  // Often to a page to sign in, or to https, or to the same with a / behind: the operator's to mend, and nothing refused.
  if (status >= 300)
    return failed('broken', `it answered ${status} and leads elsewhere: declare the address it leads to`)
  return failed('broken', `it answered ${status}`)
}
