/** /console/experiments: live experiments, their results by variant, and the kill switch. */
import type { Router } from '@koa/router'
import { z } from 'zod'
import { startExperimentCounting, type VariantResults } from '../../core/experiment-results.ts'
import type { ModelPrice } from '../../core/model-price.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ExperimentsFile } from '../../ports/prompts.ts'
import type { ServiceSwitch } from '../../ports/service.ts'
import type { Store } from '../../ports/store.ts'
import type { Pages } from '../pages.ts'
import { experimentsMain, type ShownExperiment } from './experiments-page.ts'
import { experimentsWords } from './experiments-words.ts'

export interface ExperimentsParts {
  store: Pick<Store, 'eachTurn'>
  clock: Pick<Clock, 'now'>
  service: Pick<ServiceSwitch, 'current' | 'change'>
  experiments: ExperimentsFile
  /** The name of the shop's own prompt. */
  ownPrompt: () => string
  prices?: { currency: string; models: ReadonlyMap<string, ModelPrice> }
}

/** An experiment of a shop takes weeks; what is older is left out (ms). */
const lookBack = 180 * 86_400_000
/** Results are good for this long (ms). */
const fresh = 5_000

type Counted = ReadonlyMap<string, ReadonlyMap<string, VariantResults>>

export function addExperiments(router: Router, pages: Pages, parts: ExperimentsParts): void {
  const { clock, service, experiments, ownPrompt, prices } = parts
  let last: { at: number; names: string; counted: Promise<Counted> } | undefined

  const counted = (now: number): Promise<Counted> => {
    const names = experiments.all().map(({ name }) => name)
    const key = names.join('\n')
    if (last?.names === key && now - last.at < fresh && now >= last.at) return last.counted
    last = { at: now, names: key, counted: count(names, now, parts) }
    last.counted.catch(() => (last = undefined))
    return last.counted
  }

  router.get('/experiments', async (ctx) => {
    const now = clock.now()
    const language = pages.language(ctx)
    const off = service.current().experimentsOff
    const running = experiments.running()?.name
    const all = await counted(now)
    const shown = experiments.all().map((one): ShownExperiment => {
      const is = one.name === running ? (off ? 'off' : 'running') : one.ended ? 'ended' : 'idle'
      return { ...one, state: is, results: all.get(one.name) ?? new Map() }
    })
    const main = experimentsMain({
      // What runs first, then the newest written.
      experiments: shown.toReversed().toSorted((a, b) => order[a.state] - order[b.state]),
      own: ownPrompt(),
      off,
      isOwner: pages.member(ctx).role === 'owner',
      now,
      language,
      token: pages.token(ctx),
      currency: prices?.currency,
    })
    const { title } = experimentsWords[language]
    await pages.show(ctx, { title, main, styles: ['insights.css', 'experiments.css'] })
  })

  router.post('/experiments/stop', async (ctx) => {
    if (!(await pages.form(ctx, z.object({})))) return
    const words = experimentsWords[pages.language(ctx)]
    if (!service.current().experimentsOff) {
      await service.change({ experimentsOff: { by: pages.member(ctx).name, at: clock.now() } })
      await pages.audit(ctx, 'experiments_off')
    }
    pages.goOn(ctx, '/console/experiments', { tone: 'good', text: words.stop.stopped })
  })

  router.post('/experiments/start', async (ctx) => {
    if (!pages.ownersOnly(ctx)) return
    if (!(await pages.form(ctx, z.object({})))) return
    const words = experimentsWords[pages.language(ctx)]
    if (service.current().experimentsOff) {
      await service.change({ experimentsOff: undefined })
      await pages.audit(ctx, 'experiments_on')
    }
    pages.goOn(ctx, '/console/experiments', { tone: 'good', text: words.start.started })
  })
}

const order: Record<ShownExperiment['state'], number> = { running: 0, off: 0, idle: 1, ended: 2 }

/** All experiments in one pass over the rows. */
async function count(
  names: readonly string[],
  now: number,
  { store, prices }: Pick<ExperimentsParts, 'store' | 'prices'>,
): Promise<Counted> {
  const countings = names.map((name) => [name, startExperimentCounting(name, now, prices?.models)] as const)
  if (names.length > 0) {
    await store.eachTurn({ from: now - lookBack, until: now + 1 }, (row) => {
      for (const [, counting] of countings) counting.add(row)
    })
  }
  return new Map(countings.map(([name, counting]) => [name, counting.results()]))
}
