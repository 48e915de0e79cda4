/** Answers that do not reach the customer by themselves any more: they wait for a sign, or staff have an entry. */
import type { Action, ReplyAction } from './action.ts'
import type { Conversation, Entry } from './conversation.ts'
import type { Change, Deferral, Ending } from './facts.ts'
import { enter } from './handoff.ts'
import type { Policy } from './policy.ts'
import { endNotices, viaOf, withJoined } from './reply.ts'
import { maxMessages } from './text.ts'

/** LINE: the same retry key is accepted once within 24 hours; some minutes less, since an attempt takes time. */
const keyLife = 24 * 3_600_000 - 600_000

export function end(action: Action, how: Ending, now: number): Change {
  return { type: 'ended', at: now, action: action.id, what: action.kind, how }
}

/**
 * What a push that would cost too much becomes: it waits for the next reply. A notice is not worth that, since staff have
 * its entry; and an answer that fills a call by itself would never find room in another.
 */
export function defer(
  conversation: Conversation,
  action: ReplyAction,
  why: Deferral,
  policy: Policy,
  now: number,
): Change[] {
  if (action.notice) return [end(action, 'not_said', now)]
  if (action.body.length >= maxMessages) return giveUp(conversation, action, 'undelivered', policy, now)
  return [{ type: 'deferred', at: now, action: action.id, why }]
}

/** Since when it could have been said (ms): its newest message's receipt, its token's, or its first try. */
function since(conversation: Conversation, action: ReplyAction, now: number): number {
  const about = conversation.messages.filter((message) => action.messages.includes(message.id))
  const times = [
    ...about.map((message) => message.receivedAt),
    action.token?.receivedAt ?? 0,
    action.tries?.firstAt ?? 0,
  ]
  return Math.max(...times) || now
}

/** When an answer that nobody could get is for a person (ms). */
export const expiresAt = (conversation: Conversation, action: ReplyAction, policy: Policy, now: number): number =>
  since(conversation, action, now) + policy.stale_after + 1

/**
 * What is not tried any more. A push whose retry key has lived its 24 hours: LINE could take it for a new one. An answer
 * that LINE would not take for as long as makes a message stale: by now it is for a person. Words that are not worth a
 * push and have no living token.
 */
export function expired(conversation: Conversation, policy: Policy, now: number): Change[] {
  for (const action of conversation.outbox) {
    if (action.kind !== 'reply' || action.deferred || action.joinedBy) continue
    const { pushedAt = now, unknown = false } = action.tries ?? {}
    if (action.tokenOnly && viaOf(action, now) === 'push') return [end(action, 'not_said', now)]
    if (now - pushedAt > keyLife || now >= expiresAt(conversation, action, policy, now)) {
      if (action.notice && !unknown) return [end(action, 'not_said', now)]
      return giveUp(conversation, action, unknown ? 'uncertain' : 'undelivered', policy, now)
    }
  }
  return []
}

/**
 * When staff are to see an answer that waits for the customer's sign (ms): after as long as makes a message stale. It goes
 * on waiting; should the sign come, the entry ends.
 */
export function overdueAt(conversation: Conversation, action: Action, policy: Policy): number | undefined {
  if (action.kind !== 'reply' || !action.deferred || action.joinedBy) return undefined
  if (entriesOf(conversation, action).length > 0) return undefined
  const about = conversation.messages.filter((message) => action.messages.includes(message.id))
  return about.length === 0 ? undefined : Math.max(...about.map((message) => message.receivedAt)) + policy.stale_after
}

/** The entry for the first answer that is overdue, if any, with all that was to go along with it. */
export function overdue(conversation: Conversation, policy: Policy, now: number): Change[] {
  const { outbox } = conversation
  const late = outbox.find((action) => (overdueAt(conversation, action, policy) ?? Infinity) <= now)
  if (late?.kind !== 'reply') return []
  const about = withJoined(outbox, late).flatMap((one) => one.messages)
  const messages = conversation.messages.filter((message) => about.includes(message.id))
  return [enter({ conversation, turn: { messages, fresh: [] }, policy, now }, late.turn, 'undelivered')]
}

/** Entries that stand only until an answer is delivered. */
export const entriesOf = ({ entries }: Conversation, { turn }: Action): Entry[] =>
  entries.filter((entry) => entry.kind === 'undelivered' && entry.turn === turn)

/** It becomes a staff entry, about all that it was to say. */
export function giveUp(
  conversation: Conversation,
  action: ReplyAction,
  how: 'undelivered' | 'uncertain',
  policy: Policy,
  now: number,
): Change[] {
  const { outbox } = conversation
  const gone = how === 'uncertain' ? withJoined(outbox, action) : [action]
  // Nobody need come for a greeting, a word back for a tap, or a button that announces an answer, unless an answer went
  // along with it; nor twice for one answer.
  const answers = gone.filter((one) => !one.tokenOnly)
  const about = answers.flatMap((one) => one.messages)
  const messages = conversation.messages.filter((message) => about.includes(message.id))
  const ending = end(action, how, now)
  const last = answers.at(-1)
  if (!last || messages.length === 0 || entriesOf(conversation, last).length > 0) return [ending]
  return [ending, enter({ conversation, turn: { messages, fresh: [] }, policy, now }, last.turn, how)]
}

/** Notices that still wait are not said any more; an answer that may have gone out with one is staff's to look after. */
export function supersedeNotices(conversation: Conversation, policy: Policy, now: number): Change[] {
  const { outbox } = conversation
  return endNotices(conversation, now).flatMap((change) => {
    const action = outbox.find((one) => change.type === 'ended' && one.id === change.action)
    const carries = action?.kind === 'reply' && change.type === 'ended' && change.how === 'uncertain'
    return carries && withJoined(outbox, action).length > 1
      ? giveUp(conversation, action, 'uncertain', policy, now)
      : [change]
  })
}
