/**
 * Who is signed in: the document `sessions`, which servers alone write. Of a session's secret it holds a hash, so that
 * whoever reads it cannot sign in with it; the secret is random and long, so a fast hash will do.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { nameKey } from '../../ports/accounts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentKind, Documents } from '../../ports/documents.ts'
import type { Session, Sessions } from '../../ports/sessions.ts'

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
const bookSchema = z.object({
  format: z.literal(1),
  salt: z.string().min(1),
  sessions: z.array(keptSchema),
  lastSignIns: z.record(z.string(), z.number()),
})
type Kept = z.infer<typeof keptSchema>
type Book = z.infer<typeof bookSchema>

const none = (): Book => ({
  format: 1,
  salt: randomBytes(32).toString('base64url'),
  sessions: [],
  lastSignIns: {},
})
const kind: DocumentKind<Book> = {
  name: 'sessions',
  parse: (value) => bookSchema.parse(value),
  first: none,
  broken: {
    instead: none,
    words: 'the file of sessions was corrupt and has been set aside: everybody signs in again',
  },
}

export interface SessionsOptions {
  documents: Documents
  clock: Pick<Clock, 'now'>
}

export async function openSessions({ documents, clock }: SessionsOptions): Promise<Sessions> {
  const document = documents.open(kind)
  // Kept from the first use on: what is derived with it must be the same after a restart, and in another process.
  const salt = await document.change((now) => ({ next: now, result: now.salt }))

  /** Ended here, whether or not that could be written down. */
  const over = new Set<string>()
  const isAlive = ({ id, from, until }: Kept): boolean => {
    const now = clock.now()
    // A clock that was set back must not make a session longer than it is.
    return !over.has(id) && now < until && now >= from - sessionLife
  }
  const change = (make: (book: Book) => Partial<Book>): Promise<void> =>
    document.change((now) => {
      const book = { ...now, sessions: now.sessions.filter(isAlive) }
      return { next: { ...book, ...make(book) }, result: undefined }
    })

  return {
    salt,
    async begin({ name, version, browser }) {
      const secret = randomBytes(32).toString('base64url')
      const now = clock.now()
      const [id, hash] = [randomUUID(), hashOf(secret)]
      const times = { from: now, until: now + sessionLife }
      const begun: Kept = { id, hash, name, version, browser: browser?.slice(0, longestBrowser), ...times }
      await change(({ sessions, lastSignIns }) => {
        const own = sessions.filter((one) => keyOf(one) === keyOf(begun))
        const tooMany = new Set(own.slice(0, Math.max(0, own.length - mostSessions + 1)))
        return {
          sessions: [...sessions.filter((one) => !tooMany.has(one)), begun],
          lastSignIns: { ...lastSignIns, [keyOf(begun)]: now },
        }
      })
      return { secret, until: begun.until }
    },
    async find(secret) {
      if (secret === undefined) return undefined
      const hash = hashOf(secret)
      const found = (await document.read()).sessions.find((one) => one.hash === hash)
      return found && isAlive(found) ? shown(found) : undefined
    },
    async end(id) {
      over.add(id)
      await change(({ sessions }) => ({ sessions: sessions.filter((one) => one.id !== id) }))
      over.delete(id)
    },
    all: async () => (await document.read()).sessions.filter(isAlive).map(shown).toReversed(),
    lastSignIn: async (key) => (await document.read()).lastSignIns[key],
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
