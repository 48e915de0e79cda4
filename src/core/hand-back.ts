/** Hand-back: the conversation returns to the assistant. */
import { isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Change } from './facts.ts'
import type { Policy } from './policy.ts'
import { idsOf } from './turn.ts'
import { supersedeNotices } from './undelivered.ts'

type HandedBack = Extract<Change, { type: 'handed_back' }>

/**
 * It is given back: what came in between is closed as staff's, and never answered late by the machine.
 * @param theirs which of what is open is theirs; the rest is the assistant's to answer
 */
export function giveBack(
  conversation: Conversation,
  given: Omit<HandedBack, 'type' | 'at'>,
  theirs: (message: CustomerMessage) => boolean,
  policy: Policy,
  now: number,
): Change[] {
  const open = conversation.messages.filter((message) => isOpen(message) && theirs(message))
  return [
    { type: 'handed_back', at: now, ...given },
    ...closeAsTheirs(`staff.${given.event}`, idsOf(open), false, now),
    ...supersedeNotices(conversation, policy, now),
  ]
}

/**
 * The customer goes back to the assistant. Where nobody had taken it, nothing of it was ever staff's: what was written
 * meanwhile is the assistant's to answer, and the entry stands on.
 */
export function goBack(conversation: Conversation, event: string, policy: Policy, now: number): Change[] {
  const isUntaken = conversation.entries.some((entry) => entry.state === 'waiting')
  return giveBack(conversation, { event, by: 'The customer', customer: true }, () => !isUntaken, policy, now)
}

/** A clock may be set right by so much (ms) without it meaning anything. */
export const setRight = 3_600_000

/**
 * When the conversation returns by itself (ms): `resume_after` after the last act of staff or message of the customer.
 * Undefined while nobody has taken it: it then stands under *Waiting*, and staff are reminded of it.
 */
export function resumesAt(conversation: Conversation, policy: Policy, now: number): number | undefined {
  const { mode, entries, messages, staffAt = 0 } = conversation
  if (mode !== 'staff' || entries.some((entry) => entry.state === 'waiting')) return undefined
  const last = Math.max(staffAt, ...messages.map((message) => message.receivedAt))
  const at = last + policy.resume_after
  // More than the whole wait left means that the clock has jumped.
  return at - now > policy.resume_after + setRight ? now : at
}

/**
 * Nobody has done anything for long: the assistant has it again.
 * @param by what time it is due (ms): a message that comes later is not to keep it with staff for as long again
 */
export function resume(conversation: Conversation, policy: Policy, now: number, by: number = now): Change[] {
  const at = resumesAt(conversation, policy, by)
  if (at === undefined || at > by) return []
  return giveBack(conversation, { event: `resume-${at}`, by: 'kidoku', time: true }, () => true, policy, now)
}

/** @param read whether Read is given: staff have it now, and they are the person it was handed to */
export function closeAsTheirs(turn: string, messages: string[], read: boolean, now: number): Change[] {
  return messages.length === 0 ? [] : [{ type: 'closed', at: now, turn, messages, as: 'staff', read }]
}
