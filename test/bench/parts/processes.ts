/** One, two and three processes of kidoku on one PostgreSQL, behind a balancer: intake in a rush, and whole turns. */
import type { Context, Part } from '../context.ts'
import { crowdOf } from '../load/webhooks.ts'
import { add, type Figures } from '../results/figures.ts'
import { onCluster } from '../servers/cluster.ts'
import { openFor } from '../servers/prompts.ts'
import { flooded, hearing, talked } from './observed.ts'
import { inTurn } from './turns.ts'

export const processCounts = [1, 2, 3] as const
const mostRounds = 2
const crowd = { customers: 30_000, burst: 3 }
/** Webhooks that are made before a flood, for each second. */
const madePerSecond = 6_000

export const measureProcesses: Part = async (context) => {
  const { sizes, say } = context
  const figures: Figures = {}
  const rounds = Math.min(sizes.rounds, mostRounds)
  for (let round = 1; round <= rounds; round += 1) {
    for (const processes of processCounts) {
      say(`processes, round ${round} of ${rounds}: ${processes}`)
      await takenIn(context, figures, processes)
      await answered(context, figures, processes)
    }
  }
  return {
    figures,
    setup: {
      rounds,
      connections: sizes.connections,
      'customers who wait at once': sizes.atOnce,
      'warm-up (s)': sizes.warmUp,
      'a flood (s)': sizes.flood,
      'talk (s)': sizes.talk,
      model: 'a stand-in over HTTP, at once',
    },
  }
}

async function takenIn({ ground, sizes }: Context, figures: Figures, processes: number): Promise<void> {
  const measured = sizes.flood
  const warmUp = Math.max(0, Math.min(sizes.warmUp, openFor - 1 - measured))
  await onCluster(ground, { processes, window: 'open', outside: {} }, async (cluster) => {
    const take = crowdOf(crowd, (warmUp + measured) * madePerSecond, madePerSecond / 1_000)
    const { figures: found } = await flooded(cluster, take, sizes.connections, { warmUp, measured })
    add(figures, `intake.${processes}`, found)
  })
}

async function answered({ ground, sizes }: Context, figures: Figures, processes: number): Promise<void> {
  const { arrivals, outside } = hearing()
  await onCluster(ground, { processes, window: 'off', outside }, async (cluster) => {
    add(figures, `turns.${processes}`, await talked(cluster, arrivals, inTurn(), sizes))
  })
}
