/** Where a house under fire keeps everything: in files of a folder, or in a PostgreSQL, which has its own ways to refuse a text. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openAudit } from '../../src/adapters/files/audit.ts'
import { openFileDocuments } from '../../src/adapters/files/documents.ts'
import { openFilesStore } from '../../src/adapters/files/store.ts'
import { openPostgresAudit, openPostgresDocuments, openPostgresStore } from '../../src/adapters/postgres/index.ts'
import type { Audit } from '../../src/ports/audit.ts'
import type { Documents } from '../../src/ports/documents.ts'
import type { Leases } from '../../src/ports/leases.ts'
import type { Log } from '../../src/ports/log.ts'
import type { Store } from '../../src/ports/store.ts'

export interface Kept {
  store: Store
  documents: Documents
  audit: Audit
  leases?: Leases
  /** From now on what is due there is woken. */
  wakeBy?: (wake: (conversation: string) => boolean) => Promise<unknown>
  /** Takes out what could not be read, so that it does not grow without end. */
  dropSetAside(): Promise<unknown>
}

export async function keepInFiles(folder: string, log: Log): Promise<Kept> {
  return {
    store: await openFilesStore({ folder, log }),
    documents: openFileDocuments(folder, log),
    audit: openAudit(folder),
    dropSetAside: () => rm(join(folder, 'set-aside.jsonl'), { force: true }),
  }
}

/** @param url of a database that has the tables */
export async function keepInPostgres(url: string, log: Log): Promise<Kept> {
  const store = await openPostgresStore({ url, log })
  const { database, news, wakeBy } = store
  return {
    store,
    documents: openPostgresDocuments({ database, news, log }),
    audit: openPostgresAudit(database),
    leases: store,
    wakeBy,
    dropSetAside: () => store.expireSetAside(Number.MAX_SAFE_INTEGER),
  }
}
