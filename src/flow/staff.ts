/**
 * What staff do in the console enters like an event of LINE's, with the version of the hand-off they saw. Two people at
 * once: the second is refused, and told who was first.
 */
import type { Conversation } from '../core/conversation.ts'
import type { InboxEvent } from '../core/event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Staff, StaffResult } from '../ports/staff.ts'
import type { Store } from '../ports/store.ts'
import type { Runner } from './runner.ts'

/** How long a person waits for a word (ms); what they did is stored by then and takes effect by itself. */
const patience = 12_000

export interface StaffParts {
  store: Store
  clock: Clock
  runner: Runner
  /** Makes the id of one act: no two are the same. */
  newId: () => string
}

export function createStaff(parts: StaffParts): Staff {
  const { store, clock, newId } = parts
  const entering = ({ id: conversation, destination, chat }: Conversation) => {
    const now = clock.now()
    return { id: `staff-${newId()}`, conversation, destination, chat, timestamp: now, receivedAt: now }
  }
  return {
    async act({ conversation, action, by, seen, upTo }) {
      const current = await store.load(conversation)
      if (!current) return { type: 'unknown_conversation' }
      if (current.staffVersion !== seen) return { type: 'changed_meanwhile', by: lastActor(current) }
      return enterAndWait({ ...entering(current), type: 'staff', action, by, seen, upTo }, parts)
    },
    async note(conversation, note, by) {
      const current = await store.load(conversation)
      if (!current) return { type: 'unknown_conversation' }
      return enterAndWait({ ...entering(current), type: 'note', note, by }, parts)
    },
  }
}

/** Stores an event and waits until it has entered its conversation: only then can it be said whether it counted. */
async function enterAndWait(event: InboxEvent, parts: StaffParts): Promise<StaffResult> {
  const { store, clock, runner } = parts
  const entered = runner.entered(event.id, event.conversation).then(() => true)
  await store.receive([event])
  runner.wake(event.conversation)
  const over = new AbortController()
  const inTime = await Promise.race([entered, clock.after(patience, over.signal).then(() => false)])
  over.abort()
  if (!inTime) return { type: 'not_yet' }
  const after = await store.load(event.conversation)
  const refused = after?.facts.some((one) => one.type === 'staff_refused' && one.event === event.id)
  return refused ? { type: 'changed_meanwhile', by: after && lastActor(after) } : { type: 'done' }
}

const acts = ['taken', 'handed_back', 'staff_read', 'forgotten'] as const

/** Who last did something that others see, or one of these things; undefined when it was no person. */
export function lastActor({ facts }: Conversation, ...which: (typeof acts)[number][]): string | undefined {
  const last = facts.findLast((fact) => (which.length > 0 ? which : acts).some((type) => type === fact.type))
  if (!last || !('by' in last) || (last.type === 'handed_back' && (last.time || last.customer))) return undefined
  return last.by
}
