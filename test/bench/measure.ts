/** One measurement each: the echo flooded, kidoku flooded and killed, kidoku on a schedule until it has nothing to do. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { flood, schedule, type Run, type Times } from './driver.ts'
import { readFolder } from './durable.ts'
import type { Options } from './options.ts'
import { secret, startEcho, startKidoku, startLine, type Counts, type Server } from './processes.ts'
import { latencyOf, type Intake, type Side, type Steady } from './report.ts'
import { prepareWebhooks, type Crowd } from './webhooks.ts'

/** How long turns may go on after the last request of the schedule (s). */
const longestSettling = 30

interface Stage {
  folder: string
  server: Server
  line: Awaited<ReturnType<typeof startLine>>
}

/** Starts a fresh stand-in of LINE and a fresh server over a fresh folder, and cleans up after `act`. */
async function onStage<T>(options: Options, what: 'echo' | 'kidoku', act: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(options.folder, 'kidoku-bench-'))
  const line = await startLine(folder, options.lineMs)
  const server = await (what === 'echo'
    ? startEcho(folder, line.url)
    : startKidoku(options.entry, folder, line.url, options.nodeOptions))
  try {
    return await act({ folder, server, line })
  } finally {
    await server.end('SIGKILL')
    await line.end()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a load and looks at LINE and the process when the measurement begins and ends. */
async function look({ server, line }: Stage, load: (times: Pick<Times, 'onMeasure'>) => Promise<Run>) {
  let before: { counts: Counts; usage: Awaited<ReturnType<Server['usage']>> } | undefined
  const run = await load({
    async onMeasure() {
      before = { counts: await line.counts(), usage: await server.usage() }
    },
  })
  const [counts, usage] = await Promise.all([line.counts(), server.usage()])
  const perSecond = (kind: keyof Counts): number => (counts[kind] - (before?.counts[kind] ?? 0)) / run.seconds
  const side: Side = {
    eventsPerSecond: run.events / run.seconds,
    latency: latencyOf(run.latencies),
    failed: run.failed,
    repliesPerSecond: perSecond('replies'),
    readsPerSecond: perSecond('reads'),
    loadingPerSecond: perSecond('loading'),
    usedTwice: counts.usedTwice,
    cpuPerEvent: usage && before?.usage && ((usage.cpuMs - before.usage.cpuMs) * 1_000) / run.events,
    peakMb: usage?.peakMb,
  }
  return { run, side }
}

async function flooded(stage: Stage, options: Options) {
  const { warmUp, seconds: measured, connections, most, perRequest, customers, burst } = options
  const count = Math.ceil(((warmUp + measured) * most) / perRequest)
  const webhooks = prepareWebhooks(count, { customers, burst, perRequest }, secret, (warmUp + measured) * 1_000)
  return look(stage, (times) => flood(stage.server.port, webhooks, connections, { warmUp, measured, ...times }))
}

export const measureEcho = (options: Options): Promise<Side> =>
  onStage(options, 'echo', async (stage) => (await flooded(stage, options)).side)

/** Killed with turns under way: whatever was answered with 200 must be on disk then. */
export const measureIntake = (options: Options): Promise<Intake> =>
  onStage(options, 'kidoku', async (stage) => {
    const { run, side } = await flooded(stage, options)
    await stage.server.end('SIGKILL')
    return { ...side, ...(await whatIsSafe(stage, run)).intake }
  })

export const measureSteady = (options: Options): Promise<Steady> =>
  onStage(options, 'kidoku', async (stage) => {
    const { rate, warmUp, rateSeconds: measured, rateBurst: burst, rateCustomers: customers } = options
    const crowd: Crowd = { customers, burst, perRequest: 1 }
    const webhooks = prepareWebhooks((warmUp + measured) * rate, crowd, secret, (warmUp + measured) * 1_000)
    const { run, side } = await look(stage, (times) =>
      schedule(stage.server.port, webhooks, rate, { warmUp, measured, ...times }),
    )
    const settled = await settling(stage)
    await stage.server.end('SIGTERM')
    const { intake, kept } = await whatIsSafe(stage, run)
    const { messages, closed, read } = kept
    const lateness = latencyOf(run.lateness)
    return { ...side, ...intake, perSecond: rate, seconds: measured, lateness, settled, messages, closed, read }
  })

async function whatIsSafe({ folder }: Stage, { safe }: Run) {
  const kept = await readFolder(join(folder, 'data'))
  const lost = safe.filter((id) => !kept.events.has(id)).length
  return { kept, intake: { safe: safe.length, lost, withStaff: kept.withStaff } }
}

/** Waits until LINE hears nothing more for three seconds: longer than a turn stays open. */
async function settling({ line }: Stage): Promise<number | undefined> {
  const began = performance.now()
  let last = { replies: -1, at: began }
  while (performance.now() - began < longestSettling * 1_000) {
    const { replies } = await line.counts()
    if (replies !== last.replies) last = { replies, at: performance.now() }
    if (performance.now() - last.at > 3_000) return (last.at - began) / 1_000
    await wait(100)
  }
  return undefined
}
