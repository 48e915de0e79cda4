/** What facts after a decision do to the rows of turns: answered, Read, taken, done, returned, graded. */
import type { Fact } from './facts.ts'
import { isFailure, judgedAs, turnOfRecord } from './record-facts.ts'
import type { TurnRow } from './turn-row.ts'

/** A customer who writes again within this time (ms) after "resolved" has returned. */
export const returnsWithin = 24 * 3_600_000

/** What is known on the way through the ledger. */
export interface Ledger {
  rows: Map<string, TurnRow>
  /** When each message came, as far as is known (ms). */
  received: ReadonlyMap<string, number>
  /** When each message was shown Read (ms). */
  read: Map<string, number>
  unsent: Set<string>
  /** Messages that were only a greeting or thanks. */
  smallTalk: ReadonlySet<string>
  /** By which turn it is known that the customer came back, by the turn whose answer did not do. */
  cameBackBy: Map<string, string>
  /** Replies that went out in the same call as another, by that one. */
  joined: Map<string, readonly string[]>
  /** Tokens of decisions that did not hold, for the one that does in the end. */
  cost: { input: number; output: number }
  /** The turn whose reply was dropped last, since a message was taken back. */
  undone?: string
}

/** Takes one fact into the rows it is about. */
export function followFact(fact: Fact, ledger: Ledger): void {
  followCustomer(fact, ledger)
  followAnswer(fact, ledger)
  followStaff(fact, ledger)
}

function followCustomer(fact: Fact, ledger: Ledger): void {
  const { rows, read, unsent } = ledger
  if (fact.type === 'received') {
    // LINE showed it Read from the start.
    if (fact.late) read.set(fact.message, fact.at)
    returned(fact, ledger)
  }
  if (fact.type === 'unsent') unsent.add(fact.message)
  if (fact.type === 'reopened') undo(ledger)
  if (fact.type === 'told_outcome') edit(rows.get(fact.turn), (row) => (row.solved = fact.solved))
}

function followAnswer(fact: Fact, ledger: Ledger): void {
  const { rows, read, unsent, joined } = ledger
  if (fact.type === 'closed') {
    const row = rows.get(fact.turn)
    if (row && fact.as === 'observed') row.observed = true
    if (row?.decision === 'tap') row.messages = [...new Set([...row.messages, ...fact.messages])]
  }
  if (fact.type === 'attempted') joined.set(fact.action, fact.joins ?? [])
  if (fact.type === 'outcome' && fact.what === 'reply' && fact.result === 'done') {
    for (const action of [fact.action, ...(joined.get(fact.action) ?? [])]) {
      edit(rows.get(replied(action)), (row) => wasAnswered(row, fact.at))
    }
  }
  if (fact.type === 'ended' && fact.what === 'reply' && fact.how === 'unsent') ledger.undone = replied(fact.action)
  if (fact.type === 'read') {
    for (const message of fact.messages) if (!read.has(message)) read.set(message, fact.at)
    for (const row of rows.values()) {
      const newest = row.messages.findLast((message) => !unsent.has(message))
      if (newest !== undefined && fact.messages.includes(newest)) row.readAt ??= fact.at
    }
  }
}

function followStaff(fact: Fact, { rows }: Ledger): void {
  if (fact.type === 'ended' && isFailure(fact)) edit(rows.get(turnOfRecord(fact.action)), notRecorded)
  if (fact.type === 'entered') edit(rows.get(turnOf(fact.entry)), (row) => (row.withStaff = true))
  // One entry stands for all that nobody judged.
  if (fact.type === 'unanswered') edit(rows.get(fact.turn), (row) => (row.withStaff = true))
  if (fact.type === 'entry_ended') {
    for (const row of rows.values()) if (isOf(fact.entry, row)) delete row.withStaff
  }
  if (fact.type === 'taken') for (const row of withStaff(rows)) row.takenAt ??= fact.at
  if (fact.type === 'handed_back') {
    for (const row of withStaff(rows)) {
      if (fact.entries && !fact.entries.some((entry) => isOf(entry, row))) continue
      if (fact.done) row.takenAt ??= fact.at
      // Who goes back takes nothing from staff that they have not had.
      if (fact.customer && row.takenAt === undefined) continue
      if (!fact.customer && !fact.time) row.doneAt ??= fact.at
      delete row.withStaff
    }
  }
  if (fact.type === 'graded') edit(rows.get(fact.turn), (row) => (row.grade = fact.right ? 'right' : 'wrong'))
}

