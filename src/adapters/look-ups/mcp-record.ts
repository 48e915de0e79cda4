/**
 * Records by a tool of an MCP server. The protocol has no key for a call that is repeated, so one of the tool's arguments is
 * the key, and the tool keeps keys. It is tried once; trying again with the same key is the outbox's.
 */
import type { DeclaredRecord, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { Recorded, Sink } from '../../ports/look-ups.ts'
import { valuesOf, type Give } from './give.ts'
import type { NotCalled, ToolResult } from './mcp-called.ts'
import { answerIn } from './mcp-result.ts'
import type { McpServer } from './mcp-server.ts'
import { isKey, referenceIn } from './record-shapes.ts'

/** How a record by a tool is set up. */
export interface McpRecordOptions {
  tool: string
  /** The tool's argument that takes the key. */
  key: string
  /** For all of a call (ms), with the server's start when it has to be started; of more than 10 s, 10 s. */
  within: number
  /** Missing: each argument by its name. */
  give?: Give
}

/** @returns a sink that logs what was not confirmed: its name and what happened, never what was to be recorded */
export function openMcpSink(
  declared: DeclaredRecord,
  { tool, key: keyArgument, within, give }: McpRecordOptions,
  { server, log }: { server: McpServer; log: Log },
): Sink {
  const { name } = declared

  const send = async (given: Given, key: string, signal: AbortSignal): Promise<Recorded> => {
    if (!isKey(key)) return { type: 'refused', detail: 'its key is none' }
    const gives = valuesOf(give, given)
    if (!gives.ok) return { type: 'refused', detail: gives.detail }
    const called = await server.call(tool, { ...gives.values, [keyArgument]: key }, { within, signal })
    if (called.type === 'failed') return outcomeOf(called)
    // It may have failed after it had stored: the same key tells.
    if (called.result.isError) return { type: 'unknown', detail: 'the tool answered that it has failed' }
    return { type: 'confirmed', reference: referenceOf(called.result) }
  }

  return {
    declared,
    async record(given, key, signal) {
      const recorded = await send(given, key, signal)
      if (recorded.type !== 'confirmed') {
        const { type: outcome, ...rest } = recorded
        log.warn({ record: name, outcome, ...rest }, 'a record was not confirmed')
      }
      return recorded
    },
  }
}

function outcomeOf({ done, why, detail }: NotCalled): Recorded {
  switch (done) {
    case 'no':
      return { type: 'not_recorded', why, detail }
    case 'never':
      return { type: 'refused', detail }
    case 'perhaps':
      return { type: 'unknown', detail }
    default:
      return done satisfies never
  }
}

function referenceOf(result: ToolResult): string | undefined {
  const read = answerIn(result, [])
  return read.type === 'answer' ? referenceIn(read.answer) : undefined
}
