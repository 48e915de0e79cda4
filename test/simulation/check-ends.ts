/** What must hold at the end: every accepted event has come to one, nothing is stuck, staff were told, words came in time. */
import type { Conversation } from '../../src/core/conversation.ts'
import type { Account, Known } from './account.ts'
import type { Chat, Period } from './chat.ts'
import type { Broken, History, Record } from './history.ts'
import { answerMarks, readable } from './marks.ts'
import { actsOn, endingsOf, isTheirs, leftAfter } from './theirs.ts'

const second = 1_000
const wordWithin = 40 * second

/** Every event that got 200 reaches an end. */
export function lost(account: Account, chat: Chat): { broken: Broken[]; accepted: number } {
  const { customer } = account
  const broken: Broken[] = []
  const entered = new Set(account.commits.flatMap((commit) => commit.entered))
  const accepted = new Map<string, number>()
  for (const one of account.records) if (one.type === 'delivered' && one.stored) accepted.set(one.event, one.at)
  const deeds = new Map(account.records.flatMap((one) => (one.type === 'deed' ? [[one.event, one] as const] : [])))
  const said = saidTo(account)
  for (const [event, at] of accepted) {
    const deed = deeds.get(event)
    const name = deed?.what === 'message' ? readable(deed.message.mark) : (deed?.what ?? event)
    const add = (what: string): void =>
      void broken.push({ invariant: 'nothing accepted is lost', customer, at: Math.max(at, account.lastAt), what })
    if (!entered.has(event)) add(`${name} got 200 and never became part of the conversation.`)
    else if (deed?.what === 'message') {
      const message = account.messages.get(deed.message.id)
      if (message && endOf(account, message, { said, chat }) === undefined) add(`${name} got 200 and came to no end.`)
    }
  }
  return { broken, accepted: accepted.size }
}

/** Answers that reached the phone, and those that LINE took for one who has blocked the account. */
function saidTo(account: Account): Set<string> {
  return new Set(account.shown.flatMap(({ texts }) => texts.flatMap(answerMarks)))
}

/** To what end a message came; undefined when to none. */
function endOf(
  account: Account,
  message: Known,
  { said, chat }: { said: ReadonlySet<string>; chat: Chat },
): string | undefined {
  const { sent } = message
  if (message.unsent !== undefined) return 'unsent'
  const covering = [...account.asks.values()].filter(
    ({ mark = '', means, covers, fresh }) =>
      said.has(mark) && (means === 'small_talk' ? fresh : covers).includes(sent.mark),
  )
  if (covering.length > 0) return covering.at(-1)?.means === 'needs_info' ? 'asked back' : 'answered'
  // LINE refused a living token, and a failed write cost the product that answer: after it "invalid" means "used".
  if (
    account.latestAsk(message)?.mark !== undefined &&
    isContradicted(account, account.latestAsk(message)?.mark ?? '')
  ) {
    return 'LINE contradicted itself'
  }
  const [entry] = account.entriesOf(message)
  if (entry) return entry.taken === undefined ? 'an entry for staff' : 'taken'
  const stored = account.end?.messages.find(({ id }) => id === sent.id)
  const periods = chat.periods.filter((one) => isOfPeriod(account, one, message))
  if (periods.at(-1)?.until === Infinity) return 'with staff'
  const closed = account.closedAs(sent.id)
  if (periods.length > 0 && isTheirs(account, message)) return 'with staff'
  // Its answer, or that which it was to go out with, still waited to be said when staff took it: it is theirs to say.
  const unsaid = endingsOf(account, closed?.turn).some((how) => how === 'taken' || how === 'uncertain')
  if (unsaid && actsOn(account, message).some(({ action }) => action === 'take' || action === 'done'))
    return 'with staff'
  // Staff who have the chat may say later that it is handled.
  const isResolved = account.facts.some(
    (fact) => fact.type === 'closed' && fact.as === 'resolved' && fact.messages.includes(sent.id),
  )
  if (isResolved && sent.word !== undefined) return 'a button'
  if (stored?.state === 'unsent' && account.facts.some((fact) => fact.type === 'unsent' && fact.message === sent.id))
    return 'unsent'
  // Who left meanwhile is answered no more, though they came back.
  return leftAfter(account, message) ? 'the customer has gone' : undefined
}

/** It came while staff had the chat, or it was open, or its answer not said yet, when they got it. */
function isOfPeriod(account: Account, { since, until }: Period, { sent, entered = Infinity }: Known): boolean {
  if (entered >= since) return entered <= until && entered < Infinity
  const { messages = [], outbox = [] } = account.commitBefore(since)?.conversation ?? {}
  const isOpen = messages.some(({ id, state }) => id === sent.id && state !== 'closed')
  return isOpen || outbox.some(({ kind, messages: about }) => kind === 'reply' && about.includes(sent.id))
}

