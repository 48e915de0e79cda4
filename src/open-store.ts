/**
 * Where the server keeps what it knows: files of the data folder, or a PostgreSQL that several processes share. Part of the
 * entry: it chooses adapters.
 */
import { join } from 'node:path'
import { openAudit } from './adapters/files/audit.ts'
import { openFileDocuments } from './adapters/files/documents.ts'
import { keepContents } from './adapters/files/kept-contents.ts'
import { openFilesStore } from './adapters/files/store.ts'
import type { Config } from './config.ts'
import type { Runner } from './flow/runner.ts'
import type { Audit, AuditErasing } from './ports/audit.ts'
import type { Clock } from './ports/clock.ts'
import type { Contents, KeptContents } from './ports/contents.ts'
import type { Documents } from './ports/documents.ts'
import type { Erasing } from './ports/erasing.ts'
import type { Leases } from './ports/leases.ts'
import type { Log } from './ports/log.ts'
import type { PushCount } from './ports/push-count.ts'
import type { Store } from './ports/store.ts'

export interface OpenStoreParts {
  folder: string
  clock: Clock
  log: Log
  /** What was ours is another process's: nothing may be written any more. */
  onLost: () => void
  /** Told how each part is closed as soon as it is open. */
  opened: (() => Promise<void>)[]
}

export interface OpenedStore {
  kind: 'files' | 'postgres'
  store: Store & Erasing
  documents: Documents
  audit: Audit & AuditErasing
  /** @param ms how long they are kept */
  keepContents(contents: Contents, ms: number): KeptContents
  /** Where several processes share the store. */
  leases?: Leases
  /** One for each channel; the only one has no name. */
  openPushCount?: (channel: string | undefined) => Promise<PushCount>
  /**
   * Goes on with what an earlier process left, or another one that shares it.
   * @param onServed takes a listener, to be told when conversations are served that were not before
   */
  resume(runner: Pick<Runner, 'resume' | 'wake' | 'wakeAll'>, onServed: (listener: () => void) => void): Promise<void>
}

/** Where a channel's server keeps everything; undefined: in files. The simulator's shop always is. */
export const databaseOf = ({ mode, databaseUrl }: Pick<Config, 'mode' | 'databaseUrl'>): string | undefined =>
  mode === 'line' ? databaseUrl : undefined

/** @throws FolderTaken, HalfRestored: their message says what to do */
export async function openStore(config: Config, parts: OpenStoreParts): Promise<OpenedStore> {
  const url = databaseOf(config)
  return url === undefined ? inFiles(parts) : inPostgres(url, parts)
}

async function inFiles({ folder, clock, log, onLost, opened }: OpenStoreParts): Promise<OpenedStore> {
  const store = await openFilesStore({ folder, log, onLost })
  opened.push(() => store.close())
  return {
    kind: 'files',
    store,
    documents: openFileDocuments(folder, log),
    audit: openAudit(folder),
    keepContents: (contents, ms) => keepContents(contents, { folder: join(folder, 'content'), ms, clock, log }),
    resume: (runner) => runner.resume(),
  }
}

async function inPostgres(url: string, { clock, log, opened }: OpenStoreParts): Promise<OpenedStore> {
  // Whoever keeps files has none of it in memory.
  const postgres = await import('./adapters/postgres/index.ts')
  await postgres.migrate(url, log)
  const store = await postgres.openPostgresStore({ url, log })
  opened.push(() => store.close())
  const { database, news } = store
  return {
    kind: 'postgres',
    store,
    documents: postgres.openPostgresDocuments({ database, news, log }),
    audit: postgres.openPostgresAudit(database),
    keepContents: (contents, ms) => postgres.keepContentsInPostgres(contents, { queries: database, ms, clock, log }),
    leases: store,
    openPushCount: (channel = 'line') => postgres.openPostgresPushCount({ database, channel, log }),
    async resume(runner, onServed) {
      const { lookAgain } = await store.wakeBy(runner.wake)
      onServed(lookAgain)
      // Some may have come to be served since the first look.
      lookAgain()
      // Other settings may hold from this start on.
      await runner.wakeAll()
    },
  }
}
