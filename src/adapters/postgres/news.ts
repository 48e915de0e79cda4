/**
 * What processes tell each other at once (LISTEN and NOTIFY): that something came for a conversation that another one has,
 * which have been committed, that a setting has changed. Nothing rests on it: whatever it says stands in a table, and is
 * found there a little later by whoever did not hear it.
 */
import pg from 'pg'
import { z } from 'zod'
import type { Log } from '../../ports/log.ts'
import type { Queries } from './database.ts'

const channel = 'kidoku'
/** PostgreSQL takes up to 8,000 bytes. */
const mostBytes = 7_000
/** Commits are told together (ms): a notification makes commits wait for each other. */
const together = 200
const againAfter = 1_000

const kinds = ['called', 'committed', 'changed'] as const
type Kind = (typeof kinds)[number]
const shape = z.object({ from: z.string(), kind: z.enum(kinds), names: z.array(z.string()) })

export interface News {
  /** Tells all other processes, soon and at best. */
  tell(kind: Kind, name: string): void
  /** Told of what other processes tell. Returns what ends it. */
  on(kind: Kind, hear: (name: string) => void): () => void
  close(): Promise<void>
}

export async function openNews(url: string, queries: Queries, process: string, log: Log): Promise<News> {
  const listeners = new Map<Kind, Set<(name: string) => void>>(kinds.map((kind) => [kind, new Set()]))
  const waiting = new Map<Kind, Set<string>>()
  let telling: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let closed = false

  const hear = (payload: string | undefined): void => {
    const news = shape.safeParse(JSON.parse(payload ?? 'null')).data
    if (!news || news.from === process) return
    for (const name of news.names) for (const listener of listeners.get(news.kind) ?? []) listener(name)
  }
  const listen = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'kidoku news', keepAlive: true })
    fresh.on('notification', ({ payload }) => hear(payload))
    fresh.on('error', (broken) => {
      log.warn({ err: broken }, 'news from PostgreSQL broke off; it is asked for again')
      listenAgain()
    })
    await fresh.connect()
    await fresh.query(`LISTEN ${channel}`)
    client = fresh
  }
  const listenAgain = (): void => {
    if (closed) return
    again = setTimeout(() => {
      listen().catch(listenAgain)
    }, againAfter)
  }
  await listen()

  const send = async (): Promise<void> => {
    telling = undefined
    const pieces = [...waiting].flatMap(([kind, names]) => inPieces([...names]).map((some) => ({ kind, names: some })))
    waiting.clear()
    for (const piece of pieces) {
      await queries
        .query('SELECT pg_notify($1, $2)', [channel, JSON.stringify({ from: process, ...piece })])
        .catch((error: unknown) => log.debug({ err: error }, 'other processes could not be told'))
    }
  }
  return {
    tell(kind, name) {
      const names = waiting.get(kind) ?? new Set()
      waiting.set(kind, names.add(name))
      if (kind !== 'committed') setImmediate(() => void send())
      else telling ??= setTimeout(() => void send(), together).unref()
    },
    on(kind, listener) {
      listeners.get(kind)?.add(listener)
      return () => void listeners.get(kind)?.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(telling)
      clearTimeout(again)
      await send()
      await client?.end()
    },
  }
}

function inPieces(names: readonly string[]): string[][] {
  const pieces: string[][] = []
  let bytes = mostBytes
  for (const name of names) {
    const size = Buffer.byteLength(JSON.stringify(name)) + 1
    if (size > mostBytes) continue
    if (bytes + size > mostBytes) {
      pieces.push([])
      bytes = 0
    }
    pieces.at(-1)?.push(name)
    bytes += size
  }
  return pieces
}