const edit = (row: TurnRow | undefined, change: (row: TurnRow) => void): void => (row ? change(row) : undefined)

const withStaff = (rows: Ledger['rows']): TurnRow[] => [...rows.values()].filter((row) => row.withStaff)

function notRecorded(row: TurnRow): void {
  row.decision = 'handoff'
  row.lowered = 'not_recorded'
}

/** A reply's id is its turn's, with its kind. */
const replied = (action: string): string => action.replace(/\.reply$/, '')

/** An entry's id is its turn's, with its kind; that of a record that failed leads to where it was judged. */
const turnOf = (entry: string): string => judgedAs(entry.slice(0, entry.lastIndexOf('.')))

function isOf(entry: string, row: TurnRow): boolean {
  const isUnjudged = /\.(no_judgement|paused|limit)$/.test(entry)
  return row.turn === turnOf(entry) || (isUnjudged && row.decision === 'failed')
}

function wasAnswered(row: TurnRow, at: number): void {
  if (row.answeredAt !== undefined) return
  row.answeredAt = at
  // What was written before the answer was there says nothing of it.
  if (row.returnedAt !== undefined && row.returnedAt <= at) delete row.returnedAt
  if (row.cameBackAt !== undefined && row.cameBackAt <= at) delete row.cameBackAt
}

/** Thanks are no return, and neither is what was written before the answer was there. */
function returned(fact: Fact & { type: 'received' }, { rows, smallTalk }: Ledger): void {
  if (smallTalk.has(fact.message)) return
  for (const row of rows.values()) {
    if (row.decision !== 'resolved' || row.smallTalk || row.messages.includes(fact.message)) continue
    const after = fact.at - (row.answeredAt ?? row.at)
    if (after > 0 && after <= returnsWithin) row.returnedAt ??= fact.at
  }
}

/**
 * A turn that was decided now may be about what an earlier answer was to resolve, within the same time: that answer did
 * not do. `other` is no topic that two turns could share; the passages they rest on may still be the same.
 */
export function cameBack(turn: string, { rows, received, cameBackBy }: Ledger): void {
  const row = rows.get(turn)
  if (!row || row.smallTalk || row.by !== 'model') return
  const came = Math.min(...row.messages.flatMap((message) => received.get(message) ?? []))
  for (const earlier of rows.values()) {
    if (earlier === row || earlier.decision !== 'resolved' || earlier.smallTalk) continue
    const after = came - (earlier.answeredAt ?? earlier.at)
    if (!(after > 0 && after <= returnsWithin)) continue
    const sameTopic = row.topic !== 'other' && row.topic === earlier.topic
    const sameSource = row.sources?.some((source) => earlier.sources?.includes(source)) ?? false
    if (!sameTopic && !sameSource) continue
    earlier.cameBackAt ??= came
    if (earlier.cameBackAt === came) cameBackBy.set(earlier.turn, turn)
  }
}

/** A decision whose reply nobody got, since a message was taken back, did not hold: what is left is judged again. */
function undo({ rows, cost, undone, cameBackBy }: Ledger): void {
  const row = undone === undefined ? undefined : rows.get(undone)
  if (!row) return
  cost.input += row.input
  cost.output += row.output
  rows.delete(row.turn)
  for (const [earlier, by] of cameBackBy) {
    if (by === row.turn) edit(rows.get(earlier), (one) => delete one.cameBackAt)
  }
}
