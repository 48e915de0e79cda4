/** Asks a live system by a tool of an MCP server. What the tool says of itself is not read, and of what it gives only columns. */
import type { DeclaredLookUp, Given } from '../../core/look-ups/declared.ts'
import type { Log } from '../../ports/log.ts'
import type { LookedUp, LookUp } from '../../ports/look-ups.ts'
import { valuesOf, type Give } from './give.ts'
import { thingsIn } from './mcp-result.ts'
import { toldInLog } from './telling.ts'
import type { McpServer } from './mcp-server.ts'

/** How a look-up by a tool is set up. */
export interface McpLookUpOptions {
  tool: string
  /** For all of a call (ms), with the server's start when it has to be started; of more than 10 s, 10 s. */
  within: number
  /** Missing: each argument by its name. */
  give?: Give
}

/** @returns a look-up that logs its failures: its name and what happened, and never what it asked for */
export function openMcpLookUp(
  declared: DeclaredLookUp,
  { tool, within, give }: McpLookUpOptions,
  { server, log }: { server: McpServer; log: Log },
): LookUp {
  const { shows, proof } = declared
  const columns = proof ? [...shows, proof.column] : shows

  const lookUp = async (given: Given, signal: AbortSignal): Promise<LookedUp> => {
    const gives = valuesOf(give, given)
    if (!gives.ok) return { type: 'failed', why: 'broken', detail: gives.detail }
    const called = await server.call(tool, gives.values, { within, signal, again: true })
    if (called.type === 'failed') return { type: 'failed', why: called.why, detail: called.detail }
    // Its words, for a model, say what it is.
    if (called.result.isError) return { type: 'failed', why: 'broken', detail: 'the tool answered that it has failed' }
    return thingsIn(called.result, columns)
  }

  return toldInLog(declared, lookUp, log)
}
