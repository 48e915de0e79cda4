/**
 * The database for a command that works beside running servers: they hear at once of what it changes. It has no leases: it
 * is none of those who run conversations.
 */
import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Audit } from '../../ports/audit.ts'
import type { Documents } from '../../ports/documents.ts'
import type { Log } from '../../ports/log.ts'
import { openPostgresAudit } from './audit.ts'
import { openDatabase, type Database } from './database.ts'
import { openPostgresDocuments } from './documents.ts'
import { openNews } from './news.ts'

export interface Beside {
  database: Database
  documents: Documents
  audit: Audit
  close(): Promise<void>
}

export async function openBeside(url: string, log: Log): Promise<Beside> {
  const database = openDatabase({ url, connections: 2, log })
  try {
    const news = await openNews(url, database, randomUUID(), log)
    return {
      database,
      documents: openPostgresDocuments({ database, news, log }),
      audit: openPostgresAudit(database),
      async close() {
        // What changed is told in the next turn of the event loop.
        await setImmediate()
        await news.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
