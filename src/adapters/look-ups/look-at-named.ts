/**
 * What a prompt names of `lookups.yaml`, looked at once, for who wants to know whether all is well. Files are read; no
 * system is asked, and nothing is written.
 */
import type { Prompt } from '../../core/request.ts'
import { BrokenFile, type Mistake } from '../markdown/broken-file.ts'
import { lookAtRows, lookAtSheet, type SeenRows } from './look-at-csv.ts'
import type { LookUpEntry, RecordEntry } from './lookups-entries.ts'
import { loadLookUps } from './lookups-load.ts'
import { namedMistakes } from './lookups-named.ts'
import type { Variable } from './lookups-reading.ts'
import type { McpSource } from './mcp-server.ts'

export interface SeenSystem {
  kind: 'look-up' | 'record'
  name: string
  /** The file, the host, or the name of an MCP server: never more of an address, in which there may be a secret. */
  where: string
  /** Why it would be of no use now. */
  mistakes: readonly Mistake[]
  /** Of a look-up in a file that can be used. */
  seen?: SeenRows
}

/** @throws BrokenFile when what it names is not there, or not right */
export async function lookAtNamed(dir: string, prompt: Prompt, variable: Variable): Promise<SeenSystem[]> {
  const loaded = await loadLookUps(dir, variable)
  const mistakes = namedMistakes(dir, [prompt], loaded)
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  const { look_ups, records } = prompt.policy
  const lookUps = look_ups.flatMap((name) => {
    const entry = loaded.lookUps.get(name)
    return entry?.ok ? [lookAtLookUp(entry.value)] : []
  })
  const sinks = records.flatMap((name) => {
    const entry = loaded.records.get(name)
    return entry?.ok ? [lookAtRecord(entry.value)] : []
  })
  return Promise.all([...lookUps, ...sinks])
}

async function lookAtLookUp({ declared, from }: LookUpEntry): Promise<SeenSystem> {
  const seen = { kind: 'look-up', name: declared.name } as const
  switch (from.type) {
    case 'csv':
      return { ...seen, where: from.file, ...(await lookedAt(lookAtRows(declared, from))) }
    case 'http':
      return { ...seen, where: hostOf(from.url), mistakes: [] }
    case 'mcp':
      return { ...seen, where: whereIs(from.server), mistakes: [] }
    default:
      return from satisfies never
  }
}

async function lookAtRecord({ declared, to }: RecordEntry): Promise<SeenSystem> {
  const seen = { kind: 'record', name: declared.name } as const
  switch (to.type) {
    case 'csv':
      return { ...seen, where: to.file, mistakes: (await lookedAt(lookAtSheet(to))).mistakes }
    case 'http':
      return { ...seen, where: hostOf(to.url), mistakes: [] }
    case 'mcp':
      return { ...seen, where: whereIs(to.server), mistakes: [] }
    default:
      return to satisfies never
  }
}

const hostOf = (url: string): string => new URL(url.replace(/\{[^{}]*\}/g, 'x')).host

/** In a command there may be a secret too. */
const whereIs = (server: McpSource): string => ('url' in server ? hostOf(server.url) : `the MCP server ${server.name}`)

async function lookedAt<T>(looking: Promise<T>): Promise<{ seen?: T; mistakes: readonly Mistake[] }> {
  try {
    return { seen: await looking, mistakes: [] }
  } catch (error) {
    if (error instanceof BrokenFile) return { mistakes: error.mistakes }
    throw error
  }
}
