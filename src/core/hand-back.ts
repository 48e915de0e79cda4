/** Hand-back: the conversation returns to the assistant. */
import { compare, isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import type { Change } from './facts.ts'
import type { Policy } from './policy.ts'
import { endNotices } from './reply.ts'
import { idsOf } from './turn.ts'

/**
 * Staff hand back: what came in between is closed as theirs, and never answered late by the machine. Only what they have
 * seen is theirs: what came after the newest message of their page (`upTo`) is the assistant's to answer.
 */
export function handBack(
  conversation: Conversation,
  { id: event, by, upTo }: { id: string; by: string; upTo?: string },
  now: number,
): Change[] {
  const isSeen = seenUpTo(conversation, upTo)
  const open = conversation.messages.filter((message) => isOpen(message) && isSeen(message))
  return [
    { type: 'handed_back', at: now, event, by },
    ...closeAsTheirs(`staff.${event}`, idsOf(open), false, now),
    ...endNotices(conversation, now),
  ]
}

/**
 * Whether staff have seen a message: it came up to the newest of their page, which without `upTo` is all of them. One that
 * is too old for the machine is theirs in any case: its entry ends with what they do.
 */
export function seenUpTo(
  { messages }: Pick<Conversation, 'messages'>,
  upTo: string | undefined,
): (message: CustomerMessage) => boolean {
  const last = messages.find((message) => message.id === upTo)
  return (message) => !last || compare(message, last) <= 0 || message.state === 'stale'
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

/** A clock may be set right by so much (ms) without it meaning anything. */
const setRight = 3_600_000

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

/** Nobody has done anything for long: the assistant has it again, and what came meanwhile is closed as staff's. */
export function resume(conversation: Conversation, policy: Policy, now: number): Change[] {
  const at = resumesAt(conversation, policy, now)
  if (at === undefined || at > now) return []
  const [given, ...closed] = handBack(conversation, { id: `resume-${at}`, by: 'kidoku' }, now)
  return given?.type === 'handed_back' ? [{ ...given, time: true }, ...closed] : []
}

/** @param read whether Read is given: staff have it now, and they are the person it was handed to */
export function closeAsTheirs(turn: string, messages: string[], read: boolean, now: number): Change[] {
  return messages.length === 0 ? [] : [{ type: 'closed', at: now, turn, messages, as: 'staff', read }]
}
