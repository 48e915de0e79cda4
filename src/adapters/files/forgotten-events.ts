/**
 * Events of whoever was erased: LINE may deliver one again, and its words are not to come back with it. Kept are hashes of
 * event ids, which tell nothing about anybody, for as long as a conversation would have known them.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { DurableJsonFile } from './durable.ts'

/** As a conversation remembers what has entered (ms). */
const remember = 72 * 3_600_000

const fileSchema = z.object({
  format: z.literal(1),
  events: z.array(z.object({ until: z.number(), hashes: z.array(z.string()) })),
})
type File = z.infer<typeof fileSchema>

export interface ForgottenEvents {
  has(event: string): boolean
  /** Durable when it resolves. */
  add(events: readonly string[]): Promise<void>
}

export async function openForgottenEvents(
  folder: string,
  scratch: string,
  onCorrupt: (path: string, why: string) => Promise<void>,
): Promise<ForgottenEvents> {
  const parse = (value: unknown): File => fileSchema.parse(value)
  const file = new Low<File>(new DurableJsonFile(join(folder, 'forgotten.json'), { parse, onCorrupt, scratch }), {
    format: 1,
    events: [],
  })
  await file.read()
  let known = new Set(file.data.events.flatMap(({ hashes }) => hashes))
  let last: Promise<void> = Promise.resolve()
  const write = async (hashes: string[]): Promise<void> => {
    const now = Date.now()
    const alive = file.data.events.filter(({ until }) => until > now)
    file.data = { format: 1, events: [...alive, { until: now + remember, hashes }] }
    await file.write()
    known = new Set(file.data.events.flatMap((one) => one.hashes))
  }
  return {
    has: (event) => known.size > 0 && known.has(hashOf(event)),
    add(events) {
      if (events.length === 0) return Promise.resolve()
      const written = last.then(() => write([...new Set(events)].map(hashOf)))
      last = written.catch(() => undefined)
      return written
    },
  }
}

const hashOf = (event: string): string => createHash('sha256').update(event).digest('base64url').slice(0, 22)
