/**
 * What staff do about a conversation, as it enters: Take, Done, Hand back, Mark read, Forget. In the console an act names
 * the version and the newest message that were on the page, in LINE the entry whose card was pressed; what is not true
 * any more is refused with a word, and the ledger says so.
 */
import type { ReplyAction } from './action.ts'
import { isOpen, type Conversation, type CustomerMessage, type Entry } from './conversation.ts'
import type { NoteEvent, StaffEvent } from './event.ts'
import { evolveAll } from './evolve.ts'
import type { Change, StaffRefusal } from './facts.ts'
import { closeAsTheirs, giveBack } from './hand-back.ts'
import { withActions } from './outbox.ts'
import { givesReadAtTake, givesReadToHandled, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { endReplies, withJoined } from './reply.ts'
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
      return handBack(conversation, event, policy, now)
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
    // The assistant has the conversation, and this is not handled: there is nothing to hand back.
    if (action === 'hand_back' && mode !== 'staff') return 'still_waits'
  } else if (seen !== conversation.staffVersion) return 'changed'
  if (action === 'hand_back' && mode !== 'staff') return 'back_already'
  if (action === 'done' && mode !== 'staff' && entries.length === 0) return 'nothing_to_do'
  if (action === 'read' && unread(conversation, event).length === 0) return 'nothing_to_do'
  return undefined
}

/**
 * Up to what staff have seen. A page names the message that had come in last; a card names none, so that what was there
 * in LINE when it was pressed counts.
 */
function isSeen({ messages }: Conversation, event: StaffEvent): (message: CustomerMessage) => boolean {
  const last = messages.find((message) => message.id === event.upTo)
  if (last) return (message) => message.receivedAt <= last.receivedAt
  return (message) => message.timestamp <= event.timestamp
}

/** The entries an act is about: all that were on the page, or that of the card and what else its turn brought. */
function entriesOf({ entries }: Conversation, { entry }: StaffEvent): Entry[] {
  if (entry === undefined) return [...entries]
  const turn = entries.find((one) => one.id === entry)?.turn
  return entries.filter((one) => one.turn === turn)
}

/**
 * The messages an act is about: seen, and with staff. While the assistant has the conversation those are the messages of
 * the entries alone, and never what it is just judging.
 */
function theirs(conversation: Conversation, event: StaffEvent): CustomerMessage[] {
  const { mode, messages } = conversation
  const seen = isSeen(conversation, event)
  const listed = new Set(entriesOf(conversation, event).flatMap((entry) => entry.messages))
  return messages.filter((message) => {
    if (message.state === 'unsent') return false
    // Too old for the machine: with its entry nobody else would have it.
    if (message.state === 'stale') return mode === 'staff' || listed.has(message.id)
    return seen(message) && (mode === 'staff' || (listed.has(message.id) && message.state !== 'new'))
  })
}

/** What ends with an act: its entries, and what of their messages staff have not seen, which is the assistant's again. */
function ending(conversation: Conversation, event: StaffEvent, handled: ReadonlySet<string>) {
  const entries = entriesOf(conversation, event)
  const listed = new Set(entries.flatMap((entry) => entry.messages))
  const unseen = conversation.messages.filter((m) => m.state === 'asked' && listed.has(m.id) && !handled.has(m.id))
  return { entries: idsOf(entries), ...(unseen.length > 0 ? { unseen: idsOf(unseen) } : {}) }
}

/** Staff take it: what is open becomes theirs, and Read is given to what waited for a person before they had it. */
function take(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const open = conversation.messages.filter(isOpen)
  const awaited = new Set(conversation.entries.filter((e) => e.readWhenTaken).flatMap((e) => e.messages))
  const owed = conversation.outbox.filter(({ kind }) => kind === 'reply' || kind === 'record')
  const unsaid = new Set(idsOf(owed))
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
 * Staff have handled it: Read is given to what they have seen, what waited to be said about it is not said any more, and
 * its entries end. The assistant has the conversation again unless somebody is still to come for another entry.
 */
function done(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const handled = theirs(conversation, event)
  const ids = new Set(idsOf(handled))
  const gives = handled.filter((m) => m.readAt === undefined && !policy.observe && givesReadToHandled(policy, m.kind))
  const given = new Set(idsOf(gives))
  const turn = `staff.${event.id}`
  const { id, by } = event
  const isAbout = (reply: ReplyAction) =>
    withJoined(conversation.outbox, reply).every(({ messages }) => messages.every((message) => ids.has(message)))
  const ended = endReplies(conversation, 'taken', now, isAbout)
  const changes: Change[] = [
    ...ended,
    ...closeAsTheirs(turn, idsOf(gives), true, now),
    ...giveBack(
      evolveAll(conversation, ended),
      { event: id, by, done: true, ...ending(conversation, event, ids) },
      (message) => ids.has(message.id) && !given.has(message.id),
      policy,
      now,
    ),
  ]
  return withMarks(conversation, changes, turn)
}

/** The same without a word on whether it is handled: nothing of it turns Read by that. */
function handBack(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const ids = new Set(idsOf(theirs(conversation, event)))
  const { id, by } = event
  return giveBack(
    conversation,
    { event: id, by, ...ending(conversation, event, ids) },
    (message) => ids.has(message.id),
    policy,
    now,
  )
}

/** A person's word that what they have seen is handled: it is Read, whoever has the conversation. */
function markRead(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const messages = idsOf(unread(conversation, event))
  const turn = `staff.${event.id}`
  const changes: Change[] = [
    { type: 'staff_read', at: now, event: event.id, by: event.by, messages },
    ...closeAsTheirs(turn, messages, !policy.observe, now),
  ]
  return withMarks(conversation, changes, turn)
}

const unread = (conversation: Conversation, event: StaffEvent): CustomerMessage[] =>
  theirs(conversation, event).filter((message) => message.readAt === undefined)

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
