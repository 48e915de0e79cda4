/** What a prompt names of `lookups.yaml`, held against what is there. */
import { join } from 'node:path'
import type { PromptPolicy } from '../../core/policy.ts'
import type { Prompt } from '../../core/request.ts'
import type { Mistake } from '../markdown/broken-file.ts'
import { nearest } from '../markdown/nearest.ts'
import { settingsOf } from '../markdown/prompts.ts'
import type { EntriesOf } from './lookups-file.ts'
import type { LoadedFile } from './lookups-load.ts'

type Loaded = LoadedFile & EntriesOf<unknown, unknown>

export type Names = Pick<PromptPolicy, 'look_ups' | 'records'>

/** The settings of a prompt by which it names them, with how one of them is called. */
export const kinds = [
  { setting: 'look_ups', of: 'lookUps', one: 'a look-up' },
  { setting: 'records', of: 'records', one: 'a record' },
] as const

/** What of all that prompts name cannot be used: not there, or not right. Each mistake once. */
export function namedMistakes(dir: string, prompts: readonly Prompt[], loaded: Loaded): Mistake[] {
  const all = prompts.flatMap((prompt) => mistakesOf(dir, prompt, loaded))
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

function mistakesOf(dir: string, prompt: Prompt, loaded: Loaded): Mistake[] {
  const { policy, name: of } = prompt
  const lineOf = settingsOf(prompt)
  const file = join(dir, `${of}.md`)
  return kinds.flatMap((kind): readonly Mistake[] => {
    const names = policy[kind.setting]
    if (names.length === 0) return []
    if (loaded.text === undefined) {
      const problem = `${kind.setting}: there is no ${loaded.path}`
      const remedy = `Declare ${names.join(' and ')} there, as docs/look-ups.md shows, or remove the setting`
      return [{ file, line: lineOf([kind.setting]), problem, remedy }]
    }
    if (loaded.mistakes.length > 0) return loaded.mistakes
    return names.flatMap((name, index): readonly Mistake[] => {
      const entry = loaded[kind.of].get(name)
      if (entry) return entry.ok ? [] : entry.mistakes
      const problem = `${kind.setting}: ${name} is not in ${loaded.path}`
      return [{ file, line: lineOf([kind.setting, index]), problem, remedy: remedyOf(name, kind, loaded) }]
    })
  })
}

function remedyOf(name: string, { setting, of }: (typeof kinds)[number], loaded: Loaded): string {
  const other = kinds.find((kind) => kind.setting !== setting && loaded[kind.of].has(name))
  if (other) return `It is ${other.one} there: name it under ${other.setting}`
  const near = nearest(name, [...loaded[of].keys()])
  return near === undefined
    ? `Declare it below ${setting} there, as docs/look-ups.md shows, or remove it here`
    : `Did you mean ${near}?`
}
