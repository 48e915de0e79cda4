/** Hand-back: the conversation returns to the assistant. */
import { isOpen, type Conversation } from './conversation.ts'
import type { Change } from './facts.ts'
import { endNotices } from './reply.ts'
import { idsOf } from './turn.ts'

/** Staff hand back: what came in between is closed as theirs, and never answered late by the machine. */
export function handBack(conversation: Conversation, event: string, by: string, now: number): Change[] {
  const open = conversation.messages.filter(isOpen)
  return [
    { type: 'handed_back', at: now, event, by },
    ...closeAsTheirs(`staff.${event}`, idsOf(open), false, now),
    ...endNotices(conversation, now),
  ]
}

/**
 * The customer goes back to the assistant. Where nobody had taken it, nothing of it was ever staff's: what was written
 * meanwhile is the assistant's to answer, and the entry stands on.
 */
export function goBack(conversation: Conversation, event: string, now: number): Change[] {
  const isUntaken = conversation.entries.some((entry) => entry.state === 'waiting')
  const open = isUntaken ? [] : conversation.messages.filter(isOpen)
  return [
    { type: 'handed_back', at: now, event, by: 'The customer', customer: true },
    ...closeAsTheirs(`staff.${event}`, idsOf(open), false, now),
    ...endNotices(conversation, now),
  ]
}

/** @param read whether Read is given: staff have it now, and they are the person it was handed to */
export function closeAsTheirs(turn: string, messages: string[], read: boolean, now: number): Change[] {
  return messages.length === 0 ? [] : [{ type: 'closed', at: now, turn, messages, as: 'staff', read }]
}
