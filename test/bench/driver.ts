/**
 * Sends webhooks. *Flood*: so many connections, each sends the next request when it has an answer; it finds how many
 * events a second a server takes. *Schedule*: requests leave at fixed times whatever the server does, and latency counts
 * from the time a request was due, so that a server that stalls cannot hide it.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { Connection } from './connection.ts'
import type { Webhook } from './webhooks.ts'

/** Node's servers close a connection that has been idle for five seconds; one is not used again after this long (ms). */
const keptIdle = 3_000

/** What one run of a server came to. Times in ms; the warm-up is not in them. */
export interface Run {
  seconds: number
  requests: number
  events: number
  /** Requests with another answer than 200, or none. */
  failed: number
  latencies: number[]
  /** How late requests left: what of the latency is the sender's own. */
  lateness: number[]
  /** Ids of all events that were answered with 200, those of the warm-up too. */
  safe: string[]
}

const begin = (seconds: number): Run => ({
  seconds,
  requests: 0,
  events: 0,
  failed: 0,
  latencies: [],
  lateness: [],
  safe: [],
})

export interface Times {
  /** Sent, not counted (s). */
  warmUp: number
  /** Counted (s). */
  measured: number
  /** Called when counting begins. */
  onMeasure: () => Promise<void>
}

/** @throws Error when there are not enough webhooks to keep it busy: a repeated one would be no new event */
export async function flood(
  port: number,
  webhooks: readonly Webhook[],
  connections: number,
  times: Times,
): Promise<Run> {
  const run = begin(times.measured)
  const from = performance.now() + times.warmUp * 1_000
  const until = from + times.measured * 1_000
  const measuring = wait(times.warmUp * 1_000).then(times.onMeasure)
  let next = 0
  const send = async (): Promise<void> => {
    let connection = new Connection(port)
    for (let began = performance.now(); began < until; began = performance.now()) {
      const webhook = webhooks[next]
      if (!webhook) throw new Error(`${webhooks.length} webhooks were too few: set a higher --most`)
      next += 1
      const status = await connection.send(webhook.bytes).catch(() => 0)
      if (status === 0) connection = new Connection(port)
      record(run, webhook, status, began, from, until)
    }
    connection.close()
  }
  await Promise.all([measuring, ...Array.from({ length: connections }, send)])
  return run
}

/** @param perSecond requests a second */
export async function schedule(
  port: number,
  webhooks: readonly Webhook[],
  perSecond: number,
  times: Times,
): Promise<Run> {
  const run = begin(times.measured)
  const start = performance.now()
  const from = start + times.warmUp * 1_000
  const until = from + times.measured * 1_000
  const measuring = wait(times.warmUp * 1_000).then(times.onMeasure)
  const idle: { connection: Connection; since: number }[] = []
  const under: Promise<void>[] = []
  const all: Connection[] = []
  const send = async (webhook: Webhook, due: number): Promise<void> => {
    // As many connections as it takes: a slow answer holds back no later request.
    // One that has been idle for long may be closed by the server this very moment.
    const last = idle.pop()
    const fresh = last === undefined || performance.now() - last.since > keptIdle
    const connection = fresh ? new Connection(port) : last.connection
    if (fresh) all.push(connection)
    if (due >= from) run.lateness.push(performance.now() - due)
    const status = await connection.send(webhook.bytes).catch(() => 0)
    if (status > 0) idle.push({ connection, since: performance.now() })
    record(run, webhook, status, due, from, Infinity)
  }
  for (const [index, webhook] of webhooks.entries()) {
    const due = start + (index / perSecond) * 1_000
    if (due >= until) break
    while (performance.now() < due) await wait(Math.max(0, Math.floor(due - performance.now())))
    under.push(send(webhook, due))
  }
  await Promise.all([measuring, ...under])
  for (const connection of all) connection.close()
  return run
}

/** Counts an answer that came between `from` and `until`, to a request that began or was due after `from`. */
function record(run: Run, webhook: Webhook, status: number, began: number, from: number, until: number): void {
  const now = performance.now()
  if (status === 200) run.safe.push(...webhook.eventIds)
  if (began < from || now > until) return
  run.requests += 1
  if (status === 200) run.events += webhook.eventIds.length
  else run.failed += 1
  run.latencies.push(now - began)
}
