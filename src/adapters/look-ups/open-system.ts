/** A declared look-up or record, opened: what is asked, and what has to be closed. */
import type { LookUp, Sink } from '../../ports/look-ups.ts'
import type { Log } from '../../ports/log.ts'
import type { BrokenSource } from '../../ports/sources.ts'
import { openCsvSink } from './csv-record.ts'
import { openCsvLookUp } from './csv.ts'
import { openHttpSink } from './http-record.ts'
import { openHttpLookUp } from './http.ts'
import type { LookUpEntry, RecordEntry } from './lookups-entries.ts'
import { openMcpSink } from './mcp-record.ts'
import type { McpServers } from './mcp-servers.ts'
import { openMcpLookUp } from './mcp.ts'

/** A system that is open. */
export interface System<T extends LookUp | Sink> {
  asked: T
  /** Files of it that cannot be used as they are now. */
  broken(): readonly BrokenSource[]
  close(): Promise<void>
}

export interface OpenOptions {
  /** The only ones that are asked. */
  hosts: readonly string[]
  /** One for all that is declared beside each other: a server is shared. */
  mcp: McpServers
  log: Log
  /** How often a CSV file is looked at (ms). */
  lookCsvEvery?: number
  /** Of the times in a CSV file of records; undefined: the computer's. */
  timeZone?: () => string | undefined
}

export async function openLookUp(
  { declared, from }: LookUpEntry,
  { hosts, mcp, log, lookCsvEvery }: OpenOptions,
): Promise<System<LookUp>> {
  switch (from.type) {
    case 'csv': {
      const csv = await openCsvLookUp(declared, from, { log, lookEvery: lookCsvEvery })
      return { asked: csv, broken: csv.broken, close: csv.close }
    }
    case 'http':
      return alone(openHttpLookUp(declared, { ...from, hosts }, { log }))
    case 'mcp': {
      const { server, leave } = mcp.use(from.server)
      return { ...alone(openMcpLookUp(declared, from, { server, log })), close: leave }
    }
    default:
      return from satisfies never
  }
}

export async function openSink({ declared, to }: RecordEntry, options: OpenOptions): Promise<System<Sink>> {
  const { hosts, mcp, log, timeZone } = options
  switch (to.type) {
    case 'csv':
      return alone(openCsvSink(declared, to, { log, timeZone }))
    case 'http':
      return alone(openHttpSink(declared, { ...to, hosts }, { log }))
    case 'mcp': {
      const { server, leave } = mcp.use(to.server)
      return { ...alone(openMcpSink(declared, to, { server, log })), close: leave }
    }
    default:
      return to satisfies never
  }
}

/** Nothing of it is open between two calls. */
const alone = <T extends LookUp | Sink>(asked: T): System<T> => ({ asked, broken: () => [], close: async () => {} })
