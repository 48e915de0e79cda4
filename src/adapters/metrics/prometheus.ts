/**
 * The figures for Prometheus, through prom-client, in a registry of their own: two servers in one process share nothing.
 * Names and units are Prometheus' conventions: seconds, `_total`, a prefix. Labels have few values, all known beforehand
 * but the names of the model and of look-ups; those that an alert asks for are there from the start at nought, since a first sight is no increase.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { eventTypes } from '../../core/event-type.ts'
import type { Deferral, Lowering } from '../../core/facts.ts'
import type { Limit } from '../../core/limits.ts'
import type { Measured } from '../../core/measure.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Gauges, Metrics } from '../../ports/metrics.ts'
import { addGauges } from './gauges.ts'
import { statusLabel, statusOfNone } from './status.ts'

/** DESIGN.md: word within 40 s of the newest message; a reply token lives 60 s. */
const answerBuckets = [1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 40, 60]
/** Read may wait for the telling of staff, or for the customer's word. */
const readBuckets = [1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 60, 300, 1800, 7200]
/** All the model's tries together have 15 s; 25 s where something was looked up in between. */
const modelBuckets = [0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 12.5, 15, 20, 25]
/** A shop's system has a few seconds, as its declaration says. */
const lookUpBuckets = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 7.5, 10]

const decisions = ['resolved', 'needs_info', 'handoff', 'failed'] as const
const limits = ['turns_a_day', 'tokens_a_day', 'too_much', 'spending', 'queue'] satisfies Limit[]
// Each by its name, so that a new one cannot be left out.
const lowerings: Record<Lowering, true> = {
  no_source: true,
  small_talk_with_facts: true,
  unsupported_facts: true,
  repeats_prompt: true,
  low_confidence: true,
  always_human: true,
  third_question: true,
  same_answer: true,
  look_up_gave_nothing: true,
  not_recordable: true,
}
const deferrals: Record<Deferral, true> = { monthly_limit: true, daily_cap: true, reserve: true, off: true }
/** How LINE and those who tell staff answer in good times and bad. */
const attempts = [
  ['done', '200'],
  ['refused', '400'],
  ['refused', '401'],
  ['refused', '429'],
  ['refused', statusOfNone],
  ['unknown', '500'],
  ['unknown', statusOfNone],
] as const
/** A shop's system answers in its own ways: a record has no status. */
const recordAttempts = ['done', 'refused', 'unknown'] as const

export interface MetricsOptions {
  version: string
  /** What keeps the conversations. */
  store: 'files' | 'postgres'
  clock: Pick<Clock, 'now'>
  log: Log
}

