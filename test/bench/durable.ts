/** Looks into a data folder that nobody has open: which events are safe there, and how far their conversations have come. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
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
}

export async function readFolder(folder: string): Promise<Kept> {
  const kept: Kept = { events: new Set(), messages: 0, closed: 0, read: 0, withStaff: 0 }
  for (const file of await readdir(folder, { recursive: true })) {
    if (/^inbox.*\.jsonl$/.test(file)) {
      const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
      // What stands after the last line break was torn off, and is not counted.
      for (const one of lines.slice(0, -1)) kept.events.add(line.parse(JSON.parse(one)).id)
    } else if (/^conversations.*\.json$/.test(file)) {
      const { mode, messages, seen } = conversation.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
      for (const id of seen.flatMap(({ ids }) => ids)) kept.events.add(id)
      const closed = messages.filter(({ state }) => state === 'closed')
      kept.messages += messages.length
      kept.closed += closed.length
      kept.read += closed.filter(({ readAt }) => readAt !== undefined).length
      if (mode === 'staff') kept.withStaff += 1
    }
  }
  return kept
}
