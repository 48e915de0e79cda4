/**
 * Intake: how many events a second each server takes, and how long a webhook waits. kidoku twice: in a *rush*, everybody
 * writing within the burst window, so that events are stored and enter their conversations and no turn is judged yet; and
 * *at work*, turns being judged and answered meanwhile.
 */
import type { Context, Part } from '../context.ts'
import { evenly, schedule, type Run } from '../load/driver.ts'
import { latencyOf, median } from '../load/latency.ts'
import { crowdOf, questionOf, userIdOf, writer, type Webhook } from '../load/webhooks.ts'
import { add, type Figures } from '../results/figures.ts'
import { keptInDatabase, keptInFolder, type Kept } from '../servers/kept.ts'
import { openFor, type Window } from '../servers/prompts.ts'
import { isKidoku, kinds, onStage, type Kidoku, type Kind, type Stage } from '../servers/stage.ts'
import { flooded, observed } from './observed.ts'
import { settled } from './settled.ts'

/** Enough that none writes twice before an answer. */
const crowd = { customers: 30_000, burst: 3 }
/** Webhooks that are made before a flood, for each second. */
const madePerSecond = 12_000
/** Rates of the schedule (requests a second), and who write there, one message each in turn. */
const [common, calm] = [500, 200]
const writers = 5_000
/** Of the most that a server took: a rate near it. */
const share = 0.6
/** A schedule of a second has no p99.9: a rate's rounds are at most this many. */
const scheduleRounds = 2

export const measureIntake: Part = async (context) => {
  const { sizes, say } = context
  const figures: Figures = {}
  for (let round = 1; round <= sizes.rounds; round += 1) {
    for (const kind of kinds) {
      say(`intake, round ${round} of ${sizes.rounds}: ${kind}, as much as it takes`)
      await floodedOne(context, figures, kind, 'rush')
      if (isKidoku(kind)) await floodedOne(context, figures, kind, 'work')
    }
  }
  for (let round = 1; round <= Math.min(sizes.rounds, scheduleRounds); round += 1) {
    for (const kind of kinds) {
      const near = Math.round(share * median(figures[`rush.${kind}.events_per_s`] ?? [0]))
      say(`intake, round ${round}: ${kind} at ${common} and ${near} events a second`)
      await scheduled(context, figures, kind, `at_${common}`, common, 'shipped')
      await scheduled(context, figures, kind, 'near', Math.max(1, near), 'open')
    }
  }
  for (const kind of ['files', 'postgres'] as const) {
    say(`intake: ${kind} at ${calm} events a second, until all is answered`)
    await steady(context, figures, kind)
  }
  return {
    figures,
    setup: {
      rounds: sizes.rounds,
      connections: sizes.connections,
      'customers in a flood': crowd.customers,
      'messages in a burst there': crowd.burst,
      'customers on a schedule': writers,
      'warm-up (s)': sizes.warmUp,
      'a flood (s)': sizes.flood,
      'a schedule (s)': sizes.schedule,
      model: 'offline',
    },
  }
}

type Way = 'rush' | 'work'
const windows: Record<Way, Window> = { rush: 'open', work: 'shipped' }

/** kidoku is killed at its end, with work under way: whatever was answered with 200 must be there then. */
async function floodedOne({ ground, sizes }: Context, figures: Figures, kind: Kind, way: Way): Promise<void> {
  const measured = sizes.flood
  // A run in a rush ends before the window does.
  const warmUp = Math.max(0, Math.min(sizes.warmUp, openFor - 1 - measured))
  const database = kind === 'postgres' ? await ground.database() : undefined
  await onStage(ground, { kind, window: windows[way] }, async (stage) => {
    const { server, outside } = stage
    const take = crowdOf(crowd, (warmUp + measured) * madePerSecond, madePerSecond / 1_000)
    const place = { port: server.port, servers: [server], outside, database }
    const { run, figures: found } = await flooded(place, take, sizes.connections, { warmUp, measured })
    add(figures, `${way}.${kind}`, found)
    if (!isKidoku(kind)) return
    await server.end('SIGKILL')
    safety(figures, `${way}.${kind}`, run, await keptBy(kind, stage))
  })
}

async function scheduled(
  { ground, sizes }: Context,
  figures: Figures,
  kind: Kind,
  name: string,
  perSecond: number,
  window: Window,
): Promise<void> {
  const { warmUp } = sizes
  const measured = window === 'open' ? Math.max(1, Math.min(sizes.schedule, openFor - 1 - warmUp)) : sizes.schedule
  await onStage(ground, { kind, window }, async (stage) => {
    const { run, looked } = await observed({ servers: [stage.server], outside: stage.outside }, (called) => {
      const times = { warmUp, measured, ...called }
      return schedule(stage.server.port, evenly(perSecond, times, inTurn()), times)
    })
    const { p50, p99, p999 } = latencyOf(run.latencies)
    add(figures, `${name}.${kind}`, {
      per_s: perSecond,
      p50_ms: p50,
      p99_ms: p99,
      p999_ms: p999,
      late_p99_ms: latencyOf(run.lateness).p99,
      replies_per_s: looked.counts.reply / run.seconds,
      failed: run.failed,
    })
    if (!isKidoku(kind)) return
    await stage.server.end('SIGKILL')
    safety(figures, `${name}.${kind}`, run, await keptBy(kind, stage))
  })
}

/** At a calm rate everything is answered and Read soon after the last message. */
async function steady({ ground, sizes }: Context, figures: Figures, kind: Kidoku): Promise<void> {
  await onStage(ground, { kind }, async (stage) => {
    const { run, looked } = await observed({ servers: [stage.server], outside: stage.outside }, (called) => {
      const times = { warmUp: sizes.warmUp, measured: sizes.schedule, ...called }
      return schedule(stage.server.port, evenly(calm, times, inTurn()), times)
    })
    const seconds = await settled(stage.outside)
    await stage.server.end('SIGTERM')
    const kept = await keptBy(kind, stage)
    const { p50, p99, max } = latencyOf(run.latencies)
    add(figures, `steady.${kind}`, {
      per_s: calm,
      p50_ms: p50,
      p99_ms: p99,
      max_ms: max,
      settled_s: seconds,
      messages: kept.messages,
      closed: kept.closed,
      read: kept.read,
      failed: run.failed,
      used_twice: looked.counts.usedTwice,
    })
    safety(figures, `steady.${kind}`, run, kept)
  })
}

/** Each customer asks one thing, and comes back when all others have. */
function inTurn(): (index: number) => Webhook {
  const write = writer()
  return (index) => write(userIdOf(index % writers), questionOf(index))
}

const keptBy = (kind: Kidoku, { data, url }: Stage): Promise<Kept> =>
  kind === 'files' ? keptInFolder(data) : keptInDatabase(url)

function safety(figures: Figures, under: string, { safe }: Run, kept: Kept): void {
  const lost = safe.filter((id) => !kept.events.has(id)).length
  add(figures, under, { safe: safe.length, lost, with_staff: kept.withStaff })
}
