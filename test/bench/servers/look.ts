/** What servers have asked for and used between two looks. */
import { countsSchema, type Counts, type Outside } from './outside.ts'
import type { Database } from './postgres.ts'
import type { Server } from './start.ts'
import type { Usage } from './usage.ts'

export interface Difference {
  counts: Counts
  /** Processor time of the servers, and of PostgreSQL (ms); undefined where there is no /proc. */
  cpuMs?: number
  databaseCpuMs?: number
  /** Of the first of them, at the second look. */
  usage?: Usage
}

/** @returns takes the second look */
export async function lookAt(
  outside: Pick<Outside, 'counts'>,
  servers: readonly Pick<Server, 'usage'>[],
  database?: Pick<Database, 'cpuMs'>,
): Promise<() => Promise<Difference>> {
  const look = async () => ({
    counts: await outside.counts(),
    usages: await Promise.all(servers.map((server) => server.usage())),
    databaseCpuMs: await database?.cpuMs(),
  })
  const before = await look()
  return async () => {
    const after = await look()
    return {
      counts: difference(after.counts, before.counts),
      cpuMs: minus(cpuOf(after.usages), cpuOf(before.usages)),
      databaseCpuMs: minus(after.databaseCpuMs, before.databaseCpuMs),
      usage: after.usages[0],
    }
  }
}

function difference(after: Counts, before: Counts): Counts {
  const counts = { ...after }
  for (const name of countsSchema.keyof().options) counts[name] -= before[name]
  return counts
}

const minus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b

/** Undefined where one is not known. */
function cpuOf(usages: readonly (Usage | undefined)[]): number | undefined {
  const known = usages.flatMap((one) => one ?? [])
  return known.length === usages.length ? known.reduce((sum, { cpuMs }) => sum + cpuMs, 0) : undefined
}
