/** What it takes to falsify a history: to find a place in it, and to put something else there. */
import type { History, Record } from './history.ts'

export type Of<T extends Record['type']> = Extract<Record, { type: T }>
const isOf = <T extends Record['type']>(one: Record, type: T): one is Of<T> => one.type === type

/** The place of the first record that is so. */
export function placeOf<T extends Record['type']>(
  records: readonly Record[],
  type: T,
  which: (one: Of<T>) => boolean = () => true,
): { place: number; one: Of<T> } {
  for (const [place, one] of records.entries()) {
    if (isOf(one, type) && which(one)) return { place, one }
  }
  throw new Error(`no such ${type}`)
}

export const isAnswer = ({ texts }: { texts: string[] }): boolean => texts.join().includes('Here is your answer')

/** The history with these records after the one at this place. */
export const after = (history: History, place: number, ...more: Record[]): History => ({
  ...history,
  records: history.records.toSpliced(place + 1, 0, ...more),
})
export const instead = (history: History, place: number, one: Record): History => ({
  ...history,
  records: history.records.with(place, one),
})
