/**
 * Records by a tool of an MCP server. The protocol has no key for a call that is repeated, so one of the tool's arguments is
 * the key, and the tool keeps keys. It is tried once; trying again with the same key is the outbox's.
 */
import { z } from 'zod'
import type { DeclaredRecord, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { Recorded, Sink } from '../../ports/look-ups.ts'
import type { NotCalled, ToolResult } from './mcp-called.ts'
import { answerIn } from './mcp-result.ts'
import type { McpServer } from './mcp-server.ts'

/** How a record by a tool is set up. */
export interface McpRecordOptions {
  tool: string
  /** The tool's argument that takes the key. */
  key: string
  /** For all of a call (ms), with the server's start when it has to be started; of more than 10 s, 10 s. */
  within: number
}

const keyShape = /^[A-Za-z0-9-]{1,64}$/

/** @returns a sink that logs what was not confirmed: its name and what happened, never what was to be recorded */
export function openMcpSink(
  declared: DeclaredRecord,
  { tool, key: keyArgument, within }: McpRecordOptions,
  { server, log }: { server: McpServer; log: Log },
): Sink {
  const { name } = declared

  const send = async (given: Given, key: string, signal: AbortSignal): Promise<Recorded> => {
    if (!keyShape.test(key)) return { type: 'refused', detail: 'its key is none' }
    const called = await server.call(tool, { ...given, [keyArgument]: key }, { within, signal })
    if (called.type === 'failed') return outcomeOf(called)
    // It may have failed after it had stored: the same key tells.
    if (called.result.isError) return { type: 'unknown', detail: 'the tool answered that it has failed' }
    return { type: 'confirmed', reference: referenceIn(called.result) }
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

const reference = z
  .string()
  .regex(/^\P{Cc}{1,100}$/u)
  .refine((text) => text.trim() !== '')
const named = z.object({ id: z.unknown().optional(), reference: z.unknown().optional() })

/** How the system calls what it recorded. That it is recorded does not hang on it. */
function referenceIn(result: ToolResult): string | undefined {
  const read = answerIn(result, [])
  const { id, reference: other } = (read.type === 'answer' && named.safeParse(read.answer).data) || {}
  return [id, other].flatMap((one) => reference.safeParse(one).data ?? [])[0]
}
