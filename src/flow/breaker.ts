/**
 * A circuit breaker before the model: while it is down customers have the notice at once instead of after all its tries.
 * Cockatiel's reads the system's clock; this one goes by the clock port, so that whoever owns the time owns its pauses.
 *
 *   closed     every judgement is asked for; five failures in a row open it
 *   open       none is, for 30 s, doubling with each trial that fails, five minutes at most
 *   half-open  the pause is over: one judgement is the trial, and the others fail at once until it has ended
 *
 * A failure is a model that cannot be had, or no answer in time. What says nothing of the next request counts neither
 * way: a judgement that is not wanted any more, answers that are only recorded, a request refused for what it is, and
 * pictures or recordings that took too long. Otherwise one customer could silence the model for all. Any answer closes
 * it, a useless one too: the model was there.
 */
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import {
  ModelUnavailable,
  NoAnswerInTime,
  NotAsked,
  NotRecorded,
  RequestRefused,
  type Model,
  type ModelHealth,
} from '../ports/model.ts'
import type { ModelRequest } from '../core/request.ts'
import { unlessAborted } from './abort.ts'
import { behind } from './behind.ts'

const failuresThatOpen = 5
const firstPause = 30_000
const longestPause = 300_000

export type BreakerState = ModelHealth

export interface Breaker {
  /** The same model, asked only while there is hope; else it throws NotAsked. */
  guard(model: Model): Model
  state(): BreakerState
}

export function createBreaker({ clock, log }: { clock: Pick<Clock, 'now'>; log: Log }): Breaker {
  let failures = 0
  let why: string | undefined
  let since = clock.now()
  /** Set while it is not closed. */
  let pause: { until: number; length: number } | undefined
  /** The trial under way. */
  let trial: object | undefined

  /** More than a whole pause left means that the clock has jumped. */
  const isPausing = (now: number): boolean =>
    pause !== undefined && pause.until > now && pause.until - now <= pause.length

  const answered = (): void => {
    if (pause) {
      since = clock.now()
      log.info({ failures }, 'the model answers again')
    }
    pause = trial = why = undefined
    failures = 0
  }
  const failed = (reason: string, mine: object): void => {
    failures += 1
    why = reason
    const now = clock.now()
    if (pause) {
      // What was asked before it opened tells nothing new.
      if (trial !== mine) return
      const length = Math.min(longestPause, pause.length * 2)
      pause = { until: now + length, length }
    } else if (failures >= failuresThatOpen) {
      pause = { until: now + firstPause, length: firstPause }
      since = now
      log.error(
        { failures, pauseMs: firstPause, why },
        'the model has failed again and again: it is not asked for a while, customers have the notice at once and staff an entry. npm run doctor tells more',
      )
    }
  }

  return {
    guard: (model) =>
      behind(model, async (request, signal) => {
        signal.throwIfAborted()
        const mine = {}
        if (pause) {
          if (isPausing(clock.now())) throw notAsked(failures, `next try at ${new Date(pause.until).toISOString()}`)
          if (trial) throw notAsked(failures, 'it is being tried now')
          trial = mine
        }
        try {
          const answer = await unlessAborted(model.judge(request, signal), signal)
          answered()
          return answer
        } catch (error) {
          const reason = failureOf(signal.aborted ? signal.reason : error, request)
          if (reason !== undefined) failed(reason, mine)
          throw error
        } finally {
          // A trial that told nothing leaves it to the next.
          if (trial === mine) trial = undefined
        }
      }),
    state() {
      if (!pause) return { state: 'closed', since, why }
      return { state: isPausing(clock.now()) ? 'open' : 'half-open', since, why }
    },
  }
}

const notAsked = (failures: number, next: string): NotAsked =>
  new NotAsked(`the model is not asked: it has failed ${failures} times in a row, ${next}`)

/** Why the model failed; undefined when this tells nothing of the next request. */
function failureOf(error: unknown, { contents }: ModelRequest): string | undefined {
  if (error instanceof NoAnswerInTime) {
    return contents.some(({ media = [] }) => media.length > 0) ? undefined : error.message
  }
  if (error instanceof NotRecorded || error instanceof RequestRefused) return undefined
  return error instanceof ModelUnavailable ? error.message : undefined
}
