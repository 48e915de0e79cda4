/**
 * enter(conversation, event) → changes: how an event comes into a conversation. It enters once, by its id, whatever
 * LINE delivers again; a repeat changes nothing.
 */
import { compare, isOpen, type Conversation, type Position } from './conversation.ts'
import type { InboxEvent, MessageEvent, StaffEvent, UnsendEvent } from './event.ts'
import { evolve, evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import type { Policy } from './policy.ts'
import { readAction } from './read.ts'
import { endUncertain, isUnsaid } from './reply.ts'
import { idsOf } from './turn.ts'

/** Takes in what waits in the inbox, in LINE's order. Without anything new the very same conversation comes back. */
export function enterAll(
  conversation: Conversation,
  events: readonly InboxEvent[],
  policy: Policy,
  now: number,
): Conversation {
  return events
    .toSorted((a, b) => compare(position(a), position(b)))
    .reduce((c, event) => evolveAll(c, enter(c, event, policy, now)), conversation)
}

/** LINE's order: by `timestamp`, then by message id. */
const position = (event: InboxEvent): Position => ({
  timestamp: event.timestamp,
  id: event.type === 'message' ? event.messageId : event.id,
})

/** The changes one event makes. */
export function enter(conversation: Conversation, event: InboxEvent, policy: Policy, now: number): Change[] {
  if (conversation.seen.some(({ ids }) => ids.includes(event.id))) return []
  switch (event.type) {
    case 'message':
      return enterMessage(conversation, event, now)
    case 'unsend':
      return enterUnsend(conversation, event, now)
    case 'noted':
      return [{ type: 'noted', at: now, event: event.id, what: event.event, why: event.why }]
    case 'staff':
      return enterStaff(conversation, event, policy, now)
    default:
      return event satisfies never
  }
}

function enterMessage(conversation: Conversation, event: MessageEvent, now: number): Change[] {
  if (conversation.messages.some((message) => message.id === event.messageId)) {
    return [{ type: 'noted', at: now, event: event.id, what: 'message', why: 'nothing_to_do' }]
  }
  const { watermark } = conversation
  const late = watermark !== undefined && compare({ timestamp: event.timestamp, id: event.messageId }, watermark) < 0
  const { content, receivedAt, replyToken, readToken } = event
  return [
    {
      type: 'received',
      at: now,
      event: event.id,
      message: event.messageId,
      timestamp: event.timestamp,
      kind: content.type,
      late,
      redelivery: event.redelivery,
      content: { content, receivedAt, replyToken, readToken },
    },
  ]
}

/**
 * An unsend takes its message out of what is pending by itself (`next` sees another turn). What is decided but not yet
 * said is dropped if all its messages are gone, else the rest is judged again; Read, once given, is not given twice.
 */
function enterUnsend(conversation: Conversation, event: UnsendEvent, now: number): Change[] {
  const unsent: Change = { type: 'unsent', at: now, event: event.id, message: event.messageId }
  const after = evolve(conversation, unsent)
  const changes: Change[] = [unsent]
  for (const action of conversation.outbox) {
    if (action.kind !== 'reply' || !action.messages.includes(event.messageId)) continue
    if (!isUnsaid(conversation.outbox, action)) continue
    const left = after.messages.filter((m) => action.messages.includes(m.id) && m.state !== 'unsent')
    if (left.length > 0 && action.notice) continue
    changes.push({ type: 'ended', at: now, action: action.id, what: 'reply', how: 'unsent' })
    if (left.length > 0 && conversation.mode === 'assistant')
      changes.push({ type: 'reopened', at: now, messages: idsOf(left) })
  }
  return changes
}

/** What staff did counts only if they saw what is true now; else it is refused, and the ledger says so. */
function enterStaff(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const { action, by, id } = event
  const stale = event.seen !== conversation.staffVersion
  if (stale || (action === 'hand_back' && conversation.mode !== 'staff')) {
    return [{ type: 'staff_refused', at: now, event: id, by, action }]
  }
  return action === 'take' ? take(conversation, event, policy, now) : handBack(conversation, event, now)
}

/** Staff take it: what is open becomes theirs, and Read is given to what waited for a person before they had it. */
function take(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const gives = policy.read_on.includes('handoff') || policy.read_on.includes('taken')
  const open = conversation.messages.filter(isOpen)
  const awaited = new Set(conversation.entries.filter((e) => e.readWhenTaken).flatMap((e) => e.messages))
  const given = conversation.messages.filter((m) => m.state === 'closed' && !m.readDue && awaited.has(m.id))
  // While staff have it nothing that came after the hand-off is marked; what came before is now handed to a person.
  const before = [...open.filter((m) => !m.duringStaff), ...given]
  const turn = `staff.${event.id}`
  const changes: Change[] = [
    { type: 'taken', at: now, event: event.id, by: event.by },
    ...closeAsTheirs(turn, idsOf(before), gives, now),
    ...closeAsTheirs(turn, idsOf(open.filter((m) => m.duringStaff)), false, now),
    ...silence(conversation, now),
  ]
  const marks = readAction(evolveAll(conversation, changes), turn)
  return changes.map((change, index) => (index === 0 ? { ...change, actions: marks } : change))
}

function handBack(conversation: Conversation, event: StaffEvent, now: number): Change[] {
  const open = conversation.messages.filter(isOpen)
  return [
    { type: 'handed_back', at: now, event: event.id, by: event.by },
    ...closeAsTheirs(`staff.${event.id}`, idsOf(open), false, now),
  ]
}

function closeAsTheirs(turn: string, messages: string[], read: boolean, now: number): Change[] {
  return messages.length === 0 ? [] : [{ type: 'closed', at: now, turn, messages, as: 'staff', read }]
}

/** Once a person speaks the assistant does not: replies still waiting are ended, those that may have gone out as uncertain. */
function silence({ outbox }: Conversation, now: number): Change[] {
  return outbox.flatMap((action): Change[] => {
    if (action.kind !== 'reply') return []
    if (isUnsaid(outbox, action)) return [{ type: 'ended', at: now, action: action.id, what: 'reply', how: 'taken' }]
    // What went out with another ends with that one.
    return action.joinedBy ? [] : [endUncertain(outbox, action, now)]
  })
}
