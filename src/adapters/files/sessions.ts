/**
 * Who is signed in: `sessions.json` in the data folder, which the server alone writes. Of a session's secret it holds a
 * hash, so that whoever reads the file cannot sign in with it; the secret is random and long, so a fast hash will do.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { nameKey } from '../../ports/accounts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Session, Sessions } from '../../ports/sessions.ts'
import { DurableJsonFile, makeFolder } from './durable.ts'

/** A week (ms): a phone behind the counter is not asked every evening. */
export const sessionLife = 7 * 24 * 3_600_000
/** Of one member at once: more devices than anybody has. */
export const mostSessions = 36
/** What a browser calls itself is cut there (characters). */
const longestBrowser = 300

const keptSchema = z.object({
  id: z.string(),
  hash: z.string(),
  name: z.string().optional(),
  version: z.string(),
  from: z.number(),
  until: z.number(),
  browser: z.string().optional(),
})
const fileSchema = z.object({
  format: z.literal(1),
  salt: z.string().min(1),
  sessions: z.array(keptSchema),
  lastSignIns: z.record(z.string(), z.number()),
})
type Kept = z.infer<typeof keptSchema>
type File = z.infer<typeof fileSchema>

export interface SessionsOptions {
  folder: string
  clock: Pick<Clock, 'now'>
  log: Log
}

/** A corrupt file is set aside, and everybody signs in again. */
export async function openSessions({ folder, clock, log }: SessionsOptions): Promise<Sessions> {
  const scratch = join(folder, 'scratch')
  await makeFolder(scratch)
  const path = join(folder, 'sessions.json')
  const onCorrupt = async (): Promise<void> => {
    const kept = `${path}.corrupt.${clock.now()}`
    await rename(path, kept)
    log.error({ file: path, kept }, 'the file of sessions was corrupt and has been set aside: everybody signs in again')
  }
  const options = { parse: (value: unknown) => fileSchema.parse(value), onCorrupt, scratch }
  const none: File = { format: 1, salt: randomBytes(32).toString('base64url'), sessions: [], lastSignIns: {} }
  const file = new Low<File>(new DurableJsonFile(path, options), none)
  await file.read()
  // Kept from the first use on: what is derived with it must be the same after a restart.
  await file.write()

  let last: Promise<void> = Promise.resolve()
  /** In memory it holds at once; when it cannot be written, what was to begin does not, and what was to end stays over. */
  const change = (make: (data: File) => Partial<File>): Promise<void> => {
    const alive = file.data.sessions.filter(isAlive)
    file.data = { ...file.data, sessions: alive }
    file.data = { ...file.data, ...make(file.data) }
    const written = last.then(() => file.write())
    last = written.catch(() => undefined)
    return written
  }
  const isAlive = ({ from, until }: Kept): boolean => {
    const now = clock.now()
    // A clock that was set back must not make a session longer than it is.
    return now < until && now >= from - sessionLife
  }
  const end = (id: string): Promise<void> =>
    change(({ sessions }) => ({ sessions: sessions.filter((one) => one.id !== id) }))

  return {
    salt: file.data.salt,
    async begin({ name, version, browser }) {
      const secret = randomBytes(32).toString('base64url')
      const now = clock.now()
      const [id, hash] = [randomUUID(), hashOf(secret)]
      const times = { from: now, until: now + sessionLife }
      const begun: Kept = { id, hash, name, version, browser: browser?.slice(0, longestBrowser), ...times }
      const written = change(({ sessions, lastSignIns }) => {
        const own = sessions.filter((one) => keyOf(one) === keyOf(begun))
        const over = new Set(own.slice(0, Math.max(0, own.length - mostSessions + 1)))
        return {
          sessions: [...sessions.filter((one) => !over.has(one)), begun],
          lastSignIns: { ...lastSignIns, [keyOf(begun)]: now },
        }
      })
      await written.catch((error: unknown) => {
        file.data = { ...file.data, sessions: file.data.sessions.filter((one) => one.id !== id) }
        throw error
      })
      return { secret, until: begun.until }
    },
    find(secret) {
      if (secret === undefined) return undefined
      const hash = hashOf(secret)
      const found = file.data.sessions.find((one) => one.hash === hash)
      return found && isAlive(found) ? shown(found) : undefined
    },
    end,
    all: () => file.data.sessions.filter(isAlive).map(shown).toReversed(),
    lastSignIn: (key) => file.data.lastSignIns[key],
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
const keyOf = ({ name }: Pick<Session, 'name'>): string => (name === undefined ? '' : nameKey(name))
const shown = ({ id, name, version, from, until, browser }: Kept): Session => ({
  id,
  ...(name !== undefined && { name }),
  version,
  from,
  until,
  ...(browser !== undefined && { browser }),
})
