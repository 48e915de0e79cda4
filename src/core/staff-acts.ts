/**
 * What staff do about a conversation, as it enters: Take, Done, Hand back, Mark read, Forget. In the console an act names
 * the version that was on the page, in LINE the entry whose card was pressed; what is not true any more is refused with
 * a word, and the ledger says so.
 */
import { isOpen, type Conversation, type CustomerMessage } from './conversation.ts'
import type { NoteEvent, StaffEvent } from './event.ts'
import { evolveAll } from './evolve.ts'
import type { Change, StaffRefusal } from './facts.ts'
import { closeAsTheirs, handBack, seenUpTo } from './hand-back.ts'
import { withActions } from './outbox.ts'
import { givesReadAtTake, givesReadToHandled, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { endReplies } from './reply.ts'
import { idsOf } from './turn.ts'

/** The changes an act makes, or its refusal. */
export function enterStaff(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const { action, by, id } = event
  const why = refusal(conversation, event)
  if (why) return [{ type: 'staff_refused', at: now, event: id, by, action, why }]
  switch (action) {
    case 'take':
      return take(conversation, event, policy, now)
    case 'done':
      return done(conversation, event, policy, now)
    case 'hand_back':
      return handBack(conversation, event, now)
    case 'read':
      return markRead(conversation, event, policy, now)
    case 'forget':
      return [{ type: 'forgotten', at: now, event: id, by }]
    default:
      return action satisfies never
  }
}

function refusal(conversation: Conversation, event: StaffEvent): StaffRefusal | undefined {
  const { action, seen, entry } = event
  const { mode, entries } = conversation
  if (entry !== undefined) {
    const listed = entries.find((one) => one.id === entry)
    if (!listed) return mode === 'staff' ? 'ended' : 'back_already'
    if (action === 'take' && listed.state === 'taken') return 'taken_already'
  } else if (seen !== conversation.staffVersion) return 'changed'
  if (action === 'hand_back' && mode !== 'staff') return 'back_already'
  if (action === 'done' && mode !== 'staff' && entries.length === 0) return 'nothing_to_do'
  if (action === 'read' && unreadOfStaff(conversation, event).length === 0) return 'nothing_to_do'
  return undefined
}

/** Staff take it: what is open becomes theirs, and Read is given to what waited for a person before they had it. */
function take(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const open = conversation.messages.filter(isOpen)
  const awaited = new Set(conversation.entries.filter((e) => e.readWhenTaken).flatMap((e) => e.messages))
  const unsaid = new Set(conversation.outbox.flatMap((action) => (action.kind === 'reply' ? [action.id] : [])))
  const given = conversation.messages.filter(
    (m) =>
      m.state === 'closed' && ((!m.readDue && awaited.has(m.id)) || (m.heldBy !== undefined && unsaid.has(m.heldBy))),
  )
  // While staff have it nothing that came after the hand-off is marked; what came before is now handed to a person.
  const before = [...open.filter((m) => !m.duringStaff), ...given]
  const gives = before.filter((m) => !policy.observe && givesReadAtTake(policy, m.kind))
  const turn = `staff.${event.id}`
  const changes: Change[] = [
    { type: 'taken', at: now, event: event.id, by: event.by },
    // Once a person speaks the assistant does not: replies still waiting are ended.
    ...endReplies(conversation, 'taken', now),
    ...closeAsTheirs(turn, idsOf(gives), true, now),
    ...closeAsTheirs(turn, idsOf(before.filter((m) => !gives.includes(m))), false, now),
    ...closeAsTheirs(turn, idsOf(open.filter((m) => m.duringStaff)), false, now),
  ]
  return withMarks(conversation, changes, turn)
}

/**
 * Staff have handled it. Whoever is done has had it, so what nobody had taken is taken first; then Read is given to all
 * that they have seen, and the assistant has the conversation again. What came after what they saw is the assistant's.
 */
function done(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const isTheirs = conversation.mode === 'staff' && conversation.entries.every((entry) => entry.state === 'taken')
  const later = conversation.messages.filter(
    (message) => isOpen(message) && !seenUpTo(conversation, event.upTo)(message),
  )
  const taken = isTheirs ? [] : take(without(conversation, later), event, policy, now)
  const had = evolveAll(conversation, taken)
  const turn = `staff.${event.id}`
  const handled = had.messages.filter(
    (message) => isUnread(message) && !later.some(({ id }) => id === message.id) && seenUpTo(had, event.upTo)(message),
  )
  const gives = handled.filter((message) => !policy.observe && givesReadToHandled(policy, message.kind))
  const changes = [
    ...taken,
    ...closeAsTheirs(turn, idsOf(gives), true, now),
    ...handBack(had, event, now).map((change) =>
      change.type === 'handed_back' ? { ...change, done: true as const } : change,
    ),
  ]
  const closed = new Set(idsOf(gives))
  // What was given Read a moment ago is not closed once more without it.
  const once = changes.flatMap((change): Change[] => {
    if (change.type !== 'closed' || change.read) return [change]
    const messages = change.messages.filter((id) => !closed.has(id))
    return messages.length === 0 ? [] : [{ ...change, messages }]
  })
  return withMarks(conversation, once, turn)
}

/** As if these had not come: what staff have not seen is not taken with the rest. */
const without = (conversation: Conversation, later: readonly CustomerMessage[]): Conversation => ({
  ...conversation,
  messages: conversation.messages.filter((message) => !later.includes(message)),
})

/** A person's word that what they have seen is handled: it is Read, whoever has the conversation. */
function markRead(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const messages = idsOf(unreadOfStaff(conversation, event))
  const turn = `staff.${event.id}`
  const changes: Change[] = [
    { type: 'staff_read', at: now, event: event.id, by: event.by, messages },
    ...closeAsTheirs(turn, messages, !policy.observe, now),
  ]
  return withMarks(conversation, changes, turn)
}

const isUnread = (message: CustomerMessage): boolean => message.readAt === undefined && message.state !== 'unsent'

/** What waits for a person or is with one, was seen, and is not Read. What the assistant is at work on is its own. */
function unreadOfStaff(conversation: Conversation, event: StaffEvent): CustomerMessage[] {
  const { mode, entries, messages } = conversation
  if (mode === 'assistant' && entries.length === 0) return []
  const ours = (message: CustomerMessage) => mode === 'staff' || message.state !== 'new'
  return messages.filter((message) => isUnread(message) && ours(message) && seenUpTo(conversation, event.upTo)(message))
}

function withMarks(conversation: Conversation, changes: readonly Change[], turn: string): Change[] {
  return withActions(changes, readAction(evolveAll(conversation, changes), turn))
}

/** What staff write down holds whatever has happened meanwhile. */
export function enterNote(conversation: Conversation, { note, id, by }: NoteEvent, now: number): Change[] {
  const noted: Change[] = [{ type: 'noted', at: now, event: id, what: 'note', why: 'nothing_to_do' }]
  switch (note.what) {
    case 'chat_address':
      return [{ type: 'address_kept', at: now, event: id, by, address: note.address }]
    case 'grade': {
      const { turn, right } = note
      const known = conversation.facts.some((fact) => fact.type === 'judged' && fact.turn === turn)
      return known ? [{ type: 'graded', at: now, event: id, by, turn, right }] : noted
    }
    case 'not_answering':
      return conversation.suspected ? [{ type: 'not_answering', at: now, event: id, by }] : noted
    default:
      return note satisfies never
  }
}
