/**
 * An MCP server and the one connection to it, which all its look-ups and records share. It is opened when first used, and
 * again when it has ended. What a server says of itself and its tools is not asked for, and nobody reads it.
 */
import type { Log } from '../../ports/log.ts'
import type { Values } from './give.ts'
import { endOf, untilAborted } from './http-answer.ts'
import { notCalled, type Called, type NotCalled } from './mcp-called.ts'

/** One that is started here, and speaks over its standard input and output. */
export interface Program {
  name: string
  /** A program and what it is given. */
  command: readonly string[]
  /** What it has of our environment: where programs are found, and no more. */
  inherited: Readonly<Record<string, string>>
  /** What is declared for it: secrets may be among it, so none is ever logged. */
  env: Readonly<Record<string, string>>
  /** Where it is started: that of the file. */
  folder: string
}

/** One that is asked over Streamable HTTP. */
export interface Service {
  name: string
  url: string
  /** Secrets may stand in them, so none is ever logged. */
  headers: Readonly<Record<string, string>>
  /** That may be asked: names, or names with ports. */
  hosts: readonly string[]
}

/** As `lookups.yaml` declares it. */
export type McpSource = Program | Service

export interface Connection {
  ask(tool: string, given: Values, end: AbortSignal): Promise<Called>
  close(): Promise<void>
}

export interface Connecting {
  log: Log
  /** Ends the attempt. */
  end: AbortSignal
  onClosed(how: string): void
}

export interface Calling {
  /** For all of a call (ms); of more than 10 s, 10 s. */
  within: number
  signal: AbortSignal
  /** It may be asked twice: it changes nothing. */
  again?: true
}

export interface McpServer {
  /** Never rejects. */
  call(tool: string, given: Values, calling: Calling): Promise<Called>
  /** Calls that are under way have an answer, that it has ended. */
  close(): Promise<void>
  /** Closes it when what is under way has been answered. */
  retire(): Promise<void>
}

/** For a program to come up (ms), which some do by loading what they need first. */
const longestStart = 30_000
/** From one start to the next (ms). */
const usualPause = 3_000
/** So many calls in a row without an answer: it will not answer any more. */
const mostSilent = 3

export interface McpServerOptions {
  log: Log
  /** From one start of a program to the next (ms). */
  pause?: number
}

export function openMcpServer(source: McpSource, { log, pause = usualPause }: McpServerOptions): McpServer {
  const { name } = source
  const isProgram = 'command' in source
  const ending = new AbortController()
  const underWay = new Set<Promise<Called>>()
  let opened: Promise<Connection | NotCalled> | undefined
  let startedAt = Number.NEGATIVE_INFINITY
  let silence = { calls: 0, since: 0 }

  const drop = (old: typeof opened): void => {
    if (opened === old) opened = undefined
  }

  const open = (): Promise<Connection | NotCalled> => {
    const end = AbortSignal.any([ending.signal, AbortSignal.timeout(longestStart)])
    const onClosed = (how: string): void => {
      drop(own)
      if (isProgram && !ending.signal.aborted) log.warn({ server: name, detail: how }, 'an MCP server has ended')
    }
    const opening = async (): Promise<Connection | NotCalled> => {
      try {
        const { connect } = await import('./mcp-client.ts')
        const connection = await connect(source, { log, end, onClosed })
        if ('type' in connection) drop(own)
        return connection
      } catch {
        drop(own)
        return notCalled('broken', 'no', 'what it takes to speak with it cannot be loaded')
      }
    }
    const own = opening()
    opened = own
    startedAt = performance.now()
    return own
  }

  const connection = async (): Promise<Connection | NotCalled> => {
    if (ending.signal.aborted) return notCalled('down', 'no', 'it is closed')
    if (opened) return opened
    if (isProgram && performance.now() - startedAt < pause) {
      return notCalled('down', 'no', 'it has ended, and is not started again at once')
    }
    return open()
  }

  const ask = async (tool: string, given: Values, end: AbortSignal): Promise<Called> => {
    const began = performance.now()
    // For whoever asks next, a start goes on.
    const coming = connection()
    const own = opened
    const found = await untilAborted(coming, end).catch(() => notCalled('slow', 'no', 'it did not come up in time'))
    if ('type' in found) return found
    const called = await found.ask(tool, given, end)
    if (called.type === 'failed' && called.passing === 'session') drop(own)
    if (called.type !== 'failed' || called.why !== 'slow') silence = { calls: 0, since: 0 }
    // Several at once are one sign.
    else if (began >= silence.since) silence = { calls: silence.calls + 1, since: performance.now() }
    if (isProgram && silence.calls >= mostSilent) {
      silence = { calls: 0, since: 0 }
      drop(own)
      void found.close()
    }
    return called
  }

  const call = async (tool: string, given: Values, { within, signal, again }: Calling): Promise<Called> => {
    if (signal.aborted) return notCalled('slow', 'no', 'it was ended before it was asked')
    const end = endOf(signal, within)
    const wasOpen = opened !== undefined
    const called = await ask(tool, given, end)
    if (called.type !== 'failed' || !called.passing || !wasOpen || end.aborted) return called
    return again || called.done !== 'perhaps' ? ask(tool, given, end) : called
  }

  const close = async (): Promise<void> => {
    const last = opened
    ending.abort()
    const connection = await last
    drop(last)
    if (connection && !('type' in connection)) await connection.close()
  }

  return {
    async call(tool, given, calling) {
      const called = call(tool, given, calling)
      underWay.add(called)
      try {
        return await called
      } finally {
        underWay.delete(called)
      }
    },
    close,
    async retire() {
      await Promise.allSettled(underWay)
      await close()
    },
  }
}
