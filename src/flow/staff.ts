/**
 * What staff do in the console enters like an event of LINE's, with the version of the hand-off they saw. Two people at
 * once: the second is refused with a word.
 */
import type { Clock } from '../ports/clock.ts'
import type { Staff } from '../ports/staff.ts'
import type { Store } from '../ports/store.ts'
import type { Runner } from './runner.ts'

/** How long a person waits for a word (ms); what they did is stored by then and takes effect by itself. */
const patience = 12_000

export interface StaffParts {
  store: Store
  clock: Clock
  runner: Runner
  /** Makes the id of one action: no two are the same. */
  newId: () => string
}

export function createStaff({ store, clock, runner, newId }: StaffParts): Staff {
  return {
    async act(conversation, action, by, seen) {
      const current = await store.load(conversation)
      if (!current) return 'unknown_conversation'
      if (current.staffVersion !== seen) return 'changed_meanwhile'
      const now = clock.now()
      const id = `staff-${newId()}`
      const { destination, chat } = current
      const entered = runner.entered(id).then(() => true)
      await store.receive([
        { type: 'staff', id, conversation, destination, chat, timestamp: now, receivedAt: now, action, by, seen },
      ])
      runner.wake(conversation)
      // Only once it has entered can it be said whether it counted.
      const over = new AbortController()
      const inTime = await Promise.race([entered, clock.after(patience, over.signal).then(() => false)])
      over.abort()
      if (!inTime) return 'not_yet'
      const after = await store.load(conversation)
      const fact = after?.facts.findLast((one) => 'event' in one && one.event === id)
      return fact?.type === 'staff_refused' ? 'changed_meanwhile' : 'done'
    },
  }
}
