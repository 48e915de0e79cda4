/** A message of an MCP server, out of bytes. Loaded with the SDK: only when a server is used. */
import { JSONRPCMessageSchema, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { parsed } from './http-answer.ts'

export type ReadMessage =
  | { type: 'message'; message: JSONRPCMessage }
  /** It has more values than are read. */
  | { type: 'too_many'; id: unknown }
  | { type: 'none' }

const structured = z.looseObject({
  result: z.looseObject({ structuredContent: z.unknown().optional() }),
})
const brace = 0x7b

/**
 * @param isWanted for an answer, by what it answers. What is neither wanted nor a request is not looked at any further:
 *   of that there may be a lot.
 * @returns the message, with each number in a result's `structuredContent` as a text: the SDK's own reading makes another
 *   of an order's number of 20 digits
 */
export function messageOf(bytes: Uint8Array, isWanted: (id: unknown) => boolean): ReadMessage {
  let plain = bytes[0] === brace ? jsonOf(bytes) : undefined
  if (typeof plain !== 'object' || plain === null || !('id' in plain)) return { type: 'none' }
  const { id } = plain
  if (!('method' in plain) && !isWanted(id)) return { type: 'none' }
  const answer = structured.safeParse(plain).data
  if (answer?.result.structuredContent !== undefined) {
    const read = parsed(bytes)
    if (read.type === 'too_many') return { type: 'too_many', id }
    const exact = read.type === 'json' ? structured.safeParse(read.answer).data : undefined
    answer.result.structuredContent = exact?.result.structuredContent
    plain = answer
  }
  const { success, data } = JSONRPCMessageSchema.safeParse(plain)
  return success ? { type: 'message', message: data } : { type: 'none' }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // What it says quotes the text.
    return undefined
  }
}

/** The id of what a message answers. */
export const answeredBy = (message: JSONRPCMessage): RequestId | undefined =>
  'result' in message || 'error' in message ? message.id : undefined
