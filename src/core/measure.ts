/**
 * measure(before, after) → what the facts that are new in a commit measure. Only what is durable is measured, and a fact
 * is new in one commit only, so nothing is counted twice: not a repeat of an event, not an attempt found open after a crash.
 * Nothing here names a customer or holds a text: these are the figures of /metrics.
 *
 * What an erasure takes away in the very commit that it is part of is not measured.
 */
import type { Action } from './action.ts'
import type { Conversation } from './conversation.ts'
import { eventOf, type EventType } from './event-type.ts'
import type { Deferral, Ending, Fact, Lowering, Result } from './facts.ts'
import type { DecisionWord, Origin } from './judgement.ts'
import type { Limit } from './limits.ts'
import type { Came, LookUpFact } from './look-ups/looked-up.ts'
import { isTap } from './summary.ts'

/** `failed`: no judgement. `tap`: the customer asked for a person by a button. `stale`: too old for the machine. */
export type TurnDecision = DecisionWord | 'failed' | 'tap' | 'stale'

/** A push costs and a reply does not, so that they are told apart. */
export type AttemptedAction = Action['kind'] | 'push'

/** Times are in ms. */
export type Measured =
  | { type: 'event'; event: EventType }
  | { type: 'turn'; decision: TurnDecision; by: Origin['by'] }
  | { type: 'lowered'; why: Lowering }
  /** It went to a person past a limit. */
  | { type: 'limited'; limit: Limit }
  /** From our receipt of the turn's newest message until its words were delivered. */
  | { type: 'answered'; decision: TurnDecision; ms: number }
  /** From our receipt of a message until LINE confirmed Read for it. */
  | { type: 'read'; ms: number }
  /** `status` is missing when there was no answer. */
  | { type: 'attempt'; action: AttemptedAction; result: Result; status?: number }
  | { type: 'ended'; action: Action['kind']; how: Ending }
  | { type: 'deferred'; why: Deferral }
  /** The model was asked, for all its tries together, with what was looked up in between. */
  | { type: 'asked_model'; model: string; judged: boolean; ms?: number; input: number; output: number }
  /** What was looked up for a judgement, dropped ones too. `ms` is missing where the system was not asked. */
  | { type: 'looked_up'; lookUp: string; came: Came; ms?: number }
  /** A conversation could not go on (a write failed, say), and is tried again: told by the runner, of no fact. */
  | { type: 'failed_run' }

/** What the facts that `after` has and `before` had not measure, in order. */
export function measure(before: Conversation | undefined, after: Conversation): Measured[] {
  const entered = new Set<string>()
  const measured: Measured[] = []
  for (const [index, fact] of newFacts(before?.facts ?? [], after.facts)) {
    const event = eventOf(fact)
    // One event may make several facts: a word that hands back, say. The first tells what it was.
    if (event && !entered.has(event.id)) {
      entered.add(event.id)
      measured.push({ type: 'event', event: event.type })
    }
    measured.push(...measuresOf(fact, index, after))
  }
  return measured
}

/**
 * The facts that are new, with their places. A fact is never changed and is added at the end; but some go, when an action
 * fails alike for hours, when they are too old, and with an erasure. So it is asked of each whether it was there.
 */
function newFacts(before: readonly Fact[], after: readonly Fact[]): [number, Fact][] {
  const last = before.at(-1)
  // Nearly always nothing has gone, and the new ones follow the last.
  if (last === undefined || after[before.length - 1] === last) return placed(after, before.length)
  const there = new Set(before)
  return placed(after, 0).filter(([, fact]) => !there.has(fact))
}

const placed = (facts: readonly Fact[], from: number): [number, Fact][] =>
  facts.slice(from).map((fact, index) => [from + index, fact])

