/**
 * A kept conversation → a turn of it as it was, right before its judgement: its messages open, earlier ones closed, later
 * ones not there. The ledger is gone through with `evolve` once more, so that what was open, asked about and counted is
 * what it was; the words come from the state, so what was taken back or erased since does not come back.
 */
import { begin, compare, isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import { evolve } from './evolve.ts'
import type { Change, Fact } from './facts.ts'

export type JudgementFact = Fact & { type: 'judged' | 'failed' }

export interface PastTurn {
  /** Missing: nobody judged it, or the ledger tells of it no more. */
  fact?: JudgementFact
  /** With everything in it as it was: nothing is redacted. */
  conversation: Conversation
}

/** Those of the turns that were judged, by their ids. Of a turn that was judged and dropped the last judgement counts. */
export function judgedTurns(
  conversation: Conversation,
  wanted: ReadonlySet<string>,
): Map<string, PastTurn & { fact: JudgementFact }> {
  const found = new Map<string, PastTurn & { fact: JudgementFact }>()
  let state = atFirst(conversation)
  for (const [index, fact] of conversation.facts.entries()) {
    if (isJudgement(fact) && wanted.has(fact.turn)) {
      found.set(fact.turn, { fact, conversation: asItWas(conversation, state, { ...fact, facts: index }) })
    }
    state = evolve(state, withContent(fact, conversation))
  }
  return found
}

/**
 * A single turn. One that no judgement led to (a tap, say) is as its newest message was judged; where nobody has judged
 * that, or the ledger tells no more, as that message came.
 * @param messages ids of the turn's messages
 * @returns undefined when none of them is there
 */
export function pastTurn(conversation: Conversation, turn: string, messages: readonly string[]): PastTurn | undefined {
  const newest = conversation.messages
    .filter(({ id }) => messages.includes(id))
    .toSorted(compare)
    .at(-1)
  if (!newest) return undefined
  const { facts } = conversation
  const fact = judgementOf(facts, turn, newest.id)
  const came = facts.findLastIndex((one) => one.type === 'received' && messages.includes(one.message))
  const end = fact ? facts.indexOf(fact) : came + 1
  const before = facts.slice(0, end)
  const state = before.reduce((at, one) => evolve(at, withContent(one, conversation)), atFirst(conversation))
  const start = fact ?? { messages, at: newest.receivedAt }
  const then = fact ? state : { ...state, messages: state.messages.filter((one) => compare(one, newest) <= 0) }
  return { fact, conversation: asItWas(conversation, then, { ...start, facts: end }) }
}

export const isJudgement = (fact: Fact): fact is JudgementFact => fact.type === 'judged' || fact.type === 'failed'

function judgementOf(facts: readonly Fact[], turn: string, newest: string): JudgementFact | undefined {
  const own = facts.findLast((fact): fact is JudgementFact => isJudgement(fact) && fact.turn === turn)
  if (own) return own
  const first = facts.findIndex((fact) => 'turn' in fact && fact.turn === turn)
  return facts
    .slice(0, Math.max(0, first))
    .findLast((fact): fact is JudgementFact => isJudgement(fact) && fact.messages.includes(newest))
}

/** Messages whose coming the ledger does not tell of are those that were there before it. */
function atFirst({ id, destination, chat, messages, facts }: Conversation): Conversation {
  const told = new Set(facts.flatMap((fact) => (fact.type === 'received' ? [fact.message] : [])))
  const judged = new Set(facts.flatMap((fact) => (isJudgement(fact) ? fact.messages : [])))
  const state = (one: CustomerMessage) => (judged.has(one.id) ? ('new' as const) : ('closed' as const))
  const older = messages.filter((one) => !told.has(one.id)).map((one) => ({ ...one, state: state(one) }))
  return { ...begin(id, destination, chat), messages: older }
}

/** Facts hold no content: what `evolve` needs of it to go the same way. */
function withContent(fact: Fact, { messages }: Conversation): Change {
  if (fact.type === 'received') {
    const kept = messages.find((one) => one.id === fact.message)
    const { receivedAt = fact.at, by, content = { type: 'other' as const } } = kept ?? {}
    return { ...fact, content: { content, receivedAt, by } }
  }
  if (fact.type === 'entered') {
    const { at, kind, entry: id } = fact
    return { ...fact, listed: { id, kind, at, turn: '', messages: [], state: 'waiting', readWhenTaken: false } }
  }
  return fact
}

/** When a turn was judged (ms), on which messages, and how many facts there were by then. */
interface Start {
  at: number
  messages: readonly string[]
  facts: number
}

function asItWas(conversation: Conversation, state: Conversation, start: Start): Conversation {
  const before = conversation.facts.slice(0, start.facts)
  const earlier = new Set(before.flatMap((one) => ('turn' in one ? [one.turn] : [])))
  const later = new Set(
    conversation.facts.flatMap((one) => ('turn' in one && !earlier.has(one.turn) ? [one.turn] : [])),
  )
  return {
    ...state,
    mode: 'assistant',
    gone: undefined,
    frozenAt: undefined,
    drops: 0,
    judging: undefined,
    pending: undefined,
    outbox: [],
    entries: [],
    judged: [],
    messages: messagesThen(state, start.messages, conversation),
    answers: conversation.answers.filter(({ at, turn }) => at <= start.at && !later.has(turn)),
    introduced: hadAnswer(before),
    ...profileThen(before, conversation),
    facts: before,
  }
}

/** What is open beside the turn came too late for it, or waited for the next one. */
function messagesThen(
  state: Conversation,
  judged: readonly string[],
  { messages: kept }: Conversation,
): CustomerMessage[] {
  const content = new Map(kept.map((one) => [one.id, one.content]))
  const then = state.messages.flatMap((one): CustomerMessage[] => {
    const isJudged = judged.includes(one.id)
    if ((!isJudged && one.state === 'new') || !content.get(one.id) || one.state === 'unsent') return []
    const open = isJudged ? (one.state === 'asked' ? 'asked' : 'new') : isOpen(one) ? 'closed' : one.state
    return [{ ...one, content: content.get(one.id), state: open, duringStaff: false }]
  })
  // Something was new, or nothing would have been judged.
  const newest = then.findLast(({ id }) => judged.includes(id))
  const isNew = then.some((one) => one.state === 'new')
  return then.map((one) => (one === newest && !isNew ? { ...one, state: 'new' } : one))
}

/** LINE had told who it is, or the ledger does not reach back to when it did. */
function profileThen(
  before: readonly Fact[],
  { customer, profileLanguage, facts }: Conversation,
): Partial<Conversation> {
  const isTold = facts.some(({ type }) => type === 'known') && !before.some(({ type }) => type === 'known')
  return isTold ? {} : { customer, profileLanguage }
}

/** The sentence that a machine answers stands in front of the first answer or question alone. */
function hadAnswer(facts: readonly Fact[]): boolean {
  const answers = new Set(
    facts.flatMap((fact) => (fact.type === 'judged' && fact.decision !== 'handoff' ? [`${fact.turn}.reply`] : [])),
  )
  return facts.some(
    (fact) => fact.type === 'ended' && answers.has(fact.action) && (fact.how === 'done' || fact.how === 'uncertain'),
  )
}
