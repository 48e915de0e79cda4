/** What is kept of one of several channels: the same store, seen through the LINE accounts that are its own. */
import type { Counts, Store } from '../ports/store.ts'

export type ChannelStore = Pick<Store, 'list' | 'counts' | 'load' | 'turns' | 'eachTurn' | 'onCommit'>

export interface OwnAccounts {
  /** Asked each time: LINE may tell of one later. */
  accounts(): readonly string[]
  /** Whether a conversation is of one of them. Asked at each commit. */
  isOurs(conversation: string): boolean
}

export function storeOf(store: ChannelStore, { accounts, isOurs }: OwnAccounts): ChannelStore {
  return {
    list: (query) => store.list({ ...query, destinations: accounts() }),
    counts: () => store.counts(accounts()),
    load: (id) => (isOurs(id) ? store.load(id) : Promise.resolve(undefined)),
    turns: (query) => store.turns({ ...query, destinations: accounts() }),
    eachTurn: (query, visit) => store.eachTurn({ ...query, destinations: accounts() }, visit),
    onCommit: (listener) => store.onCommit((id, elsewhere) => isOurs(id) && listener(id, elsewhere)),
  }
}

/** How many stand in each place of a channel: what its accounts have together, of what each account has. */
export function countsOf(accounts: readonly string[], each: ReadonlyMap<string, Counts>): Counts {
  const sum: Counts = { waiting: 0, undelivered: 0, staff: 0, question: 0, suspected: 0 }
  for (const { waiting, undelivered, staff, question, suspected, waitingSince } of accounts.flatMap(
    (account) => each.get(account) ?? [],
  )) {
    sum.waiting += waiting
    sum.undelivered += undelivered
    sum.staff += staff
    sum.question += question
    sum.suspected += suspected
    if (waitingSince !== undefined) sum.waitingSince = Math.min(sum.waitingSince ?? waitingSince, waitingSince)
  }
  return sum
}
