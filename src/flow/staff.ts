/**
 * What staff do in the console enters like an event of LINE's, with the version of the hand-off they saw. Two people at
 * once: the second is refused with a word.
 */
import type { StaffEvent } from '../core/event.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Runner } from './runner.ts'

/** How long a person waits for a word (ms); what they did is stored by then and takes effect by itself. */
const patience = 12_000

export type StaffResult = 'done' | 'not_yet' | 'changed_meanwhile' | 'unknown_conversation'

export interface StaffParts {
  store: Store
  clock: Clock
  runner: Runner
  newId: () => string
}

/**
 * Take or hand back a conversation.
 * @param seen the `staffVersion` that was on the page
 */
export async function actAsStaff(
  conversation: string,
  action: StaffEvent['action'],
  by: string,
  seen: number,
  { store, clock, runner, newId }: StaffParts,
): Promise<StaffResult> {
  const current = await store.load(conversation)
  if (!current) return 'unknown_conversation'
  if (current.staffVersion !== seen) return 'changed_meanwhile'
  const now = clock.now()
  const id = `staff-${newId()}`
  const { destination, chat } = current
  await store.receive([
    { type: 'staff', id, conversation, destination, chat, timestamp: now, receivedAt: now, action, by, seen },
  ])
  const entered = runner.entered(id).then(() => true)
  runner.wake(conversation)
  // Only once it has entered can it be said whether it counted.
  const over = new AbortController()
  const inTime = await Promise.race([entered, clock.after(patience, over.signal).then(() => false)])
  over.abort()
  if (!inTime) return 'not_yet'
  const after = await store.load(conversation)
  const fact = after?.facts.findLast((one) => 'event' in one && one.event === id)
  return fact?.type === 'staff_refused' ? 'changed_meanwhile' : 'done'
}