function measuresOf(fact: Fact, index: number, conversation: Conversation): Measured[] {
  if (fact.type === 'judged') return [...askedModel(fact.origin, true), ...lookedUp(fact.lookUps)]
  if (fact.type === 'failed') return [...askedModel(fact.origin, false), ...lookedUp(fact.lookUps)]
  if (fact.type === 'begun') return turnBegun(fact.turn, conversation.facts)
  if (fact.type === 'stale') return [{ type: 'turn', decision: 'stale', by: 'rule' }]
  if (fact.type === 'handed_off' && isTap(fact.turn)) return [{ type: 'turn', decision: 'tap', by: 'rule' }]
  if (fact.type === 'outcome') return outcome(fact, index, conversation)
  if (fact.type === 'ended') return [{ type: 'ended', action: fact.what, how: fact.how }]
  if (fact.type === 'deferred') return [{ type: 'deferred', why: fact.why }]
  if (fact.type !== 'read') return []
  const read = conversation.messages.filter(({ id }) => fact.messages.includes(id))
  return read.map(({ receivedAt }) => ({ type: 'read', ms: since(receivedAt, fact.at) }))
}

/** A model that is not asked, by a rule of ours, costs nothing. */
function askedModel({ by, model = 'unknown', ms, usage }: Origin, judged: boolean): Measured[] {
  if (by !== 'model') return []
  return [{ type: 'asked_model', model, judged, ms, input: usage?.input ?? 0, output: usage?.output ?? 0 }]
}

/** By declared names alone: what a model made up has none. */
const lookedUp = (lookUps: readonly LookUpFact[] = []): Measured[] =>
  lookUps.map(({ name = 'unknown', came, ms }) => ({ type: 'looked_up', lookUp: name, came, ms }))

/** A decision counts from its first attempt on: what was dropped before is no turn. */
function turnBegun(turn: string, facts: readonly Fact[]): Measured[] {
  const judged = judgedOf(turn, facts)
  if (!judged) return []
  const { limit } = judged
  const lowered = judged.type === 'judged' ? judged.lowered : undefined
  return [
    { type: 'turn', decision: decisionOf(judged), by: judged.origin.by },
    ...(lowered ? [{ type: 'lowered' as const, why: lowered }] : []),
    ...(limit ? [{ type: 'limited' as const, limit }] : []),
  ]
}

type JudgedFact = Extract<Fact, { type: 'judged' | 'failed' }>

const decisionOf = (judged: JudgedFact): TurnDecision => (judged.type === 'failed' ? 'failed' : judged.decision)

const judgedOf = (turn: string, facts: readonly Fact[]): JudgedFact | undefined => {
  const found = facts.findLast((one) => (one.type === 'judged' || one.type === 'failed') && one.turn === turn)
  return found?.type === 'judged' || found?.type === 'failed' ? found : undefined
}

function outcome(fact: Fact & { type: 'outcome' }, index: number, conversation: Conversation): Measured[] {
  const { action, what, result, status } = fact
  const { facts } = conversation
  const before = facts.findLast((one, at) => at < index && one.type === 'attempted' && one.action === action)
  const attempted = before?.type === 'attempted' ? before : undefined
  const attempt: Measured = {
    type: 'attempt',
    action: what === 'reply' && attempted?.via === 'push' ? 'push' : what,
    result,
    status,
  }
  if (what !== 'reply' || result !== 'done') return [attempt]
  // Answers that waited for LINE went out in the same call.
  const replies = [action, ...(attempted?.joins ?? [])]
  return [attempt, ...replies.flatMap((one) => answered(one.replace(/\.reply$/, ''), fact.at, conversation))]
}

/** Words that no judgement led to (a word back for a tap, say) answer no turn. */
function answered(turn: string, at: number, { facts, messages }: Conversation): Measured[] {
  const judged = judgedOf(turn, facts)
  if (!judged) return []
  const times = messages.flatMap(({ id, receivedAt }) => (judged.messages.includes(id) ? [receivedAt] : []))
  if (times.length === 0) return []
  return [{ type: 'answered', decision: decisionOf(judged), ms: since(Math.max(...times), at) }]
}

/** A clock that was set back tells of no time before its beginning. */
const since = (from: number, at: number): number => Math.max(0, at - from)
