/**
 * What a command needs of a runner where several processes share a database: it works with a conversation while it has the
 * lease, and so nobody runs it. Whoever has it is told, and comes to rest; what was due before is due again afterwards.
 */
import type { ForgetParts } from '../flow/forget.ts'
import type { Clock } from '../ports/clock.ts'
import type { Lease, Leases } from '../ports/leases.ts'
import type { Store } from '../ports/store.ts'
import { Refused } from './refused.ts'

/** Another process has it: so often it is asked for, and no longer than this (ms). An answer takes 40 s at most. */
const [again, longest] = [250, 60_000]

export interface AloneParts {
  leases: Leases
  store: Pick<Store, 'waiting'>
  clock: Clock
  /** How long to wait for another process (ms). Default: a minute. */
  patience?: number
}

export function aloneWith({ leases, store, clock, patience = longest }: AloneParts): ForgetParts['runner'] {
  const leaseOf = async (id: string): Promise<Lease> => {
    for (let waited = 0; waited <= patience; waited += again) {
      const lease = await leases.take(id)
      if (lease) return lease
      await clock.after(again)
    }
    throw new Refused(
      'A server has been at work on a conversation of theirs for a minute, and it could not be erased yet: run this again.',
    )
  }
  return {
    async alone(id, work) {
      const lease = await leaseOf(id)
      try {
        return await work()
      } finally {
        // What came in meanwhile is looked at, and left to the servers: it is due at once.
        while (!(await lease.release(clock.now()))) await store.waiting(id)
      }
    },
    // Letting go of it has woken whoever is there.
    wake: () => true,
  }
}
