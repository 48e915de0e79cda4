/** A turn for which something was looked up, and of which something is to be recorded, as values. */
import type { Conversation } from '../../src/core/conversation.ts'
import type { AttemptResult } from '../../src/core/attempt-result.ts'
import { decide } from '../../src/core/decide.ts'
import { evolveAll } from '../../src/core/evolve.ts'
import type { Judgement, Origin } from '../../src/core/judgement.ts'
import type { LookedUp } from '../../src/core/look-ups/looked-up.ts'
import { conclude } from '../../src/core/outcome.ts'
import type { Policy } from '../../src/core/policy.ts'
import { turnOf } from '../../src/core/turn.ts'
import { tasks } from './look-ups/records.ts'
import { judgement, passages, policy } from './situations.ts'

/** An order that was found, as the flow tells of it: masked. */
export const foundOrder: LookedUp = {
  fact: { name: 'orders', came: 'found', ms: 312, things: 1 },
  text: { given: { number: '1234' }, things: [{ order_no: '1234', status: 'sent', phone: '•••-••••-••42' }] },
}

export interface Live {
  lookUps?: readonly LookedUp[]
  /** Arguments of `tasks`, each a request. */
  records?: readonly Readonly<Record<string, string>>[]
  says?: Partial<Judgement>
  origin?: Origin
  by?: Policy
}

/** The model judged the present turn; the decision is pending. */
export function judgeLive(
  c: Conversation,
  now: number,
  { lookUps, records = [], says = {}, origin = { by: 'model' }, by = policy }: Live,
): Conversation {
  const turn = turnOf(c)
  if (!turn) throw new Error('there is no turn to judge')
  // They ask for it in these words.
  const open = records.flatMap((given) => Object.values(given))
  const verdict = {
    told: { open, customer: open, values: [], days: [], prose: '' },
    judgement: judgement(says),
    passages,
    origin,
    lookUps,
    records: records.map((given) => ({ declared: tasks, given })),
  }
  return evolveAll(c, [decide({ conversation: c, turn, policy: by, now }, verdict)])
}

/** The first request that is due is tried, and the shop's system answers so. */
export function tryRecord(c: Conversation, now: number, result: AttemptResult): Conversation {
  const during = evolveAll(c, c.pending ? [{ type: 'begun', at: now, turn: c.pending.turn }] : [])
  const due = during.outbox.find((action) => action.kind === 'record')
  if (due?.kind !== 'record') throw new Error('nothing is to be recorded')
  const { id: action, record, tries } = due
  const attempt = (tries?.count ?? 0) + 1
  const tried = evolveAll(during, [{ type: 'attempted', at: now, action, what: 'record', record, attempt }])
  const open = tried.outbox.find(({ id }) => id === action)
  return open ? evolveAll(tried, conclude(tried, open, result, policy, now)) : tried
}
