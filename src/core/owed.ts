/**
 * Owed: the actions of a conversation that are decided and not ended, and since when. What is *due* waits for nothing but
 * LINE, or whoever tells staff; what is *held* waits for something else and may do so for days: an answer for the
 * customer's next sign, Read for the telling of staff or for an older message, a reminder for the morning.
 */
import type { Action } from './action.ts'
import type { Conversation } from './conversation.ts'
import { isReadDue, readTarget } from './read.ts'
import type { Policy } from './policy.ts'

export interface Owed {
  action: Action['kind']
  due: boolean
  /** ms */
  since: number
}

export function owed(conversation: Conversation, policy: Pick<Policy, 'readsAll'>): Owed[] {
  const { outbox, pending } = conversation
  if (outbox.length === 0 && !pending) return []
  const begun = outbox.map((action) => ({ action, due: isDue(conversation, action, policy) }))
  // Its first attempt is only a moment away, or LINE is not being asked just now.
  const first = (pending?.actions ?? []).map((action) => ({ action, due: true }))
  return [...begun, ...first].map(({ action, due }) => ({
    action: action.kind,
    due,
    since: decidedAt(conversation, action),
  }))
}

function isDue(conversation: Conversation, action: Action, policy: Pick<Policy, 'readsAll'>): boolean {
  switch (action.kind) {
    case 'read':
      return readTarget(conversation, policy) !== undefined
    case 'reply':
      return !action.deferred && action.joinedBy === undefined
    case 'notify':
      return action.reminder !== true
    case 'record':
      return true
    default:
      return action satisfies never
  }
}

/**
 * There is one mark-read action at a time, and a newer one takes over what the older one owed: Read is owed since the
 * first message was closed with it. Everything else since its turn was decided, as far as the ledger still tells.
 */
function decidedAt({ facts, messages }: Conversation, action: Action): number {
  const unread = new Set(messages.flatMap((message) => (isReadDue(message) ? [message.id] : [])))
  const decided = facts.find((fact) =>
    action.kind === 'read'
      ? (fact.type === 'closed' || fact.type === 'asked_to_read' || fact.type === 'read_due') &&
        fact.messages.some((id) => unread.has(id))
      : 'turn' in fact && fact.turn === action.turn,
  )
  return decided?.at ?? action.tries?.firstAt ?? facts.at(-1)?.at ?? 0
}
