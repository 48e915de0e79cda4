/** Reading time (`reading_time`): Read comes no sooner than a person could have read what was written. */
import type { ReadAction } from './action.ts'
import type { Policy } from './policy.ts'
import { newestToken, tokenLife } from './reply.ts'
import type { Turn } from './turn.ts'

/** Read leaves the reply this much of its token's life (ms). */
const replyNeeds = 15_000

/** Read no earlier than that, and never so late that the reply's token would end. */
export function afterReading(
  mark: ReadAction,
  { turn, policy, now }: { turn: Turn; policy: Policy; now: number },
): ReadAction {
  const time = policy.reading_time
  if (!time) return mark
  const characters = turn.fresh.reduce(
    (sum, { content }) => sum + (content?.type === 'text' ? content.text.length : 0),
    0,
  )
  const reading = Math.min(time.max, Math.max(time.min, characters * time.per_character))
  const token = newestToken(turn)
  const latest = token ? token.receivedAt + tokenLife - replyNeeds : now
  const until = Math.min(Math.max(...turn.fresh.map((message) => message.receivedAt)) + reading, latest)
  return until > now ? { ...mark, wait: { until, length: until - now } } : mark
}
