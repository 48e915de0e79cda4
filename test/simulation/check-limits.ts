/** The model's own limits, of all customers together: so many at once, so much in a day, and none while it is down. */
import type { Broken, History, Record } from './history.ts'
import { answerMarks, readable } from './marks.ts'

const [second, minute, day] = [1_000, 60_000, 24 * 3_600_000]
/** What is on its way just then (ms). */
const moment = 100
/** A turn that may be asked about fetches its pictures, and may be asked about twice (ms). */
const underWay = minute
const failuresThatOpen = 5
const customersThatOpen = 3
const pause = 30 * second

type Of<T extends Record['type']> = Extract<Record, { type: T }>
const isOf = <T extends Record['type']>(one: Record, type: T): one is Of<T> => one.type === type

/** No more turns are judged at once than there are places. */
export function crowded({ records, setup: { atOnce } }: History): Broken[] {
  if (atOnce === undefined) return []
  const spans: { ask: Of<'asked'>; until: number }[] = []
  const open = new Map<number, (typeof spans)[number]>()
  for (const one of records) {
    if (isOf(one, 'asked')) {
      const span = { ask: one, until: Infinity }
      spans.push(span)
      open.set(one.ask, span)
    }
    const over = isOf(one, 'crashed') ? [...open.keys()] : isOf(one, 'judged') || isOf(one, 'aborted') ? [one.ask] : []
    for (const ask of over) {
      const span = open.get(ask)
      if (span) span.until = one.at
      open.delete(ask)
    }
  }
  return spans.flatMap(({ ask: { at, customer } }) => {
    const others = spans.filter(({ ask, until }) => ask.at < at - moment && until > at + moment).length
    const what = `The model was asked about one more while it was judging ${others}.`
    return others < atOnce ? [] : [{ invariant: 'no more are judged at once than may be' as const, customer, at, what }]
  })
}

/** Past the tokens of 24 h the model is not asked. After a start only that is known which had been said by then. */
export function spent({ records, setup: { tokens: most } }: History): Broken[] {
  if (most === undefined) return []
  let known: { at: number; tokens: number; mark: string; said: boolean }[] = []
  return records.flatMap((one) => {
    if (isOf(one, 'judged')) known.push({ ...one, said: false })
    if (isOf(one, 'crashed')) known = known.filter(({ said }) => said)
    if (isOf(one, 'shown')) {
      const marks = new Set(one.texts.flatMap(answerMarks))
      for (const answer of known) answer.said ||= marks.has(answer.mark)
    }
    if (!isOf(one, 'asked')) return []
    const within = known.filter(({ at }) => at > one.at - day && at < one.at - underWay)
    const sum = within.reduce((all, { tokens }) => all + tokens, 0)
    const what = `The model was asked about ${readable(one.covers.join(' '))} though it had taken ${sum} tokens of ${most}.`
    return sum < most
      ? []
      : [{ invariant: 'the model takes no more than it may' as const, customer: one.customer, at: one.at, what }]
  })
}

/** After five failures in a row, of three customers or more, it is not asked for 30 s, unless an answer comes after all. */
export function pressed({ records, setup: { breaker } }: History): Broken[] {
  if (!breaker) return []
  const asked = new Map<number, number>()
  const failing = new Set<number | undefined>()
  let failures = 0
  let openedAt: number | undefined
  return records.flatMap((one) => {
    if (isOf(one, 'asked')) asked.set(one.ask, one.at)
    if (isOf(one, 'judged')) {
      if (one.says === 'unavailable') failing.add(one.customer)
      else failing.clear()
      failures = one.says === 'unavailable' ? failures + 1 : 0
      if (failures === 0) openedAt = undefined
      if (failures >= failuresThatOpen && failing.size >= customersThatOpen) openedAt ??= one.at
    }
    // Whether what took too long counts as a failure is not known here: until the next answer nothing is said of it.
    if (isOf(one, 'aborted') && one.at - (asked.get(one.ask) ?? 0) > 4 * second)
      [failures, openedAt] = [-Infinity, undefined]
    if (isOf(one, 'crashed')) {
      failing.clear()
      failures = 0
      openedAt = undefined
    }
    if (!isOf(one, 'asked') || openedAt === undefined) return []
    const since = one.at - openedAt
    if (since <= moment || since >= pause) return []
    const what = `The model was asked ${Math.round(since / second)} s after it had failed ${failuresThatOpen} times in a row.`
    return [{ invariant: 'a model that is down is left alone' as const, customer: one.customer, at: one.at, what }]
  })
}
