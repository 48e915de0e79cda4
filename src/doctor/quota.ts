/** What is left of the month's messages. Replies are free; only what comes too late to be a reply (a push) counts. */
import { ok, type Finding } from './finding.ts'

/** The part of the month's quota that kidoku leaves for people, as src/flow/sending.ts keeps it. */
const reserve = 0.1

const late =
  'Replies are free and go on. An answer that comes more than a minute late costs a message: it now waits, and goes along with the answer to the customer’s next message'

export function quotaFinding({ limit, used }: { limit?: number; used: number }): Finding {
  const topic = 'Messages left'
  if (limit === undefined) return ok(topic, `no limit; ${used} used this month`)
  const left = Math.max(0, limit - used)
  const said = `${left} of this month’s ${limit}`
  const remedy =
    'Nothing has to be done. For more messages change the plan in LINE Official Account Manager; on the first of the month counting begins anew'
  if (left === 0) return { level: 'warning', topic, found: `none of this month’s ${limit}`, why: late, remedy }
  // As sending.ts asks before a push: would this one go into the reserve?
  if (used + 1 > limit * (1 - reserve)) {
    const found = `${said}; kidoku keeps off the last tenth, which is yours`
    return { level: 'warning', topic, found, why: late, remedy }
  }
  return ok(topic, `${said}; kidoku keeps off the last tenth, which is yours`)
}
