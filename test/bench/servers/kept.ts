/** Looks into what a server kept that has ended: which events are safe there, and how far their conversations have come. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'

const line = z.object({ id: z.string() })
const conversation = z.object({
  mode: z.string(),
  messages: z.array(z.object({ state: z.string(), readAt: z.number().optional() })),
  seen: z.array(z.object({ ids: z.array(z.string()) })),
})

export interface Kept {
  /** Ids of all events in the inbox or in a conversation. */
  events: Set<string>
  messages: number
  /** Messages that are closed, and of these the ones confirmed Read. */
  closed: number
  read: number
  /** Conversations that staff have: they say nothing any more, and would make a run look cheap. */
  withStaff: number
  /** Conversations whose messages are all closed and Read. */
  resolved: number
}

const nothing = (): Kept => ({ events: new Set(), messages: 0, closed: 0, read: 0, withStaff: 0, resolved: 0 })

export async function keptInFolder(folder: string): Promise<Kept> {
  const kept = nothing()
  for (const file of await readdir(folder, { recursive: true })) {
    if (/^inbox.*\.jsonl$/.test(file)) {
      const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
      // What stands after the last line break was torn off, and is not counted.
      for (const one of lines.slice(0, -1)) kept.events.add(line.parse(JSON.parse(one)).id)
    } else if (/^conversations.*\.json$/.test(file)) {
      add(kept, JSON.parse(await readFile(join(folder, file), 'utf8')))
    }
  }
  return kept
}

export async function keptInDatabase(url: string): Promise<Kept> {
  const kept = nothing()
  const client = new pg.Client(url)
  await client.connect()
  try {
    const inbox = await client.query<{ id: string }>('SELECT id FROM kidoku.inbox')
    for (const { id } of inbox.rows) kept.events.add(id)
    const all = await client.query<{ state: unknown }>('SELECT state FROM kidoku.conversations WHERE state IS NOT NULL')
    for (const { state } of all.rows) add(kept, state)
  } finally {
    await client.end()
  }
  return kept
}

function add(kept: Kept, state: unknown): void {
  const { mode, messages, seen } = conversation.parse(state)
  for (const id of seen.flatMap(({ ids }) => ids)) kept.events.add(id)
  const closed = messages.filter((one) => one.state === 'closed')
  const read = closed.filter(({ readAt }) => readAt !== undefined)
  kept.messages += messages.length
  kept.closed += closed.length
  kept.read += read.length
  if (mode === 'staff') kept.withStaff += 1
  if (messages.length > 0 && read.length === messages.length) kept.resolved += 1
}
