/** What of a conversation is written into the index: its summary, the text that is searched, and the rows of its turns. */
import type { DatabaseSync } from 'node:sqlite'
import type { Conversation } from '../../../core/conversation.ts'
import { textOf } from '../../../core/search-words.ts'
import { isErased, summaryOf } from '../../../core/summary.ts'
import { turnRows } from '../../../core/turn-row.ts'
import { prepareTurns } from './turns.ts'

/** A ledger that was cut has at least so many facts left: what it no longer tells of stands in the index alone. */
const cutLedger = 150
/** Turns before those that may still come to something. */
const earlierTurns = 50

export type Tables = ReturnType<typeof prepareTables>

export function prepareTables(db: DatabaseSync) {
  const turns = prepareTurns(db)
  const put = db.prepare(
    `INSERT INTO conversations (id, place, since, at, suspected, summary) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET place = excluded.place, since = excluded.since, at = excluded.at,
        suspected = excluded.suspected, summary = excluded.summary
      WHERE summary IS NOT excluded.summary`,
  )
  const putText = db.prepare(
    `INSERT INTO texts VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text WHERE text IS NOT excluded.text`,
  )
  const find = db.prepare('SELECT number FROM conversations WHERE id = ?')
  const remove = ['conversations', 'texts'].map((table) => db.prepare(`DELETE FROM ${table} WHERE number = ?`))
  const numberOf = (id: string): number | undefined => {
    const number = find.get(id)?.number
    return typeof number === 'number' ? number : undefined
  }
  let turnsFrom = -Infinity
  const erase = (id: string): void => {
    const number = numberOf(id)
    if (number === undefined) return
    turns.keep(number, [])
    for (const one of remove) one.run(number)
  }
  return {
    erase,
    /** From now on turns before this time (ms) have no rows. */
    expire(before: number): void {
      turnsFrom = before
      turns.expire(before)
    },
    /** @param isWhole its facts are all there have ever been */
    write(conversation: Conversation, isWhole: boolean): void {
      const { id, facts } = conversation
      if (isErased(conversation)) return erase(id)
      const summary = summaryOf(conversation)
      const { place, since, at, suspected } = summary
      put.run(id, place, since, at, Number(suspected), JSON.stringify(summary))
      const number = numberOf(id) ?? 0
      putText.run(number, textOf(summary))
      const isCut = !isWhole && facts.length >= cutLedger && facts[0]?.type !== 'forgotten'
      const earlier = isCut ? turns.earlier(number, earlierTurns) : []
      const rows = turnRows(conversation, earlier).filter(({ at }) => at >= turnsFrom)
      const held = new Set(rows.map(({ turn }) => turn))
      if (!isCut) turns.keep(number, [...held])
      for (const { turn } of earlier) if (!held.has(turn)) turns.remove(number, turn)
      turns.put(number, rows)
    },
  }
}
