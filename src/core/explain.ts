/**
 * The ledger in plain words: for every message, why it is Read or not; and the story of the whole conversation. English,
 * for staff and prompt authors.
 */
import { describe } from './content.ts'
import { compare, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Fact } from './facts.ts'
import { inStory, sentence } from './sentences.ts'

export interface Explained {
  id: string
  /** LINE's time (ms). */
  at: number
  text: string
  state: CustomerMessage['state']
  read: boolean
  readAt?: number
  why: string[]
}

export interface Ledger {
  mode: Conversation['mode']
  messages: Explained[]
  /** How often the customer said that an answer given Read did not solve it. */
  falseReads: number
  story: { at: number; text: string }[]
}

export function explain(conversation: Conversation): Ledger {
  const about = messagesOfActions(conversation)
  return {
    mode: conversation.mode,
    messages: conversation.messages.map((message) => ({
      id: message.id,
      at: message.timestamp,
      text: textOf(message),
      state: message.state,
      read: message.readAt !== undefined,
      readAt: message.readAt,
      why: whyOf(conversation, message, about),
    })),
    falseReads: conversation.facts.filter((fact) => fact.type === 'told_outcome' && !fact.solved).length,
    story: conversation.facts.flatMap((fact) => {
      const text = inStory(fact, conversation)
      return text === undefined ? [] : [{ at: fact.at, text }]
    }),
  }
}

function textOf(message: CustomerMessage): string {
  return message.state === 'unsent' ? '(unsent)' : describe(message)
}

/** Which messages an action was about, found by its turn: ended actions are gone, but turns stay in the facts. */
function messagesOfActions(conversation: Conversation): (action: string) => readonly string[] {
  const turns = new Map<string, readonly string[]>()
  for (const fact of conversation.facts) {
    if ('turn' in fact && 'messages' in fact) turns.set(fact.turn, [...(turns.get(fact.turn) ?? []), ...fact.messages])
  }
  return (action) => turns.get(action.slice(0, action.indexOf('.', action.startsWith('staff.') ? 6 : 0))) ?? []
}

function whyOf(
  conversation: Conversation,
  message: CustomerMessage,
  about: (action: string) => readonly string[],
): string[] {
  const told = conversation.facts.filter((fact) => concerns(fact, message.id, about))
  const sentences = told.flatMap((fact) => sentence(fact, conversation) ?? [])
  return [...sentences, ...conclusion(conversation, message)]
}

function concerns(fact: Fact, message: string, about: (action: string) => readonly string[]): boolean {
  if ('message' in fact) return fact.message === message
  if ('messages' in fact) return fact.messages.includes(message)
  if ('action' in fact && fact.type !== 'staff_refused') return about(fact.action).includes(message)
  return false
}

/** The last word: how it stands now. */
function conclusion(conversation: Conversation, message: CustomerMessage): string[] {
  if (message.readAt !== undefined || message.state === 'unsent') return []
  if (message.state === 'asked') return ['Unread: it is still open, and the next answer that resolves it marks it.']
  if (message.state === 'stale') return ['Unread: it waits for staff.']
  if (message.state === 'new') {
    return [
      message.duringStaff || conversation.mode === 'staff'
        ? 'Unread: it came while staff have the conversation, and is theirs.'
        : 'Unread: being handled.',
    ]
  }
  const closed = conversation.facts.findLast((fact) => fact.type === 'closed' && fact.messages.includes(message.id))
  if (closed?.type === 'closed' && closed.as === 'observed') return ['Unread: nothing is marked while MODE says so.']
  if (closed?.type === 'closed' && closed.as === 'left') return ['Unread: the customer, or the account, has gone.']
  const isUnseen = conversation.facts.some((fact) => fact.type === 'unseen' && fact.message === message.id)
  if (isUnseen && !message.readDue) return ['Unread: nobody has looked at it yet; Read when staff take it.']
  if (!message.readDue) return ['Unread: the policy (read_on) gives no Read for this, or it was closed as staff’s own.']
  const holds = conversation.outbox.find((action) => action.id === message.heldBy)
  if (holds?.kind === 'reply') return ['Unread: Read goes with the answer, which waits for the customer’s next sign.']
  if (message.heldBy !== undefined) return ['Unread: Read waits until staff have been told.']
  if (message.readToken === undefined) return ['Unread: LINE gave no read token for it; a later token covers it.']
  const { watermark } = conversation
  if (watermark && compare(message, watermark) < 0) return ['It came late: LINE showed it Read from the start.']
  if (message.tokenRefused) return ['Unread: LINE refused its read token; a later token covers it.']
  return ['Unread: Read is due and is being sent.']
}
