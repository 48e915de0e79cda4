/** The SDK's client with its transport. Loaded when a server is first used, as all that loads the SDK. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import { addressOf } from './http-address.ts'
import { headersOf, untilAborted } from './http-answer.ts'
import { byCode, notCalled, Unanswered, type NotCalled } from './mcp-called.ts'
import { startChild } from './mcp-child.ts'
import { fetchOnly } from './mcp-fetch.ts'
import type { Connecting, Connection, McpSource, Program, Service } from './mcp-server.ts'
import { overChild } from './mcp-stdio.ts'

/** Longer than anybody waits (ms): who gives up says so. */
const timeout = 60_000

/** With neither of the two it is something else than a tool's result, such as a task that is to be asked for later. */
const toolResult = z
  .object({
    content: z.array(z.unknown()).optional(),
    structuredContent: z.unknown().optional(),
    isError: z.unknown().optional(),
  })
  .refine(({ content, structuredContent }) => content !== undefined || structuredContent !== undefined)
  .transform(({ isError, ...rest }) => ({ ...rest, isError: isError === true }))

/** @returns a connection on which tools can be called, or why there is none: then nothing was asked of any tool */
export async function connect(source: McpSource, { log, end, onClosed }: Connecting): Promise<Connection | NotCalled> {
  const opened = 'command' in source ? await overStdio(source) : overHttp(source)
  if ('type' in opened) return opened
  const { transport, leave, ended, words } = opened
  const client = new Client({ name: 'kidoku', version: '1' }, { capabilities: {} })
  let isClosed = false
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it has no other
  client.onclose = () => {
    isClosed = true
    void ended().then(onClosed)
  }
  try {
    await untilAborted(client.connect(transport, { timeout }), end)
  } catch (error) {
    const why = end.aborted ? notCalled('slow', 'no', 'it did not come up in time') : whyNot(error, isClosed)
    const detail = !end.aborted && isEnd(error, isClosed) ? `${await ended()} before it had come up` : why.detail
    const said = words()
    if (said !== '') log.debug({ server: source.name, said }, 'an MCP server that does not come up wrote this')
    await transport.close().catch(() => undefined)
    return { ...why, detail, done: why.done === 'perhaps' ? 'no' : why.done }
  }
  words()

  const ask: Connection['ask'] = async (tool, given, end) => {
    if (isClosed) return notCalled('down', 'no', 'it has ended')
    // The SDK tells the server why it gives up, in the words of the signal; and it never lets go of one.
    const own = new AbortController()
    const stop = (): void => own.abort('nobody waits for it any more')
    end.addEventListener('abort', stop, { once: true })
    try {
      const request = { method: 'tools/call' as const, params: { name: tool, arguments: { ...given } } }
      return { type: 'answered', result: await client.request(request, toolResult, { signal: own.signal, timeout }) }
    } catch (error) {
      return end.aborted ? notCalled('slow', 'perhaps', 'no answer came in time') : whyNot(error, isClosed)
    } finally {
      end.removeEventListener('abort', stop)
    }
  }

  return {
    ask,
    async close() {
      await leave().catch(() => undefined)
      await client.close().catch(() => undefined)
    },
  }
}

interface Opened {
  transport: Transport
  /** Tells the server that it is over, where that needs telling. */
  leave(): Promise<void>
  /** How it ended, once it has. */
  ended(): Promise<string>
  /** What it wrote beside its messages up to now. */
  words(): string
}

async function overStdio(source: Program): Promise<Opened | NotCalled> {
  const child = await startChild(source)
  if ('failed' in child) return notCalled('down', 'no', child.failed)
  return {
    transport: overChild(child),
    leave: async () => undefined,
    ended: () => child.ended,
    // No argument has been given to it until it has come up, so none can be in this.
    words: () => masked(child.lastWords(), Object.values(source.env)),
  }
}

/** Shorter ones are parts of words, and no secrets. */
const masked = (words: string, secrets: readonly string[]): string =>
  secrets.filter(({ length }) => length >= 4).reduce((text, secret) => text.replaceAll(secret, '…'), words)

function overHttp(source: Service): Opened | NotCalled {
  const address = addressOf(source.url, source.hosts, [])({})
  if (!address.ok) return notCalled('broken', 'never', address.detail)
  const headers = headersOf(source.headers)
  if (!headers) return notCalled('broken', 'never', 'one of its headers cannot be sent')
  // The transport's own says which kinds of answer it reads.
  headers.delete('accept')
  const fetch = fetchOnly(address.href, headers)
  const transport = new StreamableHTTPClientTransport(new URL(address.href), { fetch })
  return {
    transport,
    leave: () => transport.terminateSession(),
    ended: async () => 'it was left',
    words: () => '',
  }
}

/** Of the SDK's own error; a server's may have it too. */
const connectionClosed: number = ErrorCode.ConnectionClosed
const isEnd = (error: unknown, isClosed: boolean): boolean =>
  isClosed && error instanceof McpError && error.code === connectionClosed

/** What the SDK says in words may quote an answer. */
function whyNot(error: unknown, isClosed: boolean): NotCalled {
  if (error instanceof Unanswered) return error.called
  if (isEnd(error, isClosed)) return notCalled('down', 'perhaps', 'it ended before it answered')
  if (!(error instanceof McpError)) {
    return notCalled('broken', 'perhaps', 'it answered with something else than the protocol has')
  }
  return error.data instanceof Unanswered ? error.data.called : byCode(error.code)
}