function isContradicted(account: Account, mark: string): boolean {
  return [...account.calls.values()].some(({ order, texts, returned }) => {
    if (returned?.fault !== 'bad_token' || !texts.join().includes(mark)) return false
    const stored = account.commits.find((commit) => commit.order > returned.order)?.order ?? Infinity
    return account.mishaps.some((mishap) => mishap > order && mishap < stored)
  })
}

/** The runner never stops: once nothing fails any more nothing is left that has no timer. */
export function stuck(account: Account, { records, end, setup }: History): Broken[] {
  const { end: conversation, customer } = account
  const at = records.at(-1)?.at ?? 0
  const broken: Broken[] = []
  const add = (what: string): void => void broken.push({ invariant: 'the runner never stops', customer, at, what })
  const left = end.inbox.filter((event) => event.startsWith(`event-${customer}-`) || account.acts.has(event))
  if (left.length > 0) add(`${left.length} events are still in the inbox: ${left.join(', ')}.`)
  if (!conversation) return broken
  const { mode, gone, messages, pending, judging, outbox, entries } = conversation
  const waits = messages.filter(({ state }) => state === 'new')
  if (mode === 'assistant' && !gone && waits.length > 0) add(`${waits.length} messages wait for a judgement for ever.`)
  if (pending || judging) add('A judgement is under way for ever.')
  for (const action of outbox) {
    const waitsForSign = action.kind === 'reply' && (action.deferred || action.joinedBy !== undefined)
    const { open } = action.tries ?? {}
    // One that has just begun has the time of a call.
    if (open && at - open.at <= 60 * second) continue
    if (open) add(`An attempt of ${action.id} never ended.`)
    // Whether Read is missing, or held back by an older message, is asked elsewhere.
    else if (action.kind !== 'read' && !waitsForSign && !(action.kind === 'notify' && action.reminder)) {
      add(`${action.id} is never made.`)
    }
  }
  for (const { id, state } of messages) {
    if (state === 'stale' && !entries.some((one) => one.messages.includes(id)))
      add('A stale message stands in no entry.')
  }
  for (const { id, state } of entries) {
    const listed = account.entries.get(id)
    if (state === 'waiting' && setup.notifier && listed?.told === undefined) add(`Staff were never told of ${id}.`)
  }
  return broken
}

/** Where nothing but the model and the shop's systems fails, a customer has word within 40 s of the newest message of the turn. */
export function late(account: Account, { setup }: History): Broken[] {
  if (!setup.calm) return []
  const broken: Broken[] = []
  const said = account.records.flatMap((one) => (one.type === 'shown' ? [one.at] : []))
  const stirs = account.records.flatMap((one) => (isStir(one) ? [one.at] : []))
  const healed = account.records.find((one) => one.type === 'healed')?.at ?? Infinity
  for (const message of account.messages.values()) {
    const { storedAt: at, stored = 0 } = message
    // Without a token a push would have to bring it, which costs: an answer is worth that, a notice is not.
    if (at === undefined || message.takenBack || !message.sent.repliable || at > healed || at - message.at > 5 * second)
      continue
    // Only the last of what happens within that time is sure to be the newest of its turn.
    if (stirs.some((stir) => stir > message.at && stir < at + wordWithin)) continue
    const commits = [
      account.commitBefore(stored),
      ...account.commits.filter((one) => one.order > stored && one.at <= at + wordWithin),
    ]
    // What was with staff before is theirs. A notice of a hand-off is not worth a push where that may not be made.
    const isTheirs = ({ mode, gone }: Conversation): boolean => mode === 'staff' || gone === true
    if (commits[0] && isTheirs(commits[0].conversation)) continue
    if (!setup.pushes && commits.some((one) => one && isTheirs(one.conversation))) continue
    // Its token may have gone for the button that brings the answer.
    const isAnnounced = account.facts.some(
      (fact) => fact.type === 'announced' && fact.at > at - wordWithin && fact.at <= at + wordWithin,
    )
    if (isAnnounced) continue
    const last = commits[0]?.conversation.noticeAt ?? -Infinity
    const isNew = said.some((one) => one >= at && one <= at + wordWithin)
    // A notice of a failed model is given once in ten minutes.
    if (isNew || at - last < 11 * 60 * second) continue
    const what = `${readable(message.sent.mark)} was met with silence for 40 s though LINE and the process were well.`
    broken.push({ invariant: 'word within 40 s', customer: account.customer, at, what })
  }
  return broken
}

/** What begins a turn anew, or takes it from the assistant. */
const isStir = (one: Record): boolean =>
  one.type === 'deed' || one.type === 'acted' || one.type === 'paused' || one.type === 'crashed'

/** Nothing is thrown that no fault of this world explains. */
export const failures = (records: readonly Record[]): Broken[] =>
  records.flatMap((one) =>
    one.type === 'failed'
      ? [{ invariant: 'nothing unexpected is thrown', customer: one.customer, at: one.at, what: one.why }]
      : [],
  )
