/**
 * Messages to and from a child's standard input and output. The SDK's own transport hands its child four more names of the
 * environment, takes an order's number of 20 digits for another, ends the server over one answer that is too large, and
 * waits for as long as anything the server has started holds its output open.
 */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import { tooLarge, tooMany, Unanswered, type NotCalled } from './mcp-called.ts'
import type { Child } from './mcp-child.ts'
import { linesFor } from './mcp-lines.ts'
import { answeredBy, messageOf } from './mcp-message.ts'

/** What a child may write without answering anything (bytes): from then on it only keeps us busy. */
const mostBetween = 100_000_000

const isRequestId = (id: unknown): id is RequestId => typeof id === 'number' || typeof id === 'string'

export function overChild(child: Child): Transport {
  const awaited = new Set<RequestId>()
  let unanswered = 0
  let isClosed = false

  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    child.stdout.off('data', hear)
    // Read on, unheard: a child whose output is full does not come to see that its input has ended.
    child.stdout.resume()
    transport.onclose?.()
    await child.end()
  }
  const fail = (id: RequestId, called: NotCalled): void => {
    awaited.delete(id)
    // The SDK hands on what `data` is, and no message that was parsed holds one of these.
    const error = { code: -32000, message: 'no answer', data: new Unanswered(called) }
    transport.onmessage?.({ jsonrpc: '2.0', id, error })
  }
  const lines = linesFor({
    line(bytes) {
      const read = messageOf(bytes, (id) => isRequestId(id) && awaited.has(id))
      if (read.type === 'too_many' && isRequestId(read.id)) fail(read.id, tooMany)
      if (read.type !== 'message') return
      const id = answeredBy(read.message)
      if (id !== undefined) {
        unanswered = 0
        awaited.delete(id)
      }
      transport.onmessage?.(read.message)
    },
    tooLong(ends) {
      const id = idAt(ends)
      // When nobody can tell which it was, none of them waits for what may be it.
      for (const one of awaited) if (id === undefined || one === id) fail(one, tooLarge)
    },
  })
  const hear = (chunk: Buffer): void => {
    unanswered += chunk.length
    lines(chunk)
    if (unanswered > mostBetween) void close()
  }

  const transport: Transport = {
    async start() {
      child.stdout.on('data', hear)
      void child.ended.then(close)
    },
    async send(message) {
      if (isClosed) throw new Error('closed')
      note(message, awaited)
      // Not waited for: a child that reads nothing is noticed by its not answering.
      child.stdin.write(`${JSON.stringify(message)}\n`)
    },
    close,
  }
  return transport
}

/** Which answers are awaited now that this is sent. */
function note(message: JSONRPCMessage, awaited: Set<RequestId>): void {
  if (!('method' in message)) return
  if ('id' in message) awaited.add(message.id)
  const { requestId } = message.params ?? {}
  if (message.method === 'notifications/cancelled' && typeof requestId === 'number') awaited.delete(requestId)
}

/** Which it answers: some SDKs write the id first, others last. */
function idAt({ head, tail }: { head: string; tail: string }): number | undefined {
  const [, found] =
    /^\s*\{\s*"jsonrpc"\s*:\s*"2\.0"\s*,\s*"id"\s*:\s*(\d{1,9})\s*,/.exec(head) ??
    /\}\s*,\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,9})\s*\}\s*$/.exec(tail) ??
    []
  return found === undefined ? undefined : Number(found)
}
