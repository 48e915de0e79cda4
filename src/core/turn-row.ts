/**
 * One row a turn, for the figures that owners look at: what was decided, when it was answered and Read, and what became of
 * it. Made again from the ledger at every commit; the store keeps rows as an index that can be rebuilt.
 *
 * A turn has a row once its decision holds (it has *begun*), or when it went to staff without one. What the model cost for
 * decisions that were dropped is counted with the one that held in the end.
 */
import type { Conversation } from './conversation.ts'
import type { Fact, Lowering } from './facts.ts'
import type { DecisionWord } from './judgement.ts'
import type { Limit } from './limits.ts'
import { isTap } from './summary.ts'
import { cameBack, followFact, type Ledger } from './turn-follow.ts'

export { returnsWithin } from './turn-follow.ts'

export interface TurnRow {
  conversation: string
  turn: string
  /** When it was decided (ms). */
  at: number
  /** When its newest message came (ms): what "time to" is counted from. */
  receivedAt: number
  /**
   * `failed`: no judgement; by a rule, when the assistant was paused, a limit was reached, or the model was not asked. `tap`: the customer tapped for a person, or "Not
   * solved". `stale`: too old for the machine when it came.
   */
  decision: DecisionWord | 'failed' | 'tap' | 'stale'
  /** Why it went to staff all the same. `not_recorded`: it was resolved, and what it was to have recorded is not, or perhaps. */
  lowered?: Lowering | 'not_recorded'
  /** No model was asked, since this was reached. */
  limit?: Limit
  by: 'model' | 'rule'
  topic: string
  /** The turn's, or where nobody judged it the customer's as far as known; empty when it is not. */
  language: string
  model?: string
  prompt?: string
  promptHash?: string
  /** The experiment it was judged in; the prompt is its variant. */
  experiment?: string
  /** Tokens, as the model counted them. */
  input: number
  output: number
  /** Ids of its messages, oldest first. */
  messages: readonly string[]
  /** Ids of the passages that the judgement rests on. */
  sources?: readonly string[]
  /** Only a greeting or thanks: nobody "returns" after it. */
  smallTalk?: true
  /** It was only observed: nothing was said, marked or handed over. */
  observed?: true
  /** When its answer, question or notice was delivered (ms). */
  answeredAt?: number
  /** When the newest of its messages was shown Read (ms). */
  readAt?: number
  /** It has an entry for staff, and nobody has ended it. */
  withStaff?: true
  /** When staff took it (ms). */
  takenAt?: number
  /** When staff ended it: Done, or handed back (ms). Not when it went back by time. */
  doneAt?: number
  /** The customer's word on it. */
  solved?: boolean
  /** The customer wrote again within 24 h after it was resolved, more than thanks (ms). */
  returnedAt?: number
  /** The same, about the same thing: a later turn of its listed topic, or resting on one of its passages (ms). */
  cameBackAt?: number
  /** What staff say of a sampled one. */
  grade?: 'right' | 'wrong'
}

/**
 * The rows of the turns that the facts still tell of.
 * @param earlier rows of turns that they may tell of no more; what has happened to those since is added
 */
export function turnRows(conversation: Conversation, earlier: readonly TurnRow[] = []): TurnRow[] {
  const { id, facts, messages } = conversation
  const begun = new Set(facts.flatMap((fact) => (fact.type === 'begun' ? [fact.turn] : [])))
  const ledger: Ledger = {
    rows: new Map(earlier.map((row) => [row.turn, { ...row }])),
    received: receivedTimes(facts, messages),
    ...beforeFacts(facts, messages),
    smallTalk: new Set(facts.flatMap((fact) => (fact.type === 'judged' && fact.smallTalk ? fact.messages : []))),
    joined: new Map(),
    cameBackBy: new Map(),
    cost: { input: 0, output: 0 },
  }
  const { cost } = ledger
  let known = earlier.at(-1)?.language || conversation.language || ''
  for (const fact of facts) {
    if (fact.type === 'judged' && fact.language !== '') known = fact.language
    if (fact.type === 'judged' || fact.type === 'failed') {
      cost.input += fact.origin.usage?.input ?? 0
      cost.output += fact.origin.usage?.output ?? 0
    }
    const row = rowOf(fact, begun, ledger)
    if (row) {
      // What an earlier look knew from facts that are gone by now.
      const old = ledger.rows.get(row.turn)
      const kept = { language: old?.language || known, readAt: row.readAt ?? old?.readAt }
      ledger.rows.set(row.turn, { conversation: id, topic: 'other', ...row, ...kept, ...said(row), ...cost })
      cost.input = 0
      cost.output = 0
      cameBack(row.turn, ledger)
    }
    followFact(fact, ledger)
  }
  return [...ledger.rows.values()]
}

