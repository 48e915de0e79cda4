/** What people do because of what they see, or just while something of theirs is under way: races are made, not hoped for. */
import type { Chaos } from './chaos.ts'
import type { Deed } from './customer.ts'
import type { Record } from './history.ts'

const second = 1_000

/** Deeds that follow from a record; `at` is how long after it (ms). */
export function provokedBy(one: Record, chaos: Chaos): Deed[] {
  if (chaos.healed) return []
  if (one.type === 'marked') return one.messages.length === 0 ? [] : seesRead(one.customer ?? 0, chaos)
  return one.type === 'recording' ? meanwhile(one.customer ?? 0, chaos) : []
}

/** Who sees Read writes again just then, or takes it back. */
function seesRead(customer: number, chaos: Chaos): Deed[] {
  const random = chaos.random(customer, 'sees Read')
  const at = random.pick([0, random.int(0, 300), random.int(300, 2_000)])
  const unsend: Deed[] = random.chance(0.06) ? [{ at, do: 'unsend' }] : []
  return random.chance(0.06) ? [...unsend, { at, do: 'write', what: 'text' }] : unsend
}

/** While a request is on its way to the sink its customer, or staff, do something that has to do with it. */
function meanwhile(customer: number, chaos: Chaos): Deed[] {
  const random = chaos.random(customer, 'meanwhile')
  if (!random.chance(0.2)) return []
  const at = random.pick([0, random.int(0, 500), random.int(500, 20 * second)])
  const what = random.weighted({ unsend: 4, write: 2, look: 2, block: 1 })
  switch (what) {
    case 'unsend':
      return [{ at, do: what, among: 3 }]
    case 'write':
      return [{ at, do: what, what: random.pick(['text', 'word']) }]
    case 'look':
      return [{ at, do: what, thinks: random.int(200, 3_000) }]
    case 'block':
      return [{ at, do: what, blocks: true }]
    default:
      return what satisfies never
  }
}
