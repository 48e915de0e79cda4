/**
 * The live systems of a folder of prompts, as its `lookups.yaml` declares them now. The file is read again whenever it
 * changes, comes or goes. What it declares is opened when a prompt names it, and stays open as long as its entry says the
 * same. An entry that is broken later goes on as it last was; one that is taken out is gone at once, since whoever takes it
 * out wants no more to be asked.
 */
import { setTimeout as after } from 'node:timers/promises'
import type { AccountLinking } from '../../ports/account-linking.ts'
import type { LiveSystems, LookUp, Sink } from '../../ports/look-ups.ts'
import type { BrokenSource } from '../../ports/sources.ts'
import { watchSource, type WatchOptions } from '../markdown/watch.ts'
import { openAccountLinking } from './http-account.ts'
import { keepLookUp, keepSink, type Kept } from './keep-system.ts'
import type { Entry } from './lookups-file.ts'
import { loadLookUps, lookUpsPath, type LoadedLookUps } from './lookups-load.ts'
import type { Names } from './lookups-named.ts'
import { sampleShop, type Variable } from './lookups-reading.ts'
import { openMcpServers } from './mcp-servers.ts'

export interface LiveOptions extends WatchOptions {
  /** What `${NAME}` stands for in it. */
  variable: Variable
  /** So long (ms) what was replaced stays open, for the turn that began with it. */
  lingers?: number
  lookCsvEvery?: number
  /** The shop's, as it is now: for the times in a CSV file of records. Undefined: the computer's. */
  timeZone?: () => string | undefined
}

export interface LiveFile extends LiveSystems {
  /** What was read last; with a mistake in all of it, what was read before. */
  loaded(): LoadedLookUps
  /** Opens what these name, if it is not open. Resolves once it is, or cannot be; it never rejects. */
  open(names: Names): Promise<void>
  /** Files that cannot be used as they are, of those that matter for these names. */
  broken(names: Names): BrokenSource[]
  /** Told after each change of the file. Gives back what ends the telling. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** Longer than a turn asks a model and its look-ups. */
const turn = 60_000

/** It never throws for what is in the file: that matters once a prompt names some of it (`lookups-named.ts`). */
export async function watchLookUps(dir: string, options: LiveOptions): Promise<LiveFile> {
  const { log, variable, lingers = turn, lookCsvEvery, timeZone } = options
  const watched = await watchSource<LoadedLookUps>(
    {
      what: 'list of live systems',
      folders: [dir],
      files: () => [lookUpsPath(dir)],
      async read(last) {
        const now = await loadLookUps(dir, variable)
        const { mistakes } = now
        const isSame = last && last.text === now.text
        // What was never good has nothing to go on with.
        const value = isSame || (last && mistakes.length > 0 && last.mistakes.length === 0) ? last : now
        return { value, mistakes }
      },
      without: { path: lookUpsPath(dir), lookUps: new Map(), records: new Map(), hosts: [], mistakes: [] },
    },
    options,
  )
  let lookUps: ReadonlyMap<string, Kept<LookUp>> = new Map()
  let sinks: ReadonlyMap<string, Kept<Sink>> = new Map()
  let linking: AccountLinking | undefined
  const closing = new AbortController()
  /** What is to be closed in a while. */
  const leaving = new Set<Promise<void>>()
  const leave = ({ close }: Kept<LookUp> | Kept<Sink>): void => {
    const gone = after(lingers, undefined, { ref: false, signal: closing.signal })
      .catch(() => undefined)
      .then(close)
      .catch((error: unknown) => log.error({ err: error }, 'a live system could not be closed'))
      .finally(() => leaving.delete(gone))
    leaving.add(gone)
  }
  const mcp = openMcpServers({ log })
  const take = (): void => {
    const { hosts, accountLink, ...declared } = watched.current()
    // One that is broken now goes on as it was.
    if (!accountLink) linking = undefined
    else if (accountLink.ok) {
      const { signIn, account } = accountLink.value
      linking = openAccountLinking(signIn, { ...account.from, column: account.column, hosts }, { log })
    }
    const opening = { hosts, mcp, log, lookCsvEvery, timeZone }
    lookUps = renewed(lookUps, declared.lookUps, (entry) => keepLookUp(entry, opening), leave)
    sinks = renewed(sinks, declared.records, (entry) => keepSink(entry, opening, variable(sampleShop)), leave)
  }
  take()
  watched.onChange(take)

  const keptOf = ({ look_ups, records }: Names): (Kept<LookUp> | Kept<Sink>)[] => [
    ...look_ups.flatMap((name) => lookUps.get(name) ?? []),
    ...records.flatMap((name) => sinks.get(name) ?? []),
  ]
  return {
    lookUp: (name) => lookUps.get(name)?.asked,
    sink: (name) => sinks.get(name)?.asked,
    accountLinking: () => linking,
    loaded: watched.current,
    async open(names) {
      await Promise.all(keptOf(names).map((one) => one.open()))
    },
    broken(names) {
      if (names.look_ups.length + names.records.length === 0) return []
      return [...watched.broken(), ...keptOf(names).flatMap((one) => one.broken())]
    },
    onChange: watched.onChange,
    async close() {
      await watched.close()
      for (const one of [...lookUps.values(), ...sinks.values()]) leave(one)
      closing.abort()
      await Promise.all(leaving)
    },
  }
}

/** What there is after the file was read: what says the same as before is the same as before. */
function renewed<E, T extends LookUp | Sink>(
  before: ReadonlyMap<string, Kept<T>>,
  entries: ReadonlyMap<string, Entry<E>>,
  keep: (entry: E) => Kept<T>,
  leave: (one: Kept<T>) => void,
): ReadonlyMap<string, Kept<T>> {
  const now = new Map<string, Kept<T>>()
  for (const [name, entry] of entries) {
    const last = before.get(name)
    const fresh = entry.ok ? keep(entry.value) : undefined
    const one = last && (!fresh || fresh.same === last.same) ? last : fresh
    if (one) now.set(name, one)
  }
  for (const [name, one] of before) if (now.get(name) !== one) leave(one)
  return now
}
