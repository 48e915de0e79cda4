/**
 * Documents as rows, shared by all processes: who changes one has its row for so long, and the others wait. Those who
 * listen hear of it by news, which may be missed; whoever must not miss it reads.
 */
import pg from 'pg'
import { DocumentBusy, type Change, type Document, type DocumentKind, type Documents } from '../../ports/documents.ts'
import type { Log } from '../../ports/log.ts'
import type { Database, Queries } from './database.ts'
import type { News } from './news.ts'

export interface PostgresDocumentsOptions {
  database: Pick<Database, 'query' | 'transaction'>
  news: Pick<News, 'tell' | 'on'>
  log: Log
}

export function openPostgresDocuments(options: PostgresDocumentsOptions): Documents {
  const listeners = new Map<string, Set<() => void>>()
  options.news.on('changed', (name) => {
    for (const listener of listeners.get(name) ?? []) listener()
  })
  return {
    open(kind) {
      const own = listeners.get(kind.name) ?? new Set()
      listeners.set(kind.name, own)
      return openRow(kind, own, options)
    },
  }
}

function openRow<T>(
  kind: DocumentKind<T>,
  listeners: Set<() => void>,
  { database, news, log }: PostgresDocumentsOptions,
): Document<T> {
  const { name, broken } = kind
  const where = `kidoku.documents, ${name}`

  const parse = (value: unknown): { data: T } | { why: string } => {
    if (value === undefined || value === null) return { data: kind.first() }
    try {
      return { data: kind.parse(value) }
    } catch (error) {
      if ('refuse' in broken) throw broken.refuse(where)
      return { why: error instanceof Error ? error.message : String(error) }
    }
  }
  const mend = async (queries: Queries, why: string): Promise<T> => {
    if ('refuse' in broken) throw broken.refuse(where)
    const kept = `${name}.corrupt.${Date.now()}`
    await queries.query(keepSql, [name, kept])
    log.error({ document: where, kept, why }, broken.words)
    const value = broken.instead()
    await queries.query(writeSql, [name, JSON.stringify(value)])
    return value
  }
  const step = async <R>(make: (now: T) => Change<T, R> | Promise<Change<T, R>>): Promise<R> => {
    const { written, result } = await database.transaction(async (queries) => {
      // It is there before it is locked: two first changes wait for each other too.
      await queries.query(firstSql, [name])
      const { rows } = await queries.query<{ value: unknown }>(`${readSql} FOR UPDATE`, [name])
      const found = parse(rows[0]?.value)
      const made = await make('data' in found ? found.data : await mend(queries, found.why))
      if (made.next !== undefined) await queries.query(writeSql, [name, JSON.stringify(made.next)])
      return { written: made.next !== undefined || 'why' in found, result: made.result }
    })
    if (written) {
      for (const listener of listeners) listener()
      news.tell('changed', name)
    }
    return result
  }

  let before: Promise<unknown> = Promise.resolve()
  // One at a time here: those who wait must not hold all connections.
  const change: Document<T>['change'] = (make) => {
    const result = before.then(() => step(make)).catch(busy)
    before = result.catch(() => undefined)
    return result
  }
  return {
    async read() {
      const { rows } = await database.query<{ value: unknown }>(readSql, [name])
      const found = parse(rows[0]?.value)
      return 'data' in found ? found.data : change((now) => ({ result: now }))
    },
    change,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** PostgreSQL's lock_not_available: the wait for a lock has its end. */
const lockNotAvailable = '55P03'

function busy(error: unknown): never {
  if (!(error instanceof pg.DatabaseError && error.code === lockNotAvailable)) throw error
  throw new DocumentBusy('another process is changing it: wait until it has ended, then try again', { cause: error })
}

const readSql = 'SELECT value FROM kidoku.documents WHERE name = $1'
const firstSql = 'INSERT INTO kidoku.documents (name) VALUES ($1) ON CONFLICT (name) DO NOTHING'
const writeSql = 'UPDATE kidoku.documents SET value = $2, changed_at = now() WHERE name = $1'
const keepSql = `INSERT INTO kidoku.documents (name, value)
  SELECT $2, value FROM kidoku.documents WHERE name = $1`
