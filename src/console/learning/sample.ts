/**
 * Is Read true? A sample of the turns that were called resolved, drawn week by week: by the hash of conversation, turn and
 * week, so that everybody is shown the same ones and nobody can choose them.
 */
import { createHash } from 'node:crypto'
import type { Conversation } from '../../core/conversation.ts'
import { rateOf, type Rate } from '../../core/interval.ts'
import type { TurnRow } from '../../core/turn-row.ts'
import type { Week } from '../insights/period.ts'
import { turnWords, type TurnWords } from './turn-words.ts'

export const sampleSize = 20

type Named = Pick<TurnRow, 'conversation' | 'turn'>

/** One name for a turn, within forms and addresses. */
export const keyOf = ({ conversation, turn }: Named): string => `${conversation}|${turn}`

/**
 * A greeting asks for nothing, and where the assistant only observed nobody was shown Read: neither is drawn.
 * @param rows resolved turns of the week, in any order
 */
export function sampleOf(rows: readonly TurnRow[], { name }: Pick<Week, 'name'>, size = sampleSize): TurnRow[] {
  const eligible = rows.filter((row) => !row.smallTalk && !row.observed)
  const drawn = eligible.map((row) => ({ row, lot: lotOf(row, name) }))
  return drawn
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size)
    .map(({ row }) => row)
}

const lotOf = ({ conversation, turn }: Named, week: string): string =>
  createHash('sha256').update(`${week}\n${conversation}\n${turn}`).digest('hex')

/** Of all that were graded in a time: what was in the sample then, even if the sample has gone on since. */
export function falseReads(rows: Iterable<TurnRow>): Rate | undefined {
  let wrong = 0
  let graded = 0
  for (const { grade } of rows) {
    if (grade !== undefined) graded++
    if (grade === 'wrong') wrong++
  }
  return rateOf(wrong, graded)
}

export interface Drawn extends Omit<TurnWords, 'gone'> {
  row: TurnRow
}

/** One whose words are not all there cannot be judged. */
export function withWords(row: TurnRow, conversation: Conversation | undefined): Drawn | undefined {
  if (!conversation) return undefined
  const { gone, ...words } = turnWords(conversation, row.turn, row.messages)
  return gone || words.answered.length === 0 ? undefined : { row, ...words }
}