const said = ({ language }: NewRow): { language?: string } => (language === undefined ? {} : { language })

/** What happened to messages before the facts that are kept: the state still knows it. */
function beforeFacts(facts: readonly Fact[], messages: Conversation['messages']): Pick<Ledger, 'read' | 'unsent'> {
  const told = (type: 'read' | 'unsent'): Set<string> =>
    new Set(
      facts.flatMap((fact) =>
        fact.type !== type ? [] : fact.type === 'read' ? fact.messages : fact.type === 'unsent' ? [fact.message] : [],
      ),
    )
  const [read, unsent] = [told('read'), told('unsent')]
  return {
    read: new Map(
      messages.flatMap((m) => (m.readAt === undefined || read.has(m.id) ? [] : [[m.id, m.readAt] as const])),
    ),
    unsent: new Set(messages.flatMap((m) => (m.state === 'unsent' && !unsent.has(m.id) ? [m.id] : []))),
  }
}

type NewRow = Omit<TurnRow, 'conversation' | 'topic' | 'input' | 'output' | 'language'> & Partial<TurnRow>

/** The row that begins with a fact, if one does. */
function rowOf(fact: Fact, begun: ReadonlySet<string>, { received, read }: Ledger): NewRow | undefined {
  const of = (messages: readonly string[]) => {
    const newest = messages.at(-1)
    const times = messages.flatMap((id) => received.get(id) ?? [])
    return {
      at: fact.at,
      messages,
      receivedAt: times.length > 0 ? Math.max(...times) : fact.at,
      readAt: newest === undefined ? undefined : read.get(newest),
    }
  }
  if (fact.type === 'judged' && begun.has(fact.turn)) {
    const { turn, decision, lowered, limit, topic, origin, messages, language, sources } = fact
    const smallTalk = fact.smallTalk && decision === 'resolved' ? { smallTalk: true as const } : {}
    const said = language === '' ? {} : { language }
    const rests = sources.length > 0 ? { sources } : {}
    return {
      turn,
      decision,
      lowered,
      limit,
      topic,
      ...of(messages),
      ...originOf(origin),
      ...smallTalk,
      ...said,
      ...rests,
    }
  }
  if (fact.type === 'failed' && begun.has(fact.turn)) {
    return { turn: fact.turn, decision: 'failed', limit: fact.limit, ...of(fact.messages), ...originOf(fact.origin) }
  }
  if (fact.type === 'stale') return { turn: fact.turn, decision: 'stale', by: 'rule', ...of(fact.messages) }
  if (fact.type === 'handed_off' && isTap(fact.turn)) {
    return { turn: fact.turn, decision: 'tap', by: 'rule', withStaff: true, ...of([]) }
  }
  return undefined
}

function originOf({ by, model, prompt, promptHash, experiment }: (Fact & { type: 'judged' })['origin']) {
  return { by, model, prompt, promptHash, experiment }
}

/** The state knows when a message was received; of older ones the ledger tells when they entered. */
function receivedTimes(facts: readonly Fact[], messages: Conversation['messages']): Map<string, number> {
  const entered = facts.flatMap((fact) => (fact.type === 'received' ? [[fact.message, fact.at] as const] : []))
  return new Map([...entered, ...messages.map(({ id, receivedAt }) => [id, receivedAt] as const)])
}
