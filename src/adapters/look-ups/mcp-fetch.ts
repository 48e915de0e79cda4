/**
 * What the SDK's transport for Streamable HTTP fetches with. By itself the transport follows redirects within a host, reads
 * an answer of any size, lets a request go on that nobody waits for any more, and waits for ever when a stream of events
 * ends without the answer. So each request is asked here, once, and the transport is handed one answer, whole.
 */
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import { z } from 'zod'
import { endOf, leave, troubleOf, untilAborted } from './http-answer.ts'
import { byStatus, byTrouble, notCalled, tooLarge, tooMany, Unanswered } from './mcp-called.ts'
import { eventsOf } from './mcp-events.ts'
import { answeredBy, messageOf } from './mcp-message.ts'

/** For a call, and for each step of getting to know each other (ms). */
const longest = 10_000
/** For telling that it is over (ms). */
const parting = 1_000
/** Of all that comes before an answer, and of the answer (bytes). */
const mostBytes = 1_000_000

const sent = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  params: z.looseObject({ requestId: z.unknown().optional() }).optional(),
})

/** @param headers that are declared; the SDK does not see them */
export function fetchOnly(href: string, headers: Headers): FetchLike {
  const asked = new Map<unknown, AbortController>()

  const ask = async (init: RequestInit, end: AbortSignal): Promise<Response> => {
    const own = new Headers(init.headers)
    for (const [name, value] of headers) own.set(name, value)
    const request = { ...init, headers: own, redirect: 'manual', credentials: 'omit', signal: end } as const
    return untilAborted(fetch(href, request), end)
  }

  const post = async (init: RequestInit): Promise<Response> => {
    const { id, params } = sent.parse(JSON.parse(typeof init.body === 'string' ? init.body : ''))
    // Whoever does not wait any more says so to the server, and the SDK leaves the request as it is.
    if (params?.requestId !== undefined) asked.get(params.requestId)?.abort()
    const given = new AbortController()
    if (id !== undefined) asked.set(id, given)
    const end = endOf(AbortSignal.any([given.signal, ...(init.signal ? [init.signal] : [])]), longest)
    try {
      const response = await ask(init, end)
      if (!response.ok) {
        await leave(response)
        throw new Unanswered(byStatus(response.status, new Headers(init.headers).has('mcp-session-id')))
      }
      if (id === undefined) {
        await leave(response)
        return new Response(null, { status: 202 })
      }
      const body = await untilAborted(answerTo(id, response), end)
      const session = response.headers.get('mcp-session-id')
      const type = { 'content-type': 'application/json' }
      return new Response(body, { headers: session === null ? type : { ...type, 'mcp-session-id': session } })
    } catch (error) {
      if (error instanceof Unanswered) throw error
      if (init.signal?.aborted) throw new Unanswered(notCalled('down', 'perhaps', 'it was closed'))
      // By its code only: what it says may quote a header or an address.
      throw new Unanswered(
        end.aborted
          ? notCalled('slow', 'perhaps', 'nothing, or not all of it, came in time')
          : byTrouble(troubleOf(error)),
      )
    } finally {
      // Also what nobody has read to its end.
      given.abort()
      if (id !== undefined) asked.delete(id)
    }
  }

  return async (_url, init = {}) => {
    if (init.method === 'POST') return post(init)
    // Otherwise a stream is asked for, of what the server would tell unasked: nothing of that is of use.
    if (init.method === 'DELETE') await leave(await ask(init, AbortSignal.timeout(parting)))
    return new Response(null, { status: 405 })
  }
}

/** The message that answers it, as JSON. @throws Unanswered */
async function answerTo(id: string | number, response: Response): Promise<string> {
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const chunks = limited(response)
  if (type === 'application/json') {
    const pieces: Uint8Array[] = []
    for await (const chunk of chunks) pieces.push(chunk)
    const answer = answerIn(Buffer.concat(pieces), id)
    if (answer !== undefined) return answer
    throw new Unanswered(notCalled('broken', 'perhaps', 'its answer is none to what it was asked'))
  }
  if (type === 'text/event-stream') {
    for await (const data of eventsOf(chunks)) {
      const answer = answerIn(Buffer.from(data), id)
      if (answer !== undefined) return answer
    }
    throw new Unanswered(notCalled('down', 'perhaps', 'its answer ended before it was there'))
  }
  await leave(response)
  throw new Unanswered(notCalled('broken', 'perhaps', 'its answer is neither JSON nor a stream of events'))
}

function answerIn(bytes: Uint8Array, id: string | number): string | undefined {
  const read = messageOf(bytes, (one) => one === id)
  if (read.type === 'too_many') throw new Unanswered(tooMany)
  return read.type === 'message' && answeredBy(read.message) === id ? JSON.stringify(read.message) : undefined
}

/** Leaving the loop ends the connection. @throws Unanswered when there is more than is read */
async function* limited(response: Response): AsyncGenerator<Uint8Array> {
  let length = Number(response.headers.get('content-length') ?? 0)
  if (length > mostBytes) {
    await leave(response)
    throw new Unanswered(tooLarge)
  }
  length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > mostBytes) throw new Unanswered(tooLarge)
    yield chunk
  }
}
