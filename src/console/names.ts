/**
 * Customers' and groups' names, as LINE tells them. A conversation keeps its customer's; of others they are asked for
 * ahead of need and kept for a while. A page never waits long for one.
 */
import type { Conversation } from '../core/conversation.ts'
import type { Chat } from '../core/event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { ConsoleLanguage } from './language.ts'
import { sharedWords } from './shared-words.ts'

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
  of(chats: readonly Chat[], language?: ConsoleLanguage): Promise<string[]>
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
    async of(chats, language = 'en') {
      const now = clock.now()
      const named = chats.filter(({ type }) => type === 'user' || type === 'group')
      const old = named.filter(({ id }) => (known.get(id)?.until ?? 0) <= now)
      const answers = old.map(want)
      if (old.some(({ id }) => !known.has(id))) {
        const over = new AbortController()
        await Promise.race([Promise.all(answers), clock.after(patience, over.signal)])
        over.abort()
      }
      return chats.map((chat) => nameShown(chat, known.get(chat.id)?.name, language))
    },
  }
}

/** A conversation keeps its customer's name; of others LINE is asked. */
export async function nameOf(
  { chat, customer }: Pick<Conversation, 'chat' | 'customer'>,
  names: Names,
  language: ConsoleLanguage,
): Promise<string> {
  if (customer?.name) return nameShown(chat, customer.name, language)
  const [name = ''] = await names.of([chat], language)
  return name
}

/** What a chat is called on a page; LINE tells names of users and groups only, so others go by the end of their id. */
export const nameShown = ({ type, id }: Chat, name: string | undefined, language: ConsoleLanguage): string =>
  clean(name) ?? `${sharedWords[language].nameless[type]} …${id.slice(-4)}`

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** Some call themselves by nothing: spaces, joiners, Hangul fillers. */
const visible = /[^\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0]/u
/** As long as a name that a person reads; some letters are made of many units. */
const longest = { letters: 60, units: 240 }

/** One line, something to read, nothing that turns the words around it or climbs out of its line. */
function clean(name: string | undefined): string | undefined {
  const line = name
    ?.slice(0, 2_000)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1')
    .trim()
  if (!line || !visible.test(line)) return undefined
  let shown = ''
  let letters = 0
  for (const { segment } of graphemes.segment(line)) {
    letters += 1
    if (letters > longest.letters || shown.length + segment.length > longest.units) return `${shown}…`
    shown += segment
  }
  return shown
}
