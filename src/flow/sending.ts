/**
 * Whether something may be sent to LINE now. What one conversation cannot know: the access token is refused, LINE is
 * ill, or pushes have cost enough.
 */
import type { Action } from '../core/action.ts'
import type { Deferral } from '../core/facts.ts'
import type { CallResult } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'

const minute = 60_000
/** Ten refusals in a minute across conversations mean that LINE is ill: hold for a minute, do not push. */
const refusalsThatMeanIll = 10
/** After a 401 all sending waits this long (ms); then one call finds out. */
const tokenPause = 30_000
/** After an outage everybody's answer is late at once: no more pushes than this a minute. */
const pushesPerMinute = 10
/** A part of the month's quota that machine pushes leave for people. */
const reserve = 0.1
/** How long what LINE said of the quota is believed (ms). */
const quotaFresh = 5 * minute
const quotaTimeout = 3_000

export type Gate = { type: 'go' } | { type: 'wait'; length: number; why: string } | { type: 'defer'; why: Deferral }

export interface Sending {
  /** Whether a push may be made now, as far as that is known without asking LINE. */
  mayPush(): boolean
  /** Asked before an attempt. `via` is given for replies. */
  gate(action: Action, via: 'reply' | 'push' | undefined): Promise<Gate>
  /** Told of every outcome. */
  saw(action: Action, via: 'reply' | 'push' | undefined, result: CallResult): void
}

export interface SendingOptions {
  line: Line
  clock: Clock
  log: Log
  /** Most pushes in one day (24 h from the first). */
  pushDailyCap: number
}

export function createSending({ line, clock, log, pushDailyCap }: SendingOptions): Sending {
  let pausedUntil = 0
  let heldUntil = 0
  let refusals: number[] = []
  let pushes: number[] = []
  let granted: number[] = []
  let quota: { at: number; limit?: number; used: number } | undefined

  const today = (now: number): number[] => pushes.filter((at) => now - at < 24 * 60 * minute)
  const isOver = (now: number): boolean =>
    quota !== undefined &&
    now - quota.at <= quotaFresh &&
    quota.limit !== undefined &&
    quota.used + 1 > quota.limit * (1 - reserve)
  const pushesLeft = async (now: number): Promise<Gate> => {
    pushes = today(now)
    if (pushes.length >= pushDailyCap) return { type: 'defer', why: 'daily_cap' }
    if (!quota || now - quota.at > quotaFresh) {
      try {
        quota = { at: now, ...(await line.quota(quotaTimeout)) }
      } catch (error) {
        // LINE itself refuses past the quota; not knowing is no reason to leave a customer without an answer.
        log.debug({ err: error }, 'the quota could not be asked')
        return inTurn(clock.now())
      }
    }
    return isOver(now) ? { type: 'defer', why: 'reserve' } : inTurn(clock.now())
  }
  /** Counted when it is let through: conversations ask all at once. */
  const inTurn = (now: number): Gate => {
    granted = granted.filter((at) => now - at < minute && at <= now)
    const [oldest = now] = granted
    if (granted.length >= pushesPerMinute) {
      return { type: 'wait', length: oldest + minute - now, why: 'many answers are late at once' }
    }
    granted.push(now)
    return { type: 'go' }
  }

  return {
    mayPush() {
      const now = clock.now()
      return today(now).length < pushDailyCap && !isOver(now)
    },
    gate(action, via) {
      const now = clock.now()
      if (action.kind === 'notify') return Promise.resolve({ type: 'go' })
      // More than a whole wait left means that the clock has jumped.
      const [paused, held] = [pausedUntil - now, heldUntil - now]
      if (paused > 0 && paused <= tokenPause) {
        return Promise.resolve({ type: 'wait', length: paused, why: 'LINE refuses the channel access token' })
      }
      if (action.kind === 'reply' && held > 0 && held <= minute) {
        return Promise.resolve({ type: 'wait', length: held, why: 'LINE refuses too much' })
      }
      return via === 'push' ? pushesLeft(now) : Promise.resolve({ type: 'go' })
    },
    saw(action, via, result) {
      if (action.kind === 'notify') return
      const now = clock.now()
      const status = result.type === 'answered' ? result.status : undefined
      if (status === 401) {
        if (now >= pausedUntil) {
          log.error(
            { pauseMs: tokenPause },
            'LINE refuses the channel access token: sending pauses and goes on by itself. Check LINE_CHANNEL_ACCESS_TOKEN (or LINE_CHANNEL_ID and what belongs to it) against the LINE Developers console; npm run doctor tells more',
          )
        }
        pausedUntil = now + tokenPause
      }
      if (action.kind !== 'reply') return
      if (via === 'push' && (status === 200 || result.type === 'no_answer')) {
        pushes.push(now)
        if (quota) quota.used += 1
      }
      // A token that an earlier attempt may have used up: LINE is well, and took it. After a restart there are many.
      const isTaken = action.tries?.unknown === true
      const refused =
        result.type === 'not_sent' ||
        [401, 403, 429].some((one) => one === status) ||
        (via === 'reply' && status === 400 && !isTaken)
      if (!refused) return
      refusals = [...refusals.filter((at) => now - at < minute), now]
      if (refusals.length < refusalsThatMeanIll || now < heldUntil) return
      heldUntil = now + minute
      refusals = []
      log.error({ holdMs: minute }, 'LINE refused ten sends within a minute: answers are held for a minute')
    },
  }
}
