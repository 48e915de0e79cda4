/** Reads who waits and who is with staff. Only what is shown is loaded. */
import type { Conversation } from '../core/conversation.ts'
import type { Listed, Store } from '../ports/store.ts'
import type { Card } from './card.ts'
import { glanceAt } from './glance.ts'
import type { List } from './list-page.ts'
import type { Names } from './names.ts'
import type { Clock } from '../ports/clock.ts'

/** The most conversations shown of each kind; whoever has more waiting than that starts at the top anyway. */
const most = 100

export interface ListsParts {
  store: Pick<Store, 'listed' | 'load'>
  names: Names
  clock: Clock
  lineChats: boolean
}

export function createLists({ store, names, clock, lineChats }: ListsParts) {
  const cardsOf = async (listed: readonly Listed[]): Promise<Card[]> => {
    const loaded = await Promise.all(listed.map(({ id }) => store.load(id)))
    const conversations = loaded.filter((one): one is Conversation => one !== undefined)
    const known = await names.of(conversations.map(({ chat }) => chat))
    const now = clock.now()
    return conversations.map((conversation, index) => ({
      glance: glanceAt(conversation),
      name: known[index] ?? '',
      now,
      lineChats,
    }))
  }

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
