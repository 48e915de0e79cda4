/**
 * Tokens that end: a new one is issued before the old one's end, while that still serves. Whoever needs one meanwhile
 * waits for the same request.
 *
 *   fresh   it serves
 *   ageing  it serves, and another is being issued: the last fifth of its life, a day at most
 *   ended   whoever needs one waits for another
 */
import type { Log } from '../../ports/log.ts'
import type { Kept } from './kept-token.ts'
import type { Token, Tokens } from './tokens.ts'

export interface Issued {
  value: string
  /** Its life (ms since 1970). */
  from: number
  until: number
}

/** `why` and `remedy` are for the operator; without a remedy it is tried again and may go by. */
export type Issue<T extends Issued = Issued> = { ok: true; token: T } | { ok: false; why: string; remedy?: string }

export interface RenewingOptions<T extends Issued> {
  /** Ends within some seconds; never rejects. */
  issue: () => Promise<Issue<T>>
  /** Where a token outlives the process. */
  kept?: Kept<T>
  log: Log
  now: () => number
}

const day = 24 * 3_600_000
/** After a failure LINE is not asked again for this long (ms): calls come many at a time. */
const failurePause = 5_000
/** A token that is refused is replaced, and then not for this long (ms): only 30 may live, and all may be refused. */
const refusalPause = 10 * 60_000
/** Clocks are put right by so much (ms) without anything being wrong. */
const aMoment = 60_000
/** A failure is said again after this long (ms). */
const saidAgain = 60_000

export function renewing<T extends Issued>({ issue, kept, log, now }: RenewingOptions<T>): Tokens {
  let token: T | undefined
  let loading: Promise<void> | undefined
  let issuing: Promise<Issue<T>> | undefined
  let failure: { at: number; issue: Issue<T> & { ok: false } } | undefined
  let said: { at: number; why: string } | undefined
  let replacedAt: number | undefined

  /** (ms) A token issued in the future means that the clock was set back: nobody knows how long it has. */
  const left = ({ from, until }: Issued): number => (from - now() > aMoment ? 0 : until - now())
  const lives = (one: T | undefined): one is T => one !== undefined && left(one) > 0
  const isAgeing = (one: Issued): boolean => left(one) <= Math.min(day, (one.until - one.from) / 5)
  const since = (at: number | undefined): number => (at === undefined || at > now() ? Infinity : now() - at)

  const load = async (): Promise<void> => {
    token = await kept?.load()
  }
  const complain = ({ why, remedy = 'it is tried again by itself' }: Issue<T> & { ok: false }): void => {
    if (said?.why === why && since(said.at) < saidAgain) return
    said = { at: now(), why }
    const meaning = lives(token) ? 'the present one still serves' : 'nothing can be sent'
    log.error({}, `LINE issues no channel access token, ${meaning}. ${why.replace(/\.$/, '')}: ${remedy}`)
  }
  const issueOne = async (throwAway: boolean): Promise<Issue<T>> => {
    if (throwAway) await kept?.forget()
    const issued = await issue()
    if (issued.ok) {
      token = issued.token
      failure = undefined
      said = undefined
      await kept?.save(issued.token)
      log.debug({ until: new Date(issued.token.until).toISOString() }, 'LINE has issued a channel access token')
    } else {
      failure = { at: now(), issue: issued }
      complain(issued)
    }
    return issued
  }
  const another = (throwAway = false): Promise<Issue<T>> => {
    if (failure && since(failure.at) < failurePause) return Promise.resolve(failure.issue)
    issuing ??= issueOne(throwAway).finally(() => (issuing = undefined))
    return issuing
  }

  return {
    async get(): Promise<Token> {
      await (loading ??= load())
      if (lives(token)) {
        if (isAgeing(token)) void another()
        return { ok: true, value: token.value }
      }
      const issued = await another()
      if (issued.ok) return { ok: true, value: issued.token.value }
      return { ok: false, why: `no channel access token: ${issued.why}` }
    },
    async renew(refused) {
      // Another call has done it already.
      if (lives(token) && token.value !== refused) return token.value
      if (issuing === undefined) {
        if (since(replacedAt) < refusalPause) return undefined
        replacedAt = now()
        token = undefined
      }
      const issued = await another(true)
      return issued.ok ? issued.token.value : undefined
    },
    name: 'the channel access token that it issued',
    remedy: 'see in the LINE Developers console whether the channel is still there and LINE_CHANNEL_ID is its own',
  }
}
