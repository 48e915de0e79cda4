/** Reads who waits and who is with staff. Only what is shown is loaded. */
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import type { KeptContents } from '../ports/contents.ts'
import type { Listed, Store } from '../ports/store.ts'
import type { Card } from './card.ts'
import { isThing } from './content.ts'
import { glanceAt } from './glance.ts'
import type { List } from './list-page.ts'
import type { Names } from './names.ts'
import type { Clock } from '../ports/clock.ts'
import type { Chats } from './words.ts'

/** The most conversations shown of each kind; whoever has more waiting than that starts at the top anyway. */
const most = 100

export interface ListsParts {
  store: Pick<Store, 'listed' | 'load'>
  names: Names
  clock: Clock
  chats: Chats
  contents?: Pick<KeptContents, 'types'>
}

export function createLists({ store, names, clock, chats, contents }: ListsParts) {
  const cardsOf = async (listed: readonly Listed[]): Promise<Card[]> => {
    const loaded = await Promise.all(listed.map(({ id }) => store.load(id)))
    const conversations = loaded.filter((one): one is Conversation => one !== undefined)
    const known = await names.of(conversations.map(({ chat }) => chat))
    const now = clock.now()
    const glances = conversations.map(glanceAt)
    const kept = await keptOf(glances.flatMap(({ words }) => words.map(({ message }) => message)))
    return glances.map((glance, index) => ({ glance, name: known[index] ?? '', now, chats, kept }))
  }

  /** Of the few words that are shown, which have more to them on the conversation's page. */
  const keptOf = async (messages: readonly CustomerMessage[]): Promise<Card['kept']> =>
    (await contents?.types(messages.filter(isThing).map(({ id }) => id))) ?? new Set()

  return {
    async read(): Promise<Pick<List, 'waiting' | 'staff' | 'counts'>> {
      const listed = await store.listed()
      const waits = listed.filter(isWaiting).toSorted((a, b) => firstEntry(a) - firstEntry(b))
      const taken = listed.filter((one) => !isWaiting(one))
      const [waiting, staff] = await Promise.all([cardsOf(waits.slice(0, most)), cardsOf(taken.slice(-most))])
      return {
        waiting: waiting.toSorted(longestFirst),
        staff: staff.toSorted((a, b) => b.glance.news - a.glance.news || -longestFirst(a, b)),
        counts: { waiting: waits.length, staff: taken.length },
      }
    },
  }
}

const isWaiting = ({ entries }: Listed): boolean => entries.some((entry) => entry.state === 'waiting')

const firstEntry = ({ entries }: Listed): number =>
  Math.min(...entries.filter((entry) => entry.state === 'waiting').map((entry) => entry.at))

const longestFirst = (a: Card, b: Card): number => (a.glance.since ?? 0) - (b.glance.since ?? 0)
