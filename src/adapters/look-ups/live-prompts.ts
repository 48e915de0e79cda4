/**
 * The prompts of a profile together with the live systems they name. A prompt that names what is not there does not
 * count: the last one goes on whose systems are. An experiment with such a prompt does not run meanwhile.
 */
import type { Experiment } from '../../core/experiment.ts'
import type { Prompt } from '../../core/request.ts'
import type { Log } from '../../ports/log.ts'
import type { BrokenSource, Sources } from '../../ports/sources.ts'
import { BrokenFile } from '../markdown/broken-file.ts'
import { noteBroken } from '../markdown/broken-list.ts'
import type { Experiments } from '../markdown/experiments.ts'
import type { Watched } from '../markdown/watch.ts'
import type { LiveFile } from './live.ts'
import { namedMistakes, type Names } from './lookups-named.ts'

export interface LivePromptsParts {
  /** Of the prompts. */
  dir: string
  own: Watched<Prompt>
  tried: Watched<Experiments>
  live: LiveFile
  log: Log
  now?: () => number
}

export interface LivePrompts extends Sources {
  current(): Prompt
  running(): Experiment | undefined
  close(): Promise<void>
}

/** @throws BrokenFile at the start when the profile's own prompt names what cannot be used; never afterwards */
export async function holdPrompts(parts: LivePromptsParts): Promise<LivePrompts> {
  const { dir, own, tried, live, log, now = Date.now } = parts
  const all = (): Prompt[] => [own.current(), ...tried.current().prompts.values()]
  const isWhole = ({ policy }: Prompt): boolean =>
    policy.look_ups.every((name) => live.lookUp(name)) && policy.records.every((name) => live.sink(name))

  const mistakes = namedMistakes(dir, [own.current()], live.loaded())
  if (mistakes.length > 0) throw new BrokenFile(mistakes)
  await live.open(namesOf(all()))

  let current = own.current()
  const broken = new Map<string, BrokenSource>()
  const look = (): void => {
    const prompts = all()
    if (isWhole(own.current())) current = own.current()
    void live.open(namesOf(prompts))
    const told = noteBroken(broken, namedMistakes(dir, prompts, live.loaded()), now())
    for (const { file, why } of told.broken) {
      log.warn(
        { file, why },
        `${file}: what a prompt names cannot be used; where it can, what was there before goes on`,
      )
    }
    for (const file of told.mended) log.info({ file }, `${file}: what prompts name can be used again`)
  }
  look()
  const following = [own, tried, live].map((one) => one.onChange(look))

  return {
    current: () => current,
    running() {
      const { running, prompts } = tried.current()
      return running && [...prompts.values()].every(isWhole) ? running : undefined
    },
    broken() {
      const others = live.broken(namesOf([current, ...all()])).filter(({ file }) => !broken.has(file))
      return [...broken.values(), ...new Map(others.map((one) => [one.file, one])).values()]
    },
    async close() {
      for (const end of following) end()
    },
  }
}

const namesOf = (prompts: readonly Prompt[]): Names => ({
  look_ups: [...new Set(prompts.flatMap(({ policy }) => policy.look_ups))],
  records: [...new Set(prompts.flatMap(({ policy }) => policy.records))],
})
