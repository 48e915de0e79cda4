/** A load on whatever answers webhooks, and what it came to: the figures that several parts have in common. */
import { flood, type Run, type Times } from '../load/driver.ts'
import { latencyOf } from '../load/latency.ts'
import { Arrivals, talk } from '../load/talk.ts'
import type { Webhook } from '../load/webhooks.ts'
import { lookAt, type Difference } from '../servers/look.ts'
import { lineCalls, type Outside, type OutsideOptions } from '../servers/outside.ts'
import type { Database } from '../servers/postgres.ts'
import type { Server } from '../servers/start.ts'
import type { Sizes } from '../sizes.ts'

export interface Place {
  port: number
  servers: readonly Server[]
  outside: Outside
  database?: Database
}

/** Runs a load and looks at what is asked and used while it is measured. */
export async function observed<T>(
  { outside, servers, database }: Omit<Place, 'port'>,
  load: (called: Required<Pick<Times, 'onMeasure' | 'onEnd'>>) => Promise<T>,
): Promise<{ run: T; looked: Difference }> {
  let look = await lookAt(outside, servers, database)
  let looked: Difference | undefined
  const run = await load({
    async onMeasure() {
      look = await lookAt(outside, servers, database)
    },
    async onEnd() {
      looked = await look()
    },
  })
  return { run, looked: looked ?? (await look()) }
}

/** @param take gives the webhooks; see `crowdOf` */
export async function flooded(
  place: Place,
  take: () => Webhook,
  connections: number,
  times: { warmUp: number; measured: number },
): Promise<{ run: Run; figures: Record<string, number | undefined> }> {
  const { run, looked } = await observed(place, (called) =>
    flood(place.port, take, connections, { ...times, ...called }),
  )
  const { counts, cpuMs, databaseCpuMs, usage } = looked
  const { p50, p99 } = latencyOf(run.latencies)
  const each = (ms: number | undefined) => (ms === undefined ? undefined : (ms * 1_000) / run.events)
  return {
    run,
    figures: {
      events_per_s: run.events / run.seconds,
      p50_ms: p50,
      p99_ms: p99,
      cpu_us: each(cpuMs),
      database_cpu_us: each(databaseCpuMs),
      peak_mb: usage?.peakMb,
      replies_per_s: counts.reply / run.seconds,
      failed: run.failed,
      used_twice: counts.usedTwice,
    },
  }
}

/** Where answers arrive, and an outside world that tells of them. */
export function hearing(): { arrivals: Arrivals; outside: OutsideOptions } {
  const arrivals = new Arrivals()
  return { arrivals, outside: { onReply: (token, at) => arrivals.arrived(token, at) } }
}

/** @param write gives the webhooks, each of a customer who waits for no other answer */
export async function talked(
  place: Place,
  arrivals: Arrivals,
  write: () => Webhook,
  { atOnce, warmUp, talk: measured }: Pick<Sizes, 'atOnce' | 'warmUp' | 'talk'>,
): Promise<Record<string, number | undefined>> {
  const { run, looked } = await observed(place, (called) =>
    talk(place.port, { arrivals, atOnce, write }, { warmUp, measured, ...called }),
  )
  const { turns, seconds, failed, latencies } = run
  const { counts, cpuMs, databaseCpuMs, usage } = looked
  const { p50, p99 } = latencyOf(latencies)
  const each = (value: number | undefined) => (value === undefined ? undefined : value / turns)
  return {
    turns_per_s: turns / seconds,
    p50_ms: p50,
    p99_ms: p99,
    cpu_ms: each(cpuMs),
    database_cpu_ms: each(databaseCpuMs),
    /** PostgreSQL's among it. */
    cost_ms: each(cpuMs === undefined ? undefined : cpuMs + (databaseCpuMs ?? 0)),
    line_calls: each(lineCalls.reduce((sum, name) => sum + counts[name], 0)),
    model_calls: each(counts.model),
    peak_mb: usage?.peakMb,
    failed,
    used_twice: counts.usedTwice,
  }
}
