/**
 * All that tell staff, as one: everybody is asked at once, and staff are told when one has accepted it. How each of them
 * goes is remembered for those who look at the console; what goes wrong is logged when it begins and when it ends.
 */
import type { CallResult } from '../../core/outcome.ts'
import type { Log } from '../../ports/log.ts'
import type { Notice, Notifier, Telling } from '../../ports/notifier.ts'
import { remedyOf, whyOf } from './remedies.ts'
import { isForGood, isTold, mostHopeful } from './results.ts'

export interface Receiver {
  where: Telling['where']
  notifier: Notifier
  /** Asked at each telling; default: always. In LINE cards are only sent once the owner has seen their price. */
  on?: () => boolean
}

export type AllNotifiers = Notifier & {
  /** How telling goes, of those that are on. */
  health(): Telling[]
  /** Whether anybody is told at all now. */
  isOn(): boolean
}

interface State extends Required<Pick<Receiver, 'notifier' | 'on'>> {
  telling: Telling
}

/** Tellings whose receivers are remembered. */
const remembered = 500

export function tellAll(receivers: readonly Receiver[], log: Log, now: () => number = Date.now): AllNotifiers {
  const states = receivers.map(({ where, notifier, on = () => true }): State => ({ telling: { where }, notifier, on }))
  /** Who has accepted which telling, oldest first: it is not told there again. */
  const accepted = new Map<string, Set<State>>()
  let complained = false

  function remember(id: string, state: State): void {
    const had = accepted.get(id)
    if (had) had.add(state)
    else accepted.set(id, new Set([state]))
    for (const oldest of accepted.keys()) {
      if (accepted.size <= remembered) break
      accepted.delete(oldest)
    }
  }

  async function tell(state: State, notice: Notice, timeout: number): Promise<CallResult> {
    const failed = (): CallResult => ({ type: 'no_answer', why: 'the call failed' })
    const result = await state.notifier.notify(notice, timeout).catch(failed)
    if (isTold(result)) remember(notice.id, state)
    saw(state, result)
    return result
  }

  function saw(state: State, result: CallResult): void {
    const { where, workedAt, failsSince } = state.telling
    if (isTold(result)) {
      if (failsSince !== undefined) log.info({ where }, 'telling staff works again')
      state.telling = { where, workedAt: now() }
      complained = false
      return
    }
    const why = whyOf(result)
    if (failsSince === undefined) log.warn({ where, why }, `telling staff fails here. ${remedyOf(where, result)}`)
    state.telling = { where, workedAt, failsSince: failsSince ?? now(), why }
  }

  return {
    async notify(notice, timeout) {
      const on = states.filter((state) => state.on())
      const had = accepted.get(notice.id)
      const before = on.some((state) => had?.has(state))
      const asked = on.filter((state) => !had?.has(state)).map((state) => tell(state, notice, timeout))
      // One that never answers does not hold up Read: who has accepted it has told.
      const first = firstTold(asked)
      if (before) return { type: 'answered', status: 200 }
      const one = await first
      if (one) return one
      const results = await Promise.all(asked)
      if (results.length > 0 && results.every(isForGood) && !complained) {
        complained = true
        const remedies = on.map(({ telling: { where } }, index) => remedyOf(where, results[index]!))
        log.error(
          { refused: on.map(({ telling: { where, why } }) => ({ where, why })) },
          `STAFF ARE NOT TOLD OF HAND-OFFS: everybody who tells them refuses, and what waits stays unread. ${remedies.join(' ')}`,
        )
      }
      return mostHopeful(results)
    },
    health: () => states.filter((state) => state.on()).map(({ telling }) => ({ ...telling })),
    isOn: () => states.some((state) => state.on()),
  }
}

/** The first that has accepted it; undefined when all have ended and none has. */
async function firstTold(asked: readonly Promise<CallResult>[]): Promise<CallResult | undefined> {
  const told = asked.map(async (one) => {
    const result = await one
    return isTold(result) ? result : Promise.reject(new Error('not told'))
  })
  return Promise.any(told).catch(() => undefined)
}
