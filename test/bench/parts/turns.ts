/**
 * Turns: how many whole turns a second, from webhook to answer, when LINE and the model answer at once; what a turn costs;
 * and how much longer than LINE and the model a single turn takes. No burst window: every message is a turn of its own.
 * The echo is beside it, under the same load: it makes one call an event.
 */
import type { Context, Part } from '../context.ts'
import { evenly, flood, schedule } from '../load/driver.ts'
import { latencyOf } from '../load/latency.ts'
import { crowdOf, questionOf, userIdOf, writer, type Webhook } from '../load/webhooks.ts'
import { add, type Figures } from '../results/figures.ts'
import { onStage, type Kidoku } from '../servers/stage.ts'
import { hearing, talked } from './observed.ts'

/** Who write, again and again. */
const customers = 1_000
/** Single turns, a second: each is over before the next begins. */
const singles = 20

export const measureTurns: Part = async (context) => {
  const { sizes, say } = context
  const figures: Figures = {}
  for (let round = 1; round <= sizes.rounds; round += 1) {
    say(`turns, round ${round} of ${sizes.rounds}: the echo, files, PostgreSQL`)
    await echoed(context, figures)
    for (const kind of ['files', 'postgres'] as const) await answered(context, figures, kind)
  }
  for (const kind of ['files', 'postgres'] as const) {
    say(`turns: one at a time, ${kind}`)
    await single(context, figures, kind)
  }
  return {
    figures,
    setup: {
      rounds: sizes.rounds,
      'customers who wait at once': sizes.atOnce,
      customers,
      'warm-up (s)': sizes.warmUp,
      'talk (s)': sizes.talk,
      'single turns a second': singles,
      'single turns (s)': sizes.added,
      model: 'a stand-in over HTTP, at once',
    },
  }
}

async function echoed({ ground, sizes }: Context, figures: Figures): Promise<void> {
  await onStage(ground, { kind: 'echo', outside: {} }, async ({ server }) => {
    const times = { warmUp: sizes.warmUp, measured: sizes.talk }
    const take = crowdOf({ customers, burst: 1 }, 0, 5)
    const run = await flood(server.port, take, sizes.connections, times)
    add(figures, 'echo', { events_per_s: run.events / run.seconds })
  })
}

async function answered({ ground, sizes }: Context, figures: Figures, kind: Kidoku): Promise<void> {
  const { arrivals, outside: heard } = hearing()
  const database = kind === 'postgres' ? await ground.database() : undefined
  const setting = { kind, window: 'off', model: 'stand-in', outside: heard } as const
  await onStage(ground, setting, async ({ server, outside }) => {
    const place = { port: server.port, servers: [server], outside, database }
    add(figures, kind, await talked(place, arrivals, inTurn(), sizes))
  })
}

/** What a turn takes beyond LINE and the model: until its answer is at LINE, less the calls that come before it. */
async function single({ ground, sizes }: Context, figures: Figures, kind: Kidoku): Promise<void> {
  const { arrivals, outside } = hearing()
  await onStage(ground, { kind, window: 'off', model: 'stand-in', outside }, async (stage) => {
    const times = { warmUp: sizes.warmUp, measured: sizes.added }
    const begins = performance.now() + times.warmUp * 1_000
    const turns: { due: number; at: Promise<number | undefined> }[] = []
    await schedule(stage.server.port, evenly(singles, times, inTurn()), times, ({ replyToken }, due) => {
      if (due >= begins) turns.push({ due, at: arrivals.of(replyToken) })
      else void arrivals.of(replyToken)
    })
    const all = await Promise.all(turns.map(async ({ due, at }) => ({ due, at: await at })))
    const others = stage.outside.took('model') + stage.outside.took('read')
    const added = all.flatMap(({ due, at }) => (at === undefined ? [] : [at - due - others]))
    const { p50, p99, max } = latencyOf(added)
    const failed = all.length - added.length
    add(figures, `single.${kind}`, {
      turns: added.length,
      p50_ms: p50,
      p99_ms: p99,
      max_ms: max,
      others_ms: others,
      failed,
    })
  })
}

/** Each customer asks one thing, and comes back when all others have. */
export function inTurn(): () => Webhook {
  const write = writer()
  let index = -1
  return () => {
    index += 1
    return write(userIdOf(index % customers), questionOf(index))
  }
}
