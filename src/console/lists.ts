/** Reads a page of a list. Only Waiting loads its conversations, a page of them; the others are made of what the store lists. */
import type { Conversation, CustomerMessage } from '../core/conversation.ts'
import type { Summary } from '../core/summary.ts'
import type { Clock } from '../ports/clock.ts'
import type { KeptContents } from '../ports/contents.ts'
import type { ListName, Store } from '../ports/store.ts'
import type { Card } from './card.ts'
import { isThing } from './content.ts'
import { glanceAt } from './glance.ts'
import type { Row, Slice } from './list-page.ts'
import type { ConsoleLanguage } from './language.ts'
import { nameShown, type Names } from './names.ts'
import type { Chats } from './words.ts'

/** So many stand on a page. */
const perPage = 50
/** Of those whom somebody seems to be answering so many are named. */
const suspectedShown = 5

export interface ListsParts {
  store: Pick<Store, 'list' | 'counts' | 'load'>
  names: Names
  clock: Clock
  chats: Chats
  contents?: Pick<KeptContents, 'types'>
}

/** Which page: where the one before ended, and how many stood before it. */
export interface Place {
  after?: string
  before?: number
  search?: string
}

/** For whom cards are made: what a button's form needs is theirs. */
export type Reader = Pick<Card, 'language' | 'reader' | 'token' | 'from' | 'channels' | 'isServed'>

export function createLists({ store, names, clock, chats, contents }: ListsParts) {
  const read = async (list: ListName, { after, before = 0, search }: Place) => {
    const page = await store.list({ list, limit: perPage, after, search })
    // What is before it may have changed meanwhile.
    const start = after === undefined ? 0 : Math.min(before, Math.max(0, page.total - page.rows.length))
    const slice: Slice = {
      start,
      shown: page.rows.length,
      total: page.total,
      next: page.next,
      incomplete: page.incomplete,
    }
    return { rows: page.rows, slice }
  }

  const cardsOf = async (rows: readonly Summary[], reader: Reader): Promise<Card[]> => {
    const loaded = await Promise.all(rows.map(({ id }) => store.load(id)))
    const conversations = loaded.filter((one): one is Conversation => one !== undefined)
    const known = await namesOf(
      conversations.map(({ chat, customer }) => ({ chat, name: customer?.name })),
      reader.language,
    )
    const now = clock.now()
    const glances = conversations.map((one) => glanceAt(one, reader.language, reader.reader))
    const kept = await keptOf(glances.flatMap(({ words }) => words.map(({ message }) => message)))
    return glances.map((glance, index) => ({ glance, name: known[index] ?? '', now, chats, kept, ...reader }))
  }

  /** LINE is asked for those alone whose name is not known. */
  const namesOf = async (
    them: readonly Pick<Summary, 'chat' | 'name'>[],
    language: ConsoleLanguage,
  ): Promise<string[]> => {
    const asked = await names.of(
      them.filter(({ name }) => !name).map(({ chat }) => chat),
      language,
    )
    let next = 0
    return them.map(({ chat, name }) => (name ? nameShown(chat, name, language) : (asked[next++] ?? '')))
  }

  /** Of the few words that are shown, which have more to them on the conversation's page. */
  const keptOf = async (messages: readonly CustomerMessage[]): Promise<Card['kept']> =>
    (await contents?.types(messages.filter(isThing).map(({ id }) => id))) ?? new Set()

  const rowsOf = async (rows: readonly Summary[], language: ConsoleLanguage): Promise<Row[]> => {
    const known = await namesOf(rows, language)
    return rows.map((summary, index) => ({ summary, name: known[index] ?? '' }))
  }

  return {
    async waiting(place: Place, reader: Reader) {
      const [{ rows, slice }, counts, suspected] = await Promise.all([
        read('waiting', place),
        store.counts(),
        store.list({ list: 'suspected', limit: suspectedShown }),
      ])
      const [cards, answered] = await Promise.all([cardsOf(rows, reader), rowsOf(suspected.rows, reader.language)])
      return { cards, slice, counts, suspected: { rows: answered, total: suspected.total } }
    },

    async rows(list: ListName, place: Place, language: ConsoleLanguage): Promise<{ rows: Row[]; slice: Slice }> {
      const { rows, slice } = await read(list, place)
      return { rows: await rowsOf(rows, language), slice }
    },
  }
}

export type Lists = ReturnType<typeof createLists>
