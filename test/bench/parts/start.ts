/** Starting and doing nothing: start to ready, what an idle server uses, what it holds after a load, and what is installed. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Context, Part } from '../context.ts'
import { evenly, schedule } from '../load/driver.ts'
import { questionOf, userIdOf, writer } from '../load/webhooks.ts'
import { add, type Figures } from '../results/figures.ts'
import { lookAt } from '../servers/look.ts'
import { onStage, type Kind } from '../servers/stage.ts'
import { copied, storedFolder } from '../stored/folder.ts'
import { installSize } from './install-size.ts'
import { settled } from './settled.ts'
import { cache } from './stored.ts'

const some = ['echo', 'files', 'postgres'] as const satisfies Kind[]
/** After a start there is still something to do (ms). */
const untilIdle = 3_000
/** The load that all have had when their memory is looked at: so many events a second. */
const perSecond = 500
const writers = 5_000
const mostRounds = 2

export const measureStart: Part = async (context) => {
  const { sizes, say } = context
  const figures: Figures = {}
  await started(context, figures)
  say('start: nothing to do, all beside each other')
  await Promise.all(some.map((kind) => idle(context, figures, kind)))
  for (let round = 1; round <= Math.min(sizes.rounds, mostRounds); round += 1) {
    for (const kind of some) {
      say(`start: memory of ${kind} after ${perSecond} events a second`)
      await loaded(context, figures, kind)
    }
  }
  add(figures, 'install', await installSize())
  return {
    figures,
    setup: {
      starts: sizes.starts,
      'stored conversations': sizes.stored[2],
      'idle (s)': sizes.idle,
      'load: events a second': perSecond,
      'load (s)': sizes.warmUp + sizes.schedule,
      model: 'a stand-in over HTTP, at once',
    },
  }
}

/** Empty stores, and one with many conversations that the server itself closed, one after another. */
async function started({ ground, sizes, say }: Context, figures: Figures): Promise<void> {
  const count = sizes.stored[2]
  const original = await storedFolder(cache, count, say)
  const folder = await mkdtemp(join(cache, 'run-'))
  const data = join(folder, 'data')
  const start = (kind: Kind, name: string | undefined, kept?: string): Promise<void> =>
    onStage(ground, { kind, model: 'stand-in', data: kept }, async ({ server }) => {
      if (name !== undefined) add(figures, `ready.${name}`, { ms: server.readyMs })
      await server.end('SIGTERM')
    })
  try {
    await copied(original, data)
    // It was the bench that closed it: from the second start on it is the server.
    await start('files', undefined, data)
    for (let round = 1; round <= sizes.starts; round += 1) {
      say(`start ${round} of ${sizes.starts}`)
      for (const kind of some) await start(kind, kind)
      await start('files', 'many', data)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function idle({ ground, sizes }: Context, figures: Figures, kind: Kind): Promise<void> {
  const database = kind === 'postgres' ? await ground.database() : undefined
  await onStage(ground, { kind, model: 'stand-in' }, async ({ server, outside }) => {
    await wait(untilIdle)
    const look = await lookAt(outside, [server], database)
    await wait(sizes.idle * 1_000)
    const { cpuMs, databaseCpuMs, usage } = await look()
    const aMinute = (ms: number | undefined) => (ms === undefined ? undefined : (ms / sizes.idle) * 60)
    add(figures, `idle.${kind}`, {
      cpu_ms_per_minute: aMinute(cpuMs),
      database_cpu_ms_per_minute: aMinute(databaseCpuMs),
      rss_mb: usage?.rssMb,
    })
  })
}

async function loaded({ ground, sizes }: Context, figures: Figures, kind: Kind): Promise<void> {
  await onStage(ground, { kind, model: 'stand-in' }, async ({ server, outside }) => {
    const write = writer()
    const times = { warmUp: 0, measured: sizes.warmUp + sizes.schedule }
    const make = (index: number) => write(userIdOf(index % writers), questionOf(index))
    const run = await schedule(server.port, evenly(perSecond, times, make), times)
    await settled(outside)
    const usage = await server.usage()
    add(figures, `loaded.${kind}`, { rss_mb: usage?.rssMb, peak_mb: usage?.peakMb, failed: run.failed })
  })
}
