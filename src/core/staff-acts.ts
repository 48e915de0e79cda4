/** What staff do in the console, as it enters a conversation: Take, Hand back, Forget. */
import { isOpen, type Conversation } from './conversation.ts'
import type { StaffEvent } from './event.ts'
import { evolveAll } from './evolve.ts'
import type { Change } from './facts.ts'
import { closeAsTheirs, handBack } from './hand-back.ts'
import { withActions } from './outbox.ts'
import { givesReadAtTake, type Policy } from './policy.ts'
import { readAction } from './read.ts'
import { endReplies } from './reply.ts'
import { idsOf } from './turn.ts'

/** What staff did counts only if they saw what is true now; else it is refused, and the ledger says so. */
export function enterStaff(conversation: Conversation, event: StaffEvent, policy: Policy, now: number): Change[] {
  const { action, by, id } = event
  const stale = event.seen !== conversation.staffVersion
  if (stale || (action === 'hand_back' && conversation.mode !== 'staff')) {
    return [{ type: 'staff_refused', at: now, event: id, by, action }]
  }
  switch (action) {
    case 'take':
      return take(conversation, event, policy, now)
    case 'hand_back':
      return handBack(conversation, id, by, now)
    case 'forget':
      return [{ type: 'forgotten', at: now, event: id, by }]
    default:
      return action satisfies never
  }
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
    ...silence(conversation, now),
    ...closeAsTheirs(turn, idsOf(gives), true, now),
    ...closeAsTheirs(turn, idsOf(before.filter((m) => !gives.includes(m))), false, now),
    ...closeAsTheirs(turn, idsOf(open.filter((m) => m.duringStaff)), false, now),
  ]
  const marks = readAction(evolveAll(conversation, changes), turn)
  return withActions(changes, marks)
}

/** Once a person speaks the assistant does not: replies still waiting are ended, those that may have gone out as uncertain. */
const silence = (conversation: Conversation, now: number): Change[] => endReplies(conversation, 'taken', now)
