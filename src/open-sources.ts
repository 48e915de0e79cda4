/**
 * The shops' own files, read now and again whenever they change: part of the entry. Of several shops some have the same
 * prompt, or the same texts: each is opened once.
 */
import { holdPrompts } from './adapters/look-ups/live-prompts.ts'
import { watchLookUps, type LiveFile } from './adapters/look-ups/live.ts'
import { BrokenFile } from './adapters/markdown/broken-file.ts'
import { watchExperiments } from './adapters/markdown/experiments.ts'
import { openFolders } from './adapters/markdown/folders.ts'
import { watchKnowledge, type WatchedKnowledge } from './adapters/markdown/knowledge.ts'
import { watchPrompts } from './adapters/markdown/prompts.ts'
import { watchOfficeHours } from './adapters/office/office-hours.ts'
import type { Config, Variable } from './config.ts'
import type { Log } from './ports/log.ts'
import type { OfficeHours } from './ports/office-hours.ts'
import type { ExperimentsFile, Prompts } from './ports/prompts.ts'
import type { Sources } from './ports/sources.ts'

export interface ShopFiles extends Sources {
  prompts: Prompts
  experiments: ExperimentsFile
  knowledge: WatchedKnowledge
  office: OfficeHours
  /** The systems that the prompts may name. */
  live: LiveFile
  /** False where the offline model decides little under this prompt: all but greetings and what it looks up or records. */
  decides: boolean
  /** Told after each change of the prompts, the experiments, the hours or the list of live systems. */
  onChange(listener: () => void): void
}

/** Where a shop's files are. */
export type ShopPlaces = Pick<Config, 'profile' | 'promptsDir' | 'knowledgeDir'>

export interface ShopSources {
  /** @throws BrokenFile, with every mistake; later the last good one of a broken file goes on */
  open(places: ShopPlaces): Promise<ShopFiles>
  /** All that was opened. */
  close(): Promise<void>
}

/** @param variable what `${NAME}` stands for in `lookups.yaml`; missing: nothing is set */
export function openSources(
  { model }: Pick<Config, 'model'>,
  log: Log,
  variable: Variable = () => undefined,
): ShopSources {
  const folders = openFolders({ log })
  const options = { log, folders }
  const opened: Closed[] = []
  let isClosed = false
  const keep = <T extends Closed>(one: T): T => {
    opened.push(one)
    return one
  }

  const knowledgeIn = once(async (dir: string) => keep(await watchKnowledge(dir, options)))

  /** Time zones by folder of prompts: that of the first shop whose prompt is there. */
  const zones = new Map<string, () => string | undefined>()
  /** Prompts of one folder share the list of live systems. */
  const liveIn = once(async (dir: string) =>
    keep(await watchLookUps(dir, { ...options, variable, timeZone: () => zones.get(dir)?.() })),
  )

  /** All that goes by the prompt. */
  const promptOf = once(async (dir: string, profile: string) => {
    const prompt = watchPrompts(dir, profile, options)
    const experiments = watchExperiments(dir, profile, options)
    const hours = watchOfficeHours(dir, profile, options)
    const live = liveIn(dir)
    const held = Promise.all([prompt, experiments, live]).then(([own, tried, live]) =>
      holdPrompts({ dir, own, tried, live, log }),
    )
    const opening = [prompt, experiments, hours, held] as const
    await allSound([...opening, live]).catch(async (error: unknown) => {
      for (const one of await Promise.allSettled(opening)) if (one.status === 'fulfilled') await one.value.close()
      throw error
    })
    const [own, tried, office, prompts] = await Promise.all(opening)
    for (const one of [own, tried, office, prompts]) keep(one)
    const zone = (): string | undefined => prompts.current().policy.time_zone ?? office.at(Date.now())?.timeZone
    zones.set(dir, zones.get(dir) ?? zone)
    // The offline model knows no topics: all it says is `other`.
    const decides = model !== 'offline' || !prompts.current().policy.always_human.includes('other')
    if (!decides) {
      log.warn(
        { profile },
        'LITTLE IS DECIDED WITHOUT A MODEL: under this profile all but greetings, plain look-ups and what is recorded goes to a person until a model is set (docs/models.md)',
      )
    }
    const running = prompts.running()
    if (running) log.info({ experiment: running.name, variants: running.variants }, 'an experiment runs')
    return { own, tried, office, prompts, live: await live, decides }
  })

  const filesAt = once(async (promptsDir: string, profile: string, knowledgeDir: string): Promise<ShopFiles> => {
    const opening = [knowledgeIn(knowledgeDir), promptOf(promptsDir, profile)] as const
    await allSound(opening)
    const [knowledge, { own, tried, office, prompts, live, decides }] = await Promise.all(opening)
    log.info({ profile, knowledgeDir, passages: knowledge.passages().length }, 'prompt and knowledge are read')
    return {
      prompts: {
        current: prompts.current,
        named: (name) => tried.current().prompts.get(name),
        experiment: prompts.running,
      },
      experiments: { all: () => tried.current().all, running: prompts.running },
      knowledge,
      office,
      live,
      decides,
      broken: () => [own, tried, prompts, knowledge, office].flatMap((one) => one.broken()),
      onChange(listener) {
        for (const one of [own, tried, live, office]) one.onChange(listener)
      },
    }
  })

  return {
    async open({ profile, promptsDir, knowledgeDir }) {
      if (isClosed) throw new Error('the shops’ files are closed')
      return filesAt(promptsDir, profile, knowledgeDir)
    },
    async close() {
      isClosed = true
      await filesAt.ended()
      for (const one of opened.toReversed()) await one.close()
      folders.close()
    },
  }
}

interface Closed {
  close(): Promise<void>
}

/** Opens once what is asked for in the same words; who asks meanwhile has the same. */
function once<A extends string[], T>(open: (...of: A) => Promise<T>) {
  const opened = new Map<string, Promise<T>>()
  const get = (...of: A): Promise<T> => {
    const key = JSON.stringify(of)
    const opening = opened.get(key) ?? open(...of)
    opened.set(key, opening)
    return opening
  }
  return Object.assign(get, { ended: () => Promise.allSettled(opened.values()) })
}

/** @throws BrokenFile with the mistakes of all of them, once all have ended */
async function allSound(opening: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(opening)
  // What waits for another fails as that does.
  const failed = [...new Set(ended.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : [])))]
  const broken = failed.filter((error) => error instanceof BrokenFile)
  const [other] = failed.filter((error) => !(error instanceof BrokenFile))
  if (other !== undefined) throw other
  if (broken.length > 0) throw new BrokenFile(broken.flatMap(({ mistakes }) => mistakes))
}
