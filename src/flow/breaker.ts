/**
 * A circuit breaker before the model: while it is down customers have the notice at once instead of after all its tries.
 * Cockatiel's reads the system's clock; this one goes by the clock port, so that whoever owns the time owns its pauses.
 *
 *   closed     every judgement is asked for; five failures in a row, of three conversations or more, open it
 *   open       none is, for 30 s, doubling with each trial that fails, five minutes at most
 *   half-open  the pause is over: one judgement is the trial, and the others fail at once until it has ended
 *
 * A failure is a model that cannot be had, or no answer in all the time that a judgement has. What says nothing of the next
 * request counts neither way: a judgement that is not wanted any more, one that came late and had less time, answers that
 * are only recorded, a request refused for what it is, and pictures or recordings that took too long. Any answer closes
 * it, a useless one too: the model was there.
 *
 * One customer cannot silence the model for all: it may be what they write. So one conversation does not open it, and its
 * trial makes the pause longer for everybody once; a second one that fails only keeps that conversation from the next.
 */
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import {
  ModelUnavailable,
  NoAnswerInTime,
  NotAsked,
  NotRecorded,
  RequestRefused,
  type Asking,
  type Model,
  type ModelHealth,
} from '../ports/model.ts'
import type { ModelRequest } from '../core/request.ts'
import { unlessAborted } from './abort.ts'
import { behind } from './behind.ts'

const failuresThatOpen = 5
const conversationsThatOpen = 3
const firstPause = 30_000
const longestPause = 300_000

/** Both in ms. */
interface Pause {
  until: number
  length: number
}

/** A conversation; where none is told each judgement counts as one of its own. */
type Whose = string | object

export interface Breaker {
  /** The same model, asked only while there is hope; else it throws NotAsked. */
  guard(model: Model): Model
  state(): ModelHealth
}

export function createBreaker({ clock, log }: { clock: Pick<Clock, 'now'>; log: Log }): Breaker {
  let failures = 0
  /** Whose judgements failed since the last answer, while it was closed. */
  const failing = new Set<Whose>()
  let why: string | undefined
  let since = clock.now()
  /** Set while it is not closed. */
  let pause: Pause | undefined
  /** Whose trials have failed since it opened, and until when they are no trial again. */
  const tried = new Map<Whose, Pause>()
  /** The trial under way. */
  let trial: object | undefined

  /** More than a whole pause left means that the clock has jumped. */
  const isPausing = (pause: Pause | undefined, now: number): pause is Pause =>
    pause !== undefined && pause.until > now && pause.until - now <= pause.length

  const answered = (): void => {
    if (pause) {
      since = clock.now()
      log.info({ failures }, 'the model answers again')
    }
    pause = trial = why = undefined
    failures = 0
    failing.clear()
    tried.clear()
  }
  const failed = (reason: string, whose: Whose, mine: object): void => {
    failures += 1
    why = reason
    const now = clock.now()
    if (pause) {
      // What was asked before it opened tells nothing new.
      if (trial !== mine) return
      const own = tried.get(whose)
      const longer = pauseFrom(now, Math.min(longestPause, (own ?? pause).length * 2))
      tried.set(whose, longer)
      if (!own) pause = longer
      return
    }
    failing.add(whose)
    if (failures < failuresThatOpen || failing.size < conversationsThatOpen) return
    failing.clear()
    pause = pauseFrom(now, firstPause)
    since = now
    log.error(
      { failures, pauseMs: firstPause, why },
      'the model has failed again and again: it is not asked for a while, customers have the notice at once and staff an entry. npm run doctor tells more',
    )
  }
  /** @throws NotAsked while it is not for this conversation to try it */
  const begin = (whose: Whose, mine: object): void => {
    if (!pause) return
    const now = clock.now()
    const over = [pause, tried.get(whose)].find((one) => isPausing(one, now))
    if (over) throw notAsked(failures, `next try at ${new Date(over.until).toISOString()}`)
    if (trial) throw notAsked(failures, 'it is being tried now')
    trial = mine
  }

  return {
    guard: (model) =>
      behind(model, async (request, signal, asking) => {
        signal.throwIfAborted()
        const mine = {}
        const whose = asking?.conversation ?? mine
        begin(whose, mine)
        try {
          // Whose it is, is not the model's to know.
          const answer = await unlessAborted(model.judge(request, signal), signal)
          answered()
          return answer
        } catch (error) {
          const reason = failureOf(signal.aborted ? signal.reason : error, request, asking)
          if (reason !== undefined) failed(reason, whose, mine)
          throw error
        } finally {
          // A trial that told nothing leaves it to the next.
          if (trial === mine) trial = undefined
        }
      }),
    state() {
      if (!pause) return { state: 'closed', since, why }
      return { state: isPausing(pause, clock.now()) ? 'open' : 'half-open', since, why }
    },
  }
}

const pauseFrom = (now: number, length: number): Pause => ({ until: now + length, length })

const notAsked = (failures: number, next: string): NotAsked =>
  new NotAsked(`the model is not asked: it has failed ${failures} times in a row, ${next}`)

/** Why the model failed; undefined when this tells nothing of the next request. */
function failureOf(error: unknown, { contents }: ModelRequest, asking?: Asking): string | undefined {
  if (error instanceof NoAnswerInTime) {
    const wasLate = asking !== undefined && !asking.hasFullTime
    return wasLate || contents.some(({ media = [] }) => media.length > 0) ? undefined : error.message
  }
  if (error instanceof NotRecorded || error instanceof RequestRefused) return undefined
  return error instanceof ModelUnavailable ? error.message : undefined
}
