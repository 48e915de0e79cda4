/** What facts tell of records: which one an action is about, whether it failed, and in which turn it was decided. */
import type { Conversation } from './conversation.ts'
import type { Fact } from './facts.ts'

/** What the id of a turn ends in that staff were given since its record failed. */
const unrecorded = '.unrecorded'

/** The turn in which it was judged: itself, unless staff were given it because its record failed. */
export const judgedAs = (turn: string): string => (turn.endsWith(unrecorded) ? turn.slice(0, -unrecorded.length) : turn)

/** A record's id is its turn's, with its place. */
export const turnOfRecord = (action: string): string => action.slice(0, action.lastIndexOf('.'))

type Ended = Extract<Fact, { type: 'ended' }>

/** Staff have it for that: others of its turn that were not tried any more, or that nobody wanted any more, did not fail. */
export const isFailure = ({ what, how }: Ended): boolean =>
  what === 'record' && (how === 'refused' || how === 'undelivered' || how === 'uncertain')

/** The declared name of the record that an action makes; undefined where the ledger no longer tells. */
export function recordNamed({ facts, outbox }: Conversation, action: string): string | undefined {
  const attempted = facts.findLast((fact) => fact.type === 'attempted' && fact.action === action)
  if (attempted?.type === 'attempted' && attempted.record !== undefined) return attempted.record
  const due = outbox.find(({ id }) => id === action)
  if (due?.kind === 'record') return due.record
  // It may have ended before it was ever tried: where there was only one, it was that.
  const [only, ...others] = recordsOf({ facts }, turnOfRecord(action))
  return others.length === 0 ? only : undefined
}

type Outcome = Extract<Fact, { type: 'outcome' }>

/** A try is ended well before (ms): where it took longer, our own process was away meanwhile. */
const longestTry = 10_000

/** How long the system took for it (ms); undefined where the ledger does not tell. */
export function tookOf(outcome: Outcome, { facts }: Pick<Conversation, 'facts'>): number | undefined {
  const tried = facts.findLast(
    (fact) => fact.type === 'attempted' && fact.action === outcome.action && fact.at <= outcome.at,
  )
  const took = tried && outcome.at - tried.at
  return took !== undefined && took <= longestTry ? took : undefined
}

/** The names of what a turn was to have recorded. */
export function recordsOf({ facts }: Pick<Conversation, 'facts'>, turn: string): readonly string[] {
  const judged = facts.findLast((fact) => fact.type === 'judged' && fact.turn === turn)
  return judged?.type === 'judged' ? (judged.records ?? []) : []
}
