/**
 * A kept conversation → its turns as they were, each right before its judgement: its messages open, earlier ones closed,
 * later ones not there. The ledger is gone through with `evolve` once more, so that what was open, asked about and
 * counted is what it was; the words come from the state, so what was taken back or erased since does not come back.
 */
import { isMedia } from '../../core/content.ts'
import { begin, isOpen, type Conversation, type CustomerMessage } from '../../core/conversation.ts'
import { evolve } from '../../core/evolve.ts'
import type { Change, Fact } from '../../core/facts.ts'
import { turnRows, type TurnRow } from '../../core/turn-row.ts'
import { givenRead, type Judged, type LeftOut } from './replay.ts'

export interface PastTurn {
  type: 'turn'
  /** When it was decided, and when judging it began (ms). */
  at: number
  judgedAt: number
  language: string
  /** With everything in it as it was: nothing is redacted yet. */
  conversation: Conversation
  then: Judged
}

export type Past = PastTurn | { type: 'left_out'; at: number; why: Exclude<LeftOut, 'limit'> }

type JudgedFact = Fact & { type: 'judged' }

/** @param since ms; turns decided before it are not given */
export function pastTurns(conversation: Conversation, since: number): Past[] {
  const rows = turnRows(conversation).filter(({ at }) => at >= since)
  if (rows.length === 0) return []
  const before = statesBefore(conversation, new Set(rows.map(({ turn }) => turn)))
  return rows.map((row): Past => {
    const { at } = row
    const found = before.get(row.turn)
    if (row.decision === 'tap') return { type: 'left_out', at, why: 'tap' }
    if (row.decision === 'failed' || row.decision === 'stale' || !found)
      return { type: 'left_out', at, why: 'not_judged' }
    const why = lost(found.fact, conversation)
    return why ? { type: 'left_out', at, why } : turnOf(row, found, conversation)
  })
}

interface Before {
  state: Conversation
  fact: JudgedFact
}

/** What each of these turns was judged in. Of a turn that was judged and dropped there is no row. */
function statesBefore(conversation: Conversation, wanted: ReadonlySet<string>): Map<string, Before> {
  const found = new Map<string, Before>()
  let state = atFirst(conversation)
  for (const fact of conversation.facts) {
    if (fact.type === 'judged' && wanted.has(fact.turn)) found.set(fact.turn, { state, fact })
    state = evolve(state, withContent(fact, conversation))
  }
  return found
}

/** Messages whose coming the ledger does not tell of are those that were there before it. */
function atFirst({ id, destination, chat, messages, facts }: Conversation): Conversation {
  const told = new Set(facts.flatMap((fact) => (fact.type === 'received' ? [fact.message] : [])))
  const judged = new Set(facts.flatMap((fact) => (fact.type === 'judged' ? fact.messages : [])))
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

/** Why it cannot be judged again. */
function lost({ messages }: JudgedFact, conversation: Conversation): 'erased' | 'media' | 'place' | undefined {
  const contents = messages.map((id) => conversation.messages.find((one) => one.id === id)?.content)
  if (contents.length === 0 || contents.includes(undefined)) return 'erased'
  if (contents.some((content) => content && (isMedia(content) || content.type === 'other'))) return 'media'
  return contents.some((content) => content?.type === 'location') ? 'place' : undefined
}

function turnOf(row: TurnRow, { state, fact }: Before, conversation: Conversation): PastTurn {
  const before = conversation.facts.slice(0, conversation.facts.indexOf(fact))
  const earlier = new Set(before.flatMap((one) => ('turn' in one ? [one.turn] : [])))
  const later = new Set(
    conversation.facts.flatMap((one) => ('turn' in one && !earlier.has(one.turn) ? [one.turn] : [])),
  )
  return {
    type: 'turn',
    at: fact.at,
    judgedAt: fact.at - (fact.origin.ms ?? 0),
    language: row.language,
    // oxlint-disable-next-line unicorn/no-thenable -- the word for what was decided in its time
    then: thenOf(fact, conversation),
    conversation: {
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
      messages: messagesThen(state, fact, conversation),
      answers: conversation.answers.filter(({ at, turn }) => at <= fact.at && !later.has(turn)),
      introduced: hadAnswer(before),
      ...profileThen(before, conversation),
      facts: before,
    },
  }
}

/** What is open beside the turn came too late for it, or waited for the next one. */
function messagesThen(
  state: Conversation,
  { messages }: JudgedFact,
  { messages: kept }: Conversation,
): CustomerMessage[] {
  const content = new Map(kept.map((one) => [one.id, one.content]))
  const then = state.messages.flatMap((one): CustomerMessage[] => {
    const judged = messages.includes(one.id)
    if ((!judged && one.state === 'new') || !content.get(one.id) || one.state === 'unsent') return []
    const open = judged ? (one.state === 'asked' ? 'asked' : 'new') : isOpen(one) ? 'closed' : one.state
    return [{ ...one, content: content.get(one.id), state: open, duringStaff: false }]
  })
  // Something was new, or nothing would have been judged.
  const newest = then.findLast(({ id }) => messages.includes(id))
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

function thenOf(fact: JudgedFact, { facts, answers, judged }: Conversation): Judged {
  const { turn, decision, said, lowered, confidence, sources, topic, origin } = fact
  const { by, model, prompt, promptHash } = origin
  const words = judged.find((one) => one.turn === turn)
  const closed = facts.flatMap((one) => (one.type === 'closed' && one.turn === turn ? [one] : []))
  return {
    decision,
    said,
    ...(lowered === undefined ? {} : { lowered }),
    by,
    ...(prompt === undefined ? {} : { prompt: { name: prompt, hash: promptHash ?? '' } }),
    ...(model === undefined ? {} : { model }),
    texts: answers.filter((one) => one.turn === turn).flatMap(({ texts }) => texts),
    ...(words?.reply === undefined ? {} : { unsaid: words.reply }),
    reason: words?.reason ?? '',
    sources,
    ...(by === 'model' ? { confidence } : {}),
    topic,
    read: givenRead(
      closed.filter(({ read }) => read).map((one) => (one.as === 'handoff' && one.heldBy ? 'when_told' : 'now')),
    ),
  }
}
