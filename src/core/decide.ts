/**
 * decide(conversation, judgement, …): what a judgement comes to, by DESIGN.md "When a message turns Read".
 *
 *   resolved     mark read, reply                                          nothing is open
 *   needs_info   reply with the question, not read                         waits for the customer
 *   handoff      entry, tell staff, mark read (held by telling), notice    staff has it
 *   failed       entry, tell staff, notice (once in ten minutes), not read the next message is judged again
 *
 * What comes out is *pending*: nothing in it holds before the first attempt is made. Code can only lower a judgement.
 */
import { type Action, type Conversation, type Entry, type NotifyAction } from './conversation.ts'
import { evolveAll } from './evolve.ts'
import type { Change, Lowering } from './facts.ts'
import type { Judgement, Origin } from './judgement.ts'
import { guessLanguage } from './notices.ts'
import { noticeText, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { answer, endUncertain, isUnsaid, reply } from './reply.ts'
import { idsOf, type Turn } from './turn.ts'

/** A notice of a failed model goes out once in this time (ms). */
const noticeEvery = 600_000

/** What one judgement is decided by. */
export interface Deciding {
  conversation: Conversation
  turn: Turn
  policy: Policy
  now: number
}

/**
 * What a judgement comes to.
 * @param passages ids of the passages that the model was given: only those count as sources
 * @param notice which notice a hand-off gives
 */
export function decide(
  deciding: Deciding,
  judgement: Judgement,
  passages: ReadonlySet<string>,
  origin: Origin,
  notice: 'handoff' | 'cannot_see' = 'handoff',
): Change {
  const { conversation, turn, policy, now } = deciding
  const id = turnId(conversation)
  const messages = idsOf(turn.messages)
  const topic = [...policy.topics, ...policy.always_human].includes(judgement.topic) ? judgement.topic : 'other'
  const lowered = lowering(conversation, { ...judgement, topic }, passages, policy)
  const decision = lowered ? 'handoff' : judgement.decision
  const language = judgement.language || languageOf(conversation, turn)
  const text = { turn: id, messages, reason: judgement.reason, summary: judgement.summary }
  const outcome = {
    resolved: () => resolved(deciding, id, judgement),
    needs_info: () => asked(deciding, id, judgement),
    handoff: () => handedOff(deciding, id, noticeText(policy, notice, language)),
  }[decision]()
  return {
    type: 'judged',
    at: now,
    turn: id,
    messages,
    said: judgement.decision,
    decision,
    lowered,
    confidence: judgement.confidence,
    sources: judgement.sources,
    smallTalk: judgement.small_talk,
    topic,
    language,
    origin,
    decided: { ...outcome, changes: [...outcome.changes, ...endNotices(conversation, now)], text },
  }
}

/** A notice that still waits is not said any more: after a newer answer it would not be true. */
function endNotices({ outbox }: Conversation, now: number): Change[] {
  return outbox.flatMap((action): Change[] => {
    if (action.kind !== 'reply' || !action.notice) return []
    return isUnsaid(outbox, action)
      ? [{ type: 'ended', at: now, action: action.id, what: 'reply', how: 'superseded' }]
      : [endUncertain(outbox, action, now)]
  })
}

/** What it comes to when the model failed for good: staff see it, the customer is told, nothing is Read. */
export function decideFailed(deciding: Deciding, why: string, origin: Origin): Change {
  const { conversation, turn, policy, now } = deciding
  const id = turnId(conversation)
  const messages = idsOf(turn.messages)
  const listed = conversation.entries.some((entry) => entry.kind === 'no_judgement')
  const entering = listed ? [] : [enter(deciding, id, 'no_judgement')]
  const telling = entering.flatMap(({ actions = [] }) => actions)
  const told = conversation.noticeAt !== undefined && now - conversation.noticeAt < noticeEvery
  const notice = noticeText(policy, 'no_judgement', languageOf(conversation, turn))
  const words = told ? [] : [reply(deciding, id, [notice], { notice: true })]
  const changes: Change[] = [
    { type: 'unanswered', at: now, turn: id, messages, notice: !told },
    ...entering.map((entry) => ({ ...entry, actions: [] })),
  ]
  const decided = { changes, actions: [...words, ...telling] }
  return { type: 'failed', at: now, turn: id, messages, why, origin, decided }
}

/** Messages too old for the machine: entry and telling, no answer, unread until taken. */
export function decideStale(deciding: Omit<Deciding, 'turn'>, messages: string[]): Change[] {
  const id = turnId(deciding.conversation)
  const turn: Turn = { messages: deciding.conversation.messages.filter((m) => messages.includes(m.id)), fresh: [] }
  return [{ type: 'stale', at: deciding.now, turn: id, messages }, enter({ ...deciding, turn }, id, 'stale')]
}

/** Each decision has a turn of its own, so that its actions, and their retry keys, are never those of another. */
const turnId = (conversation: Conversation): string => `t${conversation.turns + 1}`

/** The language to say a fixed text in: that of the newest message when its script tells, else of the last judgement. */
export function languageOf(conversation: Conversation, turn: Turn): string {
  const newest = turn.messages.findLast((message) => message.content?.type === 'text')?.content
  const guess = newest?.type === 'text' ? guessLanguage(newest.text) : undefined
  if (guess === 'ja' || guess === 'th') return guess
  return conversation.language ?? guess ?? 'en'
}

/** Digits of any script, and anything that reads as a link: small talk holds neither. */
const digits = /\p{N}/u
const link = /https?:|www\.|\b[\w-]+\.(com|net|org|jp|tw|th|id|me|io|co|shop|app|link)\b/i

function lowering(
  conversation: Conversation,
  judgement: Judgement,
  passages: ReadonlySet<string>,
  policy: Policy,
): Lowering | undefined {
  if (judgement.decision === 'handoff') return undefined
  if (policy.always_human.includes(judgement.topic)) return 'always_human'
  if (judgement.decision === 'needs_info') return conversation.questions >= 2 ? 'third_question' : undefined
  if (!judgement.sources.some((source) => passages.has(source))) {
    if (!judgement.small_talk) return 'no_source'
    if (digits.test(judgement.reply) || link.test(judgement.reply)) return 'small_talk_with_facts'
  }
  return judgement.confidence < policy.min_confidence ? 'low_confidence' : undefined
}

interface Outcome {
  changes: Change[]
  actions: Action[]
}

function resolved(deciding: Deciding, id: string, judgement: Judgement): Outcome {
  const { conversation, turn, policy, now } = deciding
  // Small talk closes only its own messages: "thanks" does not answer the question before it.
  const closed = idsOf(judgement.small_talk ? turn.fresh : turn.messages)
  const read = policy.read_on.includes('resolved')
  const left = turn.messages.some((message) => !closed.includes(message.id))
  const answered = left ? [] : conversation.entries.filter((entry) => entry.kind === 'no_judgement')
  const changes: Change[] = [
    { type: 'closed', at: now, turn: id, messages: closed, as: 'resolved', read },
    ...answered.map((entry): Change => ({ type: 'entry_ended', at: now, entry: entry.id, why: 'answered' })),
  ]
  const marks = readAction(evolveAll(conversation, changes), id)
  return { changes, actions: [...marks, answer(deciding, id, judgement)] }
}

function asked(deciding: Deciding, id: string, judgement: Judgement): Outcome {
  const messages = idsOf(deciding.turn.messages)
  return {
    changes: [{ type: 'asked', at: deciding.now, turn: id, messages }],
    actions: [answer(deciding, id, judgement)],
  }
}

function handedOff(deciding: Deciding, id: string, notice: string): Outcome {
  const { conversation, turn, policy, now } = deciding
  const messages = idsOf(turn.messages)
  const { actions: telling = [], ...listed } = enter(deciding, id, 'handoff')
  const changes: Change[] = [
    listed,
    { type: 'handed_off', at: now, turn: id },
    {
      type: 'closed',
      at: now,
      turn: id,
      messages,
      as: 'handoff',
      read: policy.read_on.includes('handoff'),
      heldBy: telling[0]?.id,
    },
    // What may have been said already is not tried again: from here on the assistant is silent.
    ...conversation.outbox.flatMap((action) =>
      action.kind === 'reply' && !action.notice && !action.joinedBy && !isUnsaid(conversation.outbox, action)
        ? [endUncertain(conversation.outbox, action, now)]
        : [],
    ),
  ]
  const marks = readAction(evolveAll(conversation, changes), id)
  return { changes, actions: [...telling, ...marks, reply(deciding, id, [notice], { notice: true })] }
}

/** An entry for staff and, when they can be told, the telling. With no notifier the entry is the telling. */
export function enter(deciding: Deciding, turn: string, kind: Entry['kind']): Change & { type: 'entered' } {
  const { policy, now } = deciding
  const messages = idsOf(deciding.turn.messages)
  const id = `${turn}.${kind}`
  const readWhenTaken = policy.read_on.includes('handoff') || policy.read_on.includes('taken')
  const entry: Entry = { id, kind, at: now, turn, messages, state: 'waiting', readWhenTaken }
  const telling: NotifyAction = { kind: 'notify', id: `${id}.notify`, turn, messages, entry: id }
  return { type: 'entered', at: now, entry: id, kind, listed: entry, actions: policy.notifier ? [telling] : [] }
}
