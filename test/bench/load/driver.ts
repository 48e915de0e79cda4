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
  events: number
  /** Requests with another answer than 200, or none. */
  failed: number
  latencies: number[]
  /** How late requests left: what of the latency is the sender's own. */
  lateness: number[]
  /** Ids of all events that were answered with 200, those of the warm-up too. */
  safe: string[]
}

const begin = (seconds: number): Run => ({ seconds, events: 0, failed: 0, latencies: [], lateness: [], safe: [] })

export interface Times {
  /** Sent, not counted (s). */
  warmUp: number
  /** Counted (s). */
  measured: number
  /** Called when counting begins, and when it ends: what is under way then has not been answered yet. */
  onMeasure?: () => Promise<void>
  onEnd?: () => Promise<void>
}

/** Calls what is to be called at its time. */
export async function atTimes({ warmUp, measured, onMeasure, onEnd }: Times): Promise<void> {
  const began = performance.now()
  await wait(warmUp * 1_000)
  await onMeasure?.()
  await wait(Math.max(0, (warmUp + measured) * 1_000 - (performance.now() - began)))
  await onEnd?.()
}

/** @param take gives the next webhook: a repeated one would be no new event */
export async function flood(port: number, take: () => Webhook, connections: number, times: Times): Promise<Run> {
  const run = begin(times.measured)
  const from = performance.now() + times.warmUp * 1_000
  const until = from + times.measured * 1_000
  const measuring = atTimes(times)
  const send = async (): Promise<void> => {
    let connection = new Connection(port)
    for (let began = performance.now(); began < until; began = performance.now()) {
      const webhook = take()
      const status = await connection.send(webhook.bytes).catch(() => 0)
      if (status === 0) connection = new Connection(port)
      record(run, webhook, status, began, from, until)
    }
    connection.close()
  }
  await Promise.all([measuring, ...Array.from({ length: connections }, send)])
  return run
}

export interface Sending {
  /** When it is due, from the start of the run (ms). */
  due: number
  make: () => Webhook
}

/** So many a second for as long as the times say, each made when it is due. */
export const evenly = (perSecond: number, { warmUp, measured }: Times, make: (index: number) => Webhook): Sending[] =>
  Array.from({ length: Math.floor((warmUp + measured) * perSecond) }, (_, index) => ({
    due: (index / perSecond) * 1_000,
    make: () => make(index),
  }))

/**
 * @param sendings in the order in which they are due
 * @param onSent told of each as it leaves, with when it was due (`performance.now`)
 */
export async function schedule(
  port: number,
  sendings: readonly Sending[],
  times: Times,
  onSent?: (webhook: Webhook, due: number) => void,
): Promise<Run> {
  const run = begin(times.measured)
  const start = performance.now()
  const from = start + times.warmUp * 1_000
  const measuring = atTimes(times)
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
    onSent?.(webhook, due)
    const status = await connection.send(webhook.bytes).catch(() => 0)
    if (status > 0) idle.push({ connection, since: performance.now() })
    record(run, webhook, status, due, from, Infinity)
  }
  for (const { due: after, make } of sendings) {
    const due = start + after
    while (performance.now() < due) await wait(Math.max(0, Math.floor(due - performance.now())))
    under.push(send(make(), due))
  }
  await Promise.all([measuring, ...under])
  for (const connection of all) connection.close()
  return run
}

/** Counts an answer that came between `from` and `until`, to a request that began or was due after `from`. */
function record(run: Run, webhook: Webhook, status: number, began: number, from: number, until: number): void {
  const now = performance.now()
  if (status === 200) run.safe.push(webhook.eventId)
  if (began < from || now > until) return
  if (status === 200) run.events += 1
  else run.failed += 1
  run.latencies.push(now - began)
}
