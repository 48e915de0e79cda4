/** The shop's own files, read now and again whenever they change: part of the entry. */
import { watchKnowledge, type WatchedKnowledge } from './adapters/markdown/knowledge.ts'
import { watchPrompts } from './adapters/markdown/prompts.ts'
import { watchOfficeHours } from './adapters/office/office-hours.ts'
import type { Config } from './config.ts'
import type { Log } from './ports/log.ts'
import type { OfficeHours } from './ports/office-hours.ts'
import type { Prompts } from './ports/prompts.ts'
import type { Sources } from './ports/sources.ts'

export interface ShopFiles extends Sources {
  prompts: Prompts
  knowledge: WatchedKnowledge
  office: OfficeHours
  /** False where the offline model can decide nothing under this prompt: all but greetings goes to a person. */
  decides: boolean
  /** Told after each change of the prompt or the hours. */
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
    const prompts = keep(await watchPrompts(promptsDir, profile, { log }))
    const office = keep(await watchOfficeHours(promptsDir, profile, { log }))
    log.info({ profile, knowledgeDir, passages: knowledge.passages().length }, 'prompt and knowledge are read')
    // The offline model knows no topics: all it says is `other`.
    const decides = config.gemini !== undefined || !prompts.current().policy.always_human.includes('other')
    if (!decides) {
      log.warn(
        { profile },
        'NOTHING IS DECIDED WITHOUT A MODEL: under this profile all but greetings goes to a person until GEMINI_API_KEY is set',
      )
    }
    if (config.keepContentMs !== undefined && !config.gemini) {
      log.warn({}, 'KEEP_CONTENT keeps only what a model looked at, and without GEMINI_API_KEY nothing is looked at')
    }
    const broken = () => [prompts, knowledge, office].flatMap((one) => one.broken())
    const onChange = (listener: () => void): void => {
      prompts.onChange(listener)
      office.onChange(listener)
    }
    return { prompts, knowledge, office, decides, broken, onChange, close }
  } catch (error) {
    await close()
    throw error
  }
}
