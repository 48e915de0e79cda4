/**
 * What is known of whoever was erased: hashes of event ids, which tell nothing about anybody, since LINE may deliver one
 * again and its words are not to come back with it; for as long as a conversation would have known them. And a number that
 * turns have been counted to, so that none of a new conversation has the id of one that was (`Store.turnsFrom`).
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { DurableJsonFile } from './durable.ts'

export const forgottenFile = 'forgotten.json'

/** As a conversation remembers what has entered (ms). */
const remember = 72 * 3_600_000
/** More turns than anybody has in a second, wherever the clock stands. */
const stride = 1_000

export const forgottenSchema = z.object({
  format: z.literal(1),
  events: z.array(z.object({ until: z.number(), hashes: z.array(z.string()) })),
  turnsFrom: z.number().optional(),
})
type File = z.infer<typeof forgottenSchema>

/**
 * Past all turns there were, when nobody knows how many: seconds go by faster than turns do.
 * @param past at least past these
 */
export const turnsNow = (now: number, past = 0): number => Math.max(Math.floor(now / 1_000), past)

export interface ForgottenEvents {
  has(event: string): boolean
  /**
   * Durable when it resolves.
   * @param turns how far the conversation that goes has counted
   */
  add(events: readonly string[], turns?: number): Promise<void>
  /** Before a conversation goes of which nobody can tell how far it has counted. Durable when it resolves. */
  raiseTurns(): Promise<void>
  turnsFrom(): number
}

export async function openForgottenEvents(
  folder: string,
  scratch: string,
  onCorrupt: (path: string, why: string) => Promise<void>,
): Promise<ForgottenEvents> {
  let isLost = false
  const adapter = new DurableJsonFile<File>(join(folder, forgottenFile), {
    parse: (value) => forgottenSchema.parse(value),
    async onCorrupt(path, why) {
      isLost = true
      await onCorrupt(path, why)
    },
    scratch,
  })
  const file = new Low<File>(adapter, { format: 1, events: [] })
  await file.read()
  let known = new Set(file.data.events.flatMap(({ hashes }) => hashes))
  let last: Promise<void> = Promise.resolve()

  const write = async (hashes: string[], turnsFrom: number): Promise<void> => {
    const now = Date.now()
    const before = file.data
    const alive = before.events.filter(({ until }) => until > now)
    const more = hashes.length > 0 ? [{ until: now + remember, hashes }] : []
    file.data = { format: 1, events: [...alive, ...more], turnsFrom: turnsFrom > 0 ? turnsFrom : undefined }
    await file.write().catch((error: unknown) => {
      file.data = before
      throw error
    })
    if (alive.length < before.events.length) known = new Set(alive.flatMap((one) => one.hashes))
    for (const hash of hashes) known.add(hash)
  }
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const written = last.then(work)
    last = written.catch(() => undefined)
    return written
  }
  const counted = (): number => file.data.turnsFrom ?? 0
  const raiseTurns = (): Promise<void> => inTurn(() => write([], turnsNow(Date.now(), counted() + stride)))
  if (isLost) await raiseTurns()

  return {
    has: (event) => known.size > 0 && known.has(hashOf(event)),
    add: (events, turns = 0) =>
      inTurn(async () => {
        const fits = turns <= counted()
        if (events.length === 0 && fits) return
        await write([...new Set(events)].map(hashOf), fits ? counted() : turnsNow(Date.now(), turns))
      }),
    raiseTurns,
    turnsFrom: counted,
  }
}

const hashOf = (event: string): string => createHash('sha256').update(event).digest('base64url').slice(0, 22)