export function createMetrics({ version, store, clock, log }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `kidoku_${name}_total`, help, labelNames, registers })
  const histogram = <Label extends string>(name: string, help: string, buckets: number[], ...labelNames: Label[]) =>
    new Histogram({ name: `kidoku_${name}_seconds`, help, buckets, labelNames, registers })

  new Gauge({ name: 'kidoku_info', help: 'Which kidoku this is.', labelNames: ['version', 'store'], registers }).set(
    { version, store },
    1,
  )
  const webhooks = counter('webhooks', 'Webhooks by the status they were answered with.', 'status')
  const events = counter('events', 'Events that have become part of their conversation, each once.', 'type')
  const turns = counter('turns', 'Turns by what was decided, once a decision holds.', 'decision', 'by')
  const lowered = counter('lowered', 'Decisions that code lowered to a hand-off.', 'why')
  const limited = counter('limited', 'Turns that went to a person past a limit.', 'limit')
  const answer = histogram(
    'answer',
    'From the receipt of a turn’s newest message until its answer, question or notice was delivered.',
    answerBuckets,
    'decision',
  )
  const read = histogram('read', 'From the receipt of a message until LINE confirmed Read.', readBuckets)
  const tries = counter(
    'attempts',
    'Calls that give Read, words or word to staff, or record a request.',
    'action',
    'result',
    'status',
  )
  const endings = counter('endings', 'Actions that have ended, by how.', 'action', 'how')
  const deferred = counter('deferred', 'Answers that wait for the customer since a push would cost too much.', 'why')
  const asked = counter('model_judgements', 'Judgements asked of the model, by whether one came.', 'model', 'result')
  const tokens = counter('model_tokens', 'Tokens as the model counted them.', 'model', 'direction')
  const lookUps = counter('look_ups', 'What was looked up in the shop’s systems, by what came.', 'look_up', 'came')
  const failedRuns = counter('failed_runs', 'Times a conversation could not go on; each is tried again.')
  const modelTime = histogram(
    'model',
    'All the model’s tries for one judgement together, with what was looked up in between.',
    modelBuckets,
    'model',
  )
  const lookUpTime = histogram('look_up', 'How long a shop’s system took to be looked up in.', lookUpBuckets, 'look_up')

  for (const status of ['200', '400', '401', '413', '500', '503']) webhooks.inc({ status }, 0)
  for (const type of eventTypes) events.inc({ type }, 0)
  for (const decision of decisions) {
    for (const by of ['model', 'rule']) turns.inc({ decision, by }, 0)
    answer.zero({ decision })
  }
  for (const decision of ['tap', 'stale']) turns.inc({ decision, by: 'rule' }, 0)
  for (const action of ['read', 'reply', 'push', 'notify']) {
    for (const [result, status] of attempts) tries.inc({ action, result, status }, 0)
  }
  for (const result of recordAttempts) tries.inc({ action: 'record', result, status: statusOfNone }, 0)
  for (const limit of limits) limited.inc({ limit }, 0)
  for (const why of Object.keys(lowerings)) lowered.inc({ why }, 0)
  for (const why of Object.keys(deferrals)) deferred.inc({ why }, 0)
  for (const action of ['reply', 'record']) {
    for (const how of ['undelivered', 'uncertain']) endings.inc({ action, how }, 0)
  }

  const watched: Partial<Gauges> = {}
  addGauges({ registers, watched, clock, log })

  return {
    count(measured: Measured) {
      switch (measured.type) {
        case 'event':
          return events.inc({ type: measured.event })
        case 'turn':
          return turns.inc({ decision: measured.decision, by: measured.by })
        case 'lowered':
          return lowered.inc({ why: measured.why })
        case 'limited':
          return limited.inc({ limit: measured.limit })
        case 'answered':
          return answer.observe({ decision: measured.decision }, measured.ms / 1000)
        case 'read':
          return read.observe(measured.ms / 1000)
        case 'attempt': {
          const { action, result, status } = measured
          return tries.inc({ action, result, status: statusLabel(status) })
        }
        case 'ended':
          return endings.inc({ action: measured.action, how: measured.how })
        case 'deferred':
          return deferred.inc({ why: measured.why })
        case 'asked_model': {
          const { model, judged, ms, input, output } = measured
          asked.inc({ model, result: judged ? 'judged' : 'failed' })
          tokens.inc({ model, direction: 'input' }, input)
          tokens.inc({ model, direction: 'output' }, output)
          if (ms !== undefined) modelTime.observe({ model }, ms / 1000)
          return undefined
        }
        case 'looked_up': {
          const { lookUp, came, ms } = measured
          lookUps.inc({ look_up: lookUp, came })
          if (ms !== undefined) lookUpTime.observe({ look_up: lookUp }, ms / 1000)
          return undefined
        }
        case 'failed_run':
          return failedRuns.inc()
        default:
          return measured satisfies never
      }
    },
    webhook: (status) => webhooks.inc({ status: statusLabel(status) }),
    watch: (gauges) => void Object.assign(watched, gauges),
    async scrape() {
      const text = await registry.metrics()
      // prom-client writes `Nan`, as of an event loop that was not measured since the last look; the form says `NaN`.
      return { type: registry.contentType, body: text.replace(/ Nan$/gm, ' NaN') }
    },
  }
}
