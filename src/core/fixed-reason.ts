/**
 * Reasons that are not a model's own words: why staff were given something that none judged, told from the facts, and the
 * offline model's fixed sentences. They can be said in any language.
 */
import type { Conversation } from './conversation.ts'
import type { Unseen } from './facts.ts'
import type { Limit } from './limits.ts'
import { isFailure, judgedAs, recordNamed, turnOfRecord } from './record-facts.ts'
import { readOfflineReason, type OfflineReason } from './sentences/offline.ts'

export type FixedReason =
  | { type: 'asked_for_person' | 'tapped_person' | 'not_solved' }
  /** The customer has signed in, and whose account it is nobody told. */
  | { type: 'not_linked' }
  /** The model takes no such thing. */
  | { type: 'cannot_see'; kind: Conversation['messages'][number]['kind'] }
  /** It would take it, and could not have it. */
  | { type: 'could_not_look'; whys: Unseen[] }
  /** A limit was reached: no model was asked. */
  | { type: 'limit'; limit: Limit }
  /** It was judged, and what it was to have recorded is not, or perhaps. `record` is empty where its name is not known. */
  | { type: 'not_recorded' | 'maybe_recorded'; record: string }
  /** What the offline model says, and what it found. */
  | { type: 'offline'; reason: OfflineReason; found: string[] }

/** Why staff were given a turn. Undefined where a model gave a reason in its own words, or nobody did. */
export const fixedReason = (conversation: Conversation, turn: string): FixedReason | undefined =>
  failedRecord(conversation, turn) ?? judgedReason(conversation, turn)

/** Why it was judged as it was, whatever became of it. */
export function judgedReason({ facts, messages, judged: texts }: Conversation, turn: string): FixedReason | undefined {
  if (turn.startsWith('link-')) return { type: 'not_linked' }
  if (turn.startsWith('tap-')) {
    const tapped = facts.findLast((fact) => fact.type === 'tapped' && `tap-${fact.event}` === turn)
    if (tapped?.type !== 'tapped') return undefined
    return tapped.button === 'not_solved' ? { type: 'not_solved' } : { type: 'tapped_person' }
  }
  const at = facts.findLastIndex((fact) => (fact.type === 'judged' || fact.type === 'failed') && fact.turn === turn)
  const judged = facts[at]
  if ((judged?.type === 'judged' || judged?.type === 'failed') && judged.limit) {
    return { type: 'limit', limit: judged.limit }
  }
  if (judged?.type === 'judged' && judged.origin.model === 'offline') {
    const read = readOfflineReason(texts.findLast((text) => text.turn === turn)?.reason ?? '')
    return read && { type: 'offline', ...read }
  }
  if (judged?.type !== 'judged' || judged.origin.by !== 'rule' || judged.decision !== 'handoff') return undefined
  const about = messages.filter(({ id }) => judged.messages.includes(id))
  const whys = facts.flatMap((fact) =>
    fact.type === 'unseen' && judged.messages.includes(fact.message) ? [fact.why] : [],
  )
  if (whys.length > 0) return { type: 'could_not_look', whys: [...new Set(whys)] }
  if (facts.slice(at).some((fact) => fact.type === 'told_outcome' && fact.at === judged.at && !fact.solved)) {
    return { type: 'not_solved' }
  }
  const newest = about.at(-1)
  return newest && newest.kind !== 'text' ? { type: 'cannot_see', kind: newest.kind } : { type: 'asked_for_person' }
}

/** Of a turn that was resolved: why it is with staff all the same, where something of it could not be recorded. */
export function failedRecord(conversation: Conversation, turn: string): FixedReason | undefined {
  const failed = conversation.facts.flatMap((fact) =>
    fact.type === 'ended' && isFailure(fact) && turnOfRecord(fact.action) === judgedAs(turn) ? [fact] : [],
  )
  // Whoever records again what is there already does more harm than who looks once too often.
  const last = failed.findLast(({ how }) => how === 'uncertain') ?? failed.at(-1)
  if (!last) return undefined
  const type = last.how === 'uncertain' ? 'maybe_recorded' : 'not_recorded'
  return { type, record: recordNamed(conversation, last.action) ?? '' }
}
