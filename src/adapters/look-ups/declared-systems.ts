/** What `lookups.yaml` of a folder of prompts declares, by itself: where any of it is need not be set, and is never asked. */
import type { DeclaredLookUp, DeclaredRecord } from '../../core/look-ups/declared.ts'
import type { Prompt } from '../../core/request.ts'
import type { Mistake } from '../markdown/broken-file.ts'
import type { Entry } from './lookups-file.ts'
import { loadDeclared } from './lookups-load.ts'
import { namedMistakes } from './lookups-named.ts'

export interface LoadedSystems {
  /** What is right of it, by its name. */
  lookUps: ReadonlyMap<string, DeclaredLookUp>
  records: ReadonlyMap<string, DeclaredRecord>
  /** What a prompt names of it that cannot be used: not there, or not right. */
  mistakesOf(prompt: Prompt): Mistake[]
}

/** It never throws for what is in the file: that matters once a prompt names some of it. */
export async function loadSystems(dir: string): Promise<LoadedSystems> {
  const loaded = await loadDeclared(dir)
  return {
    lookUps: rightOf(loaded.lookUps),
    records: rightOf(loaded.records),
    mistakesOf: (prompt) => namedMistakes(dir, [prompt], loaded),
  }
}

const rightOf = <T>(entries: ReadonlyMap<string, Entry<T>>): Map<string, T> =>
  new Map([...entries].flatMap(([name, one]): [string, T][] => (one.ok ? [[name, one.value]] : [])))
