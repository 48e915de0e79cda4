/** What is looked at when somebody asks. A source that fails costs its own figure and no other. */
import { Gauge, type Registry } from 'prom-client'
import type { Owed } from '../../core/owed.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Gauges } from '../../ports/metrics.ts'
import type { ModelHealth } from '../../ports/model.ts'

const actions = ['read', 'reply', 'notify', 'record'] as const
const lists = ['waiting', 'undelivered', 'staff', 'question', 'suspected'] as const
const breakerStates: Record<ModelHealth['state'], number> = { closed: 0, 'half-open': 1, open: 2 }

export interface GaugesOptions {
  registers: Registry[]
  /** Looked at anew each time: what is watched may grow. */
  watched: Partial<Gauges>
  clock: Pick<Clock, 'now'>
  log: Log
}

export function addGauges({ registers, watched, clock, log }: GaugesOptions): void {
  /** @param read gives the value for each set of labels; undefined when nothing is known */
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    read: () => Values<Label> | undefined | Promise<Values<Label> | undefined>,
  ) =>
    new Gauge({
      name: `kidoku_${name}`,
      help,
      labelNames,
      registers,
      async collect() {
        let values: Values<Label> = []
        try {
          values = (await read()) ?? []
        } catch (error) {
          log.warn({ err: error, figure: name }, 'a figure of /metrics could not be looked at; the others are told')
        }
        // In one go: somebody else may be asking too.
        this.reset()
        // A gauge without labels is nought after a reset, which would be told as if it were known.
        if (labelNames.length === 0 && values.length === 0) this.remove({})
        for (const { labels, value } of values) this.set(labels, value)
      },
    })

  gauge('ready', 'Whether messages can be taken in: 1 as long as /readyz says so.', [], async () =>
    one(watched.ready && (await isReady(watched.ready))),
  )
  gauge(
    'outbox_actions',
    'Actions decided and not ended; held: by something else than LINE.',
    ['action', 'state'],
    () => watched.outbox && outboxActions(watched.outbox()),
  )
  gauge(
    'outbox_oldest_seconds',
    'Since when the oldest action that is due has been owed.',
    ['action'],
    () => watched.outbox && outboxOldest(watched.outbox(), clock.now()),
  )
  gauge('waiting', 'Conversations that wait, by the list they stand in.', ['list'], async () => {
    const counts = await watched.counts?.()
    return counts && lists.map((list) => ({ labels: { list }, value: counts[list] }))
  })
  gauge('waiting_oldest_seconds', 'How long the customer waits who has waited longest for a person.', [], async () => {
    const counts = await watched.counts?.()
    return counts && one(counts.waitingSince === undefined ? 0 : secondsSince(counts.waitingSince, clock.now()))
  })
  gauge('telling_up', 'Whether staff can be told, by each way that is on.', ['where'], () =>
    watched
      .telling?.()
      .map(({ where, failsSince }) => ({ labels: { where }, value: failsSince === undefined ? 1 : 0 })),
  )
  gauge('model_breaker', 'The circuit breaker before the model: 0 closed, 1 half-open, 2 open.', [], () =>
    one(watched.breaker && breakerStates[watched.breaker().state]),
  )
  gauge('spend_used_ratio', 'What the model took within 24 h, as a part of each limit that is set.', ['limit'], () => {
    const spend = watched.spend?.()
    return (['tokens', 'dollars'] as const).flatMap((limit) => {
      const most = spend?.limits[limit]
      return spend && most !== undefined ? [{ labels: { limit }, value: most > 0 ? spend[limit] / most : 1 }] : []
    })
  })
}

type Values<Label extends string> = readonly { labels: Partial<Record<Label, string>>; value: number }[]

const one = (value: number | undefined): Values<never> => (value === undefined ? [] : [{ labels: {}, value }])

/** Not to know it is not to be ready. */
const isReady = async (ready: () => Promise<boolean>): Promise<number> => ((await ready().catch(() => false)) ? 1 : 0)

function outboxActions(owed: readonly Owed[]): Values<'action' | 'state'> {
  return actions.flatMap((action) =>
    [true, false].map((due) => ({
      labels: { action, state: due ? 'due' : 'held' },
      value: owed.filter((all) => all.action === action && all.due === due).length,
    })),
  )
}

function outboxOldest(owed: readonly Owed[], now: number): Values<'action'> {
  return actions.map((action) => {
    const times = owed.filter((all) => all.action === action && all.due).map(({ since }) => since)
    return { labels: { action }, value: times.length === 0 ? 0 : secondsSince(Math.min(...times), now) }
  })
}

/** A clock that was set back is no wait. */
const secondsSince = (at: number, now: number): number => Math.max(0, now - at) / 1000
