/** The shop's own files, read now and again whenever they change: part of the entry. */
import { watchKnowledge, type WatchedKnowledge } from './adapters/markdown/knowledge.ts'
import { watchExperiments } from './adapters/markdown/experiments.ts'
import { watchPrompts } from './adapters/markdown/prompts.ts'
import { watchOfficeHours } from './adapters/office/office-hours.ts'
import type { Config } from './config.ts'
import type { Log } from './ports/log.ts'
import type { OfficeHours } from './ports/office-hours.ts'
import type { ExperimentsFile, Prompts } from './ports/prompts.ts'
import type { Sources } from './ports/sources.ts'

export interface ShopFiles extends Sources {
  prompts: Prompts
  experiments: ExperimentsFile
  knowledge: WatchedKnowledge
  office: OfficeHours
  /** False where the offline model can decide nothing under this prompt: all but greetings goes to a person. */
  decides: boolean
  /** Told after each change of the prompts, the experiments or the hours. */
  onChange(listener: () => void): void
  close(): Promise<void>
}

/** @throws BrokenFile, with every mistake; later the last good one of a broken file goes on */
export async function openSources(config: Config, log: Log): Promise<ShopFiles> {
  const { profile, promptsDir, knowledgeDir } = config
  const opened: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one)
    return one
  }
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one.close()
  }
  try {
    const knowledge = keep(await watchKnowledge(knowledgeDir, { log }))
    const own = keep(await watchPrompts(promptsDir, profile, { log }))
    const tried = keep(await watchExperiments(promptsDir, profile, { log }))
    const office = keep(await watchOfficeHours(promptsDir, profile, { log }))
    log.info({ profile, knowledgeDir, passages: knowledge.passages().length }, 'prompt and knowledge are read')
    // The offline model knows no topics: all it says is `other`.
    const decides = config.model !== 'offline' || !own.current().policy.always_human.includes('other')
    if (!decides) {
      log.warn(
        { profile },
        'NOTHING IS DECIDED WITHOUT A MODEL: under this profile all but greetings goes to a person until a model is set (docs/models.md)',
      )
    }
    const sees = config.model === 'gemini' || (config.model === 'openai' && config.openai?.takesMedia === true)
    if (config.keepContentMs !== undefined && !sees) {
      log.warn({}, 'KEEP_CONTENT keeps only what a model looked at, and without one that sees nothing is looked at')
    }
    const prompts: Prompts = {
      current: own.current,
      named: (name) => tried.current().prompts.get(name),
      experiment: () => tried.current().running,
    }
    const experiments: ExperimentsFile = { all: () => tried.current().all, running: () => tried.current().running }
    const running = experiments.running()
    if (running) log.info({ experiment: running.name, variants: running.variants }, 'an experiment runs')
    const broken = () => [own, tried, knowledge, office].flatMap((one) => one.broken())
    const onChange = (listener: () => void): void => {
      own.onChange(listener)
      tried.onChange(listener)
      office.onChange(listener)
    }
    return { prompts, experiments, knowledge, office, decides, broken, onChange, close }
  } catch (error) {
    await close()
    throw error
  }
}
