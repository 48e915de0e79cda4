/**
 * Measuring: told of every conversation as it is opened and as it is committed. What is new in a commit is counted once it
 * is durable; what is decided and not ended is kept in memory for each conversation, those of a start included.
 */
import type { Conversation } from '../core/conversation.ts'
import { measure } from '../core/measure.ts'
import { owed, type Owed } from '../core/owed.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'

export interface Measuring {
  /** It was read from the store: what it owes is known from now on. */
  opened(conversation: Conversation): void
  /** It was erased whole: nothing is owed any more. */
  gone(conversation: string): void
  /** It is durable now. `after` has all its facts, those included that go beside the state. */
  committed(before: Conversation | undefined, after: Conversation): void
  /** A conversation could not go on, and will be tried again. */
  runFailed(): void
  /** Actions decided and not ended, of all conversations. */
  outbox(): Owed[]
}

export interface MeasuringParts {
  metrics: Pick<Metrics, 'count'>
  log: Log
  /** Whether `READ_API=partner` holds for a conversation. Missing: for none. */
  readsAll?: (conversation: string) => boolean
}

export function createMeasuring({ metrics, log, readsAll }: MeasuringParts): Measuring {
  const owing = new Map<string, Owed[]>()

  const look = (conversation: Conversation): void => {
    const all = owed(conversation, { readsAll: readsAll?.(conversation.id) })
    if (all.length > 0) owing.set(conversation.id, all)
    else owing.delete(conversation.id)
  }
  /** What is only to be seen must never cost what it is about. */
  const safely = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      log.error({ err: error }, 'a figure for /metrics could not be counted; nothing else is touched by it')
    }
  }

  return {
    opened: (conversation) => safely(() => look(conversation)),
    gone: (conversation) => void owing.delete(conversation),
    committed: (before, after) =>
      safely(() => {
        for (const measured of measure(before, after)) metrics.count(measured)
        look(after)
      }),
    runFailed: () => safely(() => metrics.count({ type: 'failed_run' })),
    outbox: () => [...owing.values()].flat(),
  }
}
