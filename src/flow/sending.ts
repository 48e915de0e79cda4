/**
 * Whether something may be sent to LINE now. What one conversation cannot know: the access token is refused, LINE is
 * ill, or pushes have cost enough.
 */
import type { Action } from '../core/action.ts'
import type { Deferral } from '../core/facts.ts'
import type { AttemptResult } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import type { Line } from '../ports/line.ts'
import type { Log } from '../ports/log.ts'
import type { PushCount } from '../ports/push-count.ts'

const minute = 60_000
const day = 24 * 60 * minute
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
  saw(action: Action, via: 'reply' | 'push' | undefined, result: AttemptResult): void
}

export interface SendingOptions {
  line: Line
  clock: Clock
  log: Log
  /** Most pushes within 24 h. */
  pushDailyCap: number
  /** Where they are counted. Missing: in memory, for this process alone and until it ends. */
  pushCount?: PushCount
}

/** Staff are told elsewhere, and a shop's system is not LINE either. */
const isLine = ({ kind }: Action): boolean => kind === 'read' || kind === 'reply'

/** Counts the pushes of this process, which forgets them as it ends. */
export function countPushes({ now }: Pick<Clock, 'now'>): PushCount {
  let pushes: { at: number }[] = []
  const today = (): typeof pushes => (pushes = pushes.filter(({ at }) => now() - at < day))
  return {
    known: () => today().length,
    spend(most) {
      if (today().length >= most) return Promise.resolve(undefined)
      const push = { at: now() }
      pushes.push(push)
      return Promise.resolve(() => void (pushes = pushes.filter((one) => one !== push)))
    },
  }
}

export function createSending(options: SendingOptions): Sending {
  const { line, clock, log, pushDailyCap, pushCount = countPushes(clock) } = options
  let pausedUntil = 0
  let heldUntil = 0
  let refusals: number[] = []
  /** Pushes that were let through, and so are counted, and have not been heard of yet. */
  const counted = new Map<Action, { at: number; takeBack: () => void }>()
  let granted: number[] = []
  let quota: { at: number; limit?: number; used: number } | undefined

  const isOver = (now: number): boolean =>
    quota !== undefined &&
    now - quota.at <= quotaFresh &&
    quota.limit !== undefined &&
    quota.used + 1 > quota.limit * (1 - reserve)
  /** Counted before it is made: whoever asks meanwhile, here or in another process, does not get the same one. */
  const pushesLeft = async (action: Action, now: number): Promise<Gate> => {
    // One that may have been said is counted already: the same key is accepted once.
    if (action.tries?.unknown) return quotaLeft(now)
    // Something came in between, and the attempt was not made.
    for (const [one, { at, takeBack }] of counted) {
      if (one === action || (now - at < minute && at <= now)) continue
      counted.delete(one)
      takeBack()
    }
    const takeBack = counted.get(action)?.takeBack ?? (await pushCount.spend(pushDailyCap))
    if (!takeBack) return { type: 'defer', why: 'daily_cap' }
    counted.set(action, { at: clock.now(), takeBack })
    const gate = await quotaLeft(clock.now())
    if (gate.type !== 'go') wasNotMade(action)
    return gate
  }
  const wasNotMade = (action: Action): void => {
    counted.get(action)?.takeBack()
    counted.delete(action)
  }
  const quotaLeft = async (now: number): Promise<Gate> => {
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

  const sawPush = (action: Action, result: AttemptResult): void => {
    const status = result.type === 'answered' ? result.status : undefined
    const mayBeSaid = result.type === 'no_answer' || status === 200 || (status ?? 0) >= 500
    if (!mayBeSaid) return wasNotMade(action)
    if (action.tries?.unknown) return
    if (quota) quota.used += 1
    if (counted.delete(action)) return
    pushCount
      .spend(Infinity)
      .catch((error: unknown) => log.warn({ err: error }, 'a push was made and could not be counted'))
  }

  return {
    mayPush: () => pushCount.known() < pushDailyCap && !isOver(clock.now()),
    gate(action, via) {
      const now = clock.now()
      if (!isLine(action)) return Promise.resolve({ type: 'go' })
      // More than a whole wait left means that the clock has jumped.
      const [paused, held] = [pausedUntil - now, heldUntil - now]
      if (paused > 0 && paused <= tokenPause) {
        return Promise.resolve({ type: 'wait', length: paused, why: 'LINE refuses the channel access token' })
      }
      if (action.kind === 'reply' && held > 0 && held <= minute) {
        return Promise.resolve({ type: 'wait', length: held, why: 'LINE refuses too much' })
      }
      return via === 'push' ? pushesLeft(action, now) : Promise.resolve({ type: 'go' })
    },
    saw(action, via, result) {
      if (!isLine(action)) return
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
      if (via === 'push') sawPush(action, result)
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
