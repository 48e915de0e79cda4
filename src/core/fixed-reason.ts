/**
 * Reasons that are not a model's own words: why staff were given something that none judged, told from the facts, and the
 * offline model's fixed sentences. They can be said in any language.
 */
import type { Conversation } from './conversation.ts'
import type { Unseen } from './facts.ts'
import type { Limit } from './limits.ts'
import { readOfflineReason, type OfflineReason } from './sentences/offline.ts'

export type FixedReason =
  | { type: 'asked_for_person' | 'tapped_person' | 'not_solved' }
  /** The model takes no such thing. */
  | { type: 'cannot_see'; kind: Conversation['messages'][number]['kind'] }
  /** It would take it, and could not have it. */
  | { type: 'could_not_look'; whys: Unseen[] }
  /** A limit was reached: no model was asked. */
  | { type: 'limit'; limit: Limit }
  /** What the offline model says, and what it found. */
  | { type: 'offline'; reason: OfflineReason; found: string[] }

/** Undefined where a model gave a reason in its own words, or nobody did. */
export function fixedReason({ facts, messages, judged: texts }: Conversation, turn: string): FixedReason | undefined {
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
