/** Hand-back: the conversation returns to the assistant. What came in between is closed as staff's, and never answered late. */
import { isOpen, type Conversation } from './conversation.ts'
import type { Change } from './facts.ts'
import { idsOf } from './turn.ts'

/** @param by who hands it back, for the ledger */
export function handBack(conversation: Conversation, event: string, by: string, now: number): Change[] {
  const open = conversation.messages.filter(isOpen)
  return [{ type: 'handed_back', at: now, event, by }, ...closeAsTheirs(`staff.${event}`, idsOf(open), false, now)]
}

/** @param read whether Read is given: staff have it now, and they are the person it was handed to */
export function closeAsTheirs(turn: string, messages: string[], read: boolean, now: number): Change[] {
  return messages.length === 0 ? [] : [{ type: 'closed', at: now, turn, messages, as: 'staff', read }]
}
