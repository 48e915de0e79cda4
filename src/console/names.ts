/** Customers' and groups' names, as LINE tells them. They are asked for ahead of need and kept; a page never waits long for one. */
import type { Chat } from '../core/event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'

/** How long a page waits for names (ms), and LINE is waited for behind it: the next page has what came meanwhile. */
const patience = 800
const timeout = 4_000
/** How long a name is good (ms), and how long we do not ask again after a failure. */
const fresh = { name: 3_600_000, none: 60_000 }
const kept = 2_000

/** What LINE told last; no name when it could not tell. */
interface Known {
  name?: string
  until: number
}

export interface Names {
  /** A name for each chat, in the same order. */
  of(chats: readonly Chat[]): Promise<string[]>
}

export function createNames({
  line,
  clock,
  log,
}: {
  line: Pick<Line, 'profile' | 'groupName'>
  clock: Clock
  log: Log
}): Names {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<void>>()

  const ask = async ({ type, id }: Chat): Promise<void> => {
    let name: string | undefined
    try {
      name = clean(
        type === 'group' ? await line.groupName(id, timeout) : (await line.profile(id, timeout))?.displayName,
      )
    } catch (error) {
      log.debug({ err: error }, 'LINE did not tell a name; the console shows the end of the id')
    }
    const now = clock.now()
    const last = known.get(id)?.name
    known.delete(id)
    known.set(id, { name: name ?? last, until: now + (name === undefined ? fresh.none : fresh.name) })
    for (const oldest of known.keys()) {
      if (known.size <= kept) break
      known.delete(oldest)
    }
  }

  const want = (chat: Chat): Promise<void> => {
    const current = asking.get(chat.id)
    if (current) return current
    const asked = ask(chat).finally(() => asking.delete(chat.id))
    asking.set(chat.id, asked)
    return asked
  }

  return {
    async of(chats) {
      const now = clock.now()
      const named = chats.filter(({ type }) => type === 'user' || type === 'group')
      const old = named.filter(({ id }) => (known.get(id)?.until ?? 0) <= now)
      const answers = old.map(want)
      if (old.some(({ id }) => !known.has(id))) {
        const over = new AbortController()
        await Promise.race([Promise.all(answers), clock.after(patience, over.signal)])
        over.abort()
      }
      return chats.map((chat) => known.get(chat.id)?.name ?? nameless(chat))
    },
  }
}

const kinds: Record<Chat['type'], string> = { user: 'Customer', group: 'Group', room: 'Room', account: 'Account' }

/** LINE tells names of users and groups only. */
const nameless = ({ type, id }: Chat): string => `${kinds[type]} …${id.slice(-4)}`

/** One line, and something to read. */
function clean(name: string | undefined): string | undefined {
  const line = name?.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return line === '' ? undefined : line
}
