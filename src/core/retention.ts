/**
 * Retention: what is erased by itself once it is old. Words go first: of messages, answers and summaries, and the name
 * of somebody who has not written since. The facts that explain a message go later, and the message with them. What is
 * open, waits for a person or is still to be said stays whole, however old it is.
 */
import { isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Change, Fact } from './facts.ts'
import { remembered } from './look-ups/looked-up.ts'
import { blanked } from './message-changes.ts'

/** How long they are kept (ms). Missing: for ever. The ledger explains messages, so it is kept no shorter than they. */
export interface Periods {
  /** Words. */
  messages?: number
  /** Facts, and the messages that they are about. */
  ledger?: number
}

type Expired = Extract<Change, { type: 'expired' }>
const day = 24 * 3_600_000

/** What has become too old; nothing when all may stay. */
export function expiring(conversation: Conversation, periods: Periods, now: number): Expired[] {
  const words = periods.messages === undefined ? undefined : now - periods.messages
  const ledger = ledgerBefore(conversation, periods, now)
  const change: Expired = {
    type: 'expired',
    at: now,
    messages: words === undefined ? [] : wordsBefore(conversation, words),
    days: Math.round((periods.messages ?? periods.ledger ?? 0) / day),
    words,
    ledger,
  }
  const isDue =
    change.messages.length > 0 ||
    (ledger !== undefined && hasFactsBefore(conversation, ledger)) ||
    // What is left of older ones: words of the assistant about messages that are not kept any more, a name.
    (words !== undefined && changesWords(conversation, change))
  return isDue ? [change] : []
}

/** What `expired` does to the state. */
export function expire(c: Conversation, change: Expired): Conversation {
  const blank = change.words === undefined ? c : withoutWords(c, change)
  const { ledger } = change
  if (ledger === undefined) return blank
  const messages = blank.messages.filter((message) => isOpen(message) || message.receivedAt >= ledger)
  const kept = new Set(messages.map(({ id }) => id))
  return {
    ...blank,
    messages,
    answers: blank.answers.filter(({ at }) => at >= ledger),
    judged: blank.judged.filter((one) => one.messages.some((id) => kept.has(id))),
    outcomes: blank.outcomes?.filter(({ at }) => at >= ledger),
    facts: blank.facts.filter((fact) =>
      fact.type === 'expired' ? fact.messages.some((id) => kept.has(id)) : fact.at >= ledger,
    ),
  }
}

/** Nothing has happened for longer than anything is kept, and nobody waits: nothing of it need be kept at all. */
export function isOver(conversation: Conversation, { messages, ledger }: Periods, now: number): boolean {
  if (messages === undefined || ledger === undefined || !isAtRest(conversation)) return false
  // A question that the customer never answered keeps nobody waiting.
  if (conversation.messages.some(({ state }) => state === 'new' || state === 'stale')) return false
  return lastSign(conversation) < now - Math.max(messages, ledger)
}

/** Nothing is to be done, and no person has it. */
export const isAtRest = ({ mode, entries, outbox, pending, judging }: Conversation): boolean =>
  mode === 'assistant' && entries.length + outbox.length === 0 && !pending && !judging

function lastSign({ messages, answers, staffAt = 0, facts }: Conversation): number {
  const told = facts.filter(({ type }) => type !== 'expired').map(({ at }) => at)
  return Math.max(staffAt, ...messages.map((one) => one.receivedAt), ...answers.map(({ at }) => at), ...told)
}

/** Messages that somebody still goes by: they wait for a person, or something is still to be said about them. */
function heldIn({ messages, entries, outbox, pending }: Conversation): ReadonlySet<string> {
  const toSay = [...outbox, ...(pending?.actions ?? [])].filter(({ kind }) => kind !== 'read')
  const open = messages.filter(isOpen).map(({ id }) => id)
  return new Set([...open, ...entries.flatMap((one) => one.messages), ...toSay.flatMap((one) => one.messages)])
}

const wordsBefore = (conversation: Conversation, before: number): string[] => {
  const held = heldIn(conversation)
  return conversation.messages
    .filter((message) => message.content && message.receivedAt < before && !held.has(message.id))
    .map(({ id }) => id)
}

function withoutWords(c: Conversation, { messages: ids, words = 0, at: now }: Expired): Conversation {
  const gone = new Set(ids)
  const held = heldIn(c)
  const messages = c.messages.map((one): CustomerMessage => (gone.has(one.id) ? { ...one, content: undefined } : one))
  const told = new Set(messages.flatMap(({ id, content }) => (content ? [id] : [])))
  /** Words about these may stay: somebody goes by them, or their own words are all there. */
  const stays = (about: readonly string[], at: number): boolean =>
    about.some((id) => held.has(id)) ||
    (at >= words && !about.some((id) => gone.has(id))) ||
    (about.length > 0 && about.every((id) => told.has(id)))
  const times = new Map(c.facts.flatMap((fact) => ('turn' in fact ? [[fact.turn, fact.at] as const] : [])))
  const answers = c.answers.map((one) =>
    one.texts.length === 0 || stays(one.messages, one.at) ? one : { ...one, texts: [] },
  )
  const judged = c.judged.map((one) =>
    isBlank(one) || stays(one.messages, times.get(one.turn) ?? 0) ? one : blanked(one),
  )
  // Nobody is asked about again whose words are all gone (flow/people.ts), or they would be named and erased in turns.
  const isOver = isWordless({ messages }) && messages.every((one) => one.receivedAt < words)
  const proofs = remembered(c.proofs, undefined, now)
  const linked = isOver && (c.linked?.at ?? 0) < words ? undefined : c.linked
  return {
    ...c,
    messages,
    answers,
    judged,
    ...(c.proofs && { proofs }),
    customer: isOver ? undefined : c.customer,
    ...(c.linked && { linked }),
  }
}

const isBlank = ({ reason, summary, reply, lookUps, records }: Conversation['judged'][number]): boolean =>
  reason === '' && summary === '' && reply === undefined && !lookUps && !records

function changesWords(c: Conversation, change: Expired): boolean {
  const { answers, judged, customer, linked } = withoutWords(c, change)
  return (
    customer !== c.customer ||
    linked !== c.linked ||
    answers.some((one, index) => one !== c.answers[index]) ||
    judged.some((one, index) => one !== c.judged[index])
  )
}

/** Before which time facts may go (ms): never those of a message that is open. */
function ledgerBefore(conversation: Conversation, { ledger }: Periods, now: number): number | undefined {
  if (ledger === undefined || !isAtRest(conversation)) return undefined
  return Math.min(now - ledger, ...conversation.messages.filter(isOpen).map((one) => one.receivedAt))
}

const hasFactsBefore = ({ facts, messages }: Conversation, before: number): boolean =>
  facts.some((fact: Fact) => fact.type !== 'expired' && fact.at < before) ||
  messages.some((message) => !isOpen(message) && message.receivedAt < before)

/** All words are gone: there is nobody to be named. */
export const isWordless = ({ messages }: Pick<Conversation, 'messages'>): boolean =>
  messages.every(({ content }) => content === undefined)
