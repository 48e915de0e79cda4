/** A declared system that is opened once, when it is first wanted, and closed once. */
import { createHash } from 'node:crypto'
import type { LookUp, Sink } from '../../ports/look-ups.ts'
import type { Log } from '../../ports/log.ts'
import type { BrokenSource } from '../../ports/sources.ts'
import { untilAborted } from './http-answer.ts'
import type { LookUpEntry, RecordEntry } from './lookups-entries.ts'
import { openLookUp, openSink, type OpenOptions, type System } from './open-system.ts'

export interface Kept<T extends LookUp | Sink> {
  /** The same for an entry that says the same. */
  same: string
  /** May be asked before it is open, which it then becomes. */
  asked: T
  /** Resolves once it is open, or cannot be: that is logged. */
  open(): Promise<unknown>
  /** Files of it that cannot be used as they are; of what is not open nothing is known. */
  broken(): readonly BrokenSource[]
  close(): Promise<void>
}

export function keepLookUp(entry: LookUpEntry, options: OpenOptions): Kept<LookUp> {
  const { declared } = entry
  const keeping = keep(declared.name, () => openLookUp(entry, options), options.log)
  const asked: LookUp = {
    declared,
    async find(given, signal) {
      const system = await keeping.inTime(signal)
      if (system) return system.asked.find(given, signal)
      return { type: 'failed', why: signal.aborted ? 'slow' : 'broken', detail: 'it could not be opened' }
    },
  }
  return { same: sameOf(entry, options), asked, ...keeping }
}

/** @param sampleShop its address, if it runs: it is the same shop at whatever port it listens this time */
export function keepSink(entry: RecordEntry, options: OpenOptions, sampleShop = ''): Kept<Sink> {
  const { declared } = entry
  const said = sampleShop === '' ? inText(entry) : inText(entry).replaceAll(sampleShop, 'the sample shop')
  const keeping = keep(declared.name, () => openSink(entry, options), options.log)
  const asked: Sink = {
    declared,
    // The entry may hold a token.
    same: createHash('sha256').update(said).digest('hex'),
    async record(given, key, signal) {
      const system = await keeping.inTime(signal)
      if (system) return system.asked.record(given, key, signal)
      return { type: 'not_recorded', why: signal.aborted ? 'slow' : 'broken', detail: 'it could not be opened' }
    },
  }
  return { same: sameOf(entry, options), asked, ...keeping }
}

const sameOf = (entry: LookUpEntry | RecordEntry, { hosts }: OpenOptions): string => inText([entry, hosts])

/** A shape is written out: JSON knows none. */
const inText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof RegExp ? String(part) : part))

function keep<T extends LookUp | Sink>(name: string, open: () => Promise<System<T>>, log: Log) {
  let opening: Promise<System<T> | undefined> | undefined
  let system: System<T> | undefined
  let isClosed = false
  const get = async (): Promise<System<T> | undefined> => {
    if (isClosed) return system
    opening ??= open().then(
      (opened) => (system = opened),
      (error: unknown) => {
        log.error({ err: error, name }, 'a live system could not be opened; it is tried again when it is asked')
        opening = undefined
        return undefined
      },
    )
    return opening
  }
  return {
    open: get,
    inTime: (signal: AbortSignal) =>
      system ? Promise.resolve(system) : untilAborted(get(), signal).catch(() => undefined),
    broken: () => system?.broken() ?? [],
    async close() {
      isClosed = true
      await (await opening)?.close()
    },
  }
}
