/**
 * What the turns in the store tell of what the model took. With files that is what was spent before this start, read until
 * it is whole. Where processes share the store it is what all of them have spent: read again and again, each time only the
 * last minutes, since a day may have a hundred thousand turns.
 *
 * A turn stands in the store a while after its answer came, and each process has a clock of its own. So a look begins some
 * minutes before the last one, and goes as far past now; the turns of those minutes are known by name, and count once. One
 * that comes to the store later than that (all were down meanwhile) counts with the next start.
 */
import type { TurnRow } from '../core/turn-row.ts'
import type { Store } from '../ports/store.ts'
import { addTo, day, tidy, type Slots, type Spend, type Sum } from './spent-slots.ts'

/** So much of the time before the last look is read once more (ms). */
const overlap = 10 * 60_000

export interface ToldParts {
  store: Pick<Store, 'eachTurn' | 'list'>
  /** All turns of others count, not only those before this start. */
  shared: boolean
  /** When this process began to count for itself (ms). */
  openedAt: number
  sumOf: (model: string | undefined, usage: Pick<TurnRow, 'input' | 'output'>) => Sum
}

export interface Told {
  slots(): [number, Sum][]
  tidy(now: number): void
  /**
   * Reads what is new; when that fails, all is as before. Gives up to when (ms) the turns of each conversation have told
   * what was spent on it.
   */
  read(now: number): Promise<ReadonlyMap<string, number>>
}

export function openTold({ store, shared, openedAt, sumOf }: ToldParts): Told {
  let sums: Slots = new Map()
  /** What counts of the minutes that are read once more, by conversation and turn. */
  let recent = new Map<string, Spend>()
  let readAt: number | undefined

  /** A row that is made anew takes its own place. */
  const count = (name: string, spend: Spend): void => {
    const known = recent.get(name)
    if (known?.tokens === spend.tokens && known.dollars === spend.dollars) return
    if (known) addTo(sums, { at: known.at, tokens: -known.tokens, dollars: -known.dollars })
    addTo(sums, spend)
    recent.set(name, spend)
  }
  return {
    slots: () => [...sums],
    tidy: (now) => tidy(sums, now),
    async read(now) {
      // A clock that is behind the last look had jumped, and what it let go of may count again.
      const last = shared && readAt !== undefined && now >= readAt && now - readAt < day - overlap ? readAt : undefined
      const query = shared
        ? { from: last === undefined ? now - day : last - overlap, until: now + overlap }
        : { from: openedAt - day, until: openedAt + 1 }
      const older: Slots = new Map()
      const found = new Map<string, Spend>()
      const upTo = new Map<string, number>()
      await store.eachTurn(query, ({ conversation, turn, at, model, input, output }) => {
        const spend = { at, ...sumOf(model, { input, output }) }
        if (last === undefined && (!shared || at < now - overlap)) addTo(older, spend)
        else found.set(JSON.stringify([conversation, turn]), spend)
        upTo.set(conversation, Math.max(at, upTo.get(conversation) ?? at))
      })
      if (last === undefined) {
        sums = older
        recent = new Map()
      }
      for (const [name, spend] of found) count(name, spend)
      for (const [name, { at }] of recent) if (at < now - overlap) recent.delete(name)
      readAt = now
      return upTo
    },
  }
}
